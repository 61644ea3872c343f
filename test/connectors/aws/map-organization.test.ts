import { describe, expect, it } from 'vitest';
import { awsCore } from '../../../connectors/aws/core.ts';
import type { Json, JsonObject } from '../../../src/base/json.ts';
import type { Task } from '../../../src/model/page.ts';
import type { ConnectorScenario } from '../../contract/connector-suite.ts';
import { connectorSuite } from '../../contract/connector-suite.ts';
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
  walk,
} from './support/organization.ts';

const secret = `arn:aws:secretsmanager:eu-central-1:${management}:secret:db-AbCdEf`;
const secretTask = resourceTask('secretsmanager:GetResourcePolicy', secret);
const secretPage = { ARN: secret, Name: 'db', ResourcePolicy: JSON.stringify(everything) };

function resourceTask(call: string, resource: string, boundary = `aws:${management}`): Task {
  return { boundary, surface: 'aws:resource-policies', args: { call, resource } };
}

function scenario(): ConnectorScenario {
  const roots = [describing(management), secretTask];
  const why = 'another scenario shows it';
  const others = awsCore.surfaces.filter(
    (each) => !['aws:organization', 'aws:resource-policies'].includes(each.id) && !each.id.endsWith('control-policies'),
  );
  const [first, ...rest] = [...walk(estate, [describing(management)]), { task: secretTask, body: secretPage }];
  if (first === undefined) throw new Error('there are pages');
  return {
    settings: {},
    roots,
    pages: [first, ...rest],
    notShown: others.flatMap(({ id, yields }) => yields.map((kind) => ({ surface: id, kind, why }))),
  };
}

connectorSuite({ name: 'aws, an organization and a resource policy', core: awsCore, scenario });

function facts(pages: ReturnType<typeof walk>): readonly { readonly boundary: string; readonly key: string; readonly value: Json }[] {
  return mapAll(pages).flatMap((each) =>
    each.facts.map(({ boundary, key, value }) => ({ boundary, key, value: value as unknown as Json })),
  );
}

function policyTask(args: JsonObject, surface = 'aws:service-control-policies'): Task {
  return { boundary: `aws:${management}`, surface, args: { organization, ...args } };
}
const targetTask = policyTask({ call: 'ListPoliciesForTarget', node: prod });
const summary = (id: string, type = SCP): JsonObject => ({ Id: id, Type: type, Name: id, AwsManaged: false });

describe('an organization, from its management account', () => {
  const all = facts(walk(estate, [describing(management)]));

  it('has a place for each account, in that account', () => {
    const places = all.filter((each) => each.key === 'place').map(({ boundary, value }) => [boundary, (value as JsonObject)['path']]);
    expect(places).toEqual([
      [`aws:${management}`, [root, management]],
      ['aws:777788889999', [root, '777788889999']],
      [`aws:${member}`, [root, prod, member]],
      ['aws:222233334444', [root, prod, deep, '222233334444']],
    ]);
    expect(all.find((each) => each.boundary === `aws:${member}`)?.value).toEqual({
      type: 'account-place',
      account: member,
      organization,
      path: [root, prod, member],
    });
  });

  it('tells of every node what is attached to it, of both types, lists of several pages whole', () => {
    const targets = all.filter((each) => each.key.startsWith('target|'));
    expect(targets).toHaveLength(2 * 7);
    expect(targets.find((each) => each.key === `target|service-control-policy|${prod}`)).toEqual({
      boundary: `aws:${management}`,
      key: `target|service-control-policy|${prod}`,
      value: {
        type: 'organization-target',
        policyType: 'service-control-policy',
        node: prod,
        policies: ['p-FullAWSAccess', 'p-guard0001'],
      },
    });
  });

  it('tells what each policy says, once', () => {
    const policies = all.filter((each) => /^(service|resource)-control-policy\|/.test(each.key));
    expect(policies.map((each) => each.key).sort()).toEqual([
      'resource-control-policy|p-RCPFullAWSAccess',
      'service-control-policy|p-FullAWSAccess',
      'service-control-policy|p-guard0001',
    ]);
    expect(policies.find((each) => each.key.endsWith('guard0001'))?.value).toEqual({
      type: 'service-control-policy',
      id: 'p-guard0001',
      name: 'guard0001',
      awsManaged: false,
      document: guard,
    });
  });

  it('is not asked for policies of a type its root has not enabled', () => {
    const some = walk({ ...estate, types: [RCP] }, [describing(management)]);
    const asked = some.filter(({ task }) => JSON.stringify(task.args).includes('ListPoliciesForTarget')).map(({ task }) => task.surface);
    expect(new Set(asked)).toEqual(new Set(['aws:resource-control-policies']));
    const targets = facts(some).filter((each) => each.key.startsWith('target|service'));
    expect(targets).toMatchObject([{ boundary: `aws:${management}`, value: { node: root, policies: [] } }]);
  });
});

describe('an organization, from a member account', () => {
  it('is asked upwards: the account’s own place, and what hangs on the nodes above it', () => {
    const pages = walk(estate, [describing('222233334444')]);
    const all = facts(pages);
    expect(all.filter((each) => each.key === 'place')).toEqual([
      {
        boundary: 'aws:222233334444',
        key: 'place',
        value: { type: 'account-place', account: '222233334444', organization, path: [root, prod, deep, '222233334444'] },
      },
    ]);
    const nodes = all.filter((each) => each.key.startsWith('target|service')).map((each) => each.key.split('|')[2]);
    expect(nodes.sort()).toEqual(['222233334444', deep, prod, root].sort());
    expect(new Set(all.filter((each) => each.key !== 'place').map((each) => each.boundary))).toEqual(new Set([`aws:${management}`]));
    expect(new Set(pages.map(({ task }) => task.boundary))).toEqual(new Set(['aws:222233334444']));
  });

  it('has no place where its parent is not one', () => {
    const task: Task = { ...describing(member), args: { call: 'ListParents', organization, child: member, below: [member] } };
    const one = { Id: prod, Type: 'ORGANIZATIONAL_UNIT' };
    for (const parents of [[], [one, { Id: deep, Type: 'ORGANIZATIONAL_UNIT' }], [{ Id: prod, Type: 'ROOT' }], [one, null]]) {
      const mapped = awsCore.map(task, { Parents: parents });
      expect(mapped).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
      expect(mapped.spawns).toEqual([]);
    }
    expect(awsCore.map(task, { Parents: [], NextToken: 'more' }).gaps).toEqual([]);
  });

  it('is none where AWS says that none is in use', () => {
    const mapped = awsCore.map(describing(member), {
      error: { name: 'AWSOrganizationsNotInUseException', message: 'Your account is not a member' },
    });
    expect(mapped.gaps).toEqual([]);
    expect(mapped.facts).toMatchObject([{ key: 'place', value: { type: 'account-place', account: member, organization: null, path: [] } }]);
    expect(awsCore.map(describing(member), { error: { name: 'ServiceException' } })).toMatchObject({
      facts: [],
      gaps: [{ cause: 'malformed' }],
    });
    expect(awsCore.map({ ...describing(member), boundary: 'aws:caller' }, {})).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
  });
});

describe('policies of an organization', () => {
  it('attached to a node are a fact only when the list is whole', () => {
    const cut = awsCore.map(targetTask, { Policies: [summary('p-FullAWSAccess')], NextToken: 't' });
    expect(cut).toMatchObject({ facts: [], gaps: [] });
    const next = cut.spawns?.find((each) => JSON.stringify(each.args).includes('"token":"t"'));
    if (next === undefined) throw new Error('nothing asks for the rest');
    expect(awsCore.map(next, { Policies: [summary('p-guard0001')] }).facts).toMatchObject([
      { value: { policies: ['p-FullAWSAccess', 'p-guard0001'] } },
    ]);
    expect(awsCore.map(next, { Policies: [], NextToken: null }).facts).toMatchObject([{ value: { policies: ['p-FullAWSAccess'] } }]);
    expect(awsCore.map(next, { Policies: [], NextToken: 't' })).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
    expect(awsCore.map(targetTask, { Policies: [], NextToken: 5 })).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
  });

  it('attached to a node are not known where one of them could not be read, and the others are asked for all the same', () => {
    for (const broken of [null, {}, { ...summary('p-guard0001'), Id: '../x' }, summary('p-guard0001', RCP)]) {
      const mapped = awsCore.map(targetTask, { Policies: [summary('p-FullAWSAccess'), broken] });
      expect(mapped).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
      expect(mapped.gaps[0]?.detail).toContain('/Policies/1');
      expect(mapped.spawns?.map((each) => (each.args as JsonObject)['policy'])).toEqual(['p-FullAWSAccess']);
    }
  });

  it('of a type that is not enabled hang nowhere, which is told, and said only when the list is whole', () => {
    expect(awsCore.map(targetTask, { Policies: [] })).toMatchObject({ facts: [{ value: { policies: [] } }], gaps: [] });
    expect(awsCore.map(targetTask, { Policies: [], NextToken: 't' }).facts).toEqual([]);
    expect(awsCore.map(targetTask, {}).facts).toEqual([]);
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

const policy = JSON.stringify(everything);
const of = (service: string, rest: string) => `arn:aws:${service}:eu-central-1:${management}:${rest}`;
const queue = of('sqs', 'jobs');
const topic = of('sns', 'news');

/** Call, resource, the answer that holds this text, the answer or error that says there is none. */
const calls: readonly (readonly [string, string, (text: Json) => Json, Json])[] = [
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
  it.each(calls)('of %s are a fact of their resource, and none where there is none', (call, resource, holding, none) => {
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

  it.each(calls)('of %s that do not parse keep their fact, with a gap; what is no answer is a gap alone', (call, resource, holding) => {
    const task = resourceTask(call, resource);
    const broken = awsCore.map(task, holding('{"Statement":'));
    expect(broken.facts).toMatchObject([{ key: resource, value: { document: null } }]);
    expect(broken.gaps).toMatchObject([{ cause: 'malformed', subject: resource }]);
    for (const body of [holding(5), holding({}), holding(null), failed('AccessDenied'), failed('NoSuchEntity'), {}, []]) {
      expect(awsCore.map(task, body), JSON.stringify(body)).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
    }
  });

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
