import type { Identity } from '../../../src/model/entity.ts';
import type { Evidence, FactIndex, FactOfKind } from '../../../src/model/fact.ts';
import type { BoundaryId, EntityId } from '../../../src/model/ids.ts';
import type { AttachmentFact, MembershipFact, PermissionsBoundaryFact } from '../facts.ts';
import type { Caller } from '../rights/caller.ts';
import type { PolicyDocument, PolicyDocuments } from '../rights/documents.ts';
import { Delegations } from './delegation.ts';
import type { Guards } from './guard.ts';
import { readGuards } from './guard.ts';
import type { PolicyHeld } from './held.ts';
import type { Organizations, Place } from './organization.ts';
import { readOrganizations } from './organization.ts';
import { mayAddDevice, rolesWithoutFactor, usersWithoutDevice } from './factors.ts';
import { groupPolicies, heldBy, ownerOf } from './held.ts';
import { firstPage, policyReader } from './policies.ts';
import { accountOf, ownersOfArns } from './arn.ts';
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
  /** As they were listed, by name as it is written; a session may have others. `undefined`: nobody listed them. */
  readonly tags: Identity['tags'] | undefined;
  readonly held: readonly PolicyHeld[];
  /** Where its account sits. */
  readonly place: Place;
  /** Its permissions boundary: none, read, or named and not listed. */
  readonly limit:
    | { readonly state: 'none' | 'unlisted'; readonly name: string }
    | { readonly state: 'read'; readonly name: string; readonly document: PolicyDocument };
}

/** A group with the policies its members have through it. */
export type Group = Pick<Principal, 'id' | 'name' | 'boundary' | 'account' | 'partition' | 'held' | 'place'>;

/** All facts of AWS, joined by name. */
export interface Estate {
  readonly organizations: Organizations;
  readonly accounts: ReadonlySet<string>;
  readonly principals: ReadonlyMap<EntityId, Principal>;
  readonly groups: readonly Group[];
  /** The groups that a user is in. */
  memberOf(user: Principal): readonly EntityId[];
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
  const attachments = grouped(facts.ofKind('attachment'), (fact) => (fact.value as unknown as AttachmentFact).principal);
  const inline = grouped(facts.ofKind('policy'), ownerOf);
  const policies = policyReader(facts, inline.get('') ?? none, documents);
  const memberships = grouped(facts.ofKind('membership'), (fact) => (fact.value as unknown as MembershipFact).user);
  const limits = new Map<string, PermissionsBoundaryFact>();
  const controlling: FactOfKind<'limiter'>[] = [];
  for (const fact of facts.ofKind('limiter')) {
    const value = fact.value as unknown as PermissionsBoundaryFact;
    if (value.type === 'permissions-boundary') limits.set(value.principal, value);
    else controlling.push(fact);
  }
  const organizations = readOrganizations(controlling, documents, new Delegations(facts.ofKind('observation')));
  const trusts = trustsOf(facts, documents, organizations);
  const taggable = taggableOf(trusts);
  const [roles, users] = [rolesWithoutFactor(trusts), usersWithoutDevice(facts)];
  const mayHaveFactor = ({ id, kind }: Identity, held: readonly PolicyHeld[]): boolean =>
    kind === 'user' ? !users.has(id) || mayAddDevice(held) : !roles.has(id);
  const identities: FactOfKind<'identity'>[] = [];
  const groups = new Map<string, FactOfKind<'identity'>>();
  for (const fact of facts.ofKind('identity')) {
    if (!fact.boundary.startsWith('aws:')) continue;
    if (fact.value.kind === 'group') groups.set(`${fact.boundary}|${fact.value.name}`, fact);
    else identities.push(fact);
  }

  const own = (holder: Identity, boundary: BoundaryId): readonly PolicyHeld[] =>
    heldBy(holder, boundary, attachments.get(holder.id) ?? none, inline.get(holder.id) ?? none, policies);
  const groupHeld = new Map<string, readonly PolicyHeld[]>();
  for (const [key, fact] of groups) groupHeld.set(key, own(fact.value, fact.boundary));

  const principals = new Map<EntityId, Principal>();
  const roots: Estate['roots'][number][] = [];
  // of an account that is only told of by its organization nothing was read
  const accounts = new Set<string>();
  const ownerOfArn = ownersOfArns();
  for (const fact of identities) {
    const identity = fact.value;
    const arn = ownerOfArn(identity.id);
    if (arn === undefined) continue;
    const { partition, account } = arn;
    accounts.add(account);
    if (identity.kind === 'root') roots.push({ id: identity.id, boundary: fact.boundary, account, evidence: firstPage(fact) });
    if (identity.kind !== 'user' && identity.kind !== 'role') continue;
    const itself = own(identity, fact.boundary);
    const viaGroups = memberships
      .get(identity.id)
      ?.flatMap((member) => groupPolicies(member, identity, fact.boundary, account, partition, groups, groupHeld));
    const held = viaGroups === undefined ? itself : [...itself, ...viaGroups];
    const limit = limits.get(identity.id);
    const place = organizations.placeOf(account);
    principals.set(identity.id, {
      id: identity.id,
      name: identity.name,
      boundary: fact.boundary,
      account,
      partition,
      caller: callerOf(identity, account, place, !taggable.has(identity.id), now, !mayHaveFactor(identity, held)),
      place,
      tags: identity.tags,
      held,
      limit: limit === undefined ? unlimited : limitOf(limit, policies.find(limit.policy, fact.boundary)?.document),
    });
  }
  for (const fact of facts.ofKind('credential')) {
    const id = fact.value.identity;
    if (id.endsWith(':root') && !roots.some((each) => each.id === id) && fact.boundary.startsWith('aws:')) {
      roots.push({ id, boundary: fact.boundary, account: accountOf(fact.boundary), evidence: [] });
    }
  }
  let rolesByName: ReadonlyMap<string, EntityId> | undefined;
  return {
    organizations,
    accounts,
    principals,
    groups: [...groups].flatMap(([key, { value, boundary }]) => {
      const arn = ownerOfArn(value.id);
      if (arn === undefined) return [];
      return [
        { id: value.id, name: value.name, boundary, ...arn, held: groupHeld.get(key) ?? none, place: organizations.placeOf(arn.account) },
      ];
    }),
    memberOf({ id, boundary, partition, account }) {
      const names = (memberships.get(id) ?? []).map((member) => (member.value as unknown as MembershipFact).groupName);
      return names.map((name) => groups.get(`${boundary}|${name}`)?.value.id ?? `arn:${partition}:iam::${account}:group/${name}`);
    },
    // asked for only by trusts that name a session
    get rolesByName() {
      return (rolesByName ??= rolesOf(principals));
    },
    trusts,
    guards: readGuards(facts.ofKind('resource-policy'), documents, organizations),
    roots,
  };
}

function rolesOf(principals: ReadonlyMap<EntityId, Principal>): ReadonlyMap<string, EntityId> {
  const roles = new Map<string, EntityId>();
  for (const { id, name, account, caller } of principals.values()) if (caller.kind === 'role') roles.set(`${account}|${name}`, id);
  return roles;
}

const none: readonly never[] = [];
const unlimited: Principal['limit'] = { state: 'none', name: '' };

function limitOf({ policy }: PermissionsBoundaryFact, document: PolicyDocument | undefined): Principal['limit'] {
  return document === undefined ? { state: 'unlisted', name: policy } : { state: 'read', name: policy, document };
}

/** Roles to whose tags a session may add. */
function taggableOf(trusts: readonly Trust[]): ReadonlySet<EntityId> {
  const known = new Map<PolicyDocument, boolean>();
  const roles = new Set<EntityId>();
  for (const { document, role } of trusts) {
    let allows = known.get(document);
    if (allows === undefined) known.set(document, (allows = allowsSessionTags(document)));
    if (allows) roles.add(role);
  }
  return roles;
}

/** The tags of an identity by lower-case name. Few are ever asked for. */
class Tags {
  readonly #given: Identity['tags'];
  #byName: ReadonlyMap<string, string> | undefined;

  constructor(given: Identity['tags']) {
    this.#given = given;
  }

  get(name: string): string | undefined {
    return (this.#byName ??= new Map(Object.entries(this.#given).map(([key, value]) => [key.toLowerCase(), value]))).get(name);
  }
}

function callerOf(
  identity: Identity,
  account: string,
  { membership }: Place,
  tagsAreKnown: boolean,
  now: number,
  withoutFactor: boolean,
): Caller {
  const user = identity.kind === 'user';
  return {
    kind: user ? 'user' : 'role',
    account,
    arn: identity.id,
    username: user ? identity.name : null,
    uid: identity.uid ?? undefined,
    tags: user || tagsAreKnown ? new Tags(identity.tags) : undefined,
    resourceAccount: account,
    membership,
    resourceMembership: membership,
    now,
    ...(withoutFactor ? { withoutFactor } : {}),
  };
}
