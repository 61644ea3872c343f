import type { Instant } from '../../../src/base/instant.ts';
import { instantOf, parseInstant } from '../../../src/base/instant.ts';
import type { Credential, CredentialKind, Usage } from '../../../src/model/entity.ts';
import type { BoundaryId, EntityId } from '../../../src/model/ids.ts';
import { accountSurface } from './account.ts';
import type { Gathered } from './item.ts';

/** Columns this connector reads, in the report's order. Regions and services of last use are not. */
export const knownColumns = [
  'user',
  'arn',
  'user_creation_time',
  'password_enabled',
  'password_last_used',
  'password_last_changed',
  'mfa_active',
  'access_key_1_active',
  'access_key_1_last_rotated',
  'access_key_1_last_used_date',
  'access_key_2_active',
  'access_key_2_last_rotated',
  'access_key_2_last_used_date',
  'cert_1_active',
  'cert_1_last_rotated',
  'cert_2_active',
  'cert_2_last_rotated',
] as const;
type Column = (typeof knownColumns)[number] | 'additional_credentials_info';

/** One row, read by the name of its columns. */
export interface ReportRow {
  readonly into: Gathered;
  readonly boundary: BoundaryId;
  readonly identity: EntityId;
  readonly isRoot: boolean;
  readonly pointer: string;
  read(column: Column): string | undefined;
}

/**
 * IAM tells passwords' last use since 2014-10-20, and lost it from 2018-05-03 to 2018-05-23T21:08Z; keys' last use since 2015-04-22 (IAM
 * user guide, "Getting credential reports" and API reference, User). Only what was made after that can be said to be unused for ever.
 */
const PASSWORD_USE_KNOWN_SINCE = Date.parse('2018-05-23T21:08:00Z');
export const KEY_USE_KNOWN_SINCE = Date.parse('2015-04-22T00:00:00Z');

export function mapRow(row: ReportRow): void {
  const credentials = [password(row), accessKey(row, 1), accessKey(row, 2), certificate(row, 1), certificate(row, 2)];
  const found: Credential[] = [];
  for (const each of credentials) {
    if (each === null) continue;
    found.push(each);
    const { boundary, into, pointer } = row;
    into.facts.push({ kind: 'credential', boundary, surface: into.surface, key: each.id, value: each, pointer });
  }
  const value = usage(row, found);
  row.into.facts.push({
    kind: 'usage',
    boundary: row.boundary,
    surface: accountSurface.id,
    key: row.identity,
    value,
    pointer: row.pointer,
  });
  const more = row.read('additional_credentials_info') ?? '';
  if (more !== '' && more !== 'N/A') {
    gap(row, `the credential report says there are credentials it does not list: ${JSON.stringify(more)}`, 'unsupported');
  }
}

/**
 * The report says `not_supported` for the root user's password, `FALSE` where the account was made without root credentials: the
 * first is taken as a password that is there.
 */
function password(row: ReportRow): Credential | null {
  const unsaid = row.isRoot && row.read('password_enabled') === 'not_supported';
  if (!unsaid && presence(row, 'password_enabled') !== true) return null;
  const changedAt = time(row, 'password_last_changed');
  const madeAt = changedAt ?? time(row, 'user_creation_time');
  return credential(row, 'password', 'password', {
    state: 'active',
    rotatedAt: changedAt,
    lastUsed: lastUsed(row, 'password_last_used', 'no_information', madeAt, PASSWORD_USE_KNOWN_SINCE),
    secondFactor: flag(row, 'mfa_active'),
  });
}

/** A key is there when it is active, or when a time is told for it: live reports keep the times of an inactive key. */
function accessKey(row: ReportRow, slot: 1 | 2): Credential | null {
  const active = presence(row, `access_key_${slot}_active`);
  const rotatedAt = time(row, `access_key_${slot}_last_rotated`);
  const used = lastUsed(row, `access_key_${slot}_last_used_date`, 'N/A', rotatedAt, KEY_USE_KNOWN_SINCE);
  const told = rotatedAt !== null || (used !== 'never' && used !== 'unknown');
  if (active !== true && !told) return null;
  // Not readable whether it is active: the gap says so, and taking it for inactive would be taking it for safe.
  return credential(row, 'access-key', `access-key-${slot}`, {
    state: active === false ? 'inactive' : 'active',
    rotatedAt,
    lastUsed: used,
    secondFactor: null,
  });
}

function certificate(row: ReportRow, slot: 1 | 2): Credential | null {
  const active = presence(row, `cert_${slot}_active`);
  const rotatedAt = time(row, `cert_${slot}_last_rotated`);
  if (active !== true && rotatedAt === null) return null;
  const state = active === false ? 'inactive' : 'active';
  return credential(row, 'certificate', `certificate-${slot}`, { state, rotatedAt, lastUsed: 'unknown', secondFactor: null });
}

function credential(
  row: ReportRow,
  kind: CredentialKind,
  name: string,
  of: Pick<Credential, 'state' | 'rotatedAt' | 'lastUsed' | 'secondFactor'>,
): Credential {
  // `last_rotated` and `last_changed` are the last change, which is the making or a later one: the time of making stays unknown.
  return { id: `${row.identity}#${name}`, identity: row.identity, kind, name, createdAt: null, expiresAt: null, ...of };
}

/**
 * `sentinel` is the value that the guide documents for "no use seen since IAM began to keep it". It means never for what was made later,
 * and nothing certain for what is older; any other word is no answer.
 */
function lastUsed(row: ReportRow, column: Column, sentinel: string, madeAt: Instant | null, knownSince: number): Credential['lastUsed'] {
  const value = row.read(column);
  if (value === sentinel) return madeAt !== null && Date.parse(madeAt) >= knownSince ? 'never' : 'unknown';
  return time(row, column) ?? 'unknown';
}

/** When the user was last seen to act with a credential it has now: the latest that is told, and what is not told beside it. */
function usage(row: ReportRow, credentials: readonly Credential[]): Usage {
  const seen = credentials.filter((each) => each.kind !== 'certificate');
  const of = (lastUsed: Usage['lastUsed'], detail: string | null): Usage => ({
    identity: row.identity,
    lastUsed,
    lookBackDays: null,
    detail,
  });
  if (seen.length === 0) return of('unknown', 'it has no password and no access key now');
  const latest = seen.reduce<Credential | null>(
    (best, each) => (isTime(each) && (best === null || each.lastUsed > best.lastUsed) ? each : best),
    null,
  );
  const unknown = seen.filter((each) => each.lastUsed === 'unknown').map((each) => each.name);
  const beside = unknown.length === 0 ? '' : `the last use of ${unknown.join(', ')} is not told`;
  if (latest !== null) return of(latest.lastUsed, beside === '' ? `with ${latest.name}` : `with ${latest.name}; ${beside}`);
  return unknown.length === 0 ? of('never', null) : of('unknown', beside);
}

function isTime(credential: Credential): boolean {
  return credential.lastUsed !== 'never' && credential.lastUsed !== 'unknown';
}

/** A flag that decides whether there is a credential: where the report does not tell, that is a gap. A column that lacks is one already. */
function presence(row: ReportRow, column: Column): boolean | null {
  const value = row.read(column);
  if (value !== undefined && sentinels.has(value))
    gap(row, `${column} is ${JSON.stringify(value)}: whether it has this credential is not told`);
  return flag(row, column);
}

const sentinels: ReadonlySet<string> = new Set(['N/A', 'no_information', 'not_supported']);

/** `null` where the report does not tell. The guide writes TRUE and FALSE, live reports true and false. */
function flag(row: ReportRow, column: Column): boolean | null {
  const value = row.read(column);
  if (value === undefined || sentinels.has(value)) return null;
  const lower = value.toLowerCase();
  if (lower === 'true') return true;
  if (lower === 'false') return false;
  gap(row, `${column} is ${JSON.stringify(value)}, TRUE or FALSE was expected`);
  return null;
}

/** `null` where the report does not tell. */
function time(row: ReportRow, column: Column): Instant | null {
  const value = row.read(column);
  if (value === undefined || sentinels.has(value)) return null;
  const ms = parseInstant(value);
  if (ms !== undefined) return instantOf(ms);
  gap(row, `${column} is ${JSON.stringify(value)}, a time or N/A was expected`);
  return null;
}

function gap(row: ReportRow, what: string, cause: 'malformed' | 'unsupported' = 'malformed'): void {
  const detail = `${row.identity}: ${what} (at ${row.pointer})`;
  row.into.gaps.push({ boundary: row.boundary, surface: row.into.surface, subject: row.identity, cause, detail });
}
