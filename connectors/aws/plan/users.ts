import type { Json } from '../../../src/base/json.ts';
import type { FactIndex } from '../../../src/model/fact.ts';
import type { BoundaryId, EntityId } from '../../../src/model/ids.ts';
import type { Task } from '../../../src/model/page.ts';
import { parseIamArn } from '../identity.ts';
import { keysOfUnknownUse, rowsOf } from '../resolve/credentials.ts';
import type { LiveSurface } from '../settings.ts';
import { credentialReport } from '../surfaces/credential-report.ts';
import { lastUseTask } from '../surfaces/users/access-keys.ts';
import { enteredAccounts } from './entered.ts';
import type { Plan } from './plan.ts';

/** One call, or one list, for a whole account: nothing need be known to ask. */
const ofAccount: readonly (readonly [LiveSurface, Json])[] = [
  ['mfa-devices', { call: 'ListVirtualMFADevices' }],
  ['identity-providers', { call: 'ListOpenIDConnectProviders' }],
  ['identity-providers', { call: 'ListSAMLProviders' }],
  ['delegation-requests', {}],
  ['outbound-federation', {}],
];
/** The same, but what they answer has no ARNs: these are made with the partition that other answers tell. */
const withPartition: readonly LiveSurface[] = ['account-summary', 'service-specific-credentials'];

/**
 * What is asked of each entered account and, once details and credential reports were there to be read, of its users: a list only where
 * the report does not tell of a user, or tells something of which the list knows more.
 */
export const planUsers: Plan = (seen, stage, settings) => {
  const entered = enteredAccounts(seen, settings);
  const tasks: Task[] = [];
  const ask = (boundary: BoundaryId, surface: LiveSurface, args: Json): void => {
    if (settings.surfaces.includes(surface)) tasks.push({ boundary, surface: `aws:${surface}`, args });
  };
  for (const boundary of entered) for (const [surface, args] of ofAccount) ask(boundary, surface, args);
  if (stage < 1) return tasks;
  const partitions = partitionsOf(seen);
  for (const boundary of entered) {
    const partition = partitions.get(boundary) ?? settings.partition;
    for (const surface of withPartition) ask(boundary, surface, { partition });
  }
  for (const each of usersOf(seen, new Set(entered))) for (const [surface, args] of asksOf(each)) ask(each.boundary, surface, args);
  if (settings.surfaces.includes('access-keys')) {
    for (const { boundary, user, key } of keysOfUnknownUse(seen)) tasks.push(lastUseTask(boundary, user, key));
  }
  return tasks;
};

/** Of each account, as the ARN of its root user has it. */
function partitionsOf(seen: FactIndex): ReadonlyMap<BoundaryId, string> {
  const partitions = new Map<BoundaryId, string>();
  for (const { boundary, key, value } of seen.ofKind('identity')) {
    if (value.kind !== 'root') continue;
    const partition = parseIamArn(key)?.partition ?? '';
    const before = partitions.get(boundary);
    if (partition !== '' && (before === undefined || partition < before)) partitions.set(boundary, partition);
  }
  return partitions;
}

interface User {
  readonly boundary: BoundaryId;
  readonly user: EntityId;
  readonly isListed: boolean;
  readonly hasRow: boolean;
  /** Kinds of credentials that its row shows. */
  readonly shows: ReadonlySet<string>;
}

function asksOf({ user, isListed, hasRow, shows }: User): readonly (readonly [LiveSurface, Json])[] {
  const asks: (readonly [LiveSurface, Json])[] = [];
  if (!hasRow || shows.has('access-key')) asks.push(['access-keys', { call: 'ListAccessKeys', user }]);
  if (!hasRow || shows.has('certificate')) asks.push(['signing-certificates', { call: 'ListSigningCertificates', user }]);
  if (!hasRow) asks.push(['login-profiles', { user }], ['mfa-devices', { call: 'ListMFADevices', user }]);
  if (isListed) asks.push(['ssh-keys', { user }]);
  return asks;
}

/** The users of these accounts that the details list, and those that only the credential report has. */
function* usersOf(seen: FactIndex, entered: ReadonlySet<BoundaryId>): Iterable<User> {
  const rows = rowsOf(seen);
  const shows = new Map<EntityId, Set<string>>();
  const reported = new Map<EntityId, BoundaryId>();
  for (const { surface, boundary, value } of seen.ofKind('credential')) {
    if (surface !== credentialReport.id || !entered.has(boundary) || !value.identity.includes(':user/')) continue;
    reported.set(value.identity, boundary);
    const kinds = shows.get(value.identity);
    if (kinds === undefined) shows.set(value.identity, new Set([value.kind]));
    else kinds.add(value.kind);
  }
  const of = (boundary: BoundaryId, user: EntityId, isListed: boolean): User => {
    return { boundary, user, isListed, hasRow: rows.has(user), shows: shows.get(user) ?? new Set() };
  };
  for (const { boundary, key, value } of seen.ofKind('identity')) {
    if (value.kind !== 'user' || !entered.has(boundary) || !key.includes(':user/')) continue;
    reported.delete(key);
    yield of(boundary, key, true);
  }
  for (const [user, boundary] of reported) yield of(boundary, user, false);
}
