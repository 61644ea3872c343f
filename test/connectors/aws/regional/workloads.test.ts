import { describe, expect, it } from 'vitest';
import { callOf } from '../../../../connectors/aws/calls/list.ts';
import { awsCore } from '../../../../connectors/aws/core.ts';
import { profileName, workloadArn } from '../../../../connectors/aws/facts.ts';
import { withOnly } from '../../../../connectors/aws/live/plain.ts';
import { workloadSurfaces } from '../../../../connectors/aws/settings.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import type { Mapped } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { account, arn, boundary, other } from '../support/estate.ts';
import { ask, answersTo, walk } from './estate.ts';
import { region, regionalArn } from './places.ts';
import {
  app,
  bareTask,
  browser,
  browserArn,
  cluster,
  definition,
  deploymentGroup,
  ecsTask,
  fn,
  instance,
  interpreter,
  interpreterArn,
  jobDefinition,
  machine,
  notebook,
  profile,
  project,
  runtime,
  runtimeArn,
  secretText,
  stack,
  stackSet,
  template,
  workflows,
  workloadQuestions as questions,
} from './workload-estate.ts';

const deploy = arn('role/deploy');
const values = ({ facts }: Mapped): readonly Json[] => facts.map((each) => each.value as unknown as Json);
const callsOf = ({ spawns = [] }: Mapped): readonly Json[] => spawns.map(({ args }) => args);
const error = (name: string, message = ''): JsonObject => ({ error: { name, message } });

function running(kind: string, named: string, more: JsonObject = {}): JsonObject {
  return { type: 'workload', kind, name: named, region, role: deploy, instanceProfile: null, usable: true, ...more };
}

function all(task: Task): Mapped {
  const pages = answersTo(task).map((body) => awsCore.map(task, body));
  return {
    facts: pages.flatMap((each) => each.facts),
    gaps: pages.flatMap((each) => each.gaps),
    spawns: pages.flatMap((each) => each.spawns ?? []),
  };
}

describe('what runs as a role', () => {
  it.each([
    ['functions', questions.functions, [fn, running('function', 'deploy')]],
    ['stack sets', questions.stackSet, [regionalArn('cloudformation', `stackset/${stackSet}`), running('stack-set', 'guardrails')]],
    ['stacks', questions.stacks, [stack, running('stack', 'base')]],
    ['build projects', questions.projects, [project, running('build-project', 'site')]],
    ['endpoints', questions.devEndpoints, [regionalArn('glue', 'devEndpoint/lab'), running('dev-endpoint', 'lab')]],
    ['notebooks', questions.notebook, [notebook, running('notebook', 'study')]],
    ['services', questions.app, [app, running('app-service', 'shop')]],
    ['code interpreters', questions.interpreter, [interpreterArn, running('code-interpreter', 'sandbox')]],
    ['browsers', questions.browser, [browserArn, running('browser', 'surf')]],
    ['tasks', questions.tasks, [ecsTask, running('task', 'main/0123456789abcdef0123456789abcdef', { role: null, definition })]],
    ['task definitions', questions.definition, [definition, { type: 'task-definition', name: 'web:7', role: deploy }]],
    ['deployment groups', questions.groups, [deploymentGroup, running('deployment-group', 'shop/prod', { role: null })]],
    [
      'agent runtimes',
      questions.version,
      [`${runtimeArn}/runtime-endpoint/DEFAULT|3`, running('agent-runtime', 'helper/DEFAULT', { version: '3' })],
    ],
    ['state machines', questions.machine, [machine, running('state-machine', 'nightly')]],
    ['job definitions', questions.jobDefinitions, [`${jobDefinition}|${deploy}`, running('job-definition', 'report:3')]],
    ['workflow environments', questions.environment, [workflows, running('workflow-environment', 'etl')]],
  ] as const)('%s', (_, task, [key, value]) => {
    const { facts, gaps } = all(task);
    expect(gaps).toEqual([]);
    expect(facts[0]).toMatchObject({ kind: 'workload', boundary, surface: task.surface, key });
    expect(facts[0]?.value).toEqual(value);
  });

  it('without a role is told without one', () => {
    expect(values(all(questions.projects))[1]).toMatchObject({ name: 'old', role: null });
    expect(values(all(questions.stacks))[1]).toMatchObject({ name: 'plain', role: null, usable: false });
  });

  it('is told once of all its pages', () => {
    expect(all(questions.functions).facts.map((each) => each.key)).toEqual([fn, regionalArn('lambda', 'function:old')]);
  });

  it('on instances is the profile’s role, and a terminated one runs nothing', () => {
    const { facts, gaps } = all(questions.instances);
    expect(gaps).toEqual([]);
    expect(facts).toMatchObject([
      {
        key: regionalArn('ec2', `instance/${instance}`),
        pointer: '/Reservations/0/Instances/0',
        value: running('instance', instance, { role: null, instanceProfile: profile }),
      },
      { value: running('instance', 'i-bare', { role: null, usable: false }) },
    ]);
  });

  it('by a launch template is told of every version, once for each profile, named with or without its path', () => {
    const key = regionalArn('ec2', `launch-template/${template}`);
    const { facts, gaps } = all(questions.versions);
    expect(gaps).toEqual([]);
    expect(facts.map((each) => [each.key, (each.value as { instanceProfile: string | null }).instanceProfile])).toEqual([
      [key, null],
      [`${key}|${arn('instance-profile/app')}`, arn('instance-profile/app')],
      [`${key}|${arn('instance-profile/admin')}`, arn('instance-profile/admin')],
    ]);
    expect(new Set(facts.map((each) => workloadArn(each.key)))).toEqual(new Set([key]));
    expect(profileName(arn('instance-profile/app'))).toBe(profileName(profile));
    expect(profileName(arn('instance-profile/app'))).not.toBe(profileName(arn('instance-profile/app', other)));
  });

  it('of a job definition is each that one of its containers has, and not the one that pulls images', () => {
    const { facts, gaps } = all(questions.jobDefinitions);
    expect(gaps).toEqual([]);
    const named = (name: string): string => regionalArn('batch', `job-definition/${name}`);
    expect(facts.map(({ key, value }) => [key, (value as { role: string | null }).role])).toEqual([
      [`${jobDefinition}|${deploy}`, deploy],
      [named('plain:1'), null],
      [`${named('wide:1')}|${arn('role/main')}`, arn('role/main')],
      [`${named('wide:1')}|${arn('role/node')}`, arn('role/node')],
      [`${named('tasks:1')}|${arn('role/node')}`, arn('role/node')],
    ]);
    expect(facts.map(({ key }) => workloadArn(key))[0]).toBe(jobDefinition);
  });

  it('of a task is its own where it names one, and no command is run where that is not enabled', () => {
    expect(values(all(questions.tasks))[1]).toEqual(
      running('task', 'main/fedcba9876543210fedcba9876543210', { role: arn('role/other'), usable: false }),
    );
  });

  it('of China and GovCloud has the ARNs of those partitions', () => {
    const of = (where: string): Json | undefined => {
      const task = { ...questions.devEndpoints, args: { call: 'GetDevEndpoints', region: where } };
      return awsCore.map(task, { DevEndpoints: [{ EndpointName: 'lab', RoleArn: 'arn:aws-cn:iam::111122223333:role/r' }] }).facts[0]?.key;
    };
    expect(of('cn-north-1')).toBe(`arn:aws-cn:glue:cn-north-1:${account}:devEndpoint/lab`);
    expect(of('us-gov-west-1')).toBe(`arn:aws-us-gov:glue:us-gov-west-1:${account}:devEndpoint/lab`);
  });
});

describe('what is asked next', () => {
  it('is every thing that a list names and does not tell the role of', () => {
    const of = (surface: string, call: string): readonly Json[] => callsOf(all(ask(surface, call)));
    expect(of('ec2-instances', 'DescribeLaunchTemplates')).toEqual([questions.versions.args]);
    expect(of('cloudformation-stacks', 'ListStackSets')).toEqual([questions.stackSet.args]);
    expect(of('codebuild-projects', 'ListProjects')).toEqual([questions.projects.args]);
    expect(of('sagemaker-notebooks', 'ListNotebookInstances')).toEqual([questions.notebook.args]);
    expect(of('apprunner-services', 'ListServices')).toEqual([questions.app.args]);
    expect(of('bedrock-code-interpreters', 'ListCodeInterpreters')).toEqual([questions.interpreter.args]);
    expect(of('bedrock-browsers', 'ListBrowsers')).toEqual([questions.browser.args]);
    expect(of('stepfunctions-state-machines', 'ListStateMachines')).toEqual([questions.machine.args]);
    expect(of('ecs-tasks', 'ListClusters')).toEqual([questions.clusterTasks.args]);
    expect(callsOf(all(questions.clusterTasks))).toEqual([questions.tasks.args]);
    // once, and not for the task that names a role of its own
    expect(callsOf(all(questions.tasks))).toEqual([questions.definition.args]);
    expect(of('codedeploy-deployment-groups', 'ListApplications')).toEqual([questions.groupNames.args]);
    expect(callsOf(all(questions.groupNames))).toEqual([questions.groups.args]);
    expect(of('bedrock-agent-runtimes', 'ListAgentRuntimes')).toEqual([questions.endpoints.args]);
    expect(callsOf(all(questions.endpoints))).toEqual([questions.version.args]);
    expect(of('mwaa-environments', 'ListEnvironments')).toEqual([questions.environment.args]);
  });

  it('is of an endpoint that is updated the version it had and the one it gets', () => {
    const endpoint = { name: 'prod', agentRuntimeArn: runtimeArn, liveVersion: '2', targetVersion: '3', status: 'UPDATING' };
    const asked = callsOf(awsCore.map(questions.endpoints, { runtimeEndpoints: [endpoint] })) as readonly JsonObject[];
    expect(asked.map(({ version }) => version)).toEqual(['2', '3']);
  });

  it('is nothing of an endpoint that could not be made', () => {
    const endpoint = { name: 'prod', agentRuntimeArn: runtimeArn, status: 'CREATE_FAILED' };
    expect(awsCore.map(questions.endpoints, { runtimeEndpoints: [endpoint] })).toMatchObject({ facts: [], gaps: [], spawns: [] });
  });

  it('is nothing where there is nothing', () => {
    expect(awsCore.map(ask('codebuild-projects', 'ListProjects'), { projects: [] })).toMatchObject({ facts: [], gaps: [], spawns: [] });
  });
});

describe('a thing that was deleted since it was listed', () => {
  it.each([
    [questions.versions, error('InvalidLaunchTemplateId.NotFound')],
    [questions.stackSet, error('StackSetNotFoundException')],
    [questions.projects, { projects: [], projectsNotFound: ['site', 'old'] }],
    [questions.notebook, error('ValidationException', 'RecordNotFound')],
    [questions.app, error('ResourceNotFoundException')],
    [questions.interpreter, error('ResourceNotFoundException')],
    [questions.browser, error('ResourceNotFoundException')],
    [questions.machine, error('StateMachineDoesNotExist')],
    [questions.endpoints, error('ResourceNotFoundException')],
    [questions.version, error('ResourceNotFoundException')],
    [questions.groupNames, error('ApplicationDoesNotExistException')],
    [questions.groups, error('ApplicationDoesNotExistException')],
    [questions.clusterTasks, error('ClusterNotFoundException')],
    [questions.tasks, error('ClusterNotFoundException')],
    [questions.tasks, { tasks: [], failures: [ecsTask, bareTask].map((each) => ({ arn: each, reason: 'MISSING' })) }],
    [questions.environment, error('ResourceNotFoundException')],
  ] as const)('leaves nothing: %j', (task, body) => {
    expect(awsCore.map(task, body)).toMatchObject({ facts: [], gaps: [] });
  });

  it('is not what every fault of a request says', () => {
    const told = awsCore.map(questions.notebook, error('ValidationException', '1 validation error detected'));
    expect([told.facts.length, told.gaps.length]).toEqual([0, 1]);
  });
});

describe('what cannot be trusted is a gap, and no workload', () => {
  const role = { RoleArn: deploy };
  it.each<[string, Task, Json]>([
    ['a function without a role', questions.functions, { Functions: [{ FunctionName: 'f', FunctionArn: fn }] }],
    ['a role that is none', questions.functions, { Functions: [{ FunctionName: 'f', FunctionArn: fn, Role: profile }] }],
    [
      'a function of another account',
      questions.functions,
      { Functions: [{ FunctionName: 'f', FunctionArn: regionalArn('lambda', 'function:f', other), Role: deploy }] },
    ],
    [
      'a function of another region',
      questions.functions,
      { Functions: [{ FunctionName: 'f', FunctionArn: fn.replace(region, 'us-east-1'), Role: deploy }] },
    ],
    ['a reservation without instances', questions.instances, { Reservations: [{ OwnerId: account }] }],
    [
      'a reservation of another account',
      questions.instances,
      { Reservations: [{ OwnerId: other, Instances: [{ InstanceId: 'i-1', State: { Name: 'running' } }] }] },
    ],
    ['an instance without a state', questions.instances, { Reservations: [{ OwnerId: account, Instances: [{ InstanceId: 'i-1' }] }] }],
    [
      'a profile without an ARN',
      questions.instances,
      { Reservations: [{ OwnerId: account, Instances: [{ InstanceId: 'i-1', State: { Name: 'running' }, IamInstanceProfile: {} }] }] },
    ],
    [
      'a version with a profile without a name',
      questions.versions,
      {
        LaunchTemplateVersions: [
          { LaunchTemplateId: template, LaunchTemplateName: 'fleet', LaunchTemplateData: { IamInstanceProfile: { Name: '' } } },
        ],
      },
    ],
    [
      'a version without its data',
      questions.versions,
      { LaunchTemplateVersions: [{ LaunchTemplateId: template, LaunchTemplateName: 'fleet' }] },
    ],
    [
      'a version of another template',
      questions.versions,
      { LaunchTemplateVersions: [{ LaunchTemplateId: 'lt-2', LaunchTemplateName: 'x', LaunchTemplateData: {} }] },
    ],
    [
      'a stack with an empty role',
      questions.stacks,
      { Stacks: [{ StackId: stack, StackName: 'base', StackStatus: 'CREATE_COMPLETE', RoleARN: '' }] },
    ],
    [
      'a stack set without an ARN',
      questions.stackSet,
      { StackSet: { StackSetId: stackSet, StackSetName: 'guardrails', Status: 'ACTIVE' } },
    ],
    [
      'projects that are not spoken of',
      { ...questions.projects, args: { call: 'BatchGetProjects', region, projects: ['x'] } },
      { projects: [] },
    ],
    [
      'a project that was not asked for',
      { ...questions.projects, args: { call: 'BatchGetProjects', region, projects: ['x'] } },
      { projects: [{ name: 'y', arn: regionalArn('codebuild', 'project/y') }], projectsNotFound: ['x'] },
    ],
    [
      'a notebook without a role',
      questions.notebook,
      { NotebookInstanceName: 'study', NotebookInstanceArn: notebook, NotebookInstanceStatus: 'InService' },
    ],
    [
      'another notebook',
      questions.notebook,
      { ...role, NotebookInstanceName: 'x', NotebookInstanceArn: notebook, NotebookInstanceStatus: 'InService' },
    ],
    ['a service without its configuration', questions.app, { Service: { ServiceArn: app, ServiceName: 'shop', Status: 'RUNNING' } }],
    [
      'an interpreter without a status',
      questions.interpreter,
      { codeInterpreterId: interpreter, codeInterpreterArn: interpreterArn, name: 'x' },
    ],
    ['a browser without a status', questions.browser, { browserId: browser, browserArn, name: 'x' }],
    ['another browser', questions.browser, { browserId: 'other', browserArn, name: 'x', status: 'READY' }],
    [
      'an environment without an ARN',
      questions.environment,
      { Environment: { Name: 'etl', Status: 'AVAILABLE', ExecutionRoleArn: deploy } },
    ],
    [
      'another environment',
      questions.environment,
      { Environment: { Name: 'other', Arn: workflows, Status: 'AVAILABLE', ExecutionRoleArn: deploy } },
    ],
    [
      'a job definition whose role is none',
      questions.jobDefinitions,
      {
        jobDefinitions: [
          { jobDefinitionArn: jobDefinition, jobDefinitionName: 'report', revision: 3, containerProperties: { jobRoleArn: 'x' } },
        ],
      },
    ],
    [
      'a job definition of another account',
      questions.jobDefinitions,
      { jobDefinitions: [{ jobDefinitionArn: jobDefinition.replace(account, other), jobDefinitionName: 'report', revision: 3 }] },
    ],
    ['tasks that are not spoken of', questions.tasks, { tasks: [], failures: [] }],
    [
      'tasks that could not be looked up',
      questions.tasks,
      { tasks: [], failures: [ecsTask, bareTask].map((each) => ({ arn: each, reason: 'BUSY' })) },
    ],
    [
      'a task without a definition',
      { ...questions.tasks, args: { call: 'DescribeTasks', region, cluster, tasks: [ecsTask] } },
      { tasks: [{ taskArn: ecsTask }] },
    ],
    [
      'a task that was not asked for',
      { ...questions.tasks, args: { call: 'DescribeTasks', region, cluster, tasks: [ecsTask] } },
      { tasks: [{ taskArn: bareTask, taskDefinitionArn: definition }], failures: [{ arn: ecsTask, reason: 'MISSING' }] },
    ],
    ['another task definition', questions.definition, { taskDefinition: { taskDefinitionArn: `${definition}1`, taskRoleArn: deploy } }],
    ['a task definition that is not there', questions.definition, {}],
    ['names of groups of another application', questions.groupNames, { applicationName: 'other', deploymentGroups: ['prod'] }],
    ['groups that are not spoken of', questions.groups, { deploymentGroupsInfo: [], errorMessage: 'no such groups' }],
    [
      'a group that was not asked for',
      questions.groups,
      { deploymentGroupsInfo: [{ applicationName: 'shop', deploymentGroupName: 'third', computePlatform: 'Server' }] },
    ],
    [
      'another version of an agent runtime',
      questions.version,
      {
        agentRuntimeId: runtime,
        agentRuntimeArn: runtimeArn,
        agentRuntimeName: 'helper',
        agentRuntimeVersion: '2',
        roleArn: deploy,
        status: 'READY',
      },
    ],
    [
      'an agent runtime without a role',
      questions.version,
      { agentRuntimeId: runtime, agentRuntimeArn: runtimeArn, agentRuntimeName: 'helper', agentRuntimeVersion: '3', status: 'READY' },
    ],
    [
      'an endpoint without a version',
      questions.endpoints,
      { runtimeEndpoints: [{ name: 'prod', agentRuntimeArn: runtimeArn, status: 'READY' }] },
    ],
    [
      'an endpoint of another runtime',
      questions.endpoints,
      { runtimeEndpoints: [{ name: 'DEFAULT', agentRuntimeArn: `${runtimeArn}9`, liveVersion: '1', status: 'READY' }] },
    ],
    ['a state machine without a role', questions.machine, { stateMachineArn: machine, name: 'nightly', status: 'ACTIVE' }],
    ['another state machine', questions.machine, { stateMachineArn: `${machine}-2`, name: 'nightly-2', status: 'ACTIVE', roleArn: deploy }],
  ])('%s', (_, task, body) => {
    const told = awsCore.map(task, body);
    expect([told.facts, told.spawns ?? []]).toEqual([[], []]);
    expect(told.gaps).toMatchObject([{ boundary, surface: task.surface, cause: 'malformed' }]);
  });

  it('of one element says nothing of the others', () => {
    const told = awsCore.map(questions.functions, {
      Functions: [42, { FunctionName: 'deploy', FunctionArn: fn, Role: deploy }],
    });
    expect([told.facts.length, told.gaps.length]).toEqual([1, 1]);
  });
});

describe('a stack set without a role of its own choice', () => {
  const of = (more: JsonObject): Json | undefined =>
    values(
      awsCore.map(questions.stackSet, {
        StackSet: {
          StackSetId: stackSet,
          StackSetName: 'guardrails',
          StackSetARN: regionalArn('cloudformation', `stackset/${stackSet}`),
          ...more,
        },
      }),
    )[0];

  it('has the usual one, unless the service manages its permissions', () => {
    expect(of({ Status: 'ACTIVE' })).toMatchObject({ role: arn('role/AWSCloudFormationStackSetAdministrationRole'), usable: true });
    expect(of({ PermissionModel: 'SERVICE_MANAGED' })).toMatchObject({ role: null, usable: null });
  });
});

describe('whether it can be used', () => {
  const stackOf = (StackStatus: string): Json | undefined =>
    values(awsCore.map(questions.stacks, { Stacks: [{ StackId: stack, StackName: 's', StackStatus }] }))[0];

  it('follows from the status, and of a status that nobody knows nothing does', () => {
    for (const status of ['CREATE_COMPLETE', 'UPDATE_ROLLBACK_FAILED', 'IMPORT_ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS'])
      expect(stackOf(status), status).toMatchObject({ usable: true });
    for (const status of ['ROLLBACK_COMPLETE', 'DELETE_FAILED', 'DELETE_COMPLETE'])
      expect(stackOf(status)).toMatchObject({ usable: false });
    expect(stackOf('SOMETHING_NEW')).toMatchObject({ usable: null });
  });

  it('of a browser follows from its status, and its role is the account’s own', () => {
    const of = (status: string): Json | undefined =>
      values(awsCore.map(questions.browser, { browserId: browser, browserArn, name: 'x', status }))[0];
    expect(of('CREATING')).toMatchObject({ usable: true, role: null });
    expect(of('DELETING')).toMatchObject({ usable: false });
    expect(of('DELETE_FAILED')).toMatchObject({ usable: null });
  });

  it('of a workflow environment is not told while it is not stable', () => {
    const of = (Status: string): Json | undefined =>
      values(awsCore.map(questions.environment, { Environment: { Name: 'etl', Arn: workflows, Status, ExecutionRoleArn: deploy } }))[0];
    for (const status of ['AVAILABLE', 'UPDATE_FAILED', 'MAINTENANCE', 'CREATING'])
      expect(of(status), status).toMatchObject({ usable: true });
    for (const status of ['CREATE_FAILED', 'DELETING', 'DELETED']) expect(of(status), status).toMatchObject({ usable: false });
    for (const status of ['UNAVAILABLE', 'PENDING', 'SOMETHING_NEW']) expect(of(status), status).toMatchObject({ usable: null });
  });

  it('of a job definition follows from its status', () => {
    const of = (more: JsonObject): Json | undefined =>
      values(
        awsCore.map(questions.jobDefinitions, {
          jobDefinitions: [{ jobDefinitionArn: jobDefinition, jobDefinitionName: 'report', revision: 3, ...more }],
        }),
      )[0];
    expect(of({ status: 'ACTIVE' })).toMatchObject({ usable: true });
    expect(of({ status: 'INACTIVE' })).toMatchObject({ usable: false });
    expect(of({})).toMatchObject({ usable: null });
  });

  it('of a task follows from where it is in its life, and whether commands are run in it', () => {
    const task = { ...questions.tasks, args: { call: 'DescribeTasks', region, cluster, tasks: [ecsTask] } };
    const of = (more: JsonObject): Json | undefined =>
      values(awsCore.map(task, { tasks: [{ taskArn: ecsTask, taskDefinitionArn: definition, ...more }] }))[0];
    expect(of({ lastStatus: 'PROVISIONING', enableExecuteCommand: true })).toMatchObject({ usable: true });
    expect(of({ lastStatus: 'STOPPING', enableExecuteCommand: true })).toMatchObject({ usable: false });
    expect(of({ lastStatus: 'RUNNING', desiredStatus: 'STOPPED', enableExecuteCommand: true })).toMatchObject({ usable: false });
    expect(of({ lastStatus: 'RUNNING' })).toMatchObject({ usable: null });
  });

  it('of a deployment group is whether it deploys to instances', () => {
    const of = (more: JsonObject): Json | undefined =>
      values(
        awsCore.map(questions.groups, { deploymentGroupsInfo: [{ applicationName: 'shop', deploymentGroupName: 'prod', ...more }] }),
      )[0];
    expect(of({ computePlatform: 'Server' })).toMatchObject({ usable: true });
    expect(of({ computePlatform: 'ECS' })).toMatchObject({ usable: false });
    expect(of({})).toMatchObject({ usable: null });
  });

  it('of an agent runtime follows from its endpoint, its version and who may call it', () => {
    const of = (more: JsonObject, usable: boolean | null = true): Json | undefined => {
      const args = { call: 'GetAgentRuntime', region, runtime, version: '3', endpoints: [{ name: 'prod', usable }] };
      const told = { agentRuntimeId: runtime, agentRuntimeArn: runtimeArn, agentRuntimeName: 'helper', agentRuntimeVersion: '3' };
      return values(awsCore.map({ ...questions.version, args }, { ...told, roleArn: deploy, status: 'READY', ...more }))[0];
    };
    const tokens = { customJWTAuthorizer: { discoveryUrl: 'https://idp.example/.well-known/openid-configuration' } };
    expect(of({})).toMatchObject({ usable: true });
    expect(of({}, null)).toMatchObject({ usable: null });
    expect(of({}, false)).toMatchObject({ usable: false });
    expect(of({ status: 'DELETING' })).toMatchObject({ usable: false });
    expect(of({ authorizerConfiguration: tokens })).toMatchObject({ usable: false });
    expect(of({ authorizerConfiguration: {} })).toMatchObject({ usable: null });
  });

  const machineOf = (status: JsonObject): Json | undefined =>
    values(awsCore.map(questions.machine, { stateMachineArn: machine, name: 'nightly', roleArn: deploy, ...status }))[0];

  it('of a state machine is not told where its status is not', () => {
    expect(machineOf({ status: 'ACTIVE' })).toMatchObject({ usable: true });
    expect(machineOf({ status: 'DELETING' })).toMatchObject({ usable: false });
    expect(machineOf({})).toMatchObject({ usable: null });
  });
});

describe('what is kept of an answer', () => {
  it('is enough to say the same, and holds no secret', () => {
    const pages = walk().filter(({ task }) => workloadSurfaces.some((each) => task.surface === `aws:${each}`));
    expect(JSON.stringify(pages)).toContain(secretText);
    for (const { task, body } of pages) {
      const call = callOf(task);
      const kept = withOnly(body, call?.keeps ?? [[]]);
      expect(awsCore.map(task, kept), call?.operation).toEqual(awsCore.map(task, body));
      expect(JSON.stringify(kept), call?.operation).not.toContain(secretText);
    }
    expect(new Set(pages.map(({ task }) => callOf(task)?.operation)).size).toBe(33);
  });

  it('is what the paths lead to, and of a shape that nobody knows nothing', () => {
    const paths = [['list', '*', 'a'], ['list', '*', 'b', 'c'], ['whole']];
    expect(withOnly({ list: [{ a: 1, b: { c: 2, d: 3 }, e: 4 }, { e: 5 }], whole: { x: [6] }, other: 7 }, paths)).toEqual({
      list: [{ a: 1, b: { c: 2 } }, {}],
      whole: { x: [6] },
    });
    const dropped = { $dropped: 'secret' };
    expect(withOnly({ list: { a: 1 }, whole: null }, paths)).toEqual({ list: {}, whole: null });
    expect(withOnly({ list: 'text' }, paths)).toEqual({ list: dropped });
    expect(withOnly({ list: ['text', null, [1]] }, paths)).toEqual({ list: [dropped, null, dropped] });
    expect(withOnly('text', paths)).toEqual(dropped);
    expect(withOnly({}, paths)).toEqual({});
  });
});
