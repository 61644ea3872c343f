import type { Identity } from '../../../src/model/entity.ts';
import type { Evidence, FactIndex, FactOfKind } from '../../../src/model/fact.ts';
import type { BoundaryId, EntityId } from '../../../src/model/ids.ts';
import type { AttachmentFact, MembershipFact, PermissionsBoundaryFact } from '../facts.ts';
import type { Caller } from '../rights/caller.ts';
import type { PolicyDocument, PolicyDocuments } from '../rights/documents.ts';
import type { Guards } from './guard.ts';
import { readGuards } from './guard.ts';
import type { PolicyHeld } from './held.ts';
import type { Organizations, Place } from './organization.ts';
import { readOrganizations } from './organization.ts';
import { groupPolicies, heldBy, ownerOf } from './held.ts';
import { firstPage, policyReader } from './policies.ts';
import { accountOf, splitArn } from './arn.ts';
import type { Trust } from './trusts.ts';
import { allowsSessionTags, trustsOf } from './trusts.ts';

/** A user or role with everything that says what it may do. */
export interface Principal {
  readonly id: EntityId;
  readonly name: string;
  readonly boundary: BoundaryId;
  readonly account: string;
  readonly partition: string;
  readonly caller: Caller;
  readonly held: readonly PolicyHeld[];
  /** Where its account sits. */
  readonly place: Place;
  /** Its permissions boundary: none, read, or named and not listed. */
  readonly limit:
    { readonly state: 'none' | 'unlisted'; readonly name: string } | { readonly state: 'read'; readonly document: PolicyDocument };
}

/** All facts of AWS, joined by name. */
export interface Estate {
  readonly organizations: Organizations;
  readonly accounts: ReadonlySet<string>;
  readonly principals: ReadonlyMap<EntityId, Principal>;
  readonly rolesByName: ReadonlyMap<string, EntityId>;
  readonly trusts: readonly Trust[];
  readonly guards: Guards;
  readonly roots: readonly {
    readonly id: EntityId;
    readonly boundary: BoundaryId;
    readonly account: string;
    readonly evidence: readonly Evidence[];
  }[];
}

function grouped<T>(items: Iterable<T>, key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}

/** Joins the facts. The order in which they come changes nothing. `now`: epoch milliseconds of the audit. */
export function readEstate(facts: FactIndex, documents: PolicyDocuments, now: number): Estate {
  const identities = [...facts.ofKind('identity')].filter((fact) => fact.boundary.startsWith('aws:'));
  const policies = policyReader(facts, documents);
  const attachments = grouped(facts.ofKind('attachment'), (fact) => (fact.value as unknown as AttachmentFact).principal);
  const inline = grouped(facts.ofKind('policy'), ownerOf);
  const memberships = grouped(facts.ofKind('membership'), (fact) => (fact.value as unknown as MembershipFact).user);
  const limits = new Map<string, PermissionsBoundaryFact>();
  const organizations = readOrganizations(facts.ofKind('limiter'), documents);
  for (const fact of facts.ofKind('limiter')) {
    const value = fact.value as unknown as PermissionsBoundaryFact;
    if (value.type === 'permissions-boundary') limits.set(value.principal, value);
  }
  const trusts = trustsOf(facts, documents, organizations);
  const taggable = new Set(trusts.filter((trust) => allowsSessionTags(trust.document)).map((trust) => trust.role));
  const groups = new Map<string, FactOfKind<'identity'>>();
  for (const fact of identities) if (fact.value.kind === 'group') groups.set(`${fact.boundary}|${fact.value.name}`, fact);

  const own = (holder: Identity, boundary: BoundaryId): PolicyHeld[] =>
    heldBy(holder, boundary, attachments.get(holder.id) ?? [], inline.get(holder.id) ?? [], policies);
  const groupHeld = new Map<string, readonly PolicyHeld[]>();
  for (const [key, fact] of groups) groupHeld.set(key, own(fact.value, fact.boundary));

  const principals = new Map<EntityId, Principal>();
  const rolesByName = new Map<string, EntityId>();
  const roots: Estate['roots'][number][] = [];
  for (const fact of identities) {
    const identity = fact.value;
    const arn = splitArn(identity.id);
    if (arn === undefined) continue;
    const { partition, account } = arn;
    if (identity.kind === 'root') roots.push({ id: identity.id, boundary: fact.boundary, account, evidence: firstPage(fact) });
    if (identity.kind !== 'user' && identity.kind !== 'role') continue;
    if (identity.kind === 'role') rolesByName.set(`${account}|${identity.name}`, identity.id);
    const viaGroups = (memberships.get(identity.id) ?? []).flatMap((member) =>
      groupPolicies(member, identity, fact.boundary, account, partition, groups, groupHeld),
    );
    const limit = limits.get(identity.id);
    const place = organizations.placeOf(account);
    const document = limit === undefined ? undefined : policies.find(limit.policy, fact.boundary)?.document;
    principals.set(identity.id, {
      id: identity.id,
      name: identity.name,
      boundary: fact.boundary,
      account,
      partition,
      caller: callerOf(identity, account, place, !taggable.has(identity.id), now),
      place,
      held: [...own(identity, fact.boundary), ...viaGroups],
      limit:
        limit === undefined
          ? { state: 'none', name: '' }
          : document === undefined
            ? { state: 'unlisted', name: limit.policy }
            : { state: 'read', document },
    });
  }
  for (const fact of facts.ofKind('credential')) {
    const id = fact.value.identity;
    if (id.endsWith(':root') && !roots.some((each) => each.id === id) && fact.boundary.startsWith('aws:')) {
      roots.push({ id, boundary: fact.boundary, account: accountOf(fact.boundary), evidence: [] });
    }
  }
  return {
    organizations,
    accounts: new Set(facts.boundaries.filter((id) => id.startsWith('aws:')).map(accountOf)),
    principals,
    rolesByName,
    trusts,
    guards: readGuards(facts.ofKind('resource-policy'), documents, organizations),
    roots,
  };
}

const noTags: ReadonlyMap<string, string> = new Map();

function tagsOf({ tags }: Identity): ReadonlyMap<string, string> {
  const entries = Object.entries(tags);
  return entries.length === 0 ? noTags : new Map(entries.map(([key, value]) => [key.toLowerCase(), value]));
}

function callerOf(identity: Identity, account: string, { membership }: Place, tagsAreKnown: boolean, now: number): Caller {
  const user = identity.kind === 'user';
  return {
    kind: user ? 'user' : 'role',
    account,
    arn: identity.id,
    username: user ? identity.name : null,
    uid: identity.uid ?? undefined,
    tags: user || tagsAreKnown ? tagsOf(identity) : undefined,
    resourceAccount: account,
    membership,
    resourceMembership: membership,
    now,
  };
}
