import { byKeys } from '../base/order.ts';
import type { Handle, Identity } from '../model/entity.ts';
import type { Evidence } from '../model/fact.ts';
import type { Grant, Link } from '../model/grant.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import { exactly } from '../model/persistence.ts';
import type { Person } from '../model/person.ts';
import { always } from '../model/window.ts';
import { connectorOf } from './names.ts';

/*
 * A directory that is provisioned from another (IAM Identity Center from Entra ID, by SCIM) holds copies of accounts, groups and memberships. A
 * copy ends when the provisioning takes it away, and begins when it puts it there: how lasting it is, the original tells.
 */

/** An identity that another directory provisioned, and where it comes from. */
export interface Copy {
  readonly copy: EntityId;
  readonly original: EntityId;
  readonly boundary: BoundaryId;
  readonly originalBoundary: BoundaryId;
  readonly kind: 'group' | 'account';
}

/** What of the originals is known. */
export interface OriginalsRead {
  /** Whether every member of this group was read, in whatever way it may be one. */
  knowsMembers(group: EntityId, boundary: BoundaryId): boolean;
}

/** Marks links that follow an original, and those whose original is gone. */
export const copyDetail = { followed: 'followsOriginal', left: 'originalGone', unknown: 'originalUnread' } as const;

/**
 * The copies among these identities. A group is one where its own directory says which object of another it was made of, and that object was
 * listed; an account, where both are one person's. The directory that makes an object is told by the handle's kind: `entra-object` by `entra`.
 */
export function copiesOf(identities: Iterable<Identity>, persons: readonly Person[]): readonly Copy[] {
  const originals = new Map<string, Identity>();
  const claims: { readonly identity: Identity; readonly handle: Handle }[] = [];
  const people = new Map<EntityId, Identity>();
  for (const identity of identities) {
    if (identity.kind !== 'group') people.set(identity.id, identity);
    for (const handle of identity.handles ?? []) {
      if (!handle.immutable || !handle.kind.endsWith('-object')) continue;
      if (isOwn(identity, handle)) originals.set(keyOf(identity.kind, handle), identity);
      else claims.push({ identity, handle });
    }
  }
  const copies: Copy[] = [];
  for (const { identity, handle } of claims) {
    const original = originals.get(keyOf(identity.kind, handle));
    if (identity.kind === 'group' && original !== undefined) copies.push(...copy(identity, original, 'group'));
  }
  for (const { accounts } of persons) {
    const known = accounts.flatMap((id) => people.get(id) ?? []);
    for (const original of known.filter((each) => (each.handles ?? []).some((handle) => handle.immutable && isOwn(each, handle)))) {
      for (const each of known) if (each !== original && !hasOwn(each)) copies.push(...copy(each, original, 'account'));
    }
  }
  return copies.sort(
    byKeys(
      (each) => each.copy,
      (each) => each.original,
    ),
  );
}

function isOwn({ boundary }: Identity, { kind }: Handle): boolean {
  return boundary !== null && kind === `${connectorOf(boundary)}-object`;
}

function hasOwn(identity: Identity): boolean {
  return (identity.handles ?? []).some((handle) => isOwn(identity, handle));
}

function keyOf(kind: Identity['kind'], handle: Handle): string {
  return `${kind === 'group' ? 'group' : 'account'} ${handle.kind} ${handle.value.toLowerCase()}`;
}

function copy(of: Identity, original: Identity, kind: Copy['kind']): readonly Copy[] {
  if (of.boundary === null || original.boundary === null) return [];
  return [{ copy: of.id, original: original.id, boundary: of.boundary, originalBoundary: original.boundary, kind }];
}

/**
 * The elements, where memberships that are copies are as lasting as their originals, and with links from each original to its copy: whoever is a
 * member of the one, by a decision or for good, is by way of it one of the other. A copy whose original is not there any more stays what it
 * looks like, and says so. The order of what comes in decides nothing over what comes out.
 */
export function* followingOriginals(
  elements: Iterable<Grant | Link>,
  copies: readonly Copy[],
  read: OriginalsRead,
): Iterable<Grant | Link> {
  if (copies.length === 0) {
    yield* elements;
    return;
  }
  const groups = new Map<EntityId, Copy[]>();
  const accounts = new Map<EntityId, Copy[]>();
  for (const each of copies) put(each.kind === 'group' ? groups : accounts, each.copy, each);
  const originalGroups = new Set(copies.flatMap((each) => (each.kind === 'group' ? [each.original] : [])));
  const memberships = new Map<string, Link[]>();
  const held: Link[] = [];
  for (const element of elements) {
    if (element.type === 'link' && element.how === 'member-of') {
      if (originalGroups.has(element.to)) put(memberships, `${element.from} ${element.to}`, element);
      if (groups.has(element.to)) {
        held.push(element);
        continue;
      }
    }
    yield element;
  }
  for (const each of copies) yield provisioned(each);
  for (const link of held) yield* followed(link, groups.get(link.to) ?? [], accounts.get(link.from) ?? [], memberships, read);
}

function* followed(
  link: Link,
  groups: readonly Copy[],
  accounts: readonly Copy[],
  memberships: ReadonlyMap<string, readonly Link[]>,
  read: OriginalsRead,
): Iterable<Link> {
  const pairs = groups.flatMap((group) =>
    accounts.filter((each) => each.originalBoundary === group.originalBoundary).map((account) => ({ group, account })),
  );
  const [pair] = pairs;
  // whose account it is was not told: nobody knows which membership this one copies
  if (pair === undefined || pairs.length > 1) {
    yield { ...link, caveats: [...link.caveats, UNKNOWN_ORIGINAL], detail: { ...link.detail, [copyDetail.unknown]: true } };
    return;
  }
  const originals = (memberships.get(`${pair.account.original} ${pair.group.original}`) ?? []).filter(
    (each) => each.presence !== 'refuted',
  );
  const active = originals.filter((each) => each.bounds.hi !== 'eligible' && each.bounds.hi !== 'session');
  if (active.length > 0) {
    for (const original of active) yield asLastingAs(link, original);
    return;
  }
  if (!read.knowsMembers(pair.group.original, pair.group.originalBoundary)) {
    yield { ...link, caveats: [...link.caveats, UNKNOWN_ORIGINAL], detail: { ...link.detail, [copyDetail.unknown]: true } };
    return;
  }
  const why = originals.length > 0 ? 'the original is not switched on' : 'the original is gone';
  yield {
    ...link,
    because: [...link.because, `it is a copy of a membership in ${pair.group.original}, and ${why}`],
    detail: { ...link.detail, [copyDetail.left]: true },
  };
}

const UNKNOWN_ORIGINAL = 'it is a copy of a membership elsewhere, and how lasting that is was not read';

function asLastingAs(link: Link, original: Link): Link {
  return {
    ...link,
    key: `${link.key}|as ${original.key}`,
    bounds: original.bounds,
    presence: original.presence,
    windows: original.windows,
    endsBy: original.endsBy === 'nothing' ? 'nothing' : 'automation',
    gate: original.gate,
    ...(original.gatedBy === undefined ? {} : { gatedBy: original.gatedBy }),
    because: [...link.because, `it is a copy of the membership in ${original.to}: ${original.because.join('; ')}`],
    conditions: [...link.conditions, ...original.conditions],
    caveats: [...link.caveats, ...original.caveats],
    evidence: distinct([...link.evidence, ...original.evidence]),
    detail: { ...link.detail, [copyDetail.followed]: true },
  };
}

function provisioned({ copy: to, original: from, boundary, kind }: Copy): Link {
  const source = {
    id: `provisioned|${from}|${to}`,
    kind: kind === 'group' ? 'provisioned-group' : 'provisioned-account',
    name: kind === 'group' ? 'members are provisioned to the other directory' : 'signs in to the other directory',
    boundary,
  };
  return {
    type: 'link',
    key: source.id,
    boundary,
    how: kind === 'group' ? 'member-of' : 'federates',
    from,
    to,
    openness: 'exact',
    bounds: exactly('standing'),
    presence: 'certain',
    windows: always,
    endsBy: 'nothing',
    gate: 'none',
    because: [
      kind === 'group' ? 'its members become members of the copy' : 'both accounts are one person’s, and the one is made from the other',
    ],
    conditions: [],
    caveats: [],
    source,
    evidence: [],
    detail: {},
  };
}

function distinct(evidence: readonly Evidence[]): readonly Evidence[] {
  return [...new Map(evidence.map((each) => [`${each.page} ${each.pointer}`, each])).values()];
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}
