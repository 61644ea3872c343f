import { describe, expect, it } from 'vitest';
import { awsCore } from '../../../connectors/aws/core.ts';
import type { Json, JsonObject } from '../../../src/base/json.ts';
import type { Task } from '../../../src/model/page.ts';
import type { ConnectorScenario } from '../../contract/connector-suite.ts';
import { connectorSuite } from '../../contract/connector-suite.ts';
import { placesOf } from '../../../connectors/aws/places.ts';
import { FactTable } from '../../../src/collect/facts.ts';
import type { Estate } from './support/organization.ts';
import {
  deep,
  describing,
  estate,
  everything,
  guard,
  management,
  mapAll,
  member,
  organization,
  prod,
  RCP,
  root,
  SCP,
  settingsOf,
  walk,
} from './support/organization.ts';

const secret = `arn:aws:secretsmanager:eu-central-1:${management}:secret:db-AbCdEf`;
const secretTask = resourceTask('secretsmanager:GetResourcePolicy', secret);
const secretPage = { ARN: secret, Name: 'db', ResourcePolicy: JSON.stringify(everything) };

function resourceTask(call: string, resource: string, boundary = `aws:${management}`): Task {
  return { boundary, surface: 'aws:resource-policies', args: { call, resource } };
}

function scenario(): ConnectorScenario {
  const settings = settingsOf();
  const why = 'another scenario shows it';
  const shown = ['aws:organization', 'aws:resource-policies', 'aws:caller-identity', 'aws:delegated-administrators'];
  const others = awsCore.surfaces.filter((each) => !shown.includes(each.id) && !each.id.endsWith('control-policies'));
  const [first, ...rest] = [...walk(estate, settings), { task: secretTask, body: secretPage }];
  if (first === undefined) throw new Error('there are pages');
  return {
    settings: { surfaces: settings.surfaces },
    roots: [...awsCore.roots(settings), secretTask],
    pages: [first, ...rest],
    notShown: others.flatMap(({ id, yields }) => yields.map((kind) => ({ surface: id, kind, why }))),
  };
}

connectorSuite({ name: 'aws, an organization and a resource policy', core: awsCore, scenario });

function factsOf(pages: ReturnType<typeof walk>): FactTable {
  const table = new FactTable();
  mapAll(pages).forEach((mapped, at) => table.add({ page: String(at), at: null, facts: mapped.facts }));
  return table;
}

/** Values of a kind of limiter, by key. */
function told(pages: ReturnType<typeof walk>, type: string): Readonly<Record<string, JsonObject>> {
  const facts = [...factsOf(pages).ofKind('limiter')].filter(({ value }) => (value as JsonObject)['type'] === type);
  expect(new Set(facts.map((each) => each.boundary))).toEqual(new Set(facts.length === 0 ? [] : [`aws:${management}`]));
  return Object.fromEntries(facts.map(({ key, value }) => [key, value as JsonObject]));
}

/** How often each call is made. */
function calls(pages: ReturnType<typeof walk>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { task } of pages) {
    const call = (task.args as { readonly call?: string }).call ?? '';
    counts[call] = (counts[call] ?? 0) + 1;
  }
  return counts;
}

function policyTask(args: JsonObject, surface = 'aws:service-control-policies'): Task {
  return { boundary: `aws:${management}`, surface, args: { organization, ...args } };
}
const summary = (id: string, type = SCP): JsonObject => ({ Id: id, Type: type, Name: id, AwsManaged: false });
const all = [management, member, '222233334444', '777788889999'];

const pathsOf = (of: Estate): Readonly<Record<string, readonly string[] | undefined>> =>
  Object.fromEntries([...placesOf(factsOf(walk(of, settingsOf())).ofKind('limiter'))].map(([account, { path }]) => [account, path]));

const paths = {
  [management]: [root, management],
  '777788889999': [root, '777788889999'],
  [member]: [root, prod, member],
  '222233334444': [root, prod, deep, '222233334444'],
};

describe('an organization', () => {
  const pages = walk(estate, settingsOf());

  it('has a place for each account, with its name and state, whoever may be entered', () => {
    expect(Object.keys(told(pages, 'account-place')).sort()).toEqual(['place', ...all.map((each) => `place|${each}`)].sort());
    expect(told(pages, 'account-place')['place|777788889999']).toEqual({
      type: 'account-place',
      account: '777788889999',
      organization,
      path: null,
      name: 'account 777788889999',
      state: 'SUSPENDED',
    });
    expect(new Set(factsOf(pages).boundaries)).toEqual(new Set([`aws:${management}`]));
  });

  it('is walked down where the list of accounts tells no paths, two calls a node', () => {
    expect(pathsOf(estate)).toEqual(paths);
    expect(calls(pages)).toMatchObject({ ListOrganizationalUnitsForParent: 3, ListAccountsForParent: 3 });
    expect(calls(pages)).not.toHaveProperty('ListParents');
  });

  it('is not walked where the list tells them all', () => {
    const whole = { ...estate, withPath: all };
    expect(pathsOf(whole)).toEqual(paths);
    expect(Object.keys(calls(walk(whole, settingsOf()))).filter((each) => each.includes('Parent'))).toEqual([]);
  });

  it('is asked upwards from the few accounts that the list did not place, as far as the others do not tell', () => {
    const some = { ...estate, withPath: all.slice(0, 2) };
    expect(pathsOf(some)).toEqual(paths);
    const pages = walk(some, settingsOf());
    expect(calls(pages)).toMatchObject({ ListParents: 3 });
    expect(calls(pages)).not.toHaveProperty('ListAccountsForParent');
  });

  it('does not take a path of another form or account for the account’s, nor an account of another organization', () => {
    const task: Task = { ...describing(management), args: { call: 'ListAccounts', organization, seen: [management] } };
    const good = `${organization.id}/${root}/${prod}/${member}/`;
    const page = (...Paths: readonly Json[]) => ({ Accounts: [{ Id: member, Name: 'm', State: 'ACTIVE', Paths }] });
    const path = (body: Json) => (awsCore.map(task, body).facts[0]?.value as unknown as JsonObject)['path'];
    expect(path(page(good))).toEqual([root, prod, member]);
    for (const other of [good.slice(0, -1), good.replace(member, management), `${good}x`, 5, null]) {
      expect(path(page(other)), String(other)).toBeNull();
      expect(awsCore.map(task, page(other)).gaps).toMatchObject([{ cause: 'malformed', subject: member }]);
    }
    const elsewhere = awsCore.map(task, page(good.replace('o-', 'o-z')));
    expect(elsewhere).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
    expect(path(page(good, good))).toBeNull();
    expect(awsCore.map(task, { Accounts: [{ Id: member }], NextToken: 't' })).toMatchObject({
      facts: [{ value: { name: null, state: null, path: null } }],
      gaps: [],
    });
    expect(awsCore.map(task, { Accounts: [{ Id: member, Status: 'SUSPENDED' }] }).facts).toMatchObject([{ value: { state: 'SUSPENDED' } }]);
    expect(awsCore.map(task, { Accounts: [], NextToken: 't' })).toMatchObject({ facts: [], gaps: [] });
  });

  it('has the account that asks and the one that manages it in the list of its accounts, on whatever page', () => {
    const ask = (body: Json, more: JsonObject = {}) =>
      awsCore.map({ ...describing(member), args: { call: 'ListAccounts', organization, ...more } }, body);
    const lacking = (of: string) => ({ cause: 'malformed', detail: expect.stringContaining(`lacks account ${of}`) as string });
    expect(ask({ Accounts: [{ Id: member }, { Id: management }] }).gaps).toEqual([]);
    expect(ask({ Accounts: [{ Id: member }] }).gaps).toMatchObject([lacking(management)]);
    expect(ask({ Accounts: [] }).gaps).toMatchObject([lacking(management), lacking(member)]);
    const { gaps, spawns } = ask({ Accounts: [{ Id: member }], NextToken: 'b' }, { token: 'a' });
    expect([gaps, spawns?.map(({ args }) => args)]).toEqual([[], [{ call: 'ListAccounts', organization, token: 'b', seen: [member] }]]);
    expect(ask({ Accounts: [{ Id: management }] }, { token: 'b', seen: [member] }).gaps).toEqual([]);
    expect(ask({ Accounts: [{ Id: member }], NextToken: 'a' }, { token: 'a' }).gaps).toHaveLength(1);
    expect(ask({ Accounts: [{ Id: member }], NextToken: 5 }).gaps).toHaveLength(1);
  });

  it('has a root', () => {
    const task: Task = { ...describing(management), args: { call: 'ListRoots', organization } };
    expect(awsCore.map(task, { Roots: [] }).gaps).toMatchObject([{ cause: 'malformed' }]);
    expect(awsCore.map(task, { Roots: [], NextToken: 'more' }).gaps).toEqual([]);
  });

  it('has no way up where a parent is not one', () => {
    const task: Task = { ...describing(member), args: { call: 'ListParents', organization, child: member } };
    const one = { Id: prod, Type: 'ORGANIZATIONAL_UNIT' };
    for (const parents of [[], [one, { Id: deep, Type: 'ORGANIZATIONAL_UNIT' }], [{ Id: prod, Type: 'ROOT' }], [one, null]]) {
      const mapped = awsCore.map(task, { Parents: parents });
      expect(mapped).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
      expect(mapped.spawns).toEqual([]);
    }
    expect(awsCore.map(task, { Parents: [], NextToken: 'more' }).gaps).toEqual([]);
  });

  it('is known to its members whatever else they may not ask', () => {
    const { facts, gaps } = awsCore.map(describing(member), { Organization: { Id: organization.id, MasterAccountId: management } });
    expect(gaps).toEqual([]);
    expect(facts).toMatchObject([{ boundary: `aws:${member}`, key: 'place', value: { organization, path: null, state: null } }]);
  });

  it('is none where AWS says that none is in use', () => {
    const mapped = awsCore.map(describing(member), {
      error: { name: 'AWSOrganizationsNotInUseException', message: 'Your account is not a member' },
    });
    expect(mapped.gaps).toEqual([]);
    expect(mapped.spawns).toEqual([]);
    expect(mapped.facts).toMatchObject([{ key: 'place', value: { type: 'account-place', account: member, organization: null, path: [] } }]);
    expect(awsCore.map(describing(member), { error: { name: 'ServiceException' } })).toMatchObject({
      facts: [],
      gaps: [{ cause: 'malformed' }],
    });
    expect(awsCore.map({ ...describing(member), boundary: 'aws:caller' }, {})).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
  });

  it('that nothing is asked of is not asked for at all', () => {
    expect(calls(walk(estate, settingsOf({ surfaces: ['ssh-keys'] })))).not.toHaveProperty('DescribeOrganization');
  });
});

describe('policies of an organization', () => {
  const pages = walk(estate, settingsOf());

  it('are listed whole, and each tells where it is attached', () => {
    expect(told(pages, 'organization-policies')).toEqual({
      'policies|service-control-policy': {
        type: 'organization-policies',
        policyType: 'service-control-policy',
        policies: ['p-FullAWSAccess', 'p-guard0001', 'p-unused001'],
      },
      'policies|resource-control-policy': {
        type: 'organization-policies',
        policyType: 'resource-control-policy',
        policies: ['p-RCPFullAWSAccess'],
      },
    });
    const targets = told(pages, 'organization-targets');
    expect(targets['targets|service-control-policy|p-guard0001']?.['nodes']).toEqual([prod]);
    expect(targets['targets|service-control-policy|p-FullAWSAccess']?.['nodes']).toEqual([root, prod, deep, ...all].sort());
    expect(targets['targets|service-control-policy|p-unused001']?.['nodes']).toEqual([]);
  });

  it('tell what they say, once, where they are attached to anything', () => {
    expect(Object.keys(told(pages, 'service-control-policy')).sort()).toEqual([
      'service-control-policy|p-FullAWSAccess',
      'service-control-policy|p-guard0001',
    ]);
    expect(told(pages, 'service-control-policy')['service-control-policy|p-guard0001']).toEqual({
      type: 'service-control-policy',
      id: 'p-guard0001',
      name: 'guard0001',
      awsManaged: false,
      document: guard,
    });
    expect(calls(pages)['DescribePolicy']).toBe(3);
  });

  it('are asked for only of types that its root has enabled, and that the settings ask for', () => {
    const asked = (of: Estate, settings = settingsOf()) =>
      new Set(
        walk(of, settings)
          .filter(({ task }) => (task.args as JsonObject)['call'] === 'ListPolicies')
          .map(({ task }) => task.surface),
      );
    expect(asked({ ...estate, types: [RCP] })).toEqual(new Set(['aws:resource-control-policies']));
    expect(asked(estate, settingsOf({ surfaces: ['service-control-policies'] }))).toEqual(new Set(['aws:service-control-policies']));
    expect(told(walk({ ...estate, types: [RCP] }, settingsOf()), 'organization-root')[`root|${root}`]?.['enabled']).toEqual([
      'resource-control-policy',
    ]);
  });

  const lists = [
    ['ListPolicies', 'Policies', {}, summary('p-FullAWSAccess'), summary('p-guard0001')],
    [
      'ListTargetsForPolicy',
      'Targets',
      { policy: 'p-guard0001' },
      { TargetId: prod, Type: 'ORGANIZATIONAL_UNIT' },
      { TargetId: root, Type: 'ROOT' },
    ],
  ] as const;

  it.each(lists)('of %s are a list only when every page and element of it was read', (call, list, args, one, other) => {
    const task = policyTask({ call, ...args });
    const next = (body: Json) => {
      const mapped = awsCore.map(task, body);
      expect(mapped.facts).toEqual([]);
      const [spawned] = (mapped.spawns ?? []).filter((each) => (each.args as JsonObject)['token'] === 't');
      if (spawned === undefined) throw new Error('nothing asks for the rest');
      return spawned;
    };
    const cut = next({ [list]: [one], NextToken: 't' });
    expect(awsCore.map(cut, { [list]: [other] }).facts).toHaveLength(1);
    expect(awsCore.map(cut, { [list]: [], NextToken: null }).facts).toHaveLength(1);
    expect(awsCore.map(cut, { [list]: [], NextToken: 't' })).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
    expect(awsCore.map(task, { [list]: [], NextToken: 5 })).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
    expect(awsCore.map(task, {})).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
    // one that could not be read: the rest is asked for, and is no whole list
    const partial = next({ [list]: [one, null], NextToken: 't' });
    expect(awsCore.map(partial, { [list]: [other] })).toMatchObject({ facts: [], gaps: [] });
    expect(awsCore.map(task, { [list]: [one, {}] })).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
  });

  it('that hang nowhere are a whole list', () => {
    expect(awsCore.map(policyTask({ call: 'ListTargetsForPolicy', policy: 'p-guard0001' }), { Targets: [] })).toMatchObject({
      facts: [{ key: 'targets|service-control-policy|p-guard0001', value: { nodes: [] } }],
      gaps: [],
      spawns: [],
    });
  });

  it('keep their place in the estate where their document does not parse', () => {
    const task = policyTask({ call: 'DescribePolicy', policy: 'p-guard0001' });
    for (const content of ['{', '[]', '{"Statement":[],"Statement":[]}', '']) {
      const mapped = awsCore.map(task, { Policy: { PolicySummary: summary('p-guard0001'), Content: content } });
      expect(mapped.facts).toMatchObject([{ key: 'service-control-policy|p-guard0001', value: { document: null } }]);
      expect(mapped.gaps).toMatchObject([{ cause: 'malformed', subject: 'p-guard0001' }]);
      expect(mapped.gaps[0]?.detail).toContain('/Policy/Content');
    }
  });

  it('are not taken from the answer to another question', () => {
    const task = policyTask({ call: 'DescribePolicy', policy: 'p-guard0001' });
    const content = JSON.stringify(guard);
    for (const other of [summary('p-other001'), summary('p-guard0001', RCP), { ...summary('p-guard0001'), AwsManaged: 'no' }]) {
      expect(awsCore.map(task, { Policy: { PolicySummary: other, Content: content } })).toMatchObject({
        facts: [],
        gaps: [{ cause: 'malformed' }],
      });
    }
  });

  it('that are asked for in an unknown way are a gap', () => {
    for (const args of [{}, null, { call: 'DeletePolicy' }, { call: 'ListPolicies', organization: { id: 'x' } }, { call: 'ListRoots' }]) {
      for (const surface of [
        'aws:organization',
        'aws:service-control-policies',
        'aws:resource-control-policies',
        'aws:delegated-administrators',
        'aws:resource-policies',
      ]) {
        expect(awsCore.map({ boundary: `aws:${management}`, surface, args }, {})).toMatchObject({
          facts: [],
          gaps: [{ cause: 'unsupported', surface }],
        });
      }
    }
  });
});

describe('who acts for an organization', () => {
  const task = (call: string): Task => ({ ...policyTask({ call }, 'aws:delegated-administrators') });

  it('is told of delegated administrators with their services, of trusted services and of root users managed from above', () => {
    const facts = [...factsOf(walk(estate, settingsOf())).ofKind('observation')];
    expect(Object.fromEntries(facts.map(({ key, value }) => [key, value]))).toEqual({
      [`delegated-administrators|${organization.id}`]: {
        type: 'delegated-administrators',
        organization: organization.id,
        accounts: [member],
      },
      [`delegation-policy|${organization.id}`]: {
        type: 'delegation-policy',
        organization: organization.id,
        present: false,
        document: null,
      },
      [`delegated-administrator|${member}`]: {
        type: 'delegated-administrator',
        account: member,
        name: 'audit',
        state: 'ACTIVE',
        since: '2025-03-01T00:00:00.000Z',
      },
      [`delegated-service|${member}|sso.amazonaws.com`]: {
        type: 'delegated-service',
        account: member,
        service: 'sso.amazonaws.com',
        since: '2025-03-01T00:00:00.000Z',
      },
      'trusted-service|iam.amazonaws.com': { type: 'trusted-service', service: 'iam.amazonaws.com', since: '2025-02-01T00:00:00.000Z' },
      'root-access': { type: 'root-access', organization: organization.id, features: ['RootCredentialsManagement', 'RootSessions'] },
    });
  });

  it('is a whole list only when every page and element of it was read', () => {
    const list = 'DelegatedAdministrators';
    const ask = task('ListDelegatedAdministrators');
    const whole = (mapped: ReturnType<typeof awsCore.map>) =>
      mapped.facts.flatMap(({ key, value }) =>
        key.startsWith('delegated-administrators|') ? [(value as unknown as JsonObject)['accounts']] : [],
      );
    const next = (body: Json) => {
      const mapped = awsCore.map(ask, body);
      expect(whole(mapped)).toEqual([]);
      const [spawned] = (mapped.spawns ?? []).filter((each) => (each.args as JsonObject)['token'] === 't');
      if (spawned === undefined) throw new Error('nothing asks for the rest');
      return spawned;
    };
    const one = { Id: member };
    const other = { Id: '222233334444' };
    expect(whole(awsCore.map(ask, { [list]: [] }))).toEqual([[]]);
    const cut = next({ [list]: [one], NextToken: 't' });
    expect(whole(awsCore.map(cut, { [list]: [other] }))).toEqual([['222233334444', member].sort()]);
    expect(awsCore.map(cut, { [list]: [other] }).spawns).toMatchObject([{ args: { call: 'ListDelegatedServicesForAccount' } }]);
    expect(awsCore.map(cut, { [list]: [], NextToken: 't' })).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
    expect(whole(awsCore.map(next({ [list]: [one, {}], NextToken: 't' }), { [list]: [other] }))).toEqual([]);
    for (const body of [{ [list]: [one, {}] }, { [list]: [one], NextToken: 5 }, {}]) {
      const mapped = awsCore.map(ask, body);
      expect(whole(mapped)).toEqual([]);
      expect(mapped.gaps).toMatchObject([{ cause: 'malformed' }]);
    }
  });

  it('is told of the delegation policy, of that there is none, and of nothing where the answer is another', () => {
    const ask = (body: Json) => awsCore.map(task('DescribeResourcePolicy'), body);
    const holding = (Content: Json): Json => ({ ResourcePolicy: { ResourcePolicySummary: { Id: 'rp-abcd1234' }, Content } });
    const key = `delegation-policy|${organization.id}`;
    expect(ask({ error: { name: 'ResourcePolicyNotFoundException', message: '' } })).toMatchObject({
      facts: [{ key, value: { present: false, document: null } }],
      gaps: [],
    });
    expect(ask(holding(JSON.stringify(guard)))).toMatchObject({ facts: [{ key, value: { present: true, document: guard } }], gaps: [] });
    expect(ask(holding('{'))).toMatchObject({
      facts: [{ key, value: { present: true, document: null } }],
      gaps: [{ cause: 'malformed', detail: expect.stringContaining('/ResourcePolicy/Content') as string }],
    });
    for (const body of [{}, { ResourcePolicy: {} }, { error: { name: 'ServiceException', message: '' } }, holding(5), null]) {
      expect(ask(body), JSON.stringify(body)).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
    }
  });

  it('has no features where AWS says that they cannot be had, and is unknown where it says anything else', () => {
    const failing = (name: string) => awsCore.map(task('ListOrganizationsFeatures'), { error: { name, message: '' } });
    expect(failing('ServiceAccessNotEnabledException').facts).toMatchObject([{ value: { features: [] } }]);
    expect(failing('OrganizationNotFoundException')).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
    expect(awsCore.map(task('ListOrganizationsFeatures'), { OrganizationId: organization.id }).facts).toMatchObject([
      { value: { features: [] } },
    ]);
  });
});

const policy = JSON.stringify(everything);
const of = (service: string, rest: string) => `arn:aws:${service}:eu-central-1:${management}:${rest}`;
const queue = of('sqs', 'jobs');
const topic = of('sns', 'news');

/** Call, resource, the answer that holds this text, the answer or error that says there is none. */
const resourceCalls: readonly (readonly [string, string, (text: Json) => Json, Json])[] = [
  ['secretsmanager:GetResourcePolicy', secret, (text) => ({ ...secretPage, ResourcePolicy: text }), { ARN: secret, Name: 'db' }],
  ['kms:GetKeyPolicy', of('kms', 'key/1'), (text) => ({ Policy: text, PolicyName: 'default' }), failed('NotFoundException')],
  ['s3:GetBucketPolicy', 'arn:aws:s3:::logs', (text) => ({ Policy: text }), failed('NoSuchBucketPolicy')],
  ['lambda:GetPolicy', of('lambda', 'function:f'), (text) => ({ Policy: text, RevisionId: '1' }), failed('ResourceNotFoundException')],
  ['sqs:GetQueueAttributes', queue, (text) => ({ Attributes: { QueueArn: queue, Policy: text } }), { Attributes: { QueueArn: queue } }],
  ['sns:GetTopicAttributes', topic, (text) => ({ Attributes: { TopicArn: topic, Policy: text } }), failed('NotFoundException')],
  ['ecr:GetRepositoryPolicy', of('ecr', 'repository/app'), (text) => ({ policyText: text }), failed('RepositoryPolicyNotFoundException')],
  ['dynamodb:GetResourcePolicy', of('dynamodb', 'table/t'), (text) => ({ Policy: text }), failed('PolicyNotFoundException')],
];

function failed(name: string): Json {
  return { error: { name, message: 'said the service' } };
}

describe('resource policies', () => {
  it.each(resourceCalls)('of %s are a fact of their resource, and none where there is none', (call, resource, holding, none) => {
    const task = resourceTask(call, resource);
    const boundary = `aws:${management}`;
    const mapped = awsCore.map(task, holding(policy));
    expect(mapped.gaps).toEqual([]);
    expect(mapped.facts).toMatchObject([
      {
        kind: 'resource-policy',
        boundary,
        key: resource,
        value: { resource, service: call.split(':')[0], account: management, document: everything },
      },
    ]);
    expect(awsCore.map(task, none)).toMatchObject({ facts: [], gaps: [] });
  });

  it.each(resourceCalls)(
    'of %s that do not parse keep their fact, with a gap; what is no answer is a gap alone',
    (call, resource, holding) => {
      const task = resourceTask(call, resource);
      const broken = awsCore.map(task, holding('{"Statement":'));
      expect(broken.facts).toMatchObject([{ key: resource, value: { document: null } }]);
      expect(broken.gaps).toMatchObject([{ cause: 'malformed', subject: resource }]);
      for (const body of [holding(5), holding({}), holding(null), failed('AccessDenied'), failed('NoSuchEntity'), {}, []]) {
        expect(awsCore.map(task, body), JSON.stringify(body)).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
      }
    },
  );

  it('that every such resource has are a gap where they are missing', () => {
    expect(awsCore.map(resourceTask('kms:GetKeyPolicy', of('kms', 'key/1')), { PolicyName: 'default' }).gaps).toHaveLength(1);
    expect(awsCore.map(resourceTask('kms:GetKeyPolicy', of('kms', 'key/1')), { PolicyName: 'mine', Policy: policy }).facts).toEqual([]);
    expect(awsCore.map(resourceTask('sns:GetTopicAttributes', topic), { Attributes: { TopicArn: topic } }).gaps).toHaveLength(1);
    expect(awsCore.map(resourceTask('sqs:GetQueueAttributes', queue), { Attributes: { QueueArn: queue, Policy: '' } })).toMatchObject({
      facts: [],
      gaps: [],
    });
  });

  it('go to the account that owns the resource', () => {
    const task = resourceTask('sqs:GetQueueAttributes', queue, `aws:${member}`);
    expect(awsCore.map(task, { Attributes: { QueueArn: queue, Policy: policy } }).facts).toMatchObject([{ boundary: `aws:${management}` }]);
    const bucket = (boundary: string) => awsCore.map(resourceTask('s3:GetBucketPolicy', 'arn:aws:s3:::logs', boundary), { Policy: policy });
    expect(bucket(`aws:${member}`).facts).toMatchObject([{ boundary: `aws:${member}`, value: { account: member } }]);
    expect(bucket('aws:caller')).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
  });

  it('of another resource or service than was asked about are not taken for it', () => {
    expect(awsCore.map(secretTask, { ...secretPage, ARN: secret.replace('db', 'other') })).toMatchObject({
      facts: [],
      gaps: [{ cause: 'malformed' }],
    });
    for (const resource of ['db', secret, `arn:aws:kms:eu-central-1::key/1`, `arn:aws:kms:eu-central-1:${management}:`]) {
      expect(awsCore.map(resourceTask('kms:GetKeyPolicy', resource), { Policy: policy })).toMatchObject({
        facts: [],
        gaps: [{ cause: 'malformed' }],
      });
    }
  });
});
