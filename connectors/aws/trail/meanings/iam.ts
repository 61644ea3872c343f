import type { Meanings } from '../meaning.ts';
import { means } from '../meaning.ts';
import { told } from '../told.ts';

const policy = ['policyArn', 'policy.arn', 'policyName'] as const;
const changed = (...object: readonly string[]) => means('policy-changed', 'policy', null, ...object);

/** The inline policy by which sessions begun before a moment are cut off (IAM user guide, id_roles_use_revoke-sessions.html). */
const REVOKES_SESSIONS = 'AWSRevokeOlderSessions';

/**
 * `iam.amazonaws.com` (IAM API reference; its members are those of requests and answers). A key that is made inactive is not gone: it can be made
 * active again by one act, so it is a change and no end. What a trust or a managed policy says after a change stands in no event.
 */
export const iamMeanings: Meanings = {
  AttachUserPolicy: means('granted', 'assignment', 'user', 'policyArn'),
  AttachGroupPolicy: means('granted', 'assignment', 'group', 'policyArn'),
  AttachRolePolicy: means('granted', 'assignment', 'role', 'policyArn'),
  PutUserPolicy: means('granted', 'assignment', 'user', 'policyName'),
  PutGroupPolicy: means('granted', 'assignment', 'group', 'policyName'),
  PutRolePolicy: {
    ...means('granted', 'assignment', 'role', 'policyName'),
    unless: (record) => (told(record, 'policyName') === REVOKES_SESSIONS ? { type: 'session-revoked', what: 'session' } : {}),
  },
  DetachUserPolicy: means('revoked', 'assignment', 'user', 'policyArn'),
  DetachGroupPolicy: means('revoked', 'assignment', 'group', 'policyArn'),
  DetachRolePolicy: means('revoked', 'assignment', 'role', 'policyArn'),
  DeleteUserPolicy: means('revoked', 'assignment', 'user', 'policyName'),
  DeleteGroupPolicy: means('revoked', 'assignment', 'group', 'policyName'),
  DeleteRolePolicy: {
    ...means('revoked', 'assignment', 'role', 'policyName'),
    unless: (record) => (told(record, 'policyName') === REVOKES_SESSIONS ? { type: 'policy-changed', what: 'policy' } : {}),
  },
  AddUserToGroup: means('granted', 'membership', 'user', 'groupName'),
  RemoveUserFromGroup: means('revoked', 'membership', 'user', 'groupName'),

  CreatePolicy: changed(...policy),
  CreatePolicyVersion: changed(...policy),
  SetDefaultPolicyVersion: changed(...policy),
  DeletePolicyVersion: changed(...policy),
  DeletePolicy: changed(...policy),
  UpdateAssumeRolePolicy: means('policy-changed', 'policy', 'role', 'roleName'),
  UpdateRole: means('policy-changed', 'policy', 'role', 'roleName'),
  UpdateRoleDescription: null,
  PutUserPermissionsBoundary: means('policy-changed', 'policy', 'user', 'permissionsBoundary'),
  PutRolePermissionsBoundary: means('policy-changed', 'policy', 'role', 'permissionsBoundary'),
  DeleteUserPermissionsBoundary: means('policy-changed', 'policy', 'user'),
  DeleteRolePermissionsBoundary: means('policy-changed', 'policy', 'role'),
  UpdateAccountPasswordPolicy: changed(),
  DeleteAccountPasswordPolicy: changed(),

  CreateUser: means('account-created', 'account', 'user', 'user.arn', 'userName'),
  DeleteUser: means('account-deleted', 'account', 'user', 'userName'),
  UpdateUser: means('policy-changed', 'account', 'user', 'userName'),
  CreateRole: means('account-created', 'account', 'role', 'role.arn', 'roleName'),
  AcquireRole: means('account-created', 'account', 'role', 'role.arn', 'roleName'),
  CreateServiceLinkedRole: means('account-created', 'account', 'role', 'role.arn'),
  DeleteRole: means('account-deleted', 'account', 'role', 'roleName'),
  DeleteServiceLinkedRole: means('requested', 'account', 'role', 'roleName'),
  CreateGroup: means('account-created', 'account', 'group', 'group.arn', 'groupName'),
  DeleteGroup: means('account-deleted', 'account', 'group', 'groupName'),
  UpdateGroup: means('policy-changed', 'account', 'group', 'groupName'),
  AddRoleToInstanceProfile: means('granted', 'other', 'role', 'instanceProfileName'),
  RemoveRoleFromInstanceProfile: means('revoked', 'other', 'role', 'instanceProfileName'),
  CreateInstanceProfile: null,
  DeleteInstanceProfile: null,

  CreateAccessKey: means('credential-issued', 'credential', 'user', 'accessKey.accessKeyId'),
  UpdateAccessKey: means('policy-changed', 'credential', 'user', 'accessKeyId'),
  DeleteAccessKey: means('credential-revoked', 'credential', 'user', 'accessKeyId'),
  CreateLoginProfile: means('credential-issued', 'credential', 'user'),
  UpdateLoginProfile: means('renewed', 'credential', 'user'),
  ChangePassword: means('renewed', 'credential', 'caller'),
  DeleteLoginProfile: means('credential-revoked', 'credential', 'user'),
  UploadSSHPublicKey: means('credential-issued', 'credential', 'user', 'sSHPublicKey.sSHPublicKeyId', 'sSHPublicKeyId'),
  UpdateSSHPublicKey: means('policy-changed', 'credential', 'user', 'sSHPublicKeyId'),
  DeleteSSHPublicKey: means('credential-revoked', 'credential', 'user', 'sSHPublicKeyId'),
  UploadSigningCertificate: means('credential-issued', 'credential', 'user', 'certificate.certificateId'),
  UpdateSigningCertificate: means('policy-changed', 'credential', 'user', 'certificateId'),
  DeleteSigningCertificate: means('credential-revoked', 'credential', 'user', 'certificateId'),
  CreateServiceSpecificCredential: means(
    'credential-issued',
    'credential',
    'user',
    'serviceSpecificCredential.serviceSpecificCredentialId',
  ),
  ResetServiceSpecificCredential: means('renewed', 'credential', 'user', 'serviceSpecificCredentialId'),
  UpdateServiceSpecificCredential: means('policy-changed', 'credential', 'user', 'serviceSpecificCredentialId'),
  DeleteServiceSpecificCredential: means('credential-revoked', 'credential', 'user', 'serviceSpecificCredentialId'),
  EnableMFADevice: means('policy-changed', 'credential', 'user', 'serialNumber'),
  DeactivateMFADevice: means('policy-changed', 'credential', 'user', 'serialNumber'),
  ResyncMFADevice: null,
  CreateVirtualMFADevice: null,
  DeleteVirtualMFADevice: null,
  UploadServerCertificate: null,
  UpdateServerCertificate: null,
  DeleteServerCertificate: null,

  CreateSAMLProvider: changed('sAMLProviderArn'),
  UpdateSAMLProvider: changed('sAMLProviderArn'),
  DeleteSAMLProvider: changed('sAMLProviderArn'),
  CreateOpenIDConnectProvider: changed('openIDConnectProviderArn'),
  AddClientIDToOpenIDConnectProvider: changed('openIDConnectProviderArn'),
  RemoveClientIDFromOpenIDConnectProvider: changed('openIDConnectProviderArn'),
  UpdateOpenIDConnectProviderThumbprint: changed('openIDConnectProviderArn'),
  DeleteOpenIDConnectProvider: changed('openIDConnectProviderArn'),

  CreateDelegationRequest: means('requested', 'consent', null, 'delegationRequestId'),
  AcceptDelegationRequest: means('approved', 'consent', null, 'delegationRequestId'),
  RejectDelegationRequest: means('denied', 'consent', null, 'delegationRequestId'),
  SendDelegationToken: means('activated', 'consent', null, 'delegationRequestId'),
  AssociateDelegationRequest: null,
  UpdateDelegationRequest: null,
  EnableOrganizationsRootSessions: changed(),
  DisableOrganizationsRootSessions: changed(),
  EnableOrganizationsRootCredentialsManagement: changed(),
  DisableOrganizationsRootCredentialsManagement: changed(),
  EnableOutboundWebIdentityFederation: changed(),
  DisableOutboundWebIdentityFederation: changed(),
  SetSecurityTokenServicePreferences: changed(),
  CreateAccountAlias: null,
  DeleteAccountAlias: null,
};
