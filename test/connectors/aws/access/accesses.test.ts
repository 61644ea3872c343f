import { describe, expect, it } from 'vitest';
import { awsAccesses } from '../../../../connectors/aws/access/list.ts';
import { awsLingers } from '../../../../connectors/aws/access/lingers.ts';
import { roleSessionLimit } from '../../../../connectors/aws/access/session-limit.ts';
import { sortOf } from '../../../../connectors/aws/access/sort.ts';
import type { Json } from '../../../../src/base/json.ts';
import type { AccessFact } from '../../../../src/contract/connector.ts';
import type { Access } from '../../../../src/model/access.ts';
import type { Credential } from '../../../../src/model/entity.ts';

const account = '111122223333';
const boundary = `aws:${account}`;
const ann = `arn:aws:iam::${account}:user/people/ann`;
const role = `arn:aws:iam::${account}:role/deploy`;
const center = 'aws:identity-center/ssoins-0123456789abcdef';
const person = 'arn:aws:identitystore:::user/u-1';
const team = 'arn:aws:identitystore:::group/g-1';
const set = 'arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-1';

function told(kind: AccessFact['kind'], key: string, value: Json, of = boundary): readonly Access[] {
  return [...(awsAccesses({ kind, boundary: of, key, value }) ?? [])];
}
function trusting(...statements: readonly Json[]): readonly Access[] {
  return told('trust', role, { role, document: { Version: '2012-10-17', Statement: statements } });
}
function assume(principal: Json, more: Readonly<Record<string, Json>> = {}): Json {
  return { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal, ...more };
}
const plain: Credential = {
  id: 'AKIAEXAMPLE',
  identity: ann,
  kind: 'access-key',
  name: 'AKIAEXAMPLE',
  state: 'active',
  createdAt: '2026-01-02T03:04:05.000Z',
  rotatedAt: null,
  expiresAt: null,
  lastUsed: 'unknown',
  secondFactor: null,
};
function credential(more: Partial<Credential>): readonly Access[] {
  return told('credential', 'key', { ...plain, ...more });
}

describe('the accesses a fact stands for', () => {
  it('an attached policy is one, called by its ARN and name', () => {
    const policy = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const [access, ...more] = told('attachment', `${ann}|${policy}`, { principal: ann, policy, policyName: 'AdministratorAccess' });
    expect(more).toEqual([]);
    expect(access).toEqual({
      id: `assignment|${boundary}|${ann}|${policy}|${boundary}`,
      kind: 'assignment',
      boundary,
      subject: ann,
      objects: [policy, 'AdministratorAccess'],
      name: 'AdministratorAccess',
      scope: boundary,
      source: `${ann}|${policy}`,
      from: null,
      until: null,
      activated: false,
    });
  });

  it('an inline policy stays one when its statements change; a managed policy is none', () => {
    const key = `${ann}|inline|own`;
    const of = (document: Json, managed = 'inline'): readonly Access[] =>
      told('policy', key, { name: 'own', managed, owner: managed === 'inline' ? ann : null, versions: [{ id: 'inline', document }] });
    expect(of({ a: 1 })).toEqual(of({ a: 2 }));
    expect(of({ a: 1 })).toMatchObject([{ kind: 'policy', source: key, name: 'own' }]);
    expect(of({}, 'customer')).toEqual([]);
  });

  it('a trust is one for each party, and none for whom no call of theirs is allowed or who is gone', () => {
    const subjects = trusting(
      assume({ AWS: [ann, '444455556666', 'AROAEXAMPLEEXAMPLE123'], Service: 'ec2.amazonaws.com' }),
      assume('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } } }),
      assume({ AWS: 'arn:aws:iam::444455556666:role/other' }, { Action: 'sts:TagSession' }),
      assume({ AWS: 'arn:aws:iam::444455556666:role/denied' }, { Effect: 'Deny' }),
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` },
        Condition: { StringEquals: { 'token.actions.githubusercontent.com:sub': 'repo:o/r:environment:prod' } },
      },
    );
    expect(subjects.map(({ subject }) => subject)).toEqual([
      ann,
      'arn:aws:iam::444455556666:root',
      `federated:arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com|repo:o/r:environment:prod`,
      'organization:o-abc',
      'service:ec2.amazonaws.com',
    ]);
    expect(new Set(subjects.map(({ id }) => id)).size).toBe(subjects.length);
    for (const access of subjects) expect(access).toMatchObject({ kind: 'trust', objects: [role, 'deploy'], source: `${role}|trust` });
  });

  it('a trust that lets in its whole account names that', () => {
    expect(trusting(assume({ AWS: `arn:aws:iam::${account}:root` })).map(({ subject }) => subject)).toEqual([
      `arn:aws:iam::${account}:root`,
    ]);
  });

  it('a trust that cannot be read says nothing of whom it lets in', () => {
    expect(awsAccesses({ kind: 'trust', boundary, key: role, value: { role, document: null } })).toBeNull();
  });

  it('a slot of the credential report and the listed key are one; two made in different seconds are two', () => {
    const [slot] = credential({ id: `${ann}#access-key-1`, name: 'access-key-1', createdAt: null, rotatedAt: '2026-01-02T03:04:05.000Z' });
    const [listed] = credential({});
    const [later] = credential({ id: 'AKIALATER', createdAt: '2026-01-02T03:04:06.000Z' });
    expect(slot?.id).toBe(listed?.id);
    expect(listed?.objects).toEqual(['AKIAEXAMPLE']);
    expect(later?.id).not.toBe(listed?.id);
  });

  it('an inactive key is still there; a portal sign-in and a second factor are none', () => {
    expect(credential({ state: 'inactive' })).toEqual(credential({}));
    expect(credential({ kind: 'federated-trust' })).toEqual([]);
    expect(credential({ kind: 'mfa-device' })).toEqual([]);
  });

  it('an API key ends by itself where the provider says so', () => {
    const [access] = credential({ kind: 'api-key', id: 'ACCAEXAMPLE', expiresAt: '2027-01-01T00:00:00.000Z' });
    expect(access).toMatchObject({ until: '2027-01-01T00:00:00.000Z', source: 'ACCAEXAMPLE' });
  });

  it('a user who may sign in is an account; one who is disabled, a role, a group and the root user are none', () => {
    const identity = (kind: string): Json => ({ id: ann, uid: 'AIDAEXAMPLE', kind, name: 'ann' });
    expect(told('identity', ann, identity('user'))).toMatchObject([{ kind: 'account', objects: [ann, 'AIDAEXAMPLE', 'ann'] }]);
    expect(told('identity', ann, { ...(identity('user') as object), enabled: false })).toEqual([]);
    for (const kind of ['role', 'group', 'root']) expect(told('identity', ann, identity(kind))).toEqual([]);
  });

  it('an assignment that stands in two lists is one access', () => {
    const of = (listing: string): readonly Access[] =>
      told(
        'assignment',
        listing,
        { type: 'assignment', listing, permissionSet: set, account, principalType: 'USER', principal: 'u-1' },
        center,
      );
    expect(of('a')).toEqual(of('b'));
    expect(of('a')).toMatchObject([{ subject: person, scope: boundary, source: `assignment|${set}|${account}|USER|u-1` }]);
  });

  it('the policy of a resource lets in others, not its own account as such; a grant of KMS its grantee', () => {
    const key = `arn:aws:kms:eu-central-1:${account}:key/k`;
    const statement = assume({ AWS: [`arn:aws:iam::${account}:root`, 'arn:aws:iam::444455556666:root'] }, { Action: 'kms:*' });
    const policy = { resource: key, service: 'kms', account, document: { Version: '2012-10-17', Statement: [statement] } };
    expect(told('resource-policy', key, policy)).toMatchObject([
      { subject: 'arn:aws:iam::444455556666:root', scope: key, source: `${key}|policy` },
    ]);
    const grant = { type: 'kms-grant', resource: key, grantId: 'g1', name: null, grantee: role, operations: ['Decrypt'], constraints: {} };
    expect(told('resource-policy', `${key}|grant|g1`, grant)).toMatchObject([
      { subject: role, objects: ['g1'], source: `${key}|grant|g1` },
    ]);
    expect(told('resource-policy', `${key}|grant|g1`, { ...grant, grantee: 'AIDAEXAMPLEEXAMPLE12' })).toEqual([]);
  });
});

/** One access of each sort, with the longest that anything of it may linger, in hours. */
const sorts: readonly (readonly [sort: string, access: Access | undefined, hours: number])[] = [
  ['attachment', told('attachment', 'k', { principal: ann, policy: 'arn:aws:iam::aws:policy/X', policyName: 'X' })[0], 0],
  ['inline-policy', told('policy', `${ann}|inline|p`, { name: 'p', managed: 'inline', owner: ann, versions: [] })[0], 0],
  ['group-membership', told('membership', 'k', { user: ann, groupName: 'ops' })[0], 0],
  ['trust', trusting(assume({ AWS: ann }))[0], 12],
  ['user', told('identity', ann, { id: ann, uid: 'AIDAX', kind: 'user', name: 'ann' })[0], 12],
  ['access-key', credential({})[0], 36],
  ['password', credential({ kind: 'password', id: `${ann}#password` })[0], 12],
  ['certificate', credential({ kind: 'certificate' })[0], 0],
  ['ssh-key', credential({ kind: 'ssh-key', id: 'APKA' })[0], 0],
  ['api-key', credential({ kind: 'api-key', id: 'ACCA' })[0], 0],
  [
    'permission-set',
    told(
      'assignment',
      'k',
      { type: 'assignment', listing: 'l', permissionSet: set, account, principalType: 'USER', principal: 'u-1' },
      center,
    )[0],
    12,
  ],
  [
    'entitlement',
    told(
      'assignment',
      'k',
      {
        type: 'entitlement',
        listing: 'l',
        id: 'e',
        application: 'arn:app',
        role,
        principalType: 'USER',
        principal: 'u-1',
        createdAt: null,
      },
      center,
    )[0],
    12,
  ],
  [
    'directory-membership',
    told(
      'membership',
      'k',
      { type: 'directory-membership', user: person, group: team, id: 'm', createdAt: null, createdBy: null },
      center,
    )[0],
    12,
  ],
  ['directory-user', told('identity', person, { id: person, uid: 'u-1', kind: 'user', name: 'Ann' }, center)[0], 12],
];

describe('what may linger', () => {
  it.each(sorts)('%s', (sort, access, hours) => {
    if (access === undefined) throw new Error(`no access of sort ${sort}`);
    expect(sortOf(access)).toBe(sort);
    const lingers = awsLingers(access);
    const longest = Math.max(...lingers.map(({ longestMs }) => longestMs ?? Infinity));
    expect(Math.floor(longest / 3_600_000)).toBe(hours);
    for (const { source, what } of lingers) expect(source.length * what.length).toBeGreaterThan(0);
  });

  it.each([
    ['of an account', 'arn:aws:iam::444455556666:root', 1, 65],
    ['that is the longest there is', 'arn:aws:iam::444455556666:root', 12, 720],
    ['of a service, whose sessions keep to no limit of the role', 'ec2.amazonaws.com', 1, 720],
  ])('of a role that lets in a party %s keeps to its own limit', (_, subject, hours, minutes) => {
    const trust = sorts.find(([sort]) => sort === 'trust')?.[1] as Access;
    const asked: unknown[] = [];
    const lingers = awsLingers({ ...trust, subject }, (role, withinMs) => {
      asked.push([role, withinMs]);
      return hours * 3_600_000;
    });
    expect(lingers.find(({ what }) => what === 'role sessions')?.longestMs).toBe(minutes * 60_000);
    expect(asked).toEqual(subject.startsWith('arn:') ? [[trust.objects[0], 12 * 3_600_000]] : []);
    expect(awsLingers({ ...trust, subject }, () => null)).toEqual(awsLingers(trust));
  });

  it('tells the limit of a role by what was read of it', () => {
    const fact = {
      kind: 'session-limit',
      boundary: 'aws:111122223333',
      key: 'r',
      value: { role: 'r', uid: null, maxSeconds: 3600 },
    } as const;
    expect(roleSessionLimit(fact)).toEqual({ identity: 'r', ms: 3_600_000 });
    expect(roleSessionLimit({ ...fact, value: { role: 'r', uid: null, maxSeconds: '3600' } })).toBeNull();
    expect(roleSessionLimit({ ...fact, kind: 'trust' })).toBeNull();
  });

  it('what is not understood has no limit', () => {
    const [access] = credential({});
    expect(awsLingers({ ...(access as Access), kind: 'consent' })[0]?.longestMs).toBeNull();
  });
});
