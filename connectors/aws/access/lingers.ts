import { HOUR_MS } from '../../../src/base/instant.ts';
import type { Access, Linger } from '../../../src/model/access.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import { parseIamArn } from '../identity.ts';
import { isServiceLinked } from '../resolve/organization.ts';
import type { AccessSort } from './sort.ts';
import { sortOf } from './sort.ts';

const MINUTE_MS = 60_000;
const iamGuide = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/';
const centerGuide = 'https://docs.aws.amazon.com/singlesignon/latest/userguide/';

/**
 * IAM says that changes take time to be seen everywhere and gives no figure; public tests saw seconds. Five minutes are what KMS names for the same
 * and leave room.
 */
const changesOfIam: Linger = {
  what: 'the old state, until the change is seen everywhere',
  longestMs: 5 * MINUTE_MS,
  source: `${iamGuide}troubleshoot.html#troubleshoot_general_eventual-consistency (gives no figure; public tests saw seconds, five minutes are taken)`,
  midSession: 'expiry-only',
  cutBy: [],
};

/** What a role allows is looked up at every call: its sessions end with the role, or by a policy that denies those begun before a moment. */
const roleSessions: Linger = {
  what: 'role sessions',
  // MaxSessionDuration of a role is 1 to 12 hours; where the role's own is not known this holds
  longestMs: 12 * HOUR_MS,
  source: `${iamGuide}id_roles_use_revoke-sessions.html; MaxSessionDuration: API_CreateRole.html of the IAM API reference`,
  midSession: 'on-command',
  cutBy: ['session-revoked'],
};

/** Their rights are those of the user, looked up at every call, and end with it. */
const sessionsOfKeys: Linger = {
  what: 'sessions of GetSessionToken and GetFederationToken',
  longestMs: 36 * HOUR_MS,
  source: `${iamGuide}id_credentials_temp_control-access_disable-perms.html; at most 36 hours: API_GetSessionToken.html of the STS API reference`,
  midSession: 'on-command',
  cutBy: ['account-deleted', 'session-revoked'],
};

const consoleSession: Linger = {
  what: 'sessions of the console',
  longestMs: 12 * HOUR_MS,
  source: `${iamGuide}id_credentials_passwords.html; a console session lasts up to 12 hours: id_roles_use_switch-role-console.html`,
  midSession: 'on-command',
  cutBy: ['account-deleted', 'session-revoked'],
};

/** Sessions in accounts outlive whatever is done in IAM Identity Center; their roles cannot be edited, but the permission set can deny older sessions. */
const sessionsInAccounts: Linger = {
  what: 'role sessions in AWS accounts',
  longestMs: 12 * HOUR_MS,
  source: `${centerGuide}authconcept.html, ${centerGuide}authconcept-revoke-access.html`,
  midSession: 'on-command',
  cutBy: ['session-revoked'],
};

function applicationSessions(longestMs: number): Linger {
  return {
    what: 'sessions of applications',
    longestMs,
    source: `${centerGuide}authconcept.html`,
    midSession: 'on-command',
    cutBy: ['session-revoked'],
  };
}

const changesOfKms: Linger = {
  what: 'the old state, until the change is seen everywhere',
  longestMs: 5 * MINUTE_MS,
  source: 'https://docs.aws.amazon.com/kms/latest/developerguide/accessing-kms.html#programming-eventual-consistency',
  midSession: 'expiry-only',
  cutBy: [],
};

/** A presigned URL dies with the credential that signed it (Amazon S3 User Guide, using-presigned-url.html), and so has no row of its own. */
const table: Readonly<Record<AccessSort, readonly Linger[]>> = {
  attachment: [changesOfIam],
  'inline-policy': [changesOfIam],
  'group-membership': [changesOfIam],
  trust: [roleSessions, changesOfIam],
  user: [roleSessions, changesOfIam],
  'resource-policy': [changesOfIam],
  'kms-grant': [changesOfKms],
  'permission-set': [sessionsInAccounts, applicationSessions(HOUR_MS)],
  entitlement: [sessionsInAccounts],
  'directory-membership': [sessionsInAccounts, applicationSessions(2 * HOUR_MS)],
  'directory-user': [sessionsInAccounts, applicationSessions(HOUR_MS / 2)],
  'access-key': [sessionsOfKeys, roleSessions, changesOfIam],
  password: [consoleSession, roleSessions, changesOfIam],
  certificate: [changesOfIam],
  'ssh-key': [changesOfIam],
  'api-key': [changesOfIam],
};

type LimitOf = (identity: EntityId, withinMs: number) => number | null;

/**
 * By the role's own limit, where it is known for as long as any session can have lasted; until the change is seen everywhere sessions may still be begun.
 * Sessions that services of AWS begin keep to no role's limit (IAM User Guide, id_roles_update-role-settings.html), so only those of IAM's own principals do.
 */
function sessionsOf(role: EntityId, subject: EntityId, limitOf: LimitOf): Linger {
  const { longestMs } = roleSessions;
  const limit = longestMs === null || parseIamArn(subject) === undefined ? null : limitOf(role, longestMs);
  if (limit === null || longestMs === null) return roleSessions;
  return { ...roleSessions, longestMs: Math.min(longestMs, limit + (changesOfIam.longestMs ?? longestMs)) };
}

/** What may go on working after an access of AWS was taken away. An access that is none of this connector's has nothing known. */
export function awsLingers(access: Access, limitOf: LimitOf = () => null): readonly Linger[] {
  const sort = sortOf(access);
  if (sort === null)
    return [{ ...roleSessions, what: 'what it gave', longestMs: null, source: 'not known', midSession: 'unknown', cutBy: [] }];
  if (sort === 'trust' && isServiceLinked(access.objects[0] ?? '')) return [{ ...roleSessions, midSession: 'expiry-only', cutBy: [] }];
  if (sort === 'trust') return [sessionsOf(access.objects[0] ?? '', access.subject, limitOf), changesOfIam];
  return table[sort];
}
