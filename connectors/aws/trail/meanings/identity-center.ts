import type { Meanings } from '../meaning.ts';
import { means } from '../meaning.ts';

const set = (): ReturnType<typeof means> => means('policy-changed', 'policy', null, 'permissionSetArn', 'permissionSet.permissionSetArn');
const begun = means('used', 'session', 'caller', 'roleArn', 'roleName');

/**
 * `sso.amazonaws.com` (IAM Identity Center API reference). The service takes an assignment or its removal in, and does it within the next minutes; a
 * removal that failed is told by `aws:identity-center-provisioning`.
 */
export const ssoMeanings: Meanings = {
  CreateAccountAssignment: means('granted', 'assignment', 'principal', 'permissionSetArn'),
  DeleteAccountAssignment: means('revoked', 'assignment', 'principal', 'permissionSetArn'),
  ProvisionPermissionSet: set(),
  CreatePermissionSet: set(),
  UpdatePermissionSet: set(),
  DeletePermissionSet: set(),
  PutInlinePolicyToPermissionSet: set(),
  DeleteInlinePolicyFromPermissionSet: set(),
  AttachManagedPolicyToPermissionSet: set(),
  DetachManagedPolicyFromPermissionSet: set(),
  AttachCustomerManagedPolicyReferenceToPermissionSet: set(),
  DetachCustomerManagedPolicyReferenceFromPermissionSet: set(),
  PutPermissionsBoundaryToPermissionSet: set(),
  DeletePermissionsBoundaryFromPermissionSet: set(),
  GetRoleCredentials: begun,
  Federate: begun,
  Authenticate: means('used', 'session', 'caller'),
};

const toGroup = ['groupId'] as const;

/** `identitystore.amazonaws.com`: through the API; a membership that is deleted is named by its own id alone. */
export const identityStoreMeanings: Meanings = {
  CreateGroupMembership: means('granted', 'membership', 'directory-user', ...toGroup),
  DeleteGroupMembership: means('revoked', 'membership', 'directory-user', ...toGroup, 'membershipId'),
  CreateUser: means('account-created', 'account', 'directory-user'),
  UpdateUser: means('policy-changed', 'account', 'directory-user'),
  DeleteUser: means('account-deleted', 'account', 'directory-user'),
  CreateGroup: null,
  UpdateGroup: null,
  DeleteGroup: means('policy-changed', 'policy', null, ...toGroup),
};

/** `sso-directory.amazonaws.com`: through the console, and from the identity provider that people are provisioned from (user guide, sso-info-in-cloudtrail.html). */
export const ssoDirectoryMeanings: Meanings = {
  AddMemberToGroup: means('granted', 'membership', 'directory-user', ...toGroup),
  RemoveMemberFromGroup: means('revoked', 'membership', 'directory-user', ...toGroup),
  CreateUser: means('account-created', 'account', 'directory-user'),
  UpdateUser: means('policy-changed', 'account', 'directory-user'),
  EnableUser: means('account-enabled', 'account', 'directory-user'),
  DisableUser: means('account-disabled', 'account', 'directory-user'),
  DeleteUser: means('account-deleted', 'account', 'directory-user'),
  DeleteGroup: means('policy-changed', 'policy', null, ...toGroup),
};

/** `account-access.amazonaws.com` (account access manager, user guide aam-security.html). */
export const accountAccessMeanings: Meanings = {
  CreateEntitlement: means('granted', 'assignment', 'principal', 'roleArn', 'entitlementId'),
  DeleteEntitlement: means('revoked', 'assignment', 'principal', 'roleArn', 'entitlementId'),
};
