import type { Surface } from '../../../../src/contract/connector.ts';

const service = 'identity-center';

/** Asked in the account the scan starts from, for all others; what an instance is, in the instance. */
export const identityCenter: Surface = {
  id: 'aws:identity-center',
  yields: ['boundary', 'provider', 'session-limit'],
  permission: 'sso:ListInstances, sso:ListPermissionSets, sso:DescribePermissionSet',
  ifUnread: 'whether IAM Identity Center is in use, which permission sets it has, and how long their sessions last',
  provesAbsence: { after: 60_000 },
  role: 'describes',
  service,
  follows: [],
  shared: true,
};

/** What sets hold is told again by the roles they become in each account, and decided there: here it says what was meant. */
export const permissionSets: Surface = {
  id: 'aws:permission-sets',
  yields: ['provider'],
  permission:
    'sso:ListManagedPoliciesInPermissionSet, sso:ListCustomerManagedPolicyReferencesInPermissionSet, sso:GetInlinePolicyForPermissionSet, sso:GetPermissionsBoundaryForPermissionSet',
  ifUnread: 'which policies and which permissions boundary each permission set of IAM Identity Center holds',
  provesAbsence: { after: 60_000 },
  role: 'describes',
  service,
  follows: [identityCenter.id],
};

/** Its page of the user guide gives up to an hour until a changed membership shows everywhere. */
export const identityCenterDirectory: Surface = {
  id: 'aws:identity-center-directory',
  yields: ['identity', 'membership', 'credential', 'provider'],
  permission: 'identitystore:ListUsers, identitystore:ListGroups, identitystore:ListGroupMemberships',
  ifUnread: 'which people and groups IAM Identity Center knows, whether they are disabled, and who is in which group',
  provesAbsence: { after: 3_600_000 },
  role: 'grants',
  service,
  follows: [identityCenter.id],
};

/**
 * An assignment is what a policy, its attachment and a trust are elsewhere, and tells whose members are worth asking for: where
 * assignments lack, nothing is known of any of these in the instance. They are asked by principal only where all principals were
 * listed, else by permission set and account: the directory tells which way, and takes nothing away.
 */
export const identityCenterAssignments: Surface = {
  id: 'aws:identity-center-assignments',
  yields: ['assignment', 'policy', 'attachment', 'trust', 'membership'],
  permission: 'sso:ListAccountAssignmentsForPrincipal, or sso:ListAccountsForProvisionedPermissionSet and sso:ListAccountAssignments',
  ifUnread: 'which people and groups of IAM Identity Center may act as which roles of which accounts',
  provesAbsence: { after: 60_000 },
  role: 'grants',
  service,
  follows: [identityCenter.id],
};

export const identityCenterProvisioning: Surface = {
  id: 'aws:identity-center-provisioning',
  yields: ['observation', 'life-cycle'],
  permission:
    'sso:ListAccountsForProvisionedPermissionSet, sso:ListAccountAssignmentDeletionStatus, sso:DescribeAccountAssignmentDeletionStatus, sso:ListAccountAssignmentCreationStatus, sso:DescribeAccountAssignmentCreationStatus',
  ifUnread: 'whether accounts still run an earlier version of an edited permission set, and whether removals of assignments failed',
  provesAbsence: 'no',
  role: 'describes',
  service,
  follows: [identityCenter.id],
};

/**
 * The second way from people to roles, beside assignments. The roles are ordinary ones, whose trust names the service: what lacks of
 * this list leaves open, for everybody of the instance, those roles and nothing else, and links say so.
 */
export const accountAccess: Surface = {
  id: 'aws:account-access',
  yields: ['assignment'],
  permission: 'account-access:ListApplications, account-access:ListEntitlements',
  ifUnread: 'which people and groups of IAM Identity Center account access manager lets act as ordinary roles',
  provesAbsence: { after: 60_000 },
  role: 'grants',
  service,
  follows: [identityCenter.id],
};
