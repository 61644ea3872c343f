import type { Json } from '../../../src/base/json.ts';
import type { Identity } from '../../../src/model/entity.ts';
import type { Evidence, FactIndex, FactOfKind } from '../../../src/model/fact.ts';
import type { BoundaryId, EntityId } from '../../../src/model/ids.ts';
import type { AttachmentFact, MembershipFact, PermissionsBoundaryFact } from '../facts.ts';
import type { Caller } from '../rights/caller.ts';
import type { PolicyDocument, PolicyDocuments } from '../rights/documents.ts';
import { matches } from '../policy/glob.ts';
import type { PolicyHeld } from './held.ts';
import { firstPage, groupPolicies, heldBy, ownerOf, policyReader } from './held.ts';

/** A user or role with everything that says what it may do. */
export interface Principal {
  readonly id: EntityId;
  readonly name: string;
  readonly boundary: BoundaryId;
  readonly account: string;
  readonly partition: string;
  readonly caller: Caller;
  readonly held: readonly PolicyHeld[];
  /** Its permissions boundary: none, read, or named and not listed. */
  readonly limit:
    { readonly state: 'none' | 'unlisted'; readonly name: string } | { readonly state: 'read'; readonly document: PolicyDocument };
}

export interface Trust {
  readonly role: EntityId;
  readonly roleName: string;
  readonly boundary: BoundaryId;
  readonly account: string;
  readonly partition: string;
  readonly document: PolicyDocument;
  readonly evidence: readonly Evidence[];
}

/** All facts of AWS, joined by name. */
export interface Estate {
  readonly accounts: ReadonlySet<string>;
  readonly principals: ReadonlyMap<EntityId, Principal>;
  readonly rolesByName: ReadonlyMap<string, EntityId>;
  readonly trusts: readonly Trust[];
  readonly roots: readonly {
    readonly id: EntityId;
    readonly boundary: BoundaryId;
    readonly account: string;
    readonly evidence: readonly Evidence[];
  }[];
}

const ARN = /^arn:([a-z0-9-]+):(?:iam|sts)::(\d{12}):(.+)$/s;

export function splitArn(arn: string): { readonly partition: string; readonly account: string; readonly resource: string } | undefined {
  const m = ARN.exec(arn);
  return m === null ? undefined : { partition: m[1] ?? 'aws', account: m[2] ?? '', resource: m[3] ?? '' };
}

export function accountOf(boundary: BoundaryId): string {
  return boundary.slice(boundary.indexOf(':') + 1);
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
  for (const fact of facts.ofKind('limiter')) {
    const value = fact.value as unknown as PermissionsBoundaryFact;
    if (value.type === 'permissions-boundary') limits.set(value.principal, value);
  }
  const trusts = trustsOf(facts, documents);
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
    const document = limit === undefined ? undefined : policies.find(limit.policy, fact.boundary)?.document;
    principals.set(identity.id, {
      id: identity.id,
      name: identity.name,
      boundary: fact.boundary,
      account,
      partition,
      caller: callerOf(identity, account, !taggable.has(identity.id), now),
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
    accounts: new Set(facts.boundaries.filter((id) => id.startsWith('aws:')).map(accountOf)),
    principals,
    rolesByName,
    trusts,
    roots,
  };
}

const noTags: ReadonlyMap<string, string> = new Map();

function tagsOf({ tags }: Identity): ReadonlyMap<string, string> {
  const entries = Object.entries(tags);
  return entries.length === 0 ? noTags : new Map(entries.map(([key, value]) => [key.toLowerCase(), value]));
}

function callerOf(identity: Identity, account: string, tagsAreKnown: boolean, now: number): Caller {
  const user = identity.kind === 'user';
  return {
    kind: user ? 'user' : 'role',
    account,
    arn: identity.id,
    username: user ? identity.name : null,
    uid: identity.uid ?? undefined,
    tags: user || tagsAreKnown ? tagsOf(identity) : undefined,
    resourceAccount: account,
    now,
  };
}

function trustsOf(facts: FactIndex, documents: PolicyDocuments): readonly Trust[] {
  const trusts: Trust[] = [];
  for (const fact of facts.ofKind('trust')) {
    const arn = splitArn(fact.key);
    const document = (fact.value as { readonly document?: Json }).document ?? null;
    if (arn === undefined) continue;
    trusts.push({
      role: fact.key,
      roleName: fact.key.slice(fact.key.lastIndexOf('/') + 1),
      boundary: fact.boundary,
      account: arn.account,
      partition: arn.partition,
      document: documents.compile(document, 'trust'),
      evidence: firstPage(fact),
    });
  }
  return trusts;
}

/** Whether a session may carry tags that add to the role's own. */
function allowsSessionTags(document: PolicyDocument): boolean {
  return document.statements.some(
    (each) =>
      each.effect === 'Allow' &&
      (each.unknown !== null || each.actions.list.some((action) => matches(action, 'sts:tagsession')) !== each.actions.except),
  );
}
