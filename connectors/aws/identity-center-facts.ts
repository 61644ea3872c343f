import type { Instant } from '../../src/base/instant.ts';
import type { Json } from '../../src/base/json.ts';

/**
 * Values of the facts about IAM Identity Center. All stand in the boundary of their instance. Users and groups are identities, and a
 * user's way in is a credential, as everywhere.
 */

/** kind `provider`, key `instance` */
export interface InstanceFact {
  readonly type: 'identity-center-instance';
  readonly arn: string;
  readonly identityStore: string;
  /** The management account, for the instance of an organization; for an account instance the account it is in. */
  readonly owner: string;
  /** Where it is asked; `null` = the session's own region. */
  readonly region: string | null;
}

/**
 * Key `listing|<listing>`, of the kind of the list's elements or `provider`: the list was read to its end, and so many elements stood
 * in it, understood or not. It is known whole where as many facts tell of its elements.
 */
export interface ListingFact {
  readonly type: 'listing';
  readonly listing: string;
  readonly count: number;
}

/** kind `provider`, key `permission-set|<arn>`: it was listed */
export interface PermissionSetFact {
  readonly type: 'permission-set';
  readonly arn: string;
}

/** kind `session-limit`, key `settings|<arn>` */
export interface PermissionSetSettingsFact {
  readonly type: 'permission-set-settings';
  readonly arn: string;
  /** Roles of the set are named for it. */
  readonly name: string;
  /** How long a session lasts at most, in seconds; `null` = not told. */
  readonly sessionSeconds: number | null;
  readonly createdAt: Instant | null;
}

/** kind `provider`, key `part|<set>|<part>|<policy>`: what the set puts into each account once it is provisioned there */
export interface PermissionSetPartFact {
  readonly type: 'permission-set-part';
  readonly permissionSet: string;
  readonly part: 'managed-policy' | 'customer-managed-policy' | 'inline-policy' | 'permissions-boundary';
  /** The policy's ARN; path and name of one that each account has to hold itself; `inline`. */
  readonly policy: string;
  /** Of an inline policy, decoded, or `null` where it did not parse; `null` for the others. */
  readonly document: Json;
}

export type DirectoryPrincipal = 'USER' | 'GROUP';

/** kind `assignment`, key `<listing>|<set>|<account>|<type>|<principal>`; one assignment may stand in several listings */
export interface AssignmentFact {
  readonly type: 'assignment';
  readonly listing: string;
  readonly permissionSet: string;
  readonly account: string;
  readonly principalType: DirectoryPrincipal;
  /** Id in the directory, no ARN. */
  readonly principal: string;
}

/** kind `assignment`, key `<listing>|<account>`: the account holds a role of the set; it is there for assignments only */
export interface ProvisionedFact {
  readonly type: 'provisioned';
  readonly listing: string;
  readonly permissionSet: string;
  readonly account: string;
}

/** kind `assignment`, key `<listing>|<arn>`: an application of account access manager, which keeps entitlements */
export interface ApplicationFact {
  readonly type: 'application';
  readonly listing: string;
  readonly arn: string;
}

/** kind `assignment`, key `entitlement|<id>`: account access manager lets a user or group assume an ordinary role */
export interface EntitlementFact {
  readonly type: 'entitlement';
  readonly listing: string;
  readonly id: string;
  readonly application: string;
  readonly role: string;
  readonly principalType: DirectoryPrincipal;
  readonly principal: string;
  readonly createdAt: Instant | null;
}

/** kind `observation`, key `<listing>|<account>`: the account still runs an earlier version of the set */
export interface NotProvisionedFact {
  readonly type: 'not-provisioned';
  readonly listing: string;
  readonly permissionSet: string;
  readonly account: string;
}

/** kind `life-cycle`, key `<request>|<id>`: somebody asked for an assignment, or for its end, and it failed */
export interface AssignmentRequestFact {
  readonly type: 'assignment-request';
  readonly request: 'creation' | 'deletion';
  readonly id: string;
  readonly permissionSet: string;
  readonly account: string;
  readonly principalType: DirectoryPrincipal;
  readonly principal: string;
  readonly reason: string | null;
  readonly createdAt: Instant | null;
}

/** kind `membership`, key `<user ARN>|<group ARN>` */
export interface DirectoryMembershipFact {
  readonly type: 'directory-membership';
  readonly user: string;
  readonly group: string;
  readonly id: string | null;
  readonly createdAt: Instant | null;
  readonly createdBy: string | null;
}

/** What a fact of any of these kinds holds. */
export type IdentityCenterFact =
  | InstanceFact
  | ListingFact
  | PermissionSetFact
  | PermissionSetSettingsFact
  | PermissionSetPartFact
  | AssignmentFact
  | ProvisionedFact
  | ApplicationFact
  | EntitlementFact
  | NotProvisionedFact
  | AssignmentRequestFact
  | DirectoryMembershipFact;

/** Names of listings. They are parts of keys: what they are called never changes. */
export const listings = {
  permissionSets: 'permission-sets',
  users: 'users',
  groups: 'groups',
  provisioned: (set: string) => `provisioned|${set}`,
  notProvisioned: (set: string) => `not-provisioned|${set}`,
  pair: (set: string, account: string) => `pair|${set}|${account}`,
  applications: 'applications',
  entitlements: (application: string) => `entitlements|${application}`,
  principal: (type: DirectoryPrincipal, id: string) => `principal|${type}|${id}`,
} as const;

/** The identity of a user or group. Form: Service Authorization Reference, resource types of AWS Identity Store. */
export function directoryArn(partition: string, type: DirectoryPrincipal, id: string): string {
  return `arn:${partition}:identitystore:::${type === 'USER' ? 'user' : 'group'}/${id}`;
}

/** The value of a fact, where this file has its form; `undefined` for any other. */
export function identityCenterFact(value: Json): IdentityCenterFact | undefined {
  const type = (value as { readonly type?: unknown } | null)?.type;
  return typeof type === 'string' && types.has(type) ? (value as unknown as IdentityCenterFact) : undefined;
}

const types: ReadonlySet<string> = new Set<IdentityCenterFact['type']>([
  'identity-center-instance',
  'listing',
  'permission-set',
  'permission-set-settings',
  'permission-set-part',
  'assignment',
  'provisioned',
  'application',
  'entitlement',
  'not-provisioned',
  'assignment-request',
  'directory-membership',
]);
