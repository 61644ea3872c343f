import { callOf } from '../../../../connectors/aws/calls/list.ts';
import { accountOf } from '../../../../connectors/aws/identity.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { Task } from '../../../../src/model/page.ts';
import { answers as centerAnswers, full, member } from '../identity-center/estate.ts';
import { reserved } from '../identity-center/iam.ts';
import { ann, answersTo as regionalAnswers, usageBody } from '../regional/estate.ts';
import { emptyWorkloads } from '../regional/workload-estate.ts';
import { trailAnswers } from '../trail/world.ts';
import { answers as organizationAnswers, estate as organization } from '../support/organization.ts';
import { account as hub, allow, arn, details, group, policy, report, role, rootRow, row, trusting, user } from '../support/estate.ts';

export { hub, member };

/** Read by role, and without anything out of order. */
export const quiet = '222233334444';
const old = '2023-01-01T00:00:00.000Z';

const center = { ...full, users: { ...full.users, dan: 'ENABLED' as const } };

const centerTrust: JsonObject = {
  Version: '2012-10-17',
  Statement: {
    Effect: 'Allow',
    Principal: { Federated: arn('saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE', member) },
    Action: ['sts:AssumeRoleWithSAML', 'sts:TagSession'],
    Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
  },
};

function centerRole(set: string, more: JsonObject = {}): JsonObject {
  const id = reserved(set, member);
  return role(id.slice(id.lastIndexOf('/') + 1), { Arn: id, AssumeRolePolicyDocument: centerTrust, ...more }, member);
}

const ofHub: readonly JsonObject[] = [
  {
    ...details({
      users: [
        user('ann', { UserPolicyList: [{ PolicyName: 'in', PolicyDocument: allow('iam:*') }], GroupList: ['admins'] }),
        user('bob', { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arn('policy/limit') } }),
        user('new'),
      ],
      groups: [group('admins', { AttachedManagedPolicies: [{ PolicyName: 'all', PolicyArn: arn('policy/all') }] })],
    }),
    IsTruncated: true,
    Marker: 'second',
  },
  {
    ...details({
      roles: [
        role('ci', { AssumeRolePolicyDocument: trusting({ Federated: arn('oidc-provider/token.actions.githubusercontent.com') }) }),
        role('deploy', { AssumeRolePolicyDocument: trusting({ Service: 'rolesanywhere.amazonaws.com' }), RoleLastUsed: {} }),
        role('vendor', { AssumeRolePolicyDocument: trusting({ AWS: 'arn:aws:iam::999988887777:root' }) }),
      ],
      policies: [
        policy('limit'),
        policy('all', { PolicyVersionList: [{ Document: allow('*'), VersionId: 'v1', IsDefaultVersion: true, CreateDate: old }] }),
      ],
    }),
    IsTruncated: false,
  },
];

const ofMember: readonly JsonObject[] = [
  {
    ...details({
      users: [user('eve', { UserPolicyList: [{ PolicyName: 'in', PolicyDocument: allow('*') }] }, member)],
      roles: [
        centerRole('Admin', { RolePolicyList: [{ PolicyName: 'all', PolicyDocument: allow('*') }] }),
        centerRole('Reader'),
        centerRole('Idle'),
        role('deploy', { AssumeRolePolicyDocument: trusting({ Service: 'account-access.amazonaws.com' }) }, member),
      ],
    }),
    IsTruncated: false,
  },
];

function rootOf(of: string): string[] {
  return rootRow.map((field) => field.replace(hub, of));
}

const reports: Readonly<Record<string, JsonObject>> = {
  [hub]: report(
    rootOf(hub),
    row('ann', {
      password_enabled: 'true',
      password_last_used: 'no_information',
      password_last_changed: old,
      access_key_1_active: 'true',
      access_key_1_last_rotated: old,
      cert_1_active: 'true',
      cert_1_last_rotated: old,
    }),
    row('bob', { access_key_1_active: 'false', access_key_1_last_rotated: old }),
  ),
  [member]: report(
    rootOf(member).map((field, at) => (at === 8 ? 'true' : at === 9 ? old : field)),
    row('eve', { arn: arn('user/eve', member), access_key_1_active: 'true', access_key_1_last_rotated: old }),
  ),
  [quiet]: report(rootOf(quiet)),
};

const keyOf = (UserName: string, id: string, made: string, Status = 'Active'): Json => ({
  UserName,
  AccessKeyId: id,
  Status,
  CreateDate: made,
});
const keys: Readonly<Record<string, readonly Json[]>> = {
  ann: [keyOf('ann', 'AKIAANNOLD', old), keyOf('ann', 'AKIAANNNEW', '2026-11-01T00:00:00.000Z')],
  bob: [keyOf('bob', 'AKIABOB', old, 'Inactive')],
  new: [keyOf('new', 'AKIANEW', '2024-01-01T00:00:00.000Z')],
  eve: [keyOf('eve', 'AKIAEVE', old)],
};

const of: Readonly<Record<string, (account: string, args: JsonObject) => readonly Json[]>> = {
  'aws:authorization-details': (account) =>
    account === hub ? ofHub : account === member ? ofMember : [{ ...details({ roles: [role('app', {}, quiet)] }), IsTruncated: false }],
  'aws:credential-report': (account) => [reports[account] ?? {}],
  'aws:role-settings': (account) => [
    {
      Roles: [...ofHub, ...ofMember]
        .flatMap((page) => page['RoleDetailList'] as readonly JsonObject[])
        .filter(({ Arn }) => typeof Arn === 'string' && Arn.includes(account))
        .map(({ Arn, RoleId }) => ({ Arn, RoleId, MaxSessionDuration: 43_200 })),
      IsTruncated: false,
    },
  ],
  'aws:account-summary': (account) => [
    {
      SummaryMap: {
        AccountAccessKeysPresent: account === member ? 1 : 0,
        AccountMFAEnabled: 1,
        AccountPasswordPresent: 1,
        AccountSigningCertificatesPresent: 0,
      },
    },
  ],
  'aws:access-keys': (_, args) =>
    args['call'] === 'GetAccessKeyLastUsed'
      ? [{ UserName: nameOf(args), AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' } }]
      : [pageOf('AccessKeyMetadata', keys[nameOf(args)] ?? [], args)],
  'aws:login-profiles': (_, args) =>
    ['ann', 'new'].includes(nameOf(args))
      ? [{ LoginProfile: { UserName: nameOf(args), CreateDate: old } }]
      : [{ error: { name: 'NoSuchEntityException', message: 'there is none' } }],
  'aws:mfa-devices': (account, args) =>
    args['call'] === 'ListVirtualMFADevices'
      ? [
          {
            VirtualMFADevices: [{ SerialNumber: arn('mfa/root-account-mfa-device', account), User: { Arn: arn('root', account) } }],
            IsTruncated: false,
          },
        ]
      : [
          pageOf(
            'MFADevices',
            nameOf(args) === 'new' ? [{ UserName: 'new', SerialNumber: arn('mfa/new', account), EnableDate: old }] : [],
            args,
          ),
        ],
  'aws:service-specific-credentials': (account) => [
    {
      ServiceSpecificCredentials:
        account === hub
          ? [
              {
                UserName: 'bob',
                ServiceName: 'bedrock.amazonaws.com',
                ServiceSpecificCredentialId: 'ACCA1',
                Status: 'Active',
                CreateDate: old,
              },
            ]
          : [],
      IsTruncated: false,
    },
  ],
  'aws:ssh-keys': (_, args) => [
    {
      SSHPublicKeys: nameOf(args) === 'ann' ? [{ SSHPublicKeyId: 'APKA1', Status: 'Active', UploadDate: old, UserName: 'ann' }] : [],
      IsTruncated: false,
    },
  ],
  'aws:signing-certificates': (_, args) => [
    pageOf(
      'Certificates',
      nameOf(args) === 'ann' ? [{ CertificateId: 'CERT1', Status: 'Active', UploadDate: old, UserName: 'ann' }] : [],
      args,
    ),
  ],
  'aws:identity-providers': (account, args) => {
    const provider = arn('oidc-provider/token.actions.githubusercontent.com');
    if (args['call'] === 'GetOpenIDConnectProvider') return [{ Url: 'token.actions.githubusercontent.com', ClientIDList: ['x'] }];
    if (args['call'] === 'ListSAMLProviders') return [{ SAMLProviderList: [] }];
    return [{ OpenIDConnectProviderList: account === hub ? [{ Arn: provider }] : [] }];
  },
  'aws:delegation-requests': (account) => [
    { DelegationRequests: [{ DelegationRequestId: 'd1', State: 'ACCEPTED', OwnerAccountId: account }], isTruncated: false },
  ],
  'aws:trails': trailAnswers,
  'aws:cloudtrail-events': trailAnswers,
  'aws:outbound-federation': () => [{ JwtVendingEnabled: false }],
  'aws:service-last-accessed': (_, args) => [JSON.parse(JSON.stringify(usageBody).replaceAll(ann, text(args['arn']))) as Json],
};

const emptyRegion: Readonly<Record<string, Json>> = {
  ListSecrets: { SecretList: [] },
  ListKeys: { Keys: [], Truncated: false },
  ListTrustAnchors: { trustAnchors: [] },
  ListProfiles: { profiles: [] },
  ListSubjects: { subjects: [] },
  ListCrls: { crls: [] },
  ListAnalyzers: { analyzers: [] },
  ...emptyWorkloads,
};

/** All pages of the answer to a task, as the services of this organization give them. */
export function pagesOf(task: Task): readonly Json[] {
  const args = isJsonObject(task.args) ? task.args : {};
  const account = accountOf(task.boundary) ?? '';
  const call = callOf(task);
  if (call === undefined) throw new Error(`nothing asks ${JSON.stringify(task)}`);
  const own = of[task.surface];
  if (own !== undefined) return own(account, args);
  if (call.service === 'sso-admin' || call.service === 'identitystore' || call.service === 'account-access') {
    return centerAnswers(center, task);
  }
  if (args['region'] !== undefined) return account === hub ? regionalAnswers(task) : [emptyRegion[text(args['call'])] ?? {}];
  return organizationAnswers(organization, task);
}

/** One element a page, so that every list has a second page. */
function pageOf(list: string, items: readonly Json[], { token }: JsonObject): Json {
  const at = typeof token === 'string' ? Number(token) : 0;
  const more = at + 1 < items.length;
  return { [list]: items.slice(at, at + 1), IsTruncated: more, ...(more ? { Marker: String(at + 1) } : {}) };
}

function nameOf({ user: of }: JsonObject): string {
  return text(of).slice(text(of).lastIndexOf('/') + 1);
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
