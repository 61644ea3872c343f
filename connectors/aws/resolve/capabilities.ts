import type { Capability } from '../../../src/model/capability.ts';

/**
 * What an action acts on. The universe is every such thing in the account; `none` = the action takes no resource and is
 * authorised on `*` only.
 */
export type Target = keyof typeof universes;

/** `{p}` = partition, `{a}` = account. Formats: Service Authorization Reference, "resource types" of each service. */
const universes = {
  none: '*',
  user: 'arn:{p}:iam::{a}:user/*',
  group: 'arn:{p}:iam::{a}:group/*',
  role: 'arn:{p}:iam::{a}:role/*',
  policy: 'arn:{p}:iam::{a}:policy/*',
  'oidc-provider': 'arn:{p}:iam::{a}:oidc-provider/*',
  'saml-provider': 'arn:{p}:iam::{a}:saml-provider/*',
  root: 'arn:{p}:iam::*:root',
  'sso-instance': 'arn:{p}:sso:::*',
  'identity-store': 'arn:{p}:identitystore::{a}:*',
  organizations: 'arn:{p}:organizations::*:*',
  trail: 'arn:{p}:cloudtrail:*:{a}:*',
  'config-recorder': 'arn:{p}:config:*:{a}:*',
  detector: 'arn:{p}:guardduty:*:{a}:detector/*',
  'security-hub': 'arn:{p}:securityhub:*:{a}:hub/*',
  'log-group': 'arn:{p}:logs:*:{a}:log-group:*',
  secret: 'arn:{p}:secretsmanager:*:{a}:secret:*',
  parameter: 'arn:{p}:ssm:*:{a}:parameter/*',
  function: 'arn:{p}:lambda:*:{a}:function:*',
  instance: 'arn:{p}:ec2:*:{a}:instance/*',
  stack: 'arn:{p}:cloudformation:*:{a}:stack/*',
  key: 'arn:{p}:kms:*:{a}:key/*',
  vault: 'arn:{p}:backup:*:{a}:backup-vault:*',
  'recovery-point': 'arn:{p}:backup:*:{a}:recovery-point:*',
  bucket: 'arn:{p}:s3:::*',
  object: 'arn:{p}:s3:::*/*',
  snapshot: 'arn:{p}:ec2:*::snapshot/*',
  'db-snapshot': 'arn:{p}:rds:*:{a}:snapshot:*',
  'db-cluster': 'arn:{p}:rds:*:{a}:cluster:*',
  'db-instance': 'arn:{p}:rds:*:{a}:db:*',
  table: 'arn:{p}:dynamodb:*:{a}:table/*',
} as const;

export function universeOf(target: Target, partition: string, account: string): string {
  return universes[target].replace('{p}', partition).replace('{a}', account);
}

/** Parts of a universe that no principal of the account can act on, whatever policies say. */
export function unchangeable(target: Target, partition: string, account: string): readonly string[] {
  // no bucket's name holds a slash: what does is an object (s3 userguide, bucketnamingrules.html)
  if (target === 'bucket') return [`arn:${partition}:s3:::*/*`];
  if (target !== 'role') return [];
  // IAM User Guide, id_roles_create-service-linked-role.html; singlesignon userguide, permissionsetsconcept.html
  return ['aws-service-role', 'aws-reserved'].flatMap((path) =>
    [account, '*'].map((holder) => `arn:${partition}:iam::${holder}:role/${path}/*`),
  );
}

const reference = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_';
const sources = {
  iam: `${reference}awsidentityandaccessmanagementiam.html`,
  sts: `${reference}awssecuritytokenservice.html`,
  sso: `${reference}awsiamidentitycenter.html`,
  identitystore: `${reference}awsidentitystore.html`,
  organizations: `${reference}awsorganizations.html`,
  cloudtrail: `${reference}awscloudtrail.html`,
  config: `${reference}awsconfig.html`,
  guardduty: `${reference}amazonguardduty.html`,
  securityhub: `${reference}awssecurityhub.html`,
  logs: `${reference}amazoncloudwatchlogs.html`,
  secretsmanager: `${reference}awssecretsmanager.html`,
  ssm: `${reference}awssystemsmanager.html`,
  lambda: `${reference}awslambda.html`,
  ec2: `${reference}amazonec2.html`,
  'ec2-instance-connect': `${reference}amazonec2instanceconnect.html`,
  cloudformation: `${reference}awscloudformation.html`,
  kms: `${reference}awskeymanagementservice.html`,
  backup: `${reference}awsbackup.html`,
  s3: `${reference}amazons3.html`,
  rds: `${reference}amazonrds.html`,
  'rds-data': `${reference}amazonrdsdataapi.html`,
  dynamodb: `${reference}amazondynamodb.html`,
} as const;

export interface CapabilityRow {
  readonly action: string;
  /** `assume` rows make links; the capability of a wildcard is worked out from what it reaches. */
  readonly capability: Capability | 'assume';
  readonly on: Target;
  /** Leaves its holder able to give itself every right in the account. */
  readonly core: boolean;
  /** Has effect only in an organization's management account or a delegated administrator's. */
  readonly organizationWide: boolean;
  /** Where the provider documents the action. */
  readonly source: string;
}

function rows(
  capability: CapabilityRow['capability'],
  on: Target,
  actions: readonly string[],
  more: Partial<CapabilityRow> = {},
): CapabilityRow[] {
  return actions.map((action) => {
    const service = action.slice(0, action.indexOf(':')) as keyof typeof sources;
    return { action, capability, on, core: false, organizationWide: false, source: sources[service], ...more };
  });
}

const core = { core: true };
const organizationWide = { organizationWide: true };

/**
 * AWS actions that give privilege, and which. The first of an action's rows is its gravest. What each opens: escalation methods
 * published by Rhino Security Labs (https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation) and
 * https://pathfinding.cloud. Left out on purpose:
 * - `kms:Decrypt`: it opens nothing by itself, as the ciphertext must be read too; the reading action is the row.
 * - `secretsmanager:BatchGetSecretValue`: it answers only for secrets that `GetSecretValue` is allowed on.
 * - writes to the buckets that hold trails as `disable-audit`: which bucket holds logs is not in what is read.
 * - `iam:PassRole` and the compute it needs: several permissions and the passed role's trust decide together.
 */
export const capabilityRows: readonly CapabilityRow[] = [
  ...rows('grant-privilege', 'user', ['iam:AttachUserPolicy', 'iam:PutUserPolicy'], core),
  ...rows('grant-privilege', 'group', ['iam:AttachGroupPolicy', 'iam:PutGroupPolicy'], core),
  ...rows('grant-privilege', 'group', ['iam:AddUserToGroup']),
  ...rows('grant-privilege', 'role', ['iam:AttachRolePolicy', 'iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'], core),
  ...rows('grant-privilege', 'policy', ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'], core),
  ...rows('grant-privilege', 'oidc-provider', ['iam:AddClientIDToOpenIDConnectProvider', 'iam:UpdateOpenIDConnectProviderThumbprint']),
  ...rows('grant-privilege', 'saml-provider', ['iam:UpdateSAMLProvider']),
  ...rows(
    'grant-privilege',
    'sso-instance',
    [
      'sso:CreateAccountAssignment',
      'sso:PutInlinePolicyToPermissionSet',
      'sso:AttachManagedPolicyToPermissionSet',
      'sso:AttachCustomerManagedPolicyReferenceToPermissionSet',
      'sso:ProvisionPermissionSet',
    ],
    organizationWide,
  ),
  ...rows('grant-privilege', 'identity-store', ['identitystore:CreateGroupMembership'], organizationWide),
  ...rows('change-guardrail', 'user', ['iam:DeleteUserPermissionsBoundary', 'iam:PutUserPermissionsBoundary']),
  ...rows('change-guardrail', 'role', ['iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary']),
  ...rows(
    'change-guardrail',
    'organizations',
    [
      'organizations:DetachPolicy',
      'organizations:UpdatePolicy',
      'organizations:DeletePolicy',
      'organizations:DisablePolicyType',
      'organizations:MoveAccount',
    ],
    organizationWide,
  ),
  ...rows('change-guardrail', 'none', ['organizations:LeaveOrganization']),
  ...rows(
    'change-guardrail',
    'sso-instance',
    ['sso:DeletePermissionsBoundaryFromPermissionSet', 'sso:PutPermissionsBoundaryToPermissionSet'],
    organizationWide,
  ),
  ...rows('mint-credential', 'user', [
    'iam:CreateAccessKey',
    'iam:UpdateAccessKey',
    'iam:CreateLoginProfile',
    'iam:UpdateLoginProfile',
    'iam:CreateServiceSpecificCredential',
    'iam:ResetServiceSpecificCredential',
    'iam:UpdateServiceSpecificCredential',
    'iam:UploadSSHPublicKey',
    'iam:UploadSigningCertificate',
    'iam:UpdateSigningCertificate',
  ]),
  ...rows('impersonate', 'role', ['iam:UpdateAssumeRolePolicy']),
  ...rows('impersonate', 'root', ['sts:AssumeRoot'], organizationWide),
  ...rows('run-as', 'function', ['lambda:UpdateFunctionCode']),
  ...rows('run-as', 'instance', ['ssm:SendCommand', 'ssm:StartSession', 'ec2-instance-connect:SendSSHPublicKey']),
  ...rows('run-as', 'stack', ['cloudformation:UpdateStack']),
  ...rows('disable-audit', 'trail', [
    'cloudtrail:StopLogging',
    'cloudtrail:DeleteTrail',
    'cloudtrail:UpdateTrail',
    'cloudtrail:PutEventSelectors',
  ]),
  ...rows('disable-audit', 'trail', ['cloudtrail:DeleteEventDataStore', 'cloudtrail:StopEventDataStoreIngestion']),
  ...rows('disable-audit', 'config-recorder', [
    'config:StopConfigurationRecorder',
    'config:DeleteConfigurationRecorder',
    'config:DeleteDeliveryChannel',
  ]),
  ...rows('disable-audit', 'detector', ['guardduty:DeleteDetector', 'guardduty:UpdateDetector']),
  ...rows('disable-audit', 'security-hub', ['securityhub:DisableSecurityHub']),
  ...rows('disable-audit', 'log-group', ['logs:DeleteLogGroup', 'logs:PutRetentionPolicy']),
  ...rows('read-secrets', 'secret', ['secretsmanager:GetSecretValue']),
  ...rows('read-secrets', 'parameter', ['ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath', 'ssm:GetParameterHistory']),
  // its answer holds the function's environment
  ...rows('read-secrets', 'function', ['lambda:GetFunction', 'lambda:GetFunctionConfiguration']),
  ...rows('destroy', 'key', ['kms:ScheduleKeyDeletion', 'kms:DeleteImportedKeyMaterial']),
  ...rows('destroy', 'vault', [
    'backup:DeleteBackupVault',
    'backup:DeleteBackupVaultAccessPolicy',
    'backup:DeleteBackupVaultLockConfiguration',
  ]),
  // a recovery point is named as the service that keeps it names it
  ...(['recovery-point', 'snapshot', 'db-snapshot', 'table'] as const).flatMap((on) => rows('destroy', on, ['backup:DeleteRecoveryPoint'])),
  ...rows('destroy', 'bucket', ['s3:DeleteBucket', 's3:PutLifecycleConfiguration']),
  ...rows('destroy', 'snapshot', ['ec2:DeleteSnapshot']),
  ...rows('destroy', 'db-snapshot', ['rds:DeleteDBSnapshot', 'rds:ModifyDBSnapshotAttribute']),
  ...rows('destroy', 'db-cluster', ['rds:DeleteDBCluster']),
  ...rows('destroy', 'db-instance', ['rds:DeleteDBInstance']),
  ...rows('destroy', 'table', ['dynamodb:DeleteTable', 'dynamodb:DeleteBackup', 'dynamodb:UpdateContinuousBackups']),
  ...rows('destroy', 'none', ['organizations:CloseAccount'], organizationWide),
  ...rows('write-data', 'object', ['s3:PutObject', 's3:DeleteObject']),
  ...rows('write-data', 'table', ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem']),
  ...rows('write-data', 'db-cluster', ['rds-data:ExecuteStatement', 'rds-data:BatchExecuteStatement']),
  ...rows('read-data', 'object', ['s3:GetObject']),
  ...rows('read-data', 'table', ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan']),
  ...rows('assume', 'role', ['sts:AssumeRole']),
];
