import type { EscalationMethod } from './method.ts';
import { on } from './method.ts';
import { instances, make, passing, to } from './passing.ts';

const docs = 'https://docs.aws.amazon.com/';
const stacks = to('cloudformation.amazonaws.com');
const builds = to('codebuild.amazonaws.com');
const unlisted = 'No catalogue id.';

/** Ways in which a principal has what already runs go on as another role, which it hands over. */
export const passedToWorkloads: readonly EscalationMethod[] = [
  passing(
    'pass-role-to-function-it-invokes',
    'run an existing function as another role, and invoke it',
    to('lambda.amazonaws.com'),
    [
      on('workload', 'lambda:UpdateFunctionConfiguration'),
      on({ any: 'layer' }, 'lambda:GetLayerVersion'),
      on('workload', 'lambda:InvokeFunction'),
    ],
    {
      workload: 'function',
      handedIn: 'lambda:UpdateFunctionConfiguration',
      source: `${docs}lambda/latest/api/API_UpdateFunctionConfiguration.html`,
      note: `${unlisted} The same call gives the function another role and a layer with code of the holder, which whoever makes the call must be allowed to read; the layer may be of any account.`,
    },
  ),
  passing(
    'pass-role-to-function-it-changes',
    'run an existing function as another role, change its code and invoke it',
    to('lambda.amazonaws.com'),
    [
      on('workload', 'lambda:UpdateFunctionConfiguration'),
      on('workload', 'lambda:UpdateFunctionCode'),
      on('workload', 'lambda:InvokeFunction'),
    ],
    {
      workload: 'function',
      handedIn: 'lambda:UpdateFunctionConfiguration',
      source: `${docs}lambda/latest/api/API_UpdateFunctionConfiguration.html`,
      note: unlisted,
    },
  ),
  passing('pass-role-to-stack', 'have an existing stack changed as another role', stacks, [on('workload', 'cloudformation:UpdateStack')], {
    workload: 'stack',
    source: `${docs}AWSCloudFormation/latest/APIReference/API_UpdateStack.html`,
    note: `${unlisted} The stack keeps the role for all that is done to it later.`,
  }),
  passing(
    'pass-role-to-build',
    'start a build with commands of its own as another role',
    builds,
    [on('workload', 'codebuild:StartBuild')],
    {
      workload: 'build-project',
      source: `${docs}codebuild/latest/APIReference/API_StartBuild.html`,
      note: `${unlisted} The call that starts the build names another service role than the project (serviceRoleOverride).`,
    },
  ),
  passing(
    'pass-role-to-batch-build',
    'start a batch build with commands of its own as another role',
    builds,
    [on('workload', 'codebuild:StartBuildBatch')],
    {
      workload: 'build-project',
      source: `${docs}codebuild/latest/APIReference/API_StartBuildBatch.html`,
      untold: ['the project is set up for batch builds'],
      note: unlisted,
    },
  ),
  passing(
    'pass-role-to-running-app-service',
    'run an existing application service as another role',
    to('tasks.apprunner.amazonaws.com', { passedTo: ['apprunner.amazonaws.com'] }),
    [on('workload', 'apprunner:UpdateService')],
    {
      workload: 'app-service',
      source: `${docs}apprunner/latest/api/API_UpdateService.html`,
      note: `${unlisted} The same call gives the service another role and another image.`,
    },
  ),
  passing(
    'pass-role-to-notebook',
    'run commands at the start of an existing notebook as another role',
    to('sagemaker.amazonaws.com'),
    [
      on('workload', 'sagemaker:StopNotebookInstance'),
      on('workload', 'sagemaker:UpdateNotebookInstance'),
      on('workload', 'sagemaker:StartNotebookInstance'),
      ...make('notebook-start-up', 'sagemaker:CreateNotebookInstanceLifecycleConfig'),
    ],
    {
      workload: 'notebook',
      handedIn: 'sagemaker:UpdateNotebookInstance',
      source: `${docs}sagemaker/latest/APIReference/API_UpdateNotebookInstance.html`,
      note: unlisted,
    },
  ),
  passing(
    'pass-role-to-state-machine',
    'have an existing state machine do what it wants as another role',
    to('states.amazonaws.com'),
    [on('workload', 'states:UpdateStateMachine'), on('workload', 'states:StartExecution')],
    {
      workload: 'state-machine',
      source: `${docs}step-functions/latest/apireference/API_UpdateStateMachine.html`,
      note: unlisted,
    },
  ),
  passing(
    'pass-role-to-workflow-environment',
    'run workflows in an existing workflow environment as another role',
    to('airflow.amazonaws.com', {
      trusts: ['airflow-env.amazonaws.com', 'airflow.amazonaws.com'],
      passedTo: ['airflow.amazonaws.com', 'airflow-env.amazonaws.com'],
    }),
    [on('workload', 'airflow:UpdateEnvironment')],
    {
      workload: 'workflow-environment',
      source: `${docs}mwaa/latest/API/API_UpdateEnvironment.html`,
      untold: ['a bucket with workflows of the holder is there that the role may read'],
      note: unlisted,
    },
  ),
  passing(
    'pass-role-to-instance',
    'give an existing instance another role',
    instances,
    [on('workload', 'ec2:AssociateIamInstanceProfile', 'ec2:ReplaceIamInstanceProfileAssociation')],
    {
      workload: 'instance',
      source: `${docs}AWSEC2/latest/APIReference/API_AssociateIamInstanceProfile.html`,
      untold: ['the holder can run code on the instance'],
      note: unlisted,
    },
  ),
];
