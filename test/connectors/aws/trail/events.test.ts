import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/base/json.ts';
import type { LifeCycleEvent } from '../../../../src/model/life-cycle.ts';
import { account, eventsIn, mapped, recordOf, session, usesIn } from './support.ts';

const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const arn = (resource: string): string => `arn:aws:iam::${account}:${resource}`;
const named = (kind: string, name: string): LifeCycleEvent['about'] => [
  { kind: 'aws-arn', value: arn(`${kind}/${name}`) },
  { kind: 'aws-name', value: `${account}:${kind}/${name}` },
];

function oneOf(record: JsonObject): LifeCycleEvent {
  const told = mapped([record]);
  expect(told.gaps).toEqual([]);
  const [event, ...more] = eventsIn(told);
  if (event === undefined || more.length > 0) throw new Error(`${JSON.stringify(record['eventName'])} tells ${more.length + 1} events`);
  return event;
}

const set = 'arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef';
const person = (id: string): string => `arn:aws:identitystore:::user/${id}`;

const cases: readonly (readonly [
  name: string,
  source: string,
  request: JsonObject | null,
  answer: JsonObject | null,
  expected: Partial<LifeCycleEvent>,
])[] = [
  [
    'AttachUserPolicy',
    'iam',
    { userName: 'bob', policyArn: admin },
    null,
    { type: 'granted', what: 'assignment', subject: null, about: named('user', 'bob'), object: admin },
  ],
  [
    'DetachRolePolicy',
    'iam',
    { roleName: 'deploy', policyArn: admin },
    null,
    { type: 'revoked', what: 'assignment', about: named('role', 'deploy'), object: admin },
  ],
  [
    'PutGroupPolicy',
    'iam',
    { groupName: 'ops', policyName: 'in', policyDocument: '{}' },
    null,
    { type: 'granted', about: named('group', 'ops'), object: 'in' },
  ],
  ['DeleteUserPolicy', 'iam', { userName: 'bob', policyName: 'in' }, null, { type: 'revoked', what: 'assignment', object: 'in' }],
  [
    'AddUserToGroup',
    'iam',
    { userName: 'bob', groupName: 'ops' },
    null,
    { type: 'granted', what: 'membership', about: named('user', 'bob'), object: 'ops' },
  ],
  ['RemoveUserFromGroup', 'iam', { userName: 'bob', groupName: 'ops' }, null, { type: 'revoked', what: 'membership', object: 'ops' }],
  [
    'UpdateAssumeRolePolicy',
    'iam',
    { roleName: 'deploy', policyDocument: '{}' },
    null,
    { type: 'policy-changed', what: 'policy', about: named('role', 'deploy') },
  ],
  ['CreatePolicyVersion', 'iam', { policyArn: arn('policy/own') }, null, { type: 'policy-changed', object: arn('policy/own'), about: [] }],
  [
    'CreateUser',
    'iam',
    { userName: 'bob', path: '/people/' },
    { user: { arn: arn('user/people/bob'), userName: 'bob' } },
    { type: 'account-created', what: 'account', subject: arn('user/people/bob'), about: [] },
  ],
  ['DeleteUser', 'iam', { userName: 'bob' }, null, { type: 'account-deleted', what: 'account', about: named('user', 'bob') }],
  [
    'CreateAccessKey',
    'iam',
    { userName: 'bob' },
    { accessKey: { accessKeyId: 'AKIABOB', userName: 'bob', status: 'Active' } },
    { type: 'credential-issued', what: 'credential', object: 'AKIABOB', about: named('user', 'bob') },
  ],
  [
    'CreateAccessKey',
    'iam',
    null,
    { accessKey: { accessKeyId: 'AKIAANN2' } },
    { type: 'credential-issued', object: 'AKIAANN2', subject: arn('user/people/ann') },
  ],
  ['DeleteAccessKey', 'iam', { userName: 'bob', accessKeyId: 'AKIABOB' }, null, { type: 'credential-revoked', object: 'AKIABOB' }],
  [
    'UpdateAccessKey',
    'iam',
    { userName: 'bob', accessKeyId: 'AKIABOB', status: 'Inactive' },
    null,
    { type: 'policy-changed', what: 'credential', object: 'AKIABOB' },
  ],
  [
    'UploadSSHPublicKey',
    'iam',
    { userName: 'bob' },
    { sSHPublicKey: { sSHPublicKeyId: 'APKABOB' } },
    { type: 'credential-issued', object: 'APKABOB' },
  ],
  ['DeleteLoginProfile', 'iam', { userName: 'bob' }, null, { type: 'credential-revoked', what: 'credential', object: null }],
  [
    'PutRolePolicy',
    'iam',
    { roleName: 'deploy', policyName: 'AWSRevokeOlderSessions' },
    null,
    { type: 'session-revoked', what: 'session', about: named('role', 'deploy') },
  ],
  [
    'CreateAccountAssignment',
    'sso',
    { permissionSetArn: set, principalId: 'user-1', principalType: 'USER', targetId: '444455556666', targetType: 'AWS_ACCOUNT' },
    { accountAssignmentCreationStatus: { status: 'IN_PROGRESS' } },
    { type: 'granted', subject: person('user-1'), object: set, scope: 'aws:444455556666', succeeded: true },
  ],
  [
    'DeleteAccountAssignment',
    'sso',
    { permissionSetArn: set, principalId: 'group-1', principalType: 'GROUP', targetId: '444455556666' },
    { accountAssignmentDeletionStatus: { status: 'FAILED' } },
    { type: 'revoked', subject: 'arn:aws:identitystore:::group/group-1', succeeded: false },
  ],
  [
    'CreateGroupMembership',
    'identitystore',
    { groupId: 'group-1', memberId: { userId: 'user-1' } },
    { membershipId: 'm-1' },
    { type: 'granted', what: 'membership', subject: person('user-1'), object: 'group-1' },
  ],
  [
    'RemoveMemberFromGroup',
    'sso-directory',
    { groupId: 'group-1', member: { memberId: 'user-1' } },
    null,
    { type: 'revoked', what: 'membership', subject: person('user-1') },
  ],
  ['DisableUser', 'sso-directory', { userId: 'user-1' }, null, { type: 'account-disabled', subject: person('user-1') }],
  [
    'CreateGrant',
    'kms',
    { keyId: 'k', granteePrincipal: arn('role/app') },
    { grantId: 'g-1' },
    { type: 'granted', subject: arn('role/app'), object: 'g-1' },
  ],
  ['StopLogging', 'cloudtrail', { name: 'main' }, null, { type: 'log-stopped', object: 'main' }],
  ['CloseAccount', 'organizations', { accountId: '444455556666' }, null, { type: 'environment-deleted', scope: 'aws:444455556666' }],
  ['AcceptDelegationRequest', 'iam', { delegationRequestId: 'd-1' }, null, { type: 'approved', correlation: 'd-1' }],
];

describe('a record of the event history', () => {
  it.each(cases.map((each) => [`${each[1]} ${each[0]} ${JSON.stringify(each[2])}`, each] as const))(
    '%s says what it means',
    (_, [name, source, request, answer, expected]) => {
      const record = recordOf(name, request, { eventSource: `${source}.amazonaws.com`, responseElements: answer });
      expect(oneOf(record)).toMatchObject({
        succeeded: true,
        at: '2026-11-10T09:14:00.000Z',
        activity: name,
        sourceKind: 'provider-log',
        ...expected,
      });
    },
  );

  it('tells a session with its end, whose it was and of what', () => {
    const record = recordOf(
      'AssumeRole',
      { roleArn: arn('role/deploy'), roleSessionName: 's' },
      {
        eventSource: 'sts.amazonaws.com',
        readOnly: true,
        responseElements: { credentials: { accessKeyId: 'ASIANEW', expiration: 'Nov 10, 2026, 12:07:39 PM', sessionToken: 'long' } },
      },
    );
    expect(oneOf(record)).toMatchObject({
      type: 'used',
      what: 'session',
      subject: arn('user/people/ann'),
      object: arn('role/deploy'),
      until: '2026-11-10T12:07:39.000Z',
    });
  });

  it('takes a refused call for an attempt', () => {
    expect(oneOf(recordOf('AttachUserPolicy', { userName: 'bob', policyArn: admin }, { errorCode: 'AccessDenied' })).succeeded).toBe(false);
    const login = { eventSource: 'signin.amazonaws.com', responseElements: { ConsoleLogin: 'Failure' } };
    expect(oneOf(recordOf('ConsoleLogin', null, login)).succeeded).toBe(false);
  });

  it('keeps no token, document, address or parameter that is not looked at', () => {
    const told = mapped([
      recordOf(
        'AssumeRole',
        { roleArn: arn('role/x') },
        { eventSource: 'sts.amazonaws.com', responseElements: { credentials: { sessionToken: 'long-token' } } },
      ),
      recordOf('PutUserPolicy', { userName: 'bob', policyName: 'in', policyDocument: 'a-document' }),
      recordOf('UpdateFunctionConfiguration', { environment: { variables: { KEY: 'a-secret' } } }, { eventSource: 'lambda.amazonaws.com' }),
    ]);
    expect(JSON.stringify(told)).not.toMatch(/long-token|a-document|a-secret|192\.0\.2/);
    expect(eventsIn(told)).toHaveLength(2);
  });
});

describe('who did it', () => {
  const by = (userIdentity: JsonObject, more: JsonObject = {}): Partial<LifeCycleEvent> => {
    const { actor, actedBy, by: who } = oneOf(recordOf('DeleteUser', { userName: 'bob' }, { userIdentity, ...more }));
    return { actor, actedBy, by: who };
  };

  it('is the user, and by a key nobody can tell whether a person', () => {
    expect(by({ type: 'IAMUser', principalId: 'AIDAX', arn: arn('user/people/x') })).toEqual({
      actor: arn('user/people/x'),
      actedBy: [{ kind: 'uid', value: 'AIDAX' }],
      by: 'unknown',
    });
    expect(by({ type: 'IAMUser', principalId: 'AIDAX', arn: arn('user/x') }, { sessionCredentialFromConsole: 'true' }).by).toBe('person');
  });

  it('is the role of a session, with the names that stand behind it', () => {
    expect(by(session('ci/deploy', 'run-7', { sourceIdentity: 'eve' }))).toEqual({
      actor: arn('role/ci/deploy'),
      actedBy: [
        { kind: 'uid', value: 'AROAROLE0000000000000' },
        { kind: 'session-name', value: 'run-7' },
        { kind: 'source-identity', value: 'eve' },
      ],
      by: 'unknown',
    });
    expect(
      by(
        session('ci/deploy', 'run-7', {
          webIdFederationData: { federatedProvider: arn('oidc-provider/token.actions.githubusercontent.com') },
        }),
      ).by,
    ).toBe('automation');
  });

  it('is the person of IAM Identity Center', () => {
    const reserved = session('aws-reserved/sso.amazonaws.com/AWSReservedSSO_Admin_0123456789abcdef', 'ann@example.com');
    expect(by(reserved)).toMatchObject({ by: 'person', actedBy: [{ kind: 'uid' }, { kind: 'user-name', value: 'ann@example.com' }] });
    const direct = {
      type: 'IdentityCenterUser',
      onBehalfOf: { userId: 'user-9', identityStoreArn: `arn:aws:identitystore::${account}:identitystore/d-1` },
    };
    expect(by(direct)).toMatchObject({ actor: person('user-9'), by: 'person' });
  });

  it('is AWS itself, and then nobody used anything', () => {
    const told = mapped([
      recordOf('DeleteUser', { userName: 'bob' }, { userIdentity: { type: 'AWSService', invokedBy: 'sso.amazonaws.com' } }),
    ]);
    expect(eventsIn(told)).toMatchObject([{ by: 'provider', actor: null }]);
    expect(usesIn(told)).toEqual([]);
  });

  it('is the broker where the settings say as whom it acts', () => {
    const task = {
      boundary: `aws:${account}`,
      surface: 'aws:cloudtrail-events',
      args: {
        call: 'LookupEvents',
        region: 'us-east-1',
        from: '2026-11-01T00:00:00.000Z',
        to: '2026-11-22T00:00:00.000Z',
        tells: 'changes',
        brokers: ['team'],
      },
    };
    const told = mapped([recordOf('DeleteUser', { userName: 'bob' }, { userIdentity: session('x/team', 's') })], { task });
    expect(eventsIn(told)).toMatchObject([{ by: 'broker' }]);
  });
});

describe('use', () => {
  it('is told once for each key, the last on the page, whatever was done', () => {
    const at = (eventTime: string, more: JsonObject = {}): JsonObject =>
      recordOf('RunInstances', {}, { eventSource: 'ec2.amazonaws.com', eventTime, ...more });
    const other = { userIdentity: session('deploy', 's') };
    const told = mapped([
      at('2026-11-10T10:00:00Z'),
      at('2026-11-10T11:00:00Z'),
      at('2026-11-10T09:00:00Z'),
      at('2026-11-10T08:00:00Z', other),
    ]);
    expect(eventsIn(told)).toEqual([]);
    expect(usesIn(told).map(({ subject, at: when, object, what }) => ({ subject, when, object, what }))).toEqual([
      { subject: arn('user/people/ann'), when: '2026-11-10T11:00:00.000Z', object: 'AKIAANN', what: 'credential' },
      { subject: arn('role/deploy'), when: '2026-11-10T08:00:00.000Z', object: null, what: 'session' },
    ]);
  });
});
