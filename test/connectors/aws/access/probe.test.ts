import { describe, expect, it } from 'vitest';
import { awsAccesses } from '../../../../connectors/aws/access/list.ts';
import { awsProbe } from '../../../../connectors/aws/access/probe/list.ts';
import { callOf } from '../../../../connectors/aws/calls/list.ts';
import { awsCore } from '../../../../connectors/aws/core.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import type { AccessFact, ProbeNear, ProbePage } from '../../../../src/contract/connector.ts';
import type { Access } from '../../../../src/model/access.ts';
import type { Identity } from '../../../../src/model/entity.ts';
import type { GapCause } from '../../../../src/model/gap.ts';
import type { Task } from '../../../../src/model/page.ts';

const account = '111122223333';
const boundary = `aws:${account}`;
const ann = `arn:aws:iam::${account}:user/people/ann`;
const role = `arn:aws:iam::${account}:role/deploy`;
const center = 'aws:identity-center/ssoins-0123456789abcdef';
const instance = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';
const set = 'arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-1';
const application = 'arn:aws:account-access:eu-central-1:111122223333:application/apl-1';
const key = `arn:aws:kms:eu-central-1:${account}:key/11111111-1111-1111-1111-111111111111`;
const secret = `arn:aws:secretsmanager:eu-central-1:${account}:secret:db-AbCdEf`;
const [u1, g1] = ['11111111-1111-1111-1111-111111111111', '22222222-2222-2222-2222-222222222222'];

const gone = { error: { name: 'NoSuchEntityException', message: 'not found' } };
const missing = { error: { name: 'ResourceNotFoundException', message: 'not found' } };
type Answer = JsonObject | GapCause;
type Table = Readonly<Record<string, Answer | ((args: JsonObject) => Answer)>>;

function access(kind: AccessFact['kind'], at: string, value: Json, of = boundary): Access {
  const [found] = awsAccesses({ kind, boundary: of, key: at, value }) ?? [];
  if (found === undefined) throw new Error('no access');
  return found;
}

function identity(id: string, of = boundary, kind: Identity['kind'] = 'user'): Identity {
  const told = { uid: null, nature: 'unknown', natureReason: '', name: id, createdAt: null, tags: {}, providerManaged: false } as const;
  return { ...told, id, boundary: of, kind, enabled: null };
}
const near: ProbeNear = {
  accesses: [],
  identities: [
    identity(ann),
    identity(`arn:aws:iam::${account}:user/bob`),
    identity(role, boundary, 'role'),
    identity(`arn:aws:identitystore:::user/other`, center),
  ],
};

/** Asks as a verification does: the tasks, then what their answers lead to. An operation that is not in the table is refused. */
function ask(
  of: Access,
  table: Table,
  known: ProbeNear = near,
): { readonly says: string; readonly cause: GapCause | null; readonly calls: readonly string[] } {
  const plan = awsProbe(of, known, {});
  if (plan === null) return { says: 'not asked', cause: null, calls: [] };
  const pages: ProbePage[] = [];
  const calls: string[] = [];
  const queue: Task[] = [...plan.target, ...plan.control];
  for (const task of queue) {
    const operation = callOf(task)?.operation ?? `not allowed: ${JSON.stringify(task)}`;
    calls.push(operation);
    const entry = table[operation] ?? 'denied';
    const answer = typeof entry === 'function' ? entry(task.args as JsonObject) : entry;
    if (typeof answer === 'string') {
      pages.push({ task, body: { error: { name: 'AccessDenied', message: 'no' } }, refused: answer });
      continue;
    }
    const { gaps, spawns = [] } = awsCore.map(task, answer);
    pages.push({ task, body: answer, refused: gaps[0]?.cause ?? null });
    queue.push(...spawns);
  }
  const { says, cause } = plan.says(pages);
  return { says, cause, calls };
}

/** Who is asked about, by the name in the request. */
const byName =
  (there: readonly string[], member: string) =>
  ({ arn }: JsonObject): Answer => {
    const name = typeof arn === 'string' ? arn.slice(arn.lastIndexOf('/') + 1) : '';
    return there.includes(name) ? { [member]: { [`${member}Name`]: name, [`${member}Id`]: 'ID' } } : gone;
  };
const users = (...there: readonly string[]): Table => ({ GetUser: byName(there, 'User'), GetRole: byName(there, 'Role') });

const policy = 'arn:aws:iam::aws:policy/AdministratorAccess';
const attached = access('attachment', 'k', { principal: ann, policy, policyName: 'AdministratorAccess' });
const inline = access('policy', `${ann}|inline|own`, { name: 'own', managed: 'inline', owner: ann, versions: [] });
const member = access('membership', 'k', { user: ann, groupName: 'ops' });
const trusts = access('trust', role, { role, document: trusting(ann) });
const account1 = access('identity', ann, { id: ann, uid: 'AIDAEXAMPLE', kind: 'user', name: 'ann' });
const credential = (kind: string, id: string): Access =>
  access('credential', 'k', {
    id,
    identity: ann,
    kind,
    name: id,
    state: 'active',
    createdAt: '2026-01-02T03:04:05.000Z',
    rotatedAt: null,
    expiresAt: null,
  });
const assigned = access(
  'assignment',
  'k',
  { type: 'assignment', listing: 'l', permissionSet: set, account, principalType: 'USER', principal: u1 },
  center,
);
const entitled = access(
  'assignment',
  'k',
  { type: 'entitlement', listing: 'l', id: 'ent-1', application, role, principalType: 'USER', principal: u1, createdAt: null },
  center,
);
const inGroup = access(
  'membership',
  'k',
  {
    type: 'directory-membership',
    user: `arn:aws:identitystore:::user/${u1}`,
    group: `arn:aws:identitystore:::group/${g1}`,
    id: 'm',
    createdAt: null,
    createdBy: null,
  },
  center,
);
const person = access('identity', 'k', { id: `arn:aws:identitystore:::user/${u1}`, uid: u1, kind: 'user', name: 'Ann' }, center);
const granted = access('resource-policy', `${key}|grant|g-1`, {
  type: 'kms-grant',
  resource: key,
  grantId: 'g-1',
  name: null,
  grantee: role,
  operations: [],
  constraints: {},
});
const ofKey = access('resource-policy', key, { resource: key, service: 'kms', account, document: trusting('444455556666') });
const ofSecret = access('resource-policy', secret, {
  resource: secret,
  service: 'secretsmanager',
  account,
  document: trusting('444455556666'),
});

function trusting(principal: string): JsonObject {
  return { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: principal } } };
}
function encoded(principal: string): string {
  return encodeURIComponent(JSON.stringify(trusting(principal)));
}
const bob = `arn:aws:iam::${account}:user/bob`;
const roleOf = (document: Json): Answer => ({ Role: { RoleName: 'deploy', Arn: role, AssumeRolePolicyDocument: document } });
const aKey = (id: string, CreateDate = '2026-05-05T05:05:05.000Z'): JsonObject => ({
  UserName: 'ann',
  AccessKeyId: id,
  Status: 'Active',
  CreateDate,
});
const keys = (...ids: readonly string[]): Answer => ({ AccessKeyMetadata: ids.map((id) => aKey(id)), IsTruncated: false });
const policies = (...arns: readonly string[]): Answer => ({
  AttachedPolicies: arns.map((PolicyArn) => ({ PolicyArn, PolicyName: 'x' })),
  IsTruncated: false,
});
const groups = (...names: readonly string[]): Answer => ({ Groups: names.map((GroupName) => ({ GroupName })), IsTruncated: false });
const rows = (...ids: readonly string[]): Answer => ({
  AccountAssignments: ids.map((PrincipalId) => ({ AccountId: account, PermissionSetArn: set, PrincipalId, PrincipalType: 'USER' })),
});
const described: Answer = { PermissionSet: { PermissionSetArn: set, Name: 'Admin' } };
const instances: Answer = { Instances: [{ InstanceArn: instance, IdentityStoreId: 'd-1', OwnerAccountId: account }] };
const members = (...ids: readonly string[]): Answer => ({ GroupMemberships: ids.map((UserId) => ({ GroupId: g1, MemberId: { UserId } })) });
const metadata: Answer = { KeyMetadata: { Arn: key, KeyManager: 'CUSTOMER', KeyState: 'Enabled' } };
const grants = (...ids: readonly string[]): Answer => ({
  Grants: ids.map((GrantId) => ({ KeyId: key, GrantId, GranteePrincipal: role, Operations: ['Decrypt'] })),
  Truncated: false,
});

type Row = readonly [says: string, of: Access, table: Table];
const cases: Readonly<Record<string, Row>> = {
  'a policy that is attached': ['present', attached, { ...users('ann'), ListAttachedUserPolicies: policies(policy) }],
  'a policy that is not, beside others': ['absent', attached, { ListAttachedUserPolicies: policies('arn:aws:iam::aws:policy/Other') }],
  'a policy that is not, on a user who is there': ['absent', attached, { ...users('ann'), ListAttachedUserPolicies: policies() }],
  'a policy of a user who is gone, beside one who is there': ['absent', attached, { ...users('bob'), ListAttachedUserPolicies: gone }],
  'a policy where nobody is found': ['undetermined', attached, { ...users(), ListAttachedUserPolicies: gone }],
  'a policy where nothing else may be asked': ['undetermined', attached, { ListAttachedUserPolicies: policies() }],
  'a policy that may not be asked for': ['undetermined', attached, users('ann')],
  'a list that is cut short': [
    'undetermined',
    attached,
    { ...users('ann'), ListAttachedUserPolicies: { AttachedPolicies: [{ PolicyArn: 'arn:other' }], IsTruncated: true, Marker: 'm' } },
  ],
  'a list whose element is not understood': [
    'undetermined',
    attached,
    { ...users('ann'), ListAttachedUserPolicies: { AttachedPolicies: [{}], IsTruncated: false } },
  ],
  'an answer without a list': ['undetermined', attached, { ...users('ann'), ListAttachedUserPolicies: {} }],
  'an inline policy that is there': [
    'present',
    inline,
    { ...users('ann'), GetUserPolicy: { UserName: 'ann', PolicyName: 'own', PolicyDocument: '%7B%7D' } },
  ],
  'an inline policy that is not': ['absent', inline, { ...users('ann'), GetUserPolicy: gone }],
  'an inline policy of somebody else': ['undetermined', inline, { ...users('ann'), GetUserPolicy: { UserName: 'bob', PolicyName: 'own' } }],
  'a membership': ['present', member, { ...users('ann'), ListGroupsForUser: groups('ops') }],
  'a membership in a group whose name is written otherwise': ['present', member, { ...users('ann'), ListGroupsForUser: groups('Ops') }],
  'a membership that ended': ['absent', member, { ...users('ann'), ListGroupsForUser: groups() }],
  'a trust that names it': ['present', trusts, { GetRole: roleOf(encoded(ann)) }],
  'a trust that names another': ['absent', trusts, { GetRole: roleOf(encoded(bob)) }],
  'a trust that cannot be read': ['undetermined', trusts, { ...users('bob'), GetRole: roleOf('%7Bbroken') }],
  'a role that is gone': ['absent', trusts, users('bob')],
  'a user who is there': ['present', account1, users('ann', 'bob')],
  'a user who is gone': ['absent', account1, users('bob')],
  'a user who is gone, with nobody else': ['undetermined', account1, users()],
  'an access key that is there': ['present', credential('access-key', 'AKIAONE'), { ListAccessKeys: keys('AKIAONE') }],
  'an access key known by the second it was made': [
    'present',
    credential('access-key', `${ann}#access-key-1`),
    { ListAccessKeys: { AccessKeyMetadata: [aKey('AKIAONE', '2026-01-02T03:04:05.000Z')], IsTruncated: false } },
  ],
  'an access key that was deleted, beside another': ['absent', credential('access-key', 'AKIAONE'), { ListAccessKeys: keys('AKIATWO') }],
  'an access key that was deleted, the only one': [
    'absent',
    credential('access-key', 'AKIAONE'),
    { ...users('ann'), ListAccessKeys: keys() },
  ],
  'keys that may not be listed': ['undetermined', credential('access-key', 'AKIAONE'), users('ann')],
  'keys of another user': [
    'undetermined',
    credential('access-key', 'AKIAONE'),
    { ...users('ann'), ListAccessKeys: { AccessKeyMetadata: [{ ...aKey('AKIATWO'), UserName: 'bob' }], IsTruncated: false } },
  ],
  'a password': [
    'present',
    credential('password', `${ann}#password`),
    { GetLoginProfile: { LoginProfile: { UserName: 'ann', CreateDate: '2026-01-01T00:00:00.000Z' } } },
  ],
  'a password that is gone': ['absent', credential('password', `${ann}#password`), { ...users('ann'), GetLoginProfile: gone }],
  'an SSH key that is gone': [
    'absent',
    credential('ssh-key', 'APKAONE'),
    { ...users('ann'), ListSSHPublicKeys: { SSHPublicKeys: [], IsTruncated: false } },
  ],
  'a certificate that is there': [
    'present',
    credential('certificate', 'CERT'),
    {
      ListSigningCertificates: {
        Certificates: [{ UserName: 'ann', CertificateId: 'CERT', Status: 'Active', UploadDate: '2026-01-02T03:04:05.000Z' }],
        IsTruncated: false,
      },
    },
  ],
  'an API key that is gone': [
    'absent',
    credential('api-key', 'ACCAONE'),
    { ...users('ann'), ListServiceSpecificCredentials: { ServiceSpecificCredentials: [], IsTruncated: false } },
  ],
  'an API key, asked service by service': [
    'absent',
    credential('api-key', 'ACCAONE'),
    {
      ...users('ann'),
      ListServiceSpecificCredentials: ({ service }) =>
        service === undefined
          ? { error: { name: 'ValidationError', message: 'name a service' } }
          : service === 'bedrock.amazonaws.com'
            ? { ServiceSpecificCredentials: [], IsTruncated: false }
            : { error: { name: 'ServiceNotSupportedException', message: 'none' } },
    },
  ],
  'an API key where one service refuses': [
    'undetermined',
    credential('api-key', 'ACCAONE'),
    {
      ...users('ann'),
      ListServiceSpecificCredentials: ({ service }) =>
        service === undefined
          ? { error: { name: 'ValidationError', message: 'name a service' } }
          : service === 'bedrock.amazonaws.com'
            ? 'denied'
            : { ServiceSpecificCredentials: [], IsTruncated: false },
    },
  ],
  'an assignment': ['present', assigned, { ListAccountAssignments: rows(u1) }],
  'an assignment that ended, beside others': ['absent', assigned, { ListAccountAssignments: rows('other') }],
  'an assignment that ended, the last of its set': [
    'absent',
    assigned,
    { ListAccountAssignments: rows(), DescribePermissionSet: described },
  ],
  'an assignment without a control': ['undetermined', assigned, { ListAccountAssignments: rows() }],
  'an entitlement that ended': [
    'absent',
    entitled,
    { ListEntitlements: { entitlements: [] }, ListApplications: { applications: [{ applicationArn: application }] } },
  ],
  'a member of a group': ['present', inGroup, { ListInstances: instances, ListGroupMemberships: members(u1) }],
  'a member who left, beside others': ['absent', inGroup, { ListInstances: instances, ListGroupMemberships: members('other') }],
  'a member who left, the last': [
    'absent',
    inGroup,
    { ListInstances: instances, ListGroupMemberships: members(), DescribeGroup: { GroupId: g1 } },
  ],
  'a member of a group of an instance that nobody may list': ['undetermined', inGroup, { ListGroupMemberships: members() }],
  'a member of a group of an instance that is not there': ['undetermined', inGroup, { ListInstances: { Instances: [] } }],
  'a person': ['present', person, { ListInstances: instances, DescribeUser: ({ user }) => ({ UserId: user ?? null }) }],
  'a person who is gone': [
    'absent',
    person,
    { ListInstances: instances, DescribeUser: ({ user }) => (user === 'other' ? { UserId: 'other' } : missing) },
  ],
  'a person who was disabled': [
    'absent',
    person,
    {
      ListInstances: instances,
      DescribeUser: ({ user }) => ({ UserId: user ?? null, UserStatus: user === 'other' ? 'ENABLED' : 'DISABLED' }),
    },
  ],
  'a person where nobody is found': ['undetermined', person, { ListInstances: instances, DescribeUser: missing }],
  'a grant of KMS': ['present', granted, { ListGrants: grants('g-1'), DescribeKey: metadata }],
  'a grant of KMS that was revoked': ['absent', granted, { ListGrants: grants(), DescribeKey: metadata }],
  'a grant of KMS without a control': ['undetermined', granted, { ListGrants: grants() }],
  'a key policy that lets in another account no more': [
    'absent',
    ofKey,
    { GetKeyPolicy: { Policy: JSON.stringify(trusting('555566667777')) }, DescribeKey: metadata },
  ],
  'a key policy that does': [
    'present',
    ofKey,
    { GetKeyPolicy: { Policy: JSON.stringify(trusting('444455556666')) }, DescribeKey: metadata },
  ],
  'a secret without a policy': ['absent', ofSecret, { GetResourcePolicy: { ARN: secret, Name: 'db' } }],
  'a secret that is gone': ['undetermined', ofSecret, { GetResourcePolicy: missing }],
};

describe('what the answers of AWS come to', () => {
  it.each(Object.entries(cases))('%s', (_, [says, of, table]) => {
    const asked = ask(of, table);
    expect(asked.calls.filter((call) => call.startsWith('not allowed'))).toEqual([]);
    expect(asked.says).toBe(says);
  });

  it('a refusal is told with its cause', () => {
    expect(ask(attached, { ListAttachedUserPolicies: 'denied' }).cause).toBe('denied');
    expect(ask(inGroup, { ListInstances: 'throttled' }).cause).toBe('throttled');
  });

  it('nothing can be absent without an answer to anything', () => {
    for (const [, of] of Object.values(cases)) expect(ask(of, {}).says).toBe('undetermined');
  });

  it('nothing can be absent where nothing else is known to be there, and the whole system says not found', () => {
    const nothing = new Proxy<Record<string, Answer>>(
      {},
      { get: (_, name) => (typeof name === 'string' ? (name.startsWith('Describe') ? missing : gone) : undefined) },
    );
    for (const [, of] of Object.values(cases)) expect(ask(of, nothing).says, of.id).toBe('undetermined');
  });

  it('credentials of the root user, and policies of services that are not read live, cannot be asked for', () => {
    const root = access('credential', 'k', {
      id: 'r#password',
      identity: `arn:aws:iam::${account}:root`,
      kind: 'password',
      name: 'password',
      createdAt: null,
      rotatedAt: null,
      expiresAt: null,
    });
    const bucket = access('resource-policy', 'arn:aws:s3:::b', {
      resource: 'arn:aws:s3:::b',
      service: 's3',
      account,
      document: trusting('444455556666'),
    });
    for (const of of [root, bucket]) expect(awsProbe(of, near, {})).toBeNull();
  });

  it('only operations of the allowed reads are asked, and rounds are a minute apart at the least', () => {
    for (const [, of] of Object.values(cases)) {
      const plan = awsProbe(of, near, {});
      expect(plan?.spacedByMs).toBeGreaterThanOrEqual(60_000);
      for (const task of [...(plan?.target ?? []), ...(plan?.control ?? [])])
        expect(callOf(task)?.operation).toMatch(/^(Get|List|Describe)/);
    }
  });
});
