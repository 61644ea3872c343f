import type { NonEmpty } from '../../../src/base/json.ts';
import type { EscalationMethod, Ingredient } from './method.ts';
import { on } from './method.ts';
import { glue, instances, make, passing, tasks, to } from './passing.ts';

const lambda = to('lambda.amazonaws.com');
const builds = to('codebuild.amazonaws.com');
const stacks = to('cloudformation.amazonaws.com');
const sagemaker = to('sagemaker.amazonaws.com');

// what an instance cannot be launched without (Service Authorization Reference, ec2:RunInstances, required resource types)
const launch: NonEmpty<Ingredient> = [
  ...make('instance', 'ec2:RunInstances'),
  on({ any: 'image' }, 'ec2:RunInstances'),
  on({ any: 'subnet' }, 'ec2:RunInstances'),
  on({ any: 'network-interface' }, 'ec2:RunInstances'),
  on({ any: 'security-group' }, 'ec2:RunInstances'),
];
const cluster = { untold: ['an ECS cluster is there'] };
const job = { untold: ['a Glue job is there'] };
const administrationRole =
  'The role that is passed is the administration role; what the stacks change they change as execution roles that trust it, and those are reached from it.';
const called = { untold: ['something calls the function'] };

/** Ways in which a principal hands a role to a service that runs code or changes things for it. */
export const passedRoles: readonly EscalationMethod[] = [
  passing(
    'pass-role-to-new-function',
    'run a new function as a role',
    lambda,
    make('function', 'lambda:CreateFunction', 'lambda:InvokeFunction'),
    {
      covers: ['lambda-001'],
    },
  ),
  passing(
    'pass-role-to-new-function-with-event-source',
    'run a new function as a role, set off by an event source',
    lambda,
    [...make('function', 'lambda:CreateFunction'), on({ any: 'none' }, 'lambda:CreateEventSourceMapping')],
    {
      covers: ['lambda-002'],
      untold: ['there is a stream or a queue whose records set the function off'],
      note: 'The action that maps the source takes no resource; the function is only a condition key of it. The role that is passed must read the source.',
    },
  ),
  passing(
    'pass-role-to-new-function-opened',
    'run a new function as a role, opened to a caller of its own',
    lambda,
    make('function', 'lambda:CreateFunction', 'lambda:AddPermission'),
    { covers: ['lambda-006'] },
  ),
  passing(
    'pass-role-to-function',
    'run an existing function as another role',
    lambda,
    [on('workload', 'lambda:UpdateFunctionConfiguration')],
    {
      ...called,
      workload: 'function',
      source: 'https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html',
      note: 'No catalogue id. The same call gives the function another role and a layer with code of the holder.',
    },
  ),
  passing('pass-role-to-new-instance', 'run a new instance as a role', instances, launch, {
    covers: ['ec2-001'],
    note: 'Image, subnet, network interface and security group must be allowed too, as each is authorised apart.',
  }),
  passing('pass-role-to-spot-instance', 'run a spot instance as a role', instances, make('spot-request', 'ec2:RequestSpotInstances'), {
    covers: ['ec2-004'],
  }),
  passing(
    'pass-role-in-new-profile',
    'put a role into a new instance profile and run an instance as it',
    to('ec2.amazonaws.com'),
    [...make('instance-profile', 'iam:CreateInstanceProfile', 'iam:AddRoleToInstanceProfile'), ...launch],
    {
      handedIn: 'iam:AddRoleToInstanceProfile',
      source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html',
      note: 'No catalogue id: its ways to instances ask for a profile that holds the role already.',
    },
  ),
  passing(
    'pass-role-to-service-in-new-cluster',
    'run the tasks of a new service in a new cluster as a role',
    tasks,
    [
      ...make('cluster', 'ecs:CreateCluster'),
      ...make('task-definition', 'ecs:RegisterTaskDefinition'),
      ...make('service', 'ecs:CreateService'),
    ],
    { covers: ['ecs-001'], handedIn: 'ecs:RegisterTaskDefinition' },
  ),
  passing(
    'pass-role-to-task-in-new-cluster',
    'run a task in a new cluster as a role',
    tasks,
    [...make('cluster', 'ecs:CreateCluster'), ...make('task-definition', 'ecs:RegisterTaskDefinition', 'ecs:RunTask')],
    { covers: ['ecs-002'], handedIn: 'ecs:RegisterTaskDefinition' },
  ),
  passing(
    'pass-role-to-service',
    'run the tasks of a new service as a role',
    tasks,
    [...make('task-definition', 'ecs:RegisterTaskDefinition'), ...make('service', 'ecs:CreateService')],
    { ...cluster, covers: ['ecs-003'] },
  ),
  passing('pass-role-to-task', 'run a task as a role', tasks, make('task-definition', 'ecs:RegisterTaskDefinition', 'ecs:RunTask'), {
    ...cluster,
    covers: ['ecs-004'],
  }),
  passing(
    'pass-role-to-started-task',
    'start a task on an instance of a cluster as a role',
    tasks,
    make('task-definition', 'ecs:RegisterTaskDefinition', 'ecs:StartTask'),
    { untold: ['an ECS cluster with a registered instance is there'], covers: ['ecs-005'] },
  ),
  passing(
    'pass-role-to-new-dev-endpoint',
    'run a new development endpoint as a role',
    glue,
    [on({ any: 'none' }, 'glue:CreateDevEndpoint')],
    {
      covers: ['glue-001'],
    },
  ),
  passing('pass-role-to-new-job', 'run a new job as a role', glue, make('job', 'glue:CreateJob', 'glue:StartJobRun'), {
    covers: ['glue-003'],
  }),
  passing(
    'pass-role-to-new-triggered-job',
    'run a new job as a role, by a trigger',
    glue,
    [...make('job', 'glue:CreateJob'), ...make('trigger', 'glue:CreateTrigger')],
    { covers: ['glue-004'] },
  ),
  passing('pass-role-to-job', 'run an existing job as another role', glue, make('job', 'glue:UpdateJob', 'glue:StartJobRun'), {
    ...job,
    covers: ['glue-005'],
  }),
  passing(
    'pass-role-to-triggered-job',
    'run an existing job as another role, by a trigger',
    glue,
    [...make('job', 'glue:UpdateJob'), ...make('trigger', 'glue:CreateTrigger')],
    { ...job, covers: ['glue-006'] },
  ),
  passing(
    'pass-role-to-new-build-project',
    'run the builds of a new project as a role',
    builds,
    make('build-project', 'codebuild:CreateProject', 'codebuild:StartBuild'),
    { covers: ['codebuild-001'] },
  ),
  passing(
    'pass-role-to-new-batch-build-project',
    'run the batch builds of a new project as a role',
    builds,
    make('build-project', 'codebuild:CreateProject', 'codebuild:StartBuildBatch'),
    { covers: ['codebuild-004'] },
  ),
  passing('pass-role-to-new-stack', 'have a new stack changed as a role', stacks, make('stack', 'cloudformation:CreateStack'), {
    covers: ['cloudformation-001'],
  }),
  passing(
    'pass-role-to-new-stack-by-change-set',
    'have a new stack changed as a role, by a change set',
    stacks,
    make('stack', 'cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'),
    {
      source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html',
      note: 'No catalogue id. A change set of the type CREATE makes the stack, with the role it is given.',
    },
  ),
  passing(
    'pass-role-to-new-stack-set',
    'have the stacks of a new stack set changed as a role',
    stacks,
    [on({ any: 'none' }, 'cloudformation:CreateStackSet'), ...make('stack-set', 'cloudformation:CreateStackInstances')],
    { covers: ['cloudformation-003'], note: `The catalogue has the execution role passed. ${administrationRole}` },
  ),
  passing(
    'pass-role-to-stack-set',
    'have the stacks of an existing stack set changed as a role',
    stacks,
    [on('workload', 'cloudformation:UpdateStackSet')],
    { covers: ['cloudformation-004'], workload: 'stack-set', note: administrationRole },
  ),
  passing('pass-role-to-new-notebook', 'run a new notebook as a role', sagemaker, make('notebook', 'sagemaker:CreateNotebookInstance'), {
    covers: ['sagemaker-001'],
    note: 'What the notebook runs at its start can be given with it, so no permission to open it is needed.',
  }),
  passing('pass-role-to-training-job', 'run a training job as a role', sagemaker, make('training-job', 'sagemaker:CreateTrainingJob'), {
    covers: ['sagemaker-002'],
  }),
  passing(
    'pass-role-to-processing-job',
    'run a processing job as a role',
    sagemaker,
    make('processing-job', 'sagemaker:CreateProcessingJob'),
    { covers: ['sagemaker-003'] },
  ),
  passing(
    'pass-role-to-new-pipeline',
    'run a new data pipeline as a role',
    to('datapipeline.amazonaws.com', {
      trusts: ['datapipeline.amazonaws.com', 'elasticmapreduce.amazonaws.com'],
      passedTo: ['datapipeline.amazonaws.com', 'elasticmapreduce.amazonaws.com'],
    }),
    [
      on({ any: 'none' }, 'datapipeline:CreatePipeline'),
      ...make('pipeline', 'datapipeline:PutPipelineDefinition', 'datapipeline:ActivatePipeline'),
    ],
    {
      covers: ['datapipeline-001'],
      handedIn: 'datapipeline:PutPipelineDefinition',
      note: 'A pipeline has two roles: the service uses one that trusts it, and the instances it starts run commands as another that trusts ec2.amazonaws.com, which the catalogue leaves out: that is pass-role-to-pipeline-instance.',
    },
  ),
  passing(
    'pass-role-to-pipeline-instance',
    'run commands on the instances of a new data pipeline as a role',
    instances,
    [
      on({ any: 'none' }, 'datapipeline:CreatePipeline'),
      ...make('pipeline', 'datapipeline:PutPipelineDefinition', 'datapipeline:ActivatePipeline'),
    ],
    {
      handedIn: 'datapipeline:PutPipelineDefinition',
      source: 'https://docs.aws.amazon.com/datapipeline/latest/DeveloperGuide/dp-iam-roles.html',
      note: 'No catalogue id.',
    },
  ),
  passing(
    'pass-role-to-new-app-service',
    'run a new application service as a role',
    to('tasks.apprunner.amazonaws.com', { passedTo: ['apprunner.amazonaws.com'] }),
    make('app-service', 'apprunner:CreateService'),
    {
      covers: ['apprunner-001'],
      note: 'The role trusts one name of the service and is passed to another, as the policy AWSAppRunnerFullAccess has it.',
    },
  ),
];
