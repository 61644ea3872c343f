import { groupBy } from '../../../src/base/group.ts';
import type { NonEmpty } from '../../../src/base/json.ts';
import type { ToldCredential } from '../../../src/contract/connector.ts';
import type { CredentialKind } from '../../../src/model/entity.ts';
import type { FactIndex, FactOfKind } from '../../../src/model/fact.ts';
import type { BoundaryId, EntityId } from '../../../src/model/ids.ts';
import { accountSurface } from '../surfaces/account.ts';
import { KEY_USE_KNOWN_SINCE } from '../surfaces/credential-row.ts';
import { credentialReport } from '../surfaces/credential-report.ts';
import type { CredentialDetail, CredentialListFact, KeyUseFact, ListedKind } from '../surfaces/users/told.ts';
import { listedCredentials, userNameOf } from '../surfaces/users/told.ts';
import type { CredentialFact } from './credential-slots.ts';
import { alone, joinSlots } from './credential-slots.ts';

/**
 * The credentials of every AWS identity, joined from the credential report, the account summary and the lists of single users. What only
 * one of them told stays as it was told. Each says by which facts it is known; the order of what comes out is not defined.
 */
export function* awsCredentials(facts: FactIndex): Iterable<ToldCredential> {
  const details = detailsOf(facts);
  const rows = rowsOf(facts);
  const ours = [...facts.ofKind('credential')].filter(({ boundary }) => boundary.startsWith('aws:'));
  for (const [identity, told] of groupBy(ours, ({ value }) => value.identity)) {
    for (const each of ofIdentity(facts, details, identity, told, rows.has(identity))) yield withUse(each, details);
  }
  yield* serviceCredentials(facts);
}

/** An access key that is listed and whose last use nothing told yet. */
export interface UnknownUse {
  readonly boundary: BoundaryId;
  readonly user: EntityId;
  readonly key: string;
}

export function* keysOfUnknownUse(facts: FactIndex): Iterable<UnknownUse> {
  for (const { value, facts: from } of awsCredentials(facts)) {
    const listed = from.find(({ surface }) => surface === listedCredentials.id);
    if (value.kind !== 'access-key' || value.lastUsed !== 'unknown' || listed === undefined || !value.identity.includes(':user/')) continue;
    yield { boundary: listed.boundary, user: value.identity, key: value.id };
  }
}

/** Identities that the credential report has a row of: each row tells a use, known or not. */
export function rowsOf(facts: FactIndex): ReadonlySet<EntityId> {
  const rows = new Set<EntityId>();
  for (const { surface, key } of facts.ofKind('usage')) if (surface === accountSurface.id) rows.add(key);
  return rows;
}

type DetailFact<D extends CredentialDetail> = FactOfKind<'credential-detail'> & { readonly told: D };

interface Details {
  readonly lists: ReadonlyMap<string, DetailFact<CredentialListFact>>;
  readonly uses: ReadonlyMap<string, DetailFact<KeyUseFact>>;
  /** Who has a virtual second factor. */
  readonly devices: ReadonlyMap<EntityId, FactOfKind<'credential-detail'>>;
}

function detailsOf(facts: FactIndex): Details {
  const lists = new Map<string, DetailFact<CredentialListFact>>();
  const uses = new Map<string, DetailFact<KeyUseFact>>();
  const devices = new Map<EntityId, FactOfKind<'credential-detail'>>();
  for (const fact of facts.ofKind('credential-detail')) {
    if (!fact.boundary.startsWith('aws:')) continue;
    const told = fact.value as unknown as CredentialDetail;
    if (told.type === 'list') lists.set(`${told.of}|${told.identity}`, { ...fact, told });
    else if (told.type === 'last-use') uses.set(told.key, { ...fact, told });
    else {
      // Of several devices the one with the least serial number is named, whatever their order.
      const before = devices.get(told.identity);
      if (before === undefined || fact.key < before.key) devices.set(told.identity, fact);
    }
  }
  return { lists, uses, devices };
}

function* ofIdentity(
  facts: FactIndex,
  details: Details,
  identity: EntityId,
  told: readonly CredentialFact[],
  hasRow: boolean,
): Iterable<ToldCredential> {
  const report = told.filter(({ surface }) => surface === credentialReport.id);
  const listed = told.filter(({ surface }) => surface === listedCredentials.id);
  const isRoot = identity.endsWith(':root');
  for (const each of told) if (!report.includes(each) && !listed.includes(each)) yield alone(each);
  for (const [kind, of] of slotted) {
    const [slots, ids] = [ofKind(report, kind), ofKind(listed, kind)];
    // The account summary only counts: it says something where the report says nothing.
    if (isRoot) for (const each of slots.length > 0 ? slots : ids) yield alone(each);
    else {
      const list = details.lists.get(`${of}|${identity}`);
      const later = list !== undefined && slots.every((slot) => isLater(facts, list, slot));
      for (const each of joinSlots({ slots, listed: ids, whole: list !== undefined, later })) yield withFact(each, list);
    }
  }
  const [passwords, profiles] = [ofKind(report, 'password'), ofKind(listed, 'password')];
  // A summary may leave the password out, and then takes it for granted; a row of the report never does.
  const chosen = passwords.length > 0 ? passwords : isRoot && hasRow ? [] : profiles;
  for (const each of chosen) {
    const said = profiles.find(({ value }) => value.secondFactor !== null);
    const { value } = each;
    if (value.secondFactor !== null || said === undefined) yield withSecondFactor(alone(each), details);
    else yield { value: { ...value, secondFactor: said.value.secondFactor }, facts: [each, said] };
  }
}

const slotted: readonly (readonly [CredentialKind, ListedKind])[] = [
  ['access-key', 'access-keys'],
  ['certificate', 'certificates'],
];

function ofKind(facts: readonly CredentialFact[], kind: CredentialKind): readonly CredentialFact[] {
  return facts.filter(({ value }) => value.kind === kind);
}

/** Whether the list was received no earlier than the report. A time that is not known settles nothing. */
function isLater(facts: FactIndex, list: FactOfKind<'credential-detail'>, slot: CredentialFact): boolean {
  const [listAt, slotAt] = [list, slot].map(({ pages }) => {
    const times = pages.map(({ page }) => facts.saidAt?.(page) ?? null);
    return times.length === 0 || times.includes(null) ? null : (times as readonly string[]).reduce((a, b) => (a > b ? a : b));
  });
  return listAt !== null && listAt !== undefined && slotAt !== null && slotAt !== undefined && listAt >= slotAt;
}

/** No use seen means never for a key that was made when IAM already kept it. */
function withUse(each: ToldCredential, { uses }: Details): ToldCredential {
  const { value } = each;
  const use = value.kind === 'access-key' && value.lastUsed === 'unknown' ? uses.get(value.id) : undefined;
  if (use === undefined) return each;
  const kept = value.createdAt !== null && Date.parse(value.createdAt) >= KEY_USE_KNOWN_SINCE;
  const lastUsed = use.told.lastUsed ?? (kept ? 'never' : 'unknown');
  return withFact({ ...each, value: { ...value, lastUsed } }, use);
}

function withSecondFactor(each: ToldCredential, { lists, devices }: Details): ToldCredential {
  const { value } = each;
  if (value.secondFactor !== null) return each;
  const list = lists.get(`mfa-devices|${value.identity}`);
  const device = devices.get(value.identity);
  if ((list?.told.ids.length ?? 0) > 0 || device !== undefined) {
    return withFact({ ...each, value: { ...value, secondFactor: true } }, (list?.told.ids.length ?? 0) > 0 ? list : device);
  }
  return list === undefined ? each : withFact({ ...each, value: { ...value, secondFactor: false } }, list);
}

/** The same, known by the pages of one more fact. */
function withFact(each: ToldCredential, more: FactOfKind<'credential-detail'> | undefined): ToldCredential {
  if (more === undefined) return each;
  const [first, ...rest] = each.facts;
  return { ...each, facts: [{ ...first, pages: [...first.pages, ...more.pages] }, ...rest] };
}

/** Lists for all users name them without their paths: joined to the listed user of that name, which is unique in an account. */
function* serviceCredentials(facts: FactIndex): Iterable<ToldCredential> {
  let users: ReadonlyMap<string, EntityId> | undefined;
  for (const fact of facts.ofKind('service-credential')) {
    if (!fact.boundary.startsWith('aws:')) continue;
    const { identity } = fact.value;
    users ??= userNames(facts);
    const known = users.get(nameKey(fact.boundary, identity)) ?? identity;
    yield { value: { ...fact.value, identity: known }, facts: [fact] as NonEmpty<typeof fact> };
  }
}

function userNames(facts: FactIndex): ReadonlyMap<string, EntityId> {
  const users = new Map<string, EntityId>();
  for (const { boundary, key, value } of facts.ofKind('identity')) {
    if (value.kind === 'user' && key.includes(':user/')) users.set(nameKey(boundary, key), key);
  }
  return users;
}

/** Names of users differ by more than case (IAM User Guide, reference_iam-quotas.html). */
function nameKey(boundary: BoundaryId, arn: string): string {
  return `${boundary} ${userNameOf(arn).toLowerCase()}`;
}
