import type { JsonObject } from '../../../src/base/json.ts';
import { templateGone } from '../surfaces/regional/workloads/instances.ts';
import { notebookFault } from '../surfaces/regional/workloads/notebooks.ts';
import { stackSetGone } from '../surfaces/regional/workloads/stacks.ts';
import type { Call } from './call.ts';
import { workloadJobCalls } from './workload-jobs.ts';
import { gone, membersOf, pages, taking, workloads } from './workload-row.ts';

/** What AWS services run for the account, and hide unless asked for (EC2 API reference). */
const managedToo: JsonObject = { IncludeManagedResources: true };

/** Read on request only, in each region that the settings name. Paging and the greatest pages: the services' models. */
export const workloadCalls: readonly Call[] = [
  ...workloads('aws:lambda-functions', 'lambda', 'lambda', [
    {
      operation: 'ListFunctions',
      // 50 come whatever is asked for (Lambda API reference)
      paging: { ask: 'Marker', next: 'NextMarker', size: { MaxItems: 50 } },
      keeps: membersOf('Functions', 'FunctionArn', 'FunctionName', 'Role', 'State'),
    },
  ]),
  ...workloads('aws:ec2-instances', 'ec2', 'ec2', [
    {
      operation: 'DescribeInstances',
      paging: pages('NextToken', { MaxResults: 1000 }),
      keeps: ['Reservations.*.OwnerId', ...membersOf('Reservations.*.Instances', 'InstanceId', 'State', 'IamInstanceProfile')],
      input: () => managedToo,
    },
    {
      operation: 'DescribeLaunchTemplates',
      paging: pages('NextToken', { MaxResults: 200 }),
      keeps: membersOf('LaunchTemplates', 'LaunchTemplateId', 'LaunchTemplateName'),
      input: () => managedToo,
    },
    {
      operation: 'DescribeLaunchTemplateVersions',
      paging: pages('NextToken', { MaxResults: 200 }),
      answers: [templateGone],
      keeps: membersOf(
        'LaunchTemplateVersions',
        'LaunchTemplateId',
        'LaunchTemplateName',
        'VersionNumber',
        'DefaultVersion',
        'LaunchTemplateData.IamInstanceProfile',
      ),
      input: taking('LaunchTemplateId', 'template', managedToo),
    },
  ]),
  ...workloads('aws:cloudformation-stacks', 'cloudformation', 'cloudformation', [
    {
      operation: 'DescribeStacks',
      paging: pages('NextToken'),
      keeps: membersOf('Stacks', 'StackId', 'StackName', 'StackStatus', 'RoleARN'),
    },
    {
      operation: 'ListStackSets',
      paging: pages('NextToken', { MaxResults: 100 }),
      keeps: membersOf('Summaries', 'StackSetId', 'StackSetName', 'Status'),
      input: () => ({ Status: 'ACTIVE' }),
    },
    {
      operation: 'DescribeStackSet',
      paging: null,
      answers: [stackSetGone],
      keeps: ['StackSetId', 'StackSetName', 'StackSetARN', 'Status', 'PermissionModel', 'AdministrationRoleARN', 'ExecutionRoleName'].map(
        (member) => `StackSet.${member}`,
      ),
      input: taking('StackSetName', 'stackSet'),
    },
  ]),
  ...workloads('aws:codebuild-projects', 'codebuild', 'codebuild', [
    { operation: 'ListProjects', paging: pages('nextToken'), keeps: ['projects'] },
    {
      operation: 'BatchGetProjects',
      paging: null,
      keeps: [...membersOf('projects', 'arn', 'name', 'serviceRole'), 'projectsNotFound'],
      input: taking('names', 'projects'),
    },
  ]),
  ...workloads('aws:glue-dev-endpoints', 'glue', 'glue', [
    {
      operation: 'GetDevEndpoints',
      paging: pages('NextToken', { MaxResults: 1000 }),
      keeps: membersOf('DevEndpoints', 'EndpointName', 'RoleArn', 'Status'),
    },
  ]),
  ...workloads('aws:sagemaker-notebooks', 'sagemaker', 'sagemaker', [
    {
      operation: 'ListNotebookInstances',
      paging: pages('NextToken', { MaxResults: 100 }),
      keeps: membersOf('NotebookInstances', 'NotebookInstanceName', 'NotebookInstanceArn', 'NotebookInstanceStatus'),
    },
    {
      operation: 'DescribeNotebookInstance',
      paging: null,
      answers: [notebookFault],
      keeps: ['NotebookInstanceArn', 'NotebookInstanceName', 'NotebookInstanceStatus', 'RoleArn'],
      input: taking('NotebookInstanceName', 'notebook'),
    },
  ]),
  ...workloads('aws:apprunner-services', 'apprunner', 'apprunner', [
    {
      operation: 'ListServices',
      paging: pages('NextToken', { MaxResults: 20 }),
      keeps: membersOf('ServiceSummaryList', 'ServiceArn', 'ServiceName', 'Status'),
    },
    {
      operation: 'DescribeService',
      paging: null,
      answers: gone,
      keeps: ['ServiceArn', 'ServiceName', 'Status', 'InstanceConfiguration.InstanceRoleArn'].map((member) => `Service.${member}`),
      input: taking('ServiceArn', 'app'),
    },
  ]),
  ...workloads('aws:bedrock-code-interpreters', 'bedrock-agentcore-control', 'bedrock-agentcore', [
    {
      operation: 'ListCodeInterpreters',
      paging: pages('nextToken', { maxResults: 100 }),
      keeps: membersOf('codeInterpreterSummaries', 'codeInterpreterId', 'codeInterpreterArn', 'name', 'status'),
      input: () => ({ type: 'CUSTOM' }),
    },
    {
      operation: 'GetCodeInterpreter',
      paging: null,
      answers: gone,
      keeps: ['codeInterpreterId', 'codeInterpreterArn', 'name', 'status', 'executionRoleArn'],
      input: taking('codeInterpreterId', 'interpreter'),
    },
  ]),
  ...workloadJobCalls,
];
