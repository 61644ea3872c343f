import { describe, expect, it } from 'vitest';
import { callOf } from '../../../../connectors/aws/calls/list.ts';
import { awsCore } from '../../../../connectors/aws/core.ts';
import { withOnly } from '../../../../connectors/aws/live/plain.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import { arn } from '../support/estate.ts';
import { answersTo } from '../regional/estate.ts';
import { region, regionalArn } from '../regional/places.ts';
import {
  browser,
  instance,
  interpreter,
  profile,
  runtime,
  secretText,
  stack,
  template,
  workloadQuestions,
} from '../regional/workload-estate.ts';
import type { Asked, Said } from '../support/server.ts';
import { failure, json, jsonFailure, result } from '../support/server.ts';
import { account, ask, rigs } from './support.ts';

const rig = rigs();
const deploy = arn('role/deploy');

/** EC2's own form of the query protocol: no element around the result, lists of `item`, names that begin in lower case. */
function ec2(action: string, inner: string): Said {
  return {
    xml: `<?xml version="1.0" encoding="UTF-8"?>\n<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">${inner}</${action}Response>`,
  };
}

const vm =
  `<reservationSet><item><reservationId>r-1</reservationId><ownerId>${account}</ownerId><groupSet/><instancesSet><item>` +
  `<instanceId>${instance}</instanceId><instanceState><code>16</code><name>running</name></instanceState>` +
  `<launchTime>2026-01-02T03:04:05.000Z</launchTime><tagSet><item><key>p</key><value>${secretText}</value></item></tagSet>` +
  `<iamInstanceProfile><arn>${profile}</arn><id>AIPA</id></iamInstanceProfile></item></instancesSet></item></reservationSet>`;
const versions =
  `<launchTemplateVersionSet><item><launchTemplateId>${template}</launchTemplateId><launchTemplateName>fleet</launchTemplateName>` +
  `<versionNumber>1</versionNumber><defaultVersion>true</defaultVersion><createTime>2026-01-02T03:04:05.000Z</createTime>` +
  `<launchTemplateData><userData>${secretText}</userData><iamInstanceProfile><name>app</name></iamInstanceProfile></launchTemplateData>` +
  `</item></launchTemplateVersionSet>`;
const stacks =
  `<Stacks><member><StackId>${stack}</StackId><StackName>base</StackName><StackStatus>CREATE_COMPLETE</StackStatus>` +
  `<RoleARN>${deploy}</RoleARN><CreationTime>2026-01-02T03:04:05Z</CreationTime>` +
  `<Outputs><member><OutputKey>k</OutputKey><OutputValue>${secretText}</OutputValue></member></Outputs></member></Stacks>`;

interface Case {
  readonly surface: string;
  readonly call: string;
  readonly more?: JsonObject;
  readonly said: Said;
  readonly key: string;
  readonly role: string | null;
}

/** Of the services that answer in XML, which the estate does not tell. */
const inXml: readonly Case[] = [
  {
    surface: 'ec2-instances',
    call: 'DescribeInstances',
    said: ec2('DescribeInstances', vm),
    key: regionalArn('ec2', `instance/${instance}`),
    role: null,
  },
  {
    surface: 'ec2-instances',
    call: 'DescribeLaunchTemplateVersions',
    more: { template },
    said: ec2('DescribeLaunchTemplateVersions', versions),
    key: `${regionalArn('ec2', `launch-template/${template}`)}|${arn('instance-profile/app')}`,
    role: null,
  },
  { surface: 'cloudformation-stacks', call: 'DescribeStacks', said: result('DescribeStacks', stacks), key: stack, role: deploy },
  {
    surface: 'cloudformation-stacks',
    call: 'DescribeStackSet',
    more: { stackSet: 'g:1' },
    said: result(
      'DescribeStackSet',
      `<StackSet><StackSetId>g:1</StackSetId><StackSetName>g</StackSetName><StackSetARN>${regionalArn('cloudformation', 'stackset/g:1')}</StackSetARN>` +
        `<Status>ACTIVE</Status><PermissionModel>SELF_MANAGED</PermissionModel><AdministrationRoleARN>${deploy}</AdministrationRoleARN>` +
        `<TemplateBody>${secretText}</TemplateBody></StackSet>`,
    ),
    key: regionalArn('cloudformation', 'stackset/g:1'),
    role: deploy,
  },
];

/** Of those that answer in JSON, what they are asked as: their operation, unless the path says it. */
const inJson: Readonly<Partial<Record<keyof typeof workloadQuestions, string | null>>> = {
  functions: 'GET /2015-03-31/functions',
  projects: null,
  devEndpoints: null,
  notebook: null,
  app: null,
  interpreter: `GET /code-interpreters/${interpreter}`,
  browser: `GET /browsers/${browser}`,
  environment: 'GET /environments/etl',
  jobDefinitions: 'POST /v1/describejobdefinitions',
  tasks: null,
  definition: null,
  groups: null,
  version: `GET /runtimes/${runtime}/`,
  machine: null,
};

/** An answer of the estate as it comes: times are texts in services that name a path for what is asked, and numbers in the others. */
function asSent(answer: Json, isRest: boolean): Json {
  return JSON.parse(JSON.stringify(answer), (_, value: Json) =>
    !isRest && typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? Date.parse(value) / 1000 : value,
  ) as Json;
}

function questionOf({ surface, call, more = {} }: Pick<Case, 'surface' | 'call' | 'more'>): {
  readonly surface: string;
  readonly args: Json;
} {
  return { surface, args: { call, region, ...more } };
}

describe('an answer of a service that runs things', () => {
  it.each(Object.entries(inJson))('becomes the page that the estate has of %s, without what may be a secret', async (name, path) => {
    const question = workloadQuestions[name as keyof typeof workloadQuestions];
    const [answer] = answersTo(question);
    const operation = callOf(question)?.operation;
    const it = rig();
    await it.start(({ action }) => (action === (path ?? operation) ? json(asSent(answer ?? null, path !== null)) : undefined));
    const { part } = await ask(await it.open(), { surface: question.surface.replace('aws:', ''), args: question.args });
    expect(part.refused).toBeUndefined();
    expect(JSON.stringify(answer)).toContain(secretText);
    expect(JSON.stringify(part.body)).not.toContain(secretText);
    expect(part.body).toEqual(withOnly(answer ?? null, callOf(question)?.keeps ?? []));
    expect(it.stub.asked.at(-1)).toMatchObject({ region });
  });

  it.each(inXml)('$call becomes a page without what may be a secret, and says the role', async (each) => {
    const it = rig();
    await it.start(({ action }) => (action === each.call ? each.said : undefined));
    const { part } = await ask(await it.open(), questionOf(each));
    expect(part.refused).toBeUndefined();
    expect(each.said.xml).toContain(secretText);
    expect(JSON.stringify(part.body)).not.toContain(secretText);
    const { facts, gaps } = awsCore.map(part.task, part.body);
    expect(gaps).toEqual([]);
    expect(facts).toMatchObject([{ kind: 'workload', key: each.key, value: { role: each.role, region } }]);
    expect(it.stub.asked.at(-1)).toMatchObject({ region });
  });

  it.each([
    [ec2('DescribeInstances', `${vm}<nextToken>n1</nextToken>`), 'ec2-instances', 'DescribeInstances', 'NextToken'],
    [result('DescribeStacks', `${stacks}<NextToken>n1</NextToken>`), 'cloudformation-stacks', 'DescribeStacks', 'NextToken'],
    [json({ Functions: [], NextMarker: 'n1' }), 'lambda-functions', 'ListFunctions', 'Marker'],
    [json({ DevEndpoints: [], NextToken: 'n1' }), 'glue-dev-endpoints', 'GetDevEndpoints', 'NextToken'],
    [json({ projects: [], nextToken: 'n1' }), 'codebuild-projects', 'ListProjects', 'nextToken'],
    [json({ NotebookInstances: [], NextToken: 'n1' }), 'sagemaker-notebooks', 'ListNotebookInstances', 'NextToken'],
    [json({ ServiceSummaryList: [], NextToken: 'n1' }), 'apprunner-services', 'ListServices', 'NextToken'],
    [json({ codeInterpreterSummaries: [], nextToken: 'n1' }), 'bedrock-code-interpreters', 'ListCodeInterpreters', 'nextToken'],
    [json({ browserSummaries: [], nextToken: 'n1' }), 'bedrock-browsers', 'ListBrowsers', 'nextToken'],
    [json({ Environments: [], NextToken: 'n1' }), 'mwaa-environments', 'ListEnvironments', 'NextToken'],
    [json({ jobDefinitions: [], nextToken: 'n1' }), 'batch-job-definitions', 'DescribeJobDefinitions', 'nextToken'],
    [json({ clusterArns: [], nextToken: 'n1' }), 'ecs-tasks', 'ListClusters', 'nextToken'],
    [json({ applications: [], nextToken: 'n1' }), 'codedeploy-deployment-groups', 'ListApplications', 'nextToken'],
    [json({ agentRuntimes: [], nextToken: 'n1' }), 'bedrock-agent-runtimes', 'ListAgentRuntimes', 'nextToken'],
    [json({ stateMachines: [], nextToken: 'n1' }), 'stepfunctions-state-machines', 'ListStateMachines', 'nextToken'],
  ] as const)('goes on where it says: %#', async (said, surface, call, asks) => {
    const it = rig();
    await it.start(() => said);
    const session = await it.open();
    const question = questionOf({ surface, call });
    expect((await ask(session, question)).part.next).toBe('n1');
    await ask(session, { ...question, cursor: 'n1' });
    const last = it.stub.asked.at(-1) as Asked;
    const sent = [last.body.get(asks), last.query.get(asks), last.input[asks]].filter((each) => each !== null && each !== undefined);
    expect(sent).toEqual(['n1']);
  });

  it.each([
    ['a region without the service', { status: 0, xml: '' }, 'unreachable'],
    ['a page that is none of AWS', { status: 404, xml: '<!DOCTYPE html><html></html>', type: 'text/html' }, 'unsupported'],
    ['an operation that is not known there', failure(400, 'InvalidAction'), 'unsupported'],
  ] as const)('is no empty list in %s', async (_, said, cause) => {
    const it = rig();
    await it.start(() => said);
    const { part } = await ask(await it.open(), questionOf({ surface: 'cloudformation-stacks', call: 'DescribeStacks' }));
    expect(part.refused).toBe(cause);
  });

  it('is refused in the words of each protocol', async () => {
    const denied = `<?xml version="1.0"?>\n<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors><RequestID>r</RequestID></Response>`;
    const it = rig();
    await it.start(({ service, action }) => {
      if (action === 'DescribeLaunchTemplates')
        return { status: 503, xml: denied.replace('UnauthorizedOperation', 'RequestLimitExceeded') };
      return service === 'ec2' ? { status: 403, xml: denied } : jsonFailure(400, 'AccessDeniedException');
    });
    const session = await it.open();
    const refused = async (surface: string, call: string): Promise<string | undefined> =>
      (await ask(session, questionOf({ surface, call }))).part.refused;
    expect(await refused('ec2-instances', 'DescribeInstances')).toBe('denied');
    expect(await refused('ec2-instances', 'DescribeLaunchTemplates')).toBe('throttled');
    expect(await refused('sagemaker-notebooks', 'ListNotebookInstances')).toBe('denied');
    expect(await refused('bedrock-code-interpreters', 'ListCodeInterpreters')).toBe('denied');
  });

  it('that a thing is gone is an answer', async () => {
    const it = rig();
    const gone = `<?xml version="1.0"?>\n<Response><Errors><Error><Code>InvalidLaunchTemplateId.NotFound</Code><Message>no</Message></Error></Errors><RequestID>r</RequestID></Response>`;
    await it.start(({ action }) =>
      action === 'DescribeStackSet'
        ? failure(404, 'StackSetNotFoundException')
        : action === 'DescribeLaunchTemplateVersions'
          ? { status: 400, xml: gone }
          : jsonFailure(400, 'ValidationException', 'RecordNotFound'),
    );
    const session = await it.open();
    for (const [surface, call, more] of [
      ['cloudformation-stacks', 'DescribeStackSet', { stackSet: 'g:1' }],
      ['ec2-instances', 'DescribeLaunchTemplateVersions', { template }],
      ['sagemaker-notebooks', 'DescribeNotebookInstance', { notebook: 'study' }],
    ] as const) {
      const { part } = await ask(session, questionOf({ surface, call, more }));
      expect(part.refused, call).toBeUndefined();
      expect(awsCore.map(part.task, part.body), call).toMatchObject({ facts: [], gaps: [] });
    }
  });
});
