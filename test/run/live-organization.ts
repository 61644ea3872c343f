import { awsCore } from '../../connectors/aws/core.ts';
import type { AwsSettings } from '../../connectors/aws/settings.ts';
import type { Json, JsonObject } from '../../src/base/json.ts';
import { isJsonObject } from '../../src/base/json.ts';
import type { Connector, Part, TaskAt } from '../../src/contract/connector.ts';
import type { Task } from '../../src/model/page.ts';
import type { Center } from '../connectors/aws/identity-center/estate.ts';
import { answers, full, management, member } from '../connectors/aws/identity-center/estate.ts';
import { reserved } from '../connectors/aws/identity-center/iam.ts';

/*
 * An organization as the APIs of AWS tell it: a management account with IAM Identity Center, and a member in which something is wrong
 * that only a live scan can tell. What is not in the table is refused.
 */
const region = 'eu-central-1';
const old = '2023-01-01T00:00:00.000Z';
const key = `arn:aws:kms:${region}:${member}:key/1`;
const organization = 'o-abcdefghij';

export const settings: Json = {
  role: 'vestige-read',
  surfaces: [...surfacesByDefault(), 'kms-keys', 'service-last-accessed'],
  regions: [region],
};

function surfacesByDefault(): readonly string[] {
  const read = awsCore.settings['~standard'].validate({});
  if (read instanceof Promise || read.issues !== undefined) throw new Error('the settings have no defaults');
  // What trails say, and how they are kept, has tables of its own: test/connectors/aws/trail.
  return read.value.surfaces.filter((each) => each !== 'cloudtrail-events' && each !== 'trails');
}

/** Administrators for eight hours by a set that is outdated where it was to be taken away, and readers whose role was left behind. */
const center: Center = {
  ...full,
  sets: { Admin: { duration: 'PT8H' }, Reader: { duration: 'PT1H' } },
  assigned: [['GROUP', 'admins', 'Admin', member]],
  notProvisioned: [['Admin', member]],
  failed: [['Deletion', 'GROUP', 'admins', 'Admin', member]],
  entitled: [],
};

const everything = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

function role(arn: string, id: string, principal: Json, action: Json, policies: readonly Json[]): Json {
  return {
    Path: arn.includes('/aws-reserved/') ? '/aws-reserved/sso.amazonaws.com/' : '/',
    RoleName: arn.slice(arn.lastIndexOf('/') + 1),
    RoleId: `AROA${id.padEnd(17, 'X')}`,
    Arn: arn,
    CreateDate: old,
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: principal, Action: action } },
    InstanceProfileList: [],
    RolePolicyList: policies.map((PolicyDocument) => ({ PolicyName: 'p', PolicyDocument })),
    AttachedManagedPolicies: [],
    Tags: [],
    RoleLastUsed: {},
  };
}

const provider = `arn:aws:iam::${member}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE`;
const signIn = ['sts:AssumeRoleWithSAML', 'sts:TagSession'];
const roles: Readonly<Record<string, readonly Json[]>> = {
  [management]: [],
  [member]: [
    role(reserved('Admin', member), 'ADMIN', { Federated: provider }, signIn, [everything]),
    role(reserved('Reader', member), 'READER', { Federated: provider }, signIn, []),
    role(`arn:aws:iam::${member}:role/idle`, 'IDLE', { Service: 'ec2.amazonaws.com' }, 'sts:AssumeRole', [everything]),
    role(`arn:aws:iam::${member}:role/operator`, 'OPERATOR', { AWS: `arn:aws:iam::${member}:user/coder` }, 'sts:AssumeRole', [everything]),
  ],
};

/** Its users have keys of one service and nothing else. */
const users: Readonly<Record<string, readonly Json[]>> = {
  [management]: [],
  [member]: ['coder', 'model'].map((name) => ({
    Path: '/',
    UserName: name,
    UserId: `AIDA${name.toUpperCase().padEnd(17, 'X')}`,
    Arn: `arn:aws:iam::${member}:user/${name}`,
    CreateDate: old,
    UserPolicyList: [{ PolicyName: 'p', PolicyDocument: everything }],
    GroupList: [],
    AttachedManagedPolicies: [],
    Tags: [],
  })),
};

const slots = [1, 2];
const columns = [
  ...['user', 'arn', 'user_creation_time', 'password_enabled', 'password_last_used', 'password_last_changed'],
  ...['password_next_rotation', 'mfa_active'],
  ...slots.flatMap((n) =>
    ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'].map((each) => `access_key_${n}_${each}`),
  ),
  ...slots.flatMap((n) => [`cert_${n}_active`, `cert_${n}_last_rotated`]),
];

function report(account: string): Json {
  const row = (user: string, arn: string): Json =>
    columns.map((column) => {
      if (column === 'user') return user;
      if (column === 'arn') return arn;
      if (column === 'user_creation_time') return '2023-01-01T00:00:00+00:00';
      return column.endsWith('_active') || column === 'password_enabled' ? 'false' : 'N/A';
    });
  const names = (users[account] ?? []).map((each) => (each as { readonly UserName: string }).UserName);
  return {
    columns,
    rows: [
      row('<root_account>', `arn:aws:iam::${account}:root`),
      ...names.map((name) => row(name, `arn:aws:iam::${account}:user/${name}`)),
    ],
  };
}

type Answers = (account: string, args: JsonObject) => Json;
const of =
  (body: Json): Answers =>
  () =>
    body;
const inMember =
  (list: string, items: readonly Json[]): Answers =>
  (account) => ({ [list]: account === member ? items : [] });

/** By surface and call. */
const table: Readonly<Record<string, Answers>> = {
  'caller-identity': of({ Account: management, Arn: `arn:aws:iam::${management}:role/hub`, UserId: 'AROAHUB' }),
  'organization DescribeOrganization': of({ Organization: { Id: organization, MasterAccountId: management } }),
  'organization ListRoots': of({ Roots: [{ Id: 'r-abcd', PolicyTypes: [] }] }),
  'organization ListAccounts': of({
    Accounts: [management, member].map((Id) => ({ Id, Name: `the ${Id}`, State: 'ACTIVE', Paths: [`${organization}/r-abcd/${Id}/`] })),
  }),
  'delegated-administrators ListDelegatedAdministrators': of({ DelegatedAdministrators: [] }),
  'delegated-administrators DescribeResourcePolicy': of({ error: { name: 'ResourcePolicyNotFoundException', message: 'there is none' } }),
  'delegated-administrators ListAWSServiceAccessForOrganization': of({ EnabledServicePrincipals: [] }),
  'delegated-administrators ListOrganizationsFeatures': of({ OrganizationId: organization, EnabledFeatures: [] }),
  'authorization-details': (account) => ({
    UserDetailList: users[account] ?? [],
    GroupDetailList: [],
    RoleDetailList: roles[account] ?? [],
    Policies: [],
    IsTruncated: false,
  }),
  'credential-report': report,
  'role-settings': (account) => ({
    Roles: (roles[account] ?? []).map((each) => ({ ...(each as JsonObject), MaxSessionDuration: 43_200 })),
    IsTruncated: false,
  }),
  'account-summary': of({
    SummaryMap: { AccountAccessKeysPresent: 0, AccountMFAEnabled: 1, AccountPasswordPresent: 0, AccountSigningCertificatesPresent: 0 },
  }),
  'mfa-devices ListVirtualMFADevices': of({ VirtualMFADevices: [] }),
  'identity-providers ListOpenIDConnectProviders': of({ OpenIDConnectProviderList: [] }),
  'identity-providers ListSAMLProviders': inMember('SAMLProviderList', [{ Arn: provider, CreateDate: old }]),
  'delegation-requests': of({ DelegationRequests: [] }),
  'outbound-federation': of({ JwtVendingEnabled: false }),
  'ssh-keys': (_account, { user }) => ({
    SSHPublicKeys:
      JSON.stringify(user) === JSON.stringify(`arn:aws:iam::${member}:user/coder`)
        ? [{ UserName: 'coder', SSHPublicKeyId: 'APKAEXAMPLE1', Status: 'Active', UploadDate: old }]
        : [],
  }),
  'service-specific-credentials': inMember('ServiceSpecificCredentials', [
    {
      UserName: 'model',
      ServiceName: 'bedrock.amazonaws.com',
      ServiceSpecificCredentialId: 'ACCAEXAMPLE1',
      ServiceCredentialAlias: 'key-1',
      Status: 'Active',
      CreateDate: old,
    },
  ]),
  'kms-keys ListKeys': inMember('Keys', [{ KeyId: '1', KeyArn: key }]),
  'kms-keys DescribeKey': of({ KeyMetadata: { KeyId: '1', Arn: key, KeyManager: 'CUSTOMER', KeyState: 'Enabled', CreationDate: old } }),
  'kms-keys GetKeyPolicy': of({
    Policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${member}:root` }, Action: 'kms:*', Resource: '*' },
    }),
  }),
  'kms-keys ListGrants': of({
    Grants: [
      { KeyId: key, GrantId: 'g1', GranteePrincipal: 'arn:aws:iam::999988887777:role/vendor', Operations: ['Decrypt'], CreationDate: old },
    ],
  }),
  'service-last-accessed': of({
    JobStatus: 'COMPLETED',
    ServicesLastAccessed: ['iam', 'sts'].map((ServiceNamespace) => ({ ServiceName: ServiceNamespace, ServiceNamespace })),
    IsTruncated: false,
  }),
};

function pagesOf(task: Task): readonly Json[] | undefined {
  if (task.surface === 'aws:identity-center' || task.boundary.startsWith('aws:identity-center/')) return answers(center, task);
  const args = isJsonObject(task.args) ? task.args : {};
  const call = typeof args['call'] === 'string' ? ` ${args['call']}` : '';
  const body = table[`${task.surface.slice('aws:'.length)}${call}`]?.(task.boundary.slice('aws:'.length), args);
  return body === undefined ? undefined : [body];
}

function partOf({ task, cursor }: TaskAt): Part {
  const pages = pagesOf(task);
  const at = Number(cursor ?? '0');
  const body = pages?.[at];
  if (pages === undefined || body === undefined) return { task, cursor, body: {}, next: null, refused: 'denied' };
  return { task, cursor, body, next: at + 1 < pages.length ? String(at + 1) : null };
}

/** AWS, with a session that answers from the table. `at`: when it answers. */
export function tableConnector(at: string): Connector<AwsSettings> {
  const wire = { sentAt: at, receivedAt: at, providerDate: null, requestId: null, status: 200, raw: null };
  return {
    core: awsCore,
    open: async () => ({
      read: async ([first, ...more]) => ({ parts: [partOf(first), ...more.map(partOf)], wire }),
      close: async () => {},
    }),
  };
}
