import type { Json, JsonObject } from '../../../../src/base/json.ts';
import { account, arn } from '../support/estate.ts';
import { ask, regionalArn } from './places.ts';

export const secretText = 'hunter2-in-the-clear';
const env = { Variables: { DB_PASSWORD: secretText } };

export const fn = regionalArn('lambda', 'function:deploy');
export const instance = 'i-0123456789abcdef0';
export const template = 'lt-0123456789abcdef0';
export const profile = arn('instance-profile/web/app');
export const stack = regionalArn('cloudformation', 'stack/base/11111111-2222-3333-4444-555555555555');
export const stackSet = 'guardrails:11111111-2222-3333-4444-555555555555';
export const project = regionalArn('codebuild', 'project/site');
export const notebook = regionalArn('sagemaker', 'notebook-instance/study');
export const app = regionalArn('apprunner', 'service/shop/0123456789abcdef0123456789abcdef');
export const interpreter = 'sandbox-AbCdEf0123';
export const interpreterArn = regionalArn('bedrock-agentcore', `code-interpreter-custom/${interpreter}`);
export const browser = 'surf-AbCdEf0123';
export const browserArn = regionalArn('bedrock-agentcore', `browser-custom/${browser}`);
export const workflows = regionalArn('airflow', 'environment/etl');
export const jobDefinition = regionalArn('batch', 'job-definition/report:3');
export const cluster = regionalArn('ecs', 'cluster/main');
export const ecsTask = regionalArn('ecs', 'task/main/0123456789abcdef0123456789abcdef');
export const bareTask = regionalArn('ecs', 'task/main/fedcba9876543210fedcba9876543210');
export const definition = regionalArn('ecs', 'task-definition/web:7');
export const deploymentGroup = regionalArn('codedeploy', 'deploymentgroup:shop/prod');
export const runtime = 'helper-AbCdEf0123';
export const runtimeArn = regionalArn('bedrock-agentcore', `runtime/${runtime}`);
export const machine = regionalArn('states', 'stateMachine:nightly');

function listed(version: number, data: JsonObject, more: JsonObject = {}): JsonObject {
  return { LaunchTemplateId: template, LaunchTemplateName: 'fleet', VersionNumber: version, LaunchTemplateData: data, ...more };
}

/** What the services answer, as the live session gives it before it drops what it does not keep: members of the API references. */
export const workloadAnswers: Readonly<Record<string, readonly Json[]>> = {
  ListFunctions: [
    {
      Functions: [
        {
          FunctionName: 'deploy',
          FunctionArn: fn,
          Role: arn('role/deploy'),
          Runtime: 'nodejs24.x',
          Environment: env,
          LastModified: '2026-01-02T03:04:05.678+0000',
          Version: '$LATEST',
        },
      ],
      NextMarker: 'more',
    },
    { Functions: [{ FunctionName: 'old', FunctionArn: regionalArn('lambda', 'function:old'), Role: arn('role/gone') }] },
  ],
  DescribeInstances: [
    {
      Reservations: [
        {
          ReservationId: 'r-1',
          OwnerId: account,
          Groups: [],
          Instances: [
            {
              InstanceId: instance,
              State: { Code: 16, Name: 'running' },
              IamInstanceProfile: { Arn: profile, Id: 'AIPAEXAMPLE' },
              LaunchTime: '2026-01-02T03:04:05.000Z',
              Tags: [{ Key: 'password', Value: secretText }],
            },
            { InstanceId: 'i-bare', State: { Code: 48, Name: 'terminated' } },
          ],
        },
      ],
      NextToken: 'n',
    },
    { Reservations: [] },
  ],
  DescribeLaunchTemplates: [
    {
      LaunchTemplates: [{ LaunchTemplateId: template, LaunchTemplateName: 'fleet', DefaultVersionNumber: 2, LatestVersionNumber: 3 }],
    },
  ],
  DescribeLaunchTemplateVersions: [
    {
      LaunchTemplateVersions: [
        listed(3, { UserData: secretText }, { DefaultVersion: false }),
        listed(2, { IamInstanceProfile: { Name: 'app' } }, { DefaultVersion: true }),
        listed(1, { IamInstanceProfile: { Arn: arn('instance-profile/admin') } }),
      ],
    },
  ],
  DescribeStacks: [
    {
      Stacks: [
        {
          StackId: stack,
          StackName: 'base',
          StackStatus: 'UPDATE_COMPLETE',
          RoleARN: arn('role/deploy'),
          CreationTime: '2026-01-02T03:04:05.000Z',
          Parameters: [{ ParameterKey: 'Password', ParameterValue: secretText }],
          Outputs: [{ OutputKey: 'Token', OutputValue: secretText }],
        },
        { StackId: regionalArn('cloudformation', 'stack/plain/1'), StackName: 'plain', StackStatus: 'ROLLBACK_COMPLETE' },
      ],
    },
  ],
  ListStackSets: [{ Summaries: [{ StackSetId: stackSet, StackSetName: 'guardrails', Status: 'ACTIVE' }] }],
  DescribeStackSet: [
    {
      StackSet: {
        StackSetId: stackSet,
        StackSetName: 'guardrails',
        StackSetARN: regionalArn('cloudformation', `stackset/${stackSet}`),
        Status: 'ACTIVE',
        PermissionModel: 'SELF_MANAGED',
        AdministrationRoleARN: arn('role/deploy'),
        ExecutionRoleName: 'exec',
        TemplateBody: secretText,
      },
    },
  ],
  ListProjects: [{ projects: ['site', 'old'] }],
  BatchGetProjects: [
    {
      projects: [
        {
          name: 'site',
          arn: project,
          serviceRole: arn('role/deploy'),
          created: '2026-01-02T03:04:05.678Z',
          environment: { environmentVariables: [{ value: secretText }] },
        },
        { name: 'old', arn: regionalArn('codebuild', 'project/old') },
      ],
    },
  ],
  GetDevEndpoints: [
    { DevEndpoints: [{ EndpointName: 'lab', RoleArn: arn('role/deploy'), Status: 'READY', Arguments: { PASSWORD: secretText } }] },
  ],
  ListNotebookInstances: [
    { NotebookInstances: [{ NotebookInstanceName: 'study', NotebookInstanceArn: notebook, NotebookInstanceStatus: 'Stopped' }] },
  ],
  DescribeNotebookInstance: [
    {
      NotebookInstanceName: 'study',
      NotebookInstanceArn: notebook,
      NotebookInstanceStatus: 'Stopped',
      RoleArn: arn('role/deploy'),
      CreationTime: '2026-01-02T03:04:05.678Z',
      FailureReason: secretText,
    },
  ],
  ListServices: [{ ServiceSummaryList: [{ ServiceName: 'shop', ServiceArn: app, Status: 'RUNNING' }] }],
  DescribeService: [
    {
      Service: {
        ServiceName: 'shop',
        ServiceArn: app,
        Status: 'RUNNING',
        CreatedAt: '2026-01-02T03:04:05.678Z',
        SourceConfiguration: { ImageRepository: { ImageConfiguration: { RuntimeEnvironmentVariables: { P: secretText } } } },
        InstanceConfiguration: { Cpu: '1024', InstanceRoleArn: arn('role/deploy') },
      },
    },
  ],
  ListCodeInterpreters: [
    {
      codeInterpreterSummaries: [
        { codeInterpreterId: interpreter, codeInterpreterArn: interpreterArn, status: 'READY', createdAt: '2026-01-02T03:04:05.000Z' },
      ],
    },
  ],
  GetCodeInterpreter: [
    {
      codeInterpreterId: interpreter,
      codeInterpreterArn: interpreterArn,
      name: 'sandbox',
      status: 'READY',
      executionRoleArn: arn('role/deploy'),
      description: secretText,
      createdAt: '2026-01-02T03:04:05.678Z',
    },
  ],
  ListBrowsers: [{ browserSummaries: [{ browserId: browser, browserArn, name: 'surf', status: 'READY', description: secretText }] }],
  GetBrowser: [
    {
      browserId: browser,
      browserArn,
      name: 'surf',
      status: 'READY',
      executionRoleArn: arn('role/deploy'),
      networkConfiguration: { networkMode: 'PUBLIC' },
      createdAt: '2026-01-02T03:04:05.678Z',
      recording: { enabled: true, s3Location: { bucket: secretText, prefix: 'p' } },
    },
  ],
  ListStateMachines: [
    {
      stateMachines: [{ stateMachineArn: machine, name: 'nightly', type: 'STANDARD', creationDate: '2026-01-02T03:04:05.000Z' }],
      nextToken: 'n',
    },
    { stateMachines: [] },
  ],
  DescribeStateMachine: [
    {
      stateMachineArn: machine,
      name: 'nightly',
      status: 'ACTIVE',
      definition: JSON.stringify({ Comment: secretText }),
      roleArn: arn('role/deploy'),
      type: 'STANDARD',
      description: secretText,
      creationDate: '2026-01-02T03:04:05.678Z',
    },
  ],
  ListEnvironments: [{ Environments: ['etl'], NextToken: 'n' }, { Environments: [] }],
  GetEnvironment: [
    {
      Environment: {
        Name: 'etl',
        Arn: workflows,
        Status: 'AVAILABLE',
        ExecutionRoleArn: arn('role/deploy'),
        CreatedAt: '2026-01-02T03:04:05.678Z',
        ServiceRoleArn: arn('role/aws-service-role/airflow.amazonaws.com/AWSServiceRoleForAmazonMWAA'),
        AirflowConfigurationOptions: { 'smtp.smtp_password': secretText },
        Tags: { password: secretText },
      },
    },
  ],
  DescribeJobDefinitions: [
    {
      jobDefinitions: [
        {
          jobDefinitionName: 'report',
          jobDefinitionArn: jobDefinition,
          revision: 3,
          status: 'ACTIVE',
          type: 'container',
          parameters: { password: secretText },
          containerProperties: {
            image: 'busybox',
            command: ['login', secretText],
            environment: [{ name: 'P', value: secretText }],
            jobRoleArn: arn('role/deploy'),
            executionRoleArn: arn('role/pull'),
          },
        },
      ],
      nextToken: 'n',
    },
    {
      jobDefinitions: [
        {
          jobDefinitionName: 'plain',
          jobDefinitionArn: regionalArn('batch', 'job-definition/plain:1'),
          revision: 1,
          status: 'ACTIVE',
          type: 'container',
          eksProperties: { podProperties: { containers: [{ env: [{ name: 'P', value: secretText }] }] } },
        },
        {
          jobDefinitionName: 'wide',
          jobDefinitionArn: regionalArn('batch', 'job-definition/wide:1'),
          revision: 1,
          status: 'ACTIVE',
          type: 'multinode',
          nodeProperties: {
            numNodes: 3,
            mainNode: 0,
            nodeRangeProperties: [
              { targetNodes: '0:0', container: { command: [secretText], jobRoleArn: arn('role/main') } },
              {
                targetNodes: '1:1',
                ecsProperties: { taskProperties: [{ containers: [{ command: [secretText] }], taskRoleArn: arn('role/node') }] },
              },
              { targetNodes: '2:2', container: { jobRoleArn: arn('role/main') } },
            ],
          },
        },
        {
          jobDefinitionName: 'tasks',
          jobDefinitionArn: regionalArn('batch', 'job-definition/tasks:1'),
          revision: 1,
          status: 'ACTIVE',
          type: 'container',
          ecsProperties: {
            taskProperties: [{ containers: [{ environment: [{ name: 'P', value: secretText }] }], taskRoleArn: arn('role/node') }],
          },
        },
      ],
    },
  ],
  ListClusters: [{ clusterArns: [cluster], nextToken: 'n' }, { clusterArns: [] }],
  ListTasks: [{ taskArns: [ecsTask, bareTask] }],
  DescribeTasks: [
    {
      tasks: [
        {
          taskArn: ecsTask,
          clusterArn: cluster,
          taskDefinitionArn: definition,
          lastStatus: 'RUNNING',
          desiredStatus: 'RUNNING',
          enableExecuteCommand: true,
          createdAt: '2026-01-02T03:04:05.678Z',
          overrides: { containerOverrides: [{ command: [secretText], environment: [{ name: 'P', value: secretText }] }] },
          containers: [{ name: 'web', image: secretText }],
          tags: [{ key: 'password', value: secretText }],
        },
        {
          taskArn: bareTask,
          clusterArn: cluster,
          taskDefinitionArn: definition,
          lastStatus: 'RUNNING',
          desiredStatus: 'RUNNING',
          enableExecuteCommand: false,
          overrides: { taskRoleArn: arn('role/other'), executionRoleArn: arn('role/pull') },
        },
      ],
      failures: [],
    },
  ],
  DescribeTaskDefinition: [
    {
      taskDefinition: {
        taskDefinitionArn: definition,
        family: 'web',
        revision: 7,
        status: 'ACTIVE',
        taskRoleArn: arn('role/deploy'),
        executionRoleArn: arn('role/pull'),
        containerDefinitions: [{ command: [secretText], environment: [{ name: 'P', value: secretText }] }],
      },
      tags: [{ key: 'password', value: secretText }],
    },
  ],
  ListApplications: [{ applications: ['shop'], nextToken: 'n' }, { applications: [] }],
  ListDeploymentGroups: [{ applicationName: 'shop', deploymentGroups: ['prod', 'side'] }],
  BatchGetDeploymentGroups: [
    {
      deploymentGroupsInfo: [
        {
          applicationName: 'shop',
          deploymentGroupId: '11111111-2222-3333-4444-555555555555',
          deploymentGroupName: 'prod',
          computePlatform: 'Server',
          serviceRoleArn: arn('role/deployer'),
          ec2TagFilters: [{ Key: 'password', Value: secretText, Type: 'KEY_AND_VALUE' }],
          targetRevision: { revisionType: 'String', string: { content: secretText } },
          lastSuccessfulDeployment: { deploymentId: 'd-1', createTime: '2026-01-02T03:04:05.678Z' },
        },
        { applicationName: 'shop', deploymentGroupName: 'side', computePlatform: 'Lambda', serviceRoleArn: arn('role/deployer') },
      ],
    },
  ],
  ListAgentRuntimes: [
    {
      agentRuntimes: [{ agentRuntimeId: runtime, agentRuntimeArn: runtimeArn, agentRuntimeName: 'helper', description: secretText }],
      nextToken: 'n',
    },
    { agentRuntimes: [] },
  ],
  ListAgentRuntimeEndpoints: [
    {
      runtimeEndpoints: [
        { name: 'DEFAULT', id: 'DEFAULT', agentRuntimeArn: runtimeArn, liveVersion: '3', status: 'READY', description: secretText },
        { name: 'prod', id: 'prod', agentRuntimeArn: runtimeArn, liveVersion: '3', targetVersion: '3', status: 'UPDATE_FAILED' },
      ],
    },
  ],
  GetAgentRuntime: [
    {
      agentRuntimeId: runtime,
      agentRuntimeArn: runtimeArn,
      agentRuntimeName: 'helper',
      agentRuntimeVersion: '3',
      roleArn: arn('role/deploy'),
      status: 'READY',
      description: secretText,
      environmentVariables: { P: secretText },
      createdAt: '2026-01-02T03:04:05.678Z',
    },
  ],
};

/** The questions that tell what runs as a role, or lead to that from a list: `workloadAnswers` answers them. */
export const workloadQuestions = {
  functions: ask('lambda-functions', 'ListFunctions'),
  instances: ask('ec2-instances', 'DescribeInstances'),
  stacks: ask('cloudformation-stacks', 'DescribeStacks'),
  devEndpoints: ask('glue-dev-endpoints', 'GetDevEndpoints'),
  jobDefinitions: ask('batch-job-definitions', 'DescribeJobDefinitions'),
  versions: ask('ec2-instances', 'DescribeLaunchTemplateVersions', { template }),
  stackSet: ask('cloudformation-stacks', 'DescribeStackSet', { stackSet }),
  projects: ask('codebuild-projects', 'BatchGetProjects', { projects: ['site', 'old'] }),
  notebook: ask('sagemaker-notebooks', 'DescribeNotebookInstance', { notebook: 'study' }),
  app: ask('apprunner-services', 'DescribeService', { app }),
  interpreter: ask('bedrock-code-interpreters', 'GetCodeInterpreter', { interpreter }),
  browser: ask('bedrock-browsers', 'GetBrowser', { browser }),
  clusterTasks: ask('ecs-tasks', 'ListTasks', { cluster }),
  tasks: ask('ecs-tasks', 'DescribeTasks', { cluster, tasks: [ecsTask, bareTask] }),
  definition: ask('ecs-tasks', 'DescribeTaskDefinition', { definition }),
  groupNames: ask('codedeploy-deployment-groups', 'ListDeploymentGroups', { application: 'shop' }),
  groups: ask('codedeploy-deployment-groups', 'BatchGetDeploymentGroups', { application: 'shop', groups: ['prod', 'side'] }),
  endpoints: ask('bedrock-agent-runtimes', 'ListAgentRuntimeEndpoints', { runtime }),
  version: ask('bedrock-agent-runtimes', 'GetAgentRuntime', {
    runtime,
    version: '3',
    endpoints: [
      { name: 'DEFAULT', usable: true },
      { name: 'prod', usable: null },
    ],
  }),
  machine: ask('stepfunctions-state-machines', 'DescribeStateMachine', { machine }),
  environment: ask('mwaa-environments', 'GetEnvironment', { environment: 'etl' }),
};

/** The lists that are asked first, of a region without any workload. */
export const emptyWorkloads: Readonly<Record<string, Json>> = {
  ListFunctions: { Functions: [] },
  DescribeInstances: { Reservations: [] },
  DescribeLaunchTemplates: { LaunchTemplates: [] },
  DescribeStacks: { Stacks: [] },
  ListStackSets: { Summaries: [] },
  ListProjects: { projects: [] },
  GetDevEndpoints: { DevEndpoints: [] },
  ListNotebookInstances: { NotebookInstances: [] },
  ListServices: { ServiceSummaryList: [] },
  ListCodeInterpreters: { codeInterpreterSummaries: [] },
  ListBrowsers: { browserSummaries: [] },
  ListStateMachines: { stateMachines: [] },
  ListAgentRuntimes: { agentRuntimes: [] },
  ListApplications: { applications: [] },
  ListClusters: { clusterArns: [] },
  DescribeJobDefinitions: { jobDefinitions: [] },
  ListEnvironments: { Environments: [] },
};

/** The first calls of each surface. */
export const workloadRoots: readonly (readonly [surface: string, call: string])[] = [
  ['lambda-functions', 'ListFunctions'],
  ['ec2-instances', 'DescribeInstances'],
  ['ec2-instances', 'DescribeLaunchTemplates'],
  ['cloudformation-stacks', 'DescribeStacks'],
  ['cloudformation-stacks', 'ListStackSets'],
  ['codebuild-projects', 'ListProjects'],
  ['glue-dev-endpoints', 'GetDevEndpoints'],
  ['sagemaker-notebooks', 'ListNotebookInstances'],
  ['apprunner-services', 'ListServices'],
  ['bedrock-code-interpreters', 'ListCodeInterpreters'],
  ['bedrock-browsers', 'ListBrowsers'],
  ['stepfunctions-state-machines', 'ListStateMachines'],
  ['mwaa-environments', 'ListEnvironments'],
  ['batch-job-definitions', 'DescribeJobDefinitions'],
  ['ecs-tasks', 'ListClusters'],
  ['codedeploy-deployment-groups', 'ListApplications'],
  ['bedrock-agent-runtimes', 'ListAgentRuntimes'],
];
