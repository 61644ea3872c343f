import { applicationGone } from '../surfaces/regional/workloads/deployment-groups.ts';
import { stateMachineGone } from '../surfaces/regional/workloads/state-machines.ts';
import { clusterGone } from '../surfaces/regional/workloads/tasks.ts';
import type { Call } from './call.ts';
import { gone, membersOf, pages, taking, workloads } from './workload-row.ts';

/** Of what runs agents, jobs and workflows; read as the others are. */
export const workloadJobCalls: readonly Call[] = [
  ...workloads('aws:bedrock-browsers', 'bedrock-agentcore-control', 'bedrock-agentcore', [
    {
      operation: 'ListBrowsers',
      paging: pages('nextToken', { maxResults: 100 }),
      keeps: membersOf('browserSummaries', 'browserId', 'browserArn', 'name', 'status'),
      input: () => ({ type: 'CUSTOM' }),
    },
    {
      operation: 'GetBrowser',
      paging: null,
      answers: gone,
      keeps: ['browserId', 'browserArn', 'name', 'status', 'executionRoleArn'],
      input: taking('browserId', 'browser'),
    },
  ]),
  ...workloads('aws:stepfunctions-state-machines', 'states', 'states', [
    {
      operation: 'ListStateMachines',
      paging: pages('nextToken', { maxResults: 1000 }),
      keeps: membersOf('stateMachines', 'stateMachineArn', 'name'),
    },
    {
      operation: 'DescribeStateMachine',
      paging: null,
      answers: [stateMachineGone],
      keeps: ['stateMachineArn', 'name', 'status', 'roleArn'],
      // without the definition, and so without the right to decrypt it (AWS Step Functions API reference)
      input: taking('stateMachineArn', 'machine', { includedData: 'METADATA_ONLY' }),
    },
  ]),
  ...workloads('aws:mwaa-environments', 'mwaa', 'airflow', [
    { operation: 'ListEnvironments', paging: pages('NextToken', { MaxResults: 25 }), keeps: ['Environments'] },
    {
      operation: 'GetEnvironment',
      paging: null,
      answers: gone,
      keeps: ['Name', 'Arn', 'Status', 'ExecutionRoleArn'].map((member) => `Environment.${member}`),
      input: taking('Name', 'environment'),
    },
  ]),
  ...workloads('aws:batch-job-definitions', 'batch', 'batch', [
    {
      operation: 'DescribeJobDefinitions',
      paging: pages('nextToken', { maxResults: 100 }),
      keeps: membersOf(
        'jobDefinitions',
        ...['jobDefinitionArn', 'jobDefinitionName', 'revision', 'status', 'type'],
        ...['', 'nodeProperties.nodeRangeProperties.*.'].flatMap((of) => [
          `${of}${of === '' ? 'containerProperties' : 'container'}.jobRoleArn`,
          `${of}ecsProperties.taskProperties.*.taskRoleArn`,
        ]),
      ),
      input: () => ({ status: 'ACTIVE' }),
    },
  ]),
  ...workloads('aws:ecs-tasks', 'ecs', 'ecs', [
    { operation: 'ListClusters', paging: pages('nextToken', { maxResults: 100 }), keeps: ['clusterArns'] },
    {
      operation: 'ListTasks',
      paging: pages('nextToken', { maxResults: 100 }),
      answers: [clusterGone],
      keeps: ['taskArns'],
      input: taking('cluster', 'cluster'),
    },
    {
      operation: 'DescribeTasks',
      paging: null,
      answers: [clusterGone],
      keeps: [
        ...membersOf(
          'tasks',
          'taskArn',
          'taskDefinitionArn',
          'lastStatus',
          'desiredStatus',
          'enableExecuteCommand',
          'overrides.taskRoleArn',
        ),
        ...membersOf('failures', 'arn', 'reason'),
      ],
      input: ({ cluster, tasks }) => ({ cluster: cluster ?? null, tasks: tasks ?? null }),
    },
    {
      operation: 'DescribeTaskDefinition',
      paging: null,
      keeps: ['taskDefinitionArn', 'status', 'taskRoleArn'].map((member) => `taskDefinition.${member}`),
      input: taking('taskDefinition', 'definition'),
    },
  ]),
  ...workloads('aws:codedeploy-deployment-groups', 'codedeploy', 'codedeploy', [
    { operation: 'ListApplications', paging: pages('nextToken'), keeps: ['applications'] },
    {
      operation: 'ListDeploymentGroups',
      paging: pages('nextToken'),
      answers: [applicationGone],
      keeps: ['applicationName', 'deploymentGroups'],
      input: taking('applicationName', 'application'),
    },
    {
      operation: 'BatchGetDeploymentGroups',
      paging: null,
      answers: [applicationGone],
      keeps: membersOf('deploymentGroupsInfo', 'applicationName', 'deploymentGroupName', 'computePlatform'),
      input: ({ application, groups }) => ({ applicationName: application ?? null, deploymentGroupNames: groups ?? null }),
    },
  ]),
  ...workloads('aws:bedrock-agent-runtimes', 'bedrock-agentcore-control', 'bedrock-agentcore', [
    {
      operation: 'ListAgentRuntimes',
      paging: pages('nextToken', { maxResults: 100 }),
      keeps: membersOf('agentRuntimes', 'agentRuntimeId', 'agentRuntimeArn'),
    },
    {
      operation: 'ListAgentRuntimeEndpoints',
      paging: pages('nextToken', { maxResults: 100 }),
      answers: gone,
      keeps: membersOf('runtimeEndpoints', 'name', 'agentRuntimeArn', 'liveVersion', 'targetVersion', 'status'),
      input: taking('agentRuntimeId', 'runtime'),
    },
    {
      operation: 'GetAgentRuntime',
      paging: null,
      answers: gone,
      keeps: [
        ...['agentRuntimeId', 'agentRuntimeArn', 'agentRuntimeName', 'agentRuntimeVersion', 'roleArn', 'status'],
        // that there is one, and not whom it lets in
        'authorizerConfiguration.customJWTAuthorizer.discoveryUrl',
      ],
      input: ({ runtime, version }) => ({ agentRuntimeId: runtime ?? null, agentRuntimeVersion: version ?? null }),
    },
  ]),
];
