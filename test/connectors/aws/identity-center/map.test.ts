import { describe, expect, it } from 'vitest';
import { awsCore } from '../../../../connectors/aws/core.ts';
import { callOf } from '../../../../connectors/aws/calls/list.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import type { Task } from '../../../../src/model/page.ts';
import type { ConnectorScenario } from '../../../contract/connector-suite.ts';
import { connectorSuite } from '../../../contract/connector-suite.ts';
import { center, full, instance, known, management, scan, setArn, settingsOf, store } from './estate.ts';

const ours = [
  'identity-center',
  'permission-sets',
  'identity-center-directory',
  'identity-center-assignments',
  'identity-center-provisioning',
  'account-access',
];

function scenario(): ConnectorScenario {
  const { pages } = scan(full, known(management), settingsOf({ assignments: 'by-principal' }));
  const spawned = new Set(pages.flatMap(({ task, body }) => awsCore.map(task, body).spawns ?? []).map((each) => JSON.stringify(each)));
  const roots = pages.map((each) => each.task).filter((each, at, all) => all.indexOf(each) === at && !spawned.has(JSON.stringify(each)));
  const [first, ...rest] = pages;
  if (first === undefined) throw new Error('there are pages');
  const declares =
    'declared so that what is not known of assignments is not known of policies and trusts either: no fact of that kind is made';
  return {
    settings: { surfaces: ours },
    roots,
    pages: [first, ...rest],
    notShown: awsCore.surfaces.flatMap(({ id, yields }) => {
      if (!ours.includes(id.slice(4))) return yields.map((kind) => ({ surface: id, kind, why: 'another scenario shows it' }));
      if (id !== 'aws:identity-center-assignments') return [];
      return yields.filter((kind) => kind !== 'assignment').map((kind) => ({ surface: id, kind, why: declares }));
    }),
  };
}

connectorSuite({ name: 'aws, an instance of IAM Identity Center', core: awsCore, scenario });

function task(surface: string, call: string, args: JsonObject = {}): Task {
  return { boundary: center, surface: `aws:${surface}`, args: { call, instance, ...args } };
}

function valuesOf(of: Task, body: Json): readonly Json[] {
  return awsCore.map(of, body).facts.map((fact) => fact.value as unknown as Json);
}

describe('what pages of IAM Identity Center tell', () => {
  it.each([
    ['PT1H', 3600],
    ['PT12H', 43200],
    ['PT1H30M', 5400],
    ['P1DT1S', 86401],
    ['', null],
    [null, null],
  ])('reads the session duration %j as %j seconds', (duration, seconds) => {
    const of = task('identity-center', 'DescribePermissionSet', { permissionSet: setArn('a') });
    const body = { PermissionSet: { Name: 'a', PermissionSetArn: setArn('a'), SessionDuration: duration } };
    expect(awsCore.map(of, body).gaps).toEqual([]);
    expect(valuesOf(of, body)).toMatchObject([{ sessionSeconds: seconds }]);
  });

  it.each(['8 hours', 'PT', 'P', 'P1Y', 'PT1H ', 'P1M', 3600])(
    'does not guess at the session duration %j, and keeps the name',
    (duration) => {
      const of = task('identity-center', 'DescribePermissionSet', { permissionSet: setArn('a') });
      const mapped = awsCore.map(of, { PermissionSet: { Name: 'a', PermissionSetArn: setArn('a'), SessionDuration: duration } });
      expect(mapped.gaps.map((each) => each.cause)).toEqual(['malformed']);
      expect(mapped.facts.map((each) => each.value)).toMatchObject([{ name: 'a', sessionSeconds: null }]);
    },
  );

  it('tells a user whose status is not known from one who is enabled, and refuses a status it does not know', () => {
    const of = task('identity-center-directory', 'ListUsers', { identityStore: store });
    const users = [
      { UserId: 'a', UserStatus: 'ENABLED' },
      { UserId: 'b', UserStatus: 'DISABLED' },
      { UserId: 'c' },
      { UserId: 'd', UserStatus: 'AWAY' },
    ];
    const { facts, gaps } = awsCore.map(of, { Users: users });
    expect(facts.filter((each) => each.kind === 'identity').map((each) => each.value.enabled)).toEqual([true, false, null]);
    expect(facts.filter((each) => each.kind === 'credential').map((each) => each.value.state)).toEqual(['active', 'inactive', 'active']);
    expect(gaps).toMatchObject([{ cause: 'malformed', boundary: center }]);
  });

  it('counts elements it could not read, so that their list is not taken for whole', () => {
    const of = task('identity-center-assignments', 'ListAccountAssignments', {
      permissionSet: setArn('a'),
      account: management,
      seen: 2,
      token: 't',
    });
    const { facts, gaps } = awsCore.map(of, { AccountAssignments: [{ PrincipalType: 'ROBOT' }] });
    expect(facts.map((each) => each.value)).toMatchObject([{ type: 'listing', count: 3 }]);
    expect(gaps).toHaveLength(1);
  });

  it('does not take the assignments of another pair for those of the pair asked for', () => {
    const of = task('identity-center-assignments', 'ListAccountAssignments', { permissionSet: setArn('a'), account: management });
    const row = { AccountId: '999988887777', PermissionSetArn: setArn('a'), PrincipalId: 'u', PrincipalType: 'USER' };
    const { facts, gaps } = awsCore.map(of, { AccountAssignments: [row] });
    expect(facts).toEqual([]);
    expect(gaps.map((each) => each.cause)).toEqual(['malformed']);
  });

  it('notices a list that goes on with the token it was asked with', () => {
    const of = task('identity-center-directory', 'ListUsers', { identityStore: store, token: 't', seen: 1 });
    const mapped = awsCore.map(of, { Users: [], NextToken: 't' });
    expect(mapped.spawns ?? []).toEqual([]);
    expect(mapped.facts).toEqual([]);
    expect(mapped.gaps.map((each) => each.cause)).toEqual(['malformed']);
  });

  it('asks in the primary region of an instance that is replicated', () => {
    const of: Task = {
      boundary: `aws:${management}`,
      surface: 'aws:identity-center',
      args: { call: 'ListInstances', directory: true, region: 'eu-west-1' },
    };
    const { spawns = [] } = awsCore.map(of, {
      Instances: [{ InstanceArn: instance, IdentityStoreId: store, OwnerAccountId: management, PrimaryRegion: 'us-east-1' }],
    });
    expect(spawns.map((each) => (each.args as JsonObject)['region'])).toEqual(['us-east-1', 'us-east-1', 'us-east-1']);
  });
});

describe('the requests', () => {
  it('give every member that the API demands, and leave the size of a page to no chance', () => {
    const inputs = new Map<string, unknown>();
    for (const of of scan(full, known(management), settingsOf({ assignments: 'by-account' })).asked) {
      const call = callOf(of);
      expect(call, JSON.stringify(of)).toBeDefined();
      if (call !== undefined) inputs.set(`${call.surface} ${call.operation}`, call.input(of.args as JsonObject));
    }
    expect(inputs.get('aws:identity-center-provisioning ListAccountsForProvisionedPermissionSet')).toMatchObject({
      InstanceArn: instance,
      ProvisioningStatus: 'LATEST_PERMISSION_SET_NOT_PROVISIONED',
      MaxResults: 100,
    });
    expect(inputs.get('aws:identity-center-assignments ListAccountAssignments')).toMatchObject({ InstanceArn: instance, MaxResults: 100 });
    expect(inputs.get('aws:identity-center-directory ListUsers')).toMatchObject({
      IdentityStoreId: store,
      MaxResults: 100,
      NextToken: '2',
    });
    expect(inputs.get('aws:identity-center-provisioning DescribeAccountAssignmentDeletionStatus')).toEqual({
      InstanceArn: instance,
      AccountAssignmentDeletionRequestId: 'r-0',
    });
    expect(inputs.get('aws:account-access ListEntitlements')).toMatchObject({ filter: {} });
  });
});
