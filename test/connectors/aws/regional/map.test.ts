import { describe, expect, it } from 'vitest';
import { awsCore } from '../../../../connectors/aws/core.ts';
import { workloadSurfaces } from '../../../../connectors/aws/settings.ts';
import { callOf } from '../../../../connectors/aws/calls/list.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { Mapped } from '../../../../src/contract/connector.ts';
import type { ConnectorScenario, RecordedPage } from '../../../contract/connector-suite.ts';
import { connectorSuite } from '../../../contract/connector-suite.ts';
import { account, arn, boundary, details, detailsTask, other, user } from '../support/estate.ts';
import {
  analyzer,
  ann,
  answersTo,
  ask,
  awsKey,
  deleted,
  grantId,
  ownKey,
  region,
  regionalArn,
  roots,
  secret,
  usageBody,
  usageTask,
  walk,
} from './estate.ts';

const surfaces = [
  'aws:secrets',
  'aws:kms-keys',
  'aws:roles-anywhere',
  'aws:access-analyzer',
  'aws:service-last-accessed',
  ...workloadSurfaces.map((each) => `aws:${each}`),
];

function scenario(): ConnectorScenario {
  // who there is to ask about is told by the details of the account
  const pages: readonly RecordedPage[] = [{ task: detailsTask, body: details({ users: [user('ann')] }) }, ...walk()];
  const [first, ...rest] = pages;
  if (first === undefined) throw new Error('there are pages');
  const shown = new Set(awsCore.map(first.task, first.body).facts.map(({ surface, kind }) => `${surface} ${kind}`));
  const others = awsCore.surfaces
    .filter((each) => !surfaces.includes(each.id))
    .flatMap(({ id, yields }) => yields.map((kind) => ({ id, kind })));
  return {
    settings: { regions: [region], surfaces: ['authorization-details', ...surfaces.map((each) => each.slice('aws:'.length))] },
    roots: [detailsTask, ...roots],
    pages: [first, ...rest],
    notShown: [
      ...others
        .filter(({ id, kind }) => !shown.has(`${id} ${kind}`))
        .map(({ id, kind }) => ({ surface: id, kind, why: 'another scenario shows it' })),
      { surface: 'aws:secrets', kind: 'secret-policy', why: 'no fact is of this kind: it says that policies of secrets are told' },
      { surface: 'aws:kms-keys', kind: 'key-policy', why: 'no fact is of this kind: it says that policies of keys are told' },
    ],
  };
}

connectorSuite({ name: 'aws, what is read on request', core: awsCore, scenario });

/** The first page of a task's answer, with its members replaced. */
function mapped(task: Parameters<typeof awsCore.map>[0], more: JsonObject = {}): Mapped {
  const [body] = answersTo(task);
  return awsCore.map(task, isJsonObject(body ?? null) ? { ...(body as JsonObject), ...more } : null);
}
const values = ({ facts }: Mapped): readonly Json[] => facts.map((each) => each.value as unknown as Json);
const callsOf = ({ spawns = [] }: Mapped): readonly Json[] => spawns.map(({ args }) => args);

describe('secrets', () => {
  it('tell their rotation, and are asked for their policies unless they are marked for deletion', () => {
    const pages = answersTo(ask('secrets', 'ListSecrets')).map((body) => awsCore.map(ask('secrets', 'ListSecrets'), body));
    expect(pages.flatMap(callsOf)).toEqual([{ call: 'GetResourcePolicy', region, secret }]);
    expect(pages.flatMap(values)).toEqual([
      {
        type: 'secret',
        arn: secret,
        name: 'db',
        rotationEnabled: true,
        lastRotatedAt: '2026-01-02T03:04:05.000Z',
        lastChangedAt: null,
        lastAccessedOn: '2026-11-20T00:00:00.000Z',
        createdAt: '2025-01-02T03:04:05.000Z',
        deletedAt: null,
        owningService: null,
      },
      expect.objectContaining({ arn: deleted, deletedAt: '2026-11-01T00:00:00.000Z', owningService: 'rds', rotationEnabled: null }),
    ]);
  });

  it('whose deletion date does not parse are a gap, and no secret that is in use', () => {
    const list = mapped(ask('secrets', 'ListSecrets'), { SecretList: [{ ARN: secret, Name: 'db', DeletedDate: 'yesterday' }] });
    expect(list.facts).toEqual([]);
    expect(list.gaps).toMatchObject([{ cause: 'malformed', surface: 'aws:secrets' }]);
  });

  it('of another account are a gap', () => {
    const foreign = regionalArn('secretsmanager', 'secret:x', other);
    const list = mapped(ask('secrets', 'ListSecrets'), { SecretList: [{ ARN: foreign, Name: 'x' }] });
    expect([list.facts, list.spawns]).toEqual([[], []]);
    expect(list.gaps).toMatchObject([{ cause: 'malformed' }]);
  });

  it('without a policy have none, and a policy is told as of any resource', () => {
    const task = ask('secrets', 'GetResourcePolicy', { secret });
    expect(awsCore.map(task, { ARN: secret, Name: 'db' })).toMatchObject({ facts: [], gaps: [] });
    expect(awsCore.map(task, { error: { name: 'ResourceNotFoundException', message: '' } })).toMatchObject({ facts: [], gaps: [] });
    expect(mapped(task).facts).toMatchObject([{ kind: 'resource-policy', boundary, surface: 'aws:secrets', key: secret }]);
  });
});

describe('keys', () => {
  it('are asked for policy and grants only where the account manages them', () => {
    expect(callsOf(mapped(ask('kms-keys', 'DescribeKey', { key: awsKey })))).toEqual([]);
    expect(callsOf(mapped(ask('kms-keys', 'DescribeKey', { key: ownKey })))).toEqual([
      { call: 'GetKeyPolicy', region, key: ownKey },
      { call: 'ListGrants', region, key: ownKey },
    ]);
  });

  it('of which nobody told who manages them are a gap', () => {
    const told = mapped(ask('kms-keys', 'DescribeKey', { key: ownKey }), { KeyMetadata: { Arn: ownKey, KeyState: 'Enabled' } });
    expect([told.facts, told.spawns]).toEqual([[], []]);
    expect(told.gaps).toMatchObject([{ cause: 'malformed' }]);
  });

  it('are not taken for one another', () => {
    const told = mapped(ask('kms-keys', 'DescribeKey', { key: awsKey }), {
      KeyMetadata: { Arn: ownKey, KeyManager: 'CUSTOMER', KeyState: 'Enabled' },
    });
    expect(told.facts).toEqual([]);
    expect(told.gaps).toMatchObject([{ cause: 'malformed', subject: awsKey }]);
  });

  it('that went since they were listed leave nothing', () => {
    for (const call of ['DescribeKey', 'GetKeyPolicy', 'ListGrants']) {
      const gone = awsCore.map(ask('kms-keys', call, { key: ownKey }), { error: { name: 'NotFoundException', message: '' } });
      expect(gone, call).toMatchObject({ facts: [], gaps: [] });
    }
  });

  it('have grants, each with an id of its own, to principals and to services', () => {
    const task = ask('kms-keys', 'ListGrants', { key: ownKey });
    const pages = answersTo(task).map((body) => awsCore.map(task, body));
    expect(pages.flatMap(({ facts }) => facts.map((each) => each.key))).toEqual([`${ownKey}|grant|${grantId}`, `${ownKey}|grant|ff00`]);
    expect(pages.flatMap(values)).toMatchObject([
      { type: 'kms-grant', grantee: ann, name: null, constraints: { EncryptionContextSubset: { app: 'a' } } },
      { grantee: 'rds.amazonaws.com', constraints: {}, createdAt: null },
    ]);
    const nobody = mapped(task, { Grants: [{ GrantId: 'ab', Operations: ['Decrypt'] }] });
    expect(nobody.facts).toEqual([]);
    expect(nobody.gaps).toMatchObject([{ cause: 'malformed' }]);
  });

  it('of a list that is cut short without a marker are a gap', () => {
    expect(mapped(ask('kms-keys', 'ListKeys'), { Truncated: true }).gaps).toMatchObject([{ cause: 'malformed' }]);
  });
});

describe('analyzers', () => {
  const first = ask('access-analyzer', 'ListAnalyzers');

  it('that are not there are told as such, by the first page alone', () => {
    expect(values(awsCore.map(first, { analyzers: [] }))).toEqual([{ type: 'no-analyzer', region }]);
    expect(awsCore.map(ask('access-analyzer', 'ListAnalyzers', { token: 't' }), { analyzers: [] }).facts).toEqual([]);
    expect(awsCore.map(first, {}).facts).toEqual([]);
  });

  it('on further pages are asked for by a task with the token', () => {
    expect(callsOf(mapped(first, { nextToken: 't' }))).toEqual([
      { call: 'ListFindingsV2', region, analyzer },
      { call: 'ListAnalyzers', region, token: 't' },
    ]);
  });

  it('of an organization tell of other accounts, in their own boundary', () => {
    const task = ask('access-analyzer', 'ListFindingsV2', { analyzer });
    const finding = { id: 'f2', status: 'ACTIVE', resourceType: 'AWS::S3::Bucket', resourceOwnerAccount: other };
    const told = mapped(task, { findings: [finding] });
    expect(told.facts).toMatchObject([{ boundary, key: `${analyzer}|f2`, value: { owner: other, finding: null } }]);
  });
});

describe('use of services', () => {
  it('is never within 400 days where no time is told', () => {
    expect(values(mapped(usageTask))).toEqual([
      { identity: ann, service: 'iam', lastUsed: 'never', lookBackDays: 400 },
      { identity: ann, service: 's3', lastUsed: '2026-11-20T10:11:12.000Z', lookBackDays: 400 },
    ]);
  });

  it('of a job that failed, or is not done, is a gap about that identity', () => {
    for (const more of [{ JobStatus: 'FAILED', Error: { Code: 'InternalError', Message: 'try again' } }, { JobStatus: 'IN_PROGRESS' }]) {
      const told = awsCore.map(usageTask, { ...usageBody, ...more });
      expect(told.facts).toEqual([]);
      expect(told.gaps).toMatchObject([{ cause: 'malformed', subject: ann }]);
    }
    expect(awsCore.map(usageTask, { ...usageBody, JobStatus: 'FAILED', Error: { Code: 'E', Message: 'why' } }).gaps[0]?.detail).toContain(
      'E, why',
    );
  });

  it('that does not parse is a gap about that identity, and not a service never used', () => {
    const services = [{ ServiceNamespace: 'iam', LastAuthenticated: 'N/A' }];
    const told = awsCore.map(usageTask, { ...usageBody, ServicesLastAccessed: services });
    expect(told.facts).toEqual([]);
    expect(told.gaps).toMatchObject([{ cause: 'malformed', subject: ann }]);
  });

  it('of an identity that is gone is nothing, and of one of another account a gap', () => {
    expect(awsCore.map(usageTask, { error: { name: 'NoSuchEntityException', message: '' } })).toMatchObject({ facts: [], gaps: [] });
    const task = { ...usageTask, args: { arn: arn('user/ann', other) } };
    expect(awsCore.map(task, usageBody)).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
  });
});

describe('calls', () => {
  it('are in the table for every task that is asked, and need nothing but what the task says', () => {
    const asked = walk().map(({ task }) => ({ task, call: callOf(task) }));
    expect(asked.filter(({ call }) => call === undefined)).toEqual([]);
    for (const { task, call } of asked) {
      const input = call?.input(task.args as JsonObject) ?? {};
      expect(Object.values(input), JSON.stringify(task.args)).not.toContain(null);
      expect(Object.keys(input)).not.toContain('region');
    }
  });

  it('name the secret, key, analyzer or principal they are about', () => {
    const inputOf = (task: Parameters<typeof callOf>[0]): JsonObject | undefined => callOf(task)?.input(task.args as JsonObject);
    expect(inputOf(ask('secrets', 'GetResourcePolicy', { secret }))).toEqual({ SecretId: secret });
    expect(inputOf(ask('kms-keys', 'GetKeyPolicy', { key: ownKey }))).toEqual({ KeyId: ownKey, PolicyName: 'default' });
    expect(inputOf(ask('access-analyzer', 'ListFindingsV2', { analyzer }))).toEqual({ analyzerArn: analyzer });
    expect(inputOf(ask('access-analyzer', 'ListAnalyzers', { token: 't' }))).toEqual({ maxResults: 100, nextToken: 't' });
    expect(inputOf(usageTask)).toEqual({ Arn: ann });
    expect(inputOf(ask('secrets', 'ListSecrets'))).toEqual({ IncludePlannedDeletion: true });
  });

  it('of tasks that are none of ours are not understood', () => {
    for (const surface of surfaces) {
      const told = awsCore.map({ boundary: `aws:${account}`, surface, args: { call: 'DeleteEverything', region } }, {});
      expect(told).toMatchObject({ facts: [], gaps: [{ cause: 'unsupported' }] });
    }
  });
});
