import type { NonEmpty } from '../../../src/base/json.ts';
import type { EscalationMethod, Ingredient, PassedRole } from './method.ts';
import { method, on } from './method.ts';
import type { Thing } from './things.ts';

const pass: Ingredient = on('passed-role', 'iam:PassRole');
const make = (thing: Thing, first: string, ...more: readonly string[]): NonEmpty<Ingredient> => [
  on({ made: thing }, first),
  ...more.map((action) => on({ made: thing }, action)),
];

type Service = Omit<PassedRole, 'handedIn'>;

/** A service to which roles are passed and that assumes them by one name. */
function to(service: string, more: Partial<Service> = {}): Service {
  return { trusts: [service], passedTo: [service], inProfile: false, ...more };
}

/** `handedIn`: left out, the first action of the needs. */
function passing(
  id: string,
  title: string,
  service: Service,
  needs: NonEmpty<Ingredient>,
  { handedIn, ...given }: Parameters<typeof method>[4] & { readonly handedIn?: string } = {},
): EscalationMethod {
  const exists = [
    `a role of the account trusts ${service.trusts.join(' or ')}`,
    ...(service.inProfile ? ['an instance profile holds the role'] : []),
    ...(given.exists ?? []),
  ];
  const passed: PassedRole = { ...service, handedIn: handedIn ?? needs[0].actions[0] };
  return method(id, 'passed-role', title, [pass, ...needs], { ...given, passed, exists });
}

const lambda = to('lambda.amazonaws.com');
const instances = to('ec2.amazonaws.com', { inProfile: true });
const tasks = to('ecs-tasks.amazonaws.com');
const glue = to('glue.amazonaws.com');
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
const agents = to('bedrock-agentcore.amazonaws.com');
const named = 'a task definition and a cluster are there, and the holder may pass the execution role that the definition names';
const runtime: NonEmpty<Ingredient> = [
  on({ any: 'none' }, 'bedrock-agentcore:CreateAgentRuntime'),
  ...make('agent-runtime', 'bedrock-agentcore:CreateAgentRuntimeEndpoint', 'bedrock-agentcore:InvokeAgentRuntimeCommand'),
  on({ any: 'runtime-endpoint' }, 'bedrock-agentcore:InvokeAgentRuntimeCommand'),
  on({ any: 'workload-identity-directory' }, 'bedrock-agentcore:CreateWorkloadIdentity'),
  on({ any: 'workload-identity' }, 'bedrock-agentcore:CreateWorkloadIdentity'),
];
const batch = to('ecs-tasks.amazonaws.com', { passedTo: ['ecs-tasks.amazonaws.com', 'batch.amazonaws.com'] });
const container =
  'The job runs in a container, so the role trusts ecs-tasks.amazonaws.com; the catalogue names batch.amazonaws.com, and what the role is passed to is not documented.';
const overridden = 'The call that starts the task names another task role and another command than the definition.';
const code = 'a bucket is there that the role may read the code from';
const called = { untold: ['something calls the function'] };

/** Ways in which a principal hands a role to a service that then acts for it. */
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
  passing(
    'pass-role-to-new-code-interpreter',
    'run a new code interpreter as a role',
    agents,
    [
      on({ any: 'none' }, 'bedrock-agentcore:CreateCodeInterpreter'),
      ...make('code-interpreter', 'bedrock-agentcore:StartCodeInterpreterSession', 'bedrock-agentcore:InvokeCodeInterpreter'),
    ],
    { covers: ['bedrock-001'] },
  ),
  passing('pass-role-to-new-agent-runtime', 'run commands in a new agent runtime as a role', agents, runtime, { covers: ['bedrock-003'] }),
  passing(
    'pass-role-to-new-harness',
    'run commands in a new agent harness as a role',
    agents,
    [on({ any: 'none' }, 'bedrock-agentcore:CreateHarness'), ...runtime],
    {
      covers: ['bedrock-005'],
      note: 'A harness is made with a runtime under it, whose permissions are asked too. The catalogue lists bedrock-agentcore:GetHarness and bedrock-agentcore:GetAgentRuntime too, which only tell when it is ready and what it is called.',
    },
  ),
  passing(
    'pass-role-to-new-browser',
    'drive a new browser as a role',
    agents,
    [
      on({ any: 'none' }, 'bedrock-agentcore:CreateBrowser'),
      ...make('browser', 'bedrock-agentcore:StartBrowserSession'),
      on({ any: 'none' }, 'bedrock-agentcore:ConnectBrowserAutomationStream'),
    ],
    { covers: ['bedrock-006'] },
  ),
  passing(
    'pass-role-to-new-batch-job',
    'run a batch job as a role',
    batch,
    [...make('job-definition', 'batch:RegisterJobDefinition', 'batch:SubmitJob'), on({ any: 'job-queue' }, 'batch:SubmitJob')],
    { covers: ['batch-001'], untold: ['a job queue with a compute environment is there'], note: container },
  ),
  passing(
    'pass-role-to-batch-job-in-new-queue',
    'run a batch job in a new queue as a role',
    batch,
    [
      ...make('job-definition', 'batch:RegisterJobDefinition', 'batch:SubmitJob'),
      ...make('job-queue', 'batch:CreateJobQueue', 'batch:SubmitJob'),
      ...make('compute-environment', 'batch:CreateComputeEnvironment'),
    ],
    { covers: ['batch-003'], note: container },
  ),
  passing(
    'pass-role-to-named-task',
    'run a task of an existing definition as another role',
    tasks,
    [on({ any: 'task-definition' }, 'ecs:RunTask')],
    { covers: ['ecs-008'], untold: [named], note: overridden },
  ),
  passing(
    'pass-role-to-named-task-on-instance',
    'start a task of an existing definition on an instance of a cluster as another role',
    tasks,
    [on({ any: 'task-definition' }, 'ecs:StartTask')],
    { covers: ['ecs-009'], untold: [named, 'an instance is registered in the cluster'], note: overridden },
  ),
  passing(
    'pass-role-to-named-task-on-own-instance',
    'start a task of an existing definition on an instance it registers as another role',
    tasks,
    [on({ any: 'task-definition' }, 'ecs:StartTask'), on({ any: 'cluster' }, 'ecs:RegisterContainerInstance')],
    { covers: ['ecs-007'], untold: [named, 'the holder runs code on an instance that it can register'], note: overridden },
  ),
  passing(
    'pass-role-to-quantum-job',
    'run a hybrid quantum job as a role',
    to('braket.amazonaws.com'),
    [...make('quantum-job', 'braket:CreateJob'), on({ any: 'quantum-device' }, 'braket:CreateJob')],
    { covers: ['braket-001'], untold: ['a bucket is there that the role may read the code from and write the results to'] },
  ),
  passing(
    'pass-role-to-new-map-reduce-cluster',
    'run a step on a new EMR cluster as a role',
    to('ec2.amazonaws.com', { passedTo: ['ec2.amazonaws.com', 'elasticmapreduce.amazonaws.com'], inProfile: true }),
    [on({ any: 'none' }, 'elasticmapreduce:RunJobFlow')],
    {
      covers: ['emr-001'],
      untold: ['a service role of EMR is there that the holder may pass too'],
      note: 'The role that is had is that of the instances; the service role is another.',
    },
  ),
  passing(
    'pass-role-to-serverless-job',
    'run a job of a new EMR Serverless application as a role',
    to('emr-serverless.amazonaws.com'),
    [on({ any: 'none' }, 'emr-serverless:CreateApplication'), ...make('emr-application', 'emr-serverless:StartJobRun')],
    { covers: ['emrserverless-001'], handedIn: 'emr-serverless:StartJobRun', untold: [code] },
  ),
  passing(
    'pass-role-to-new-game-fleet',
    'run a game server on a new fleet as a role',
    to('gamelift.amazonaws.com', { trusts: ['gamelift.amazonaws.com', 'ec2.amazonaws.com'] }),
    [on({ any: 'none' }, 'gamelift:CreateBuild'), on({ any: 'none' }, 'gamelift:CreateFleet')],
    {
      covers: ['gamelift-001'],
      handedIn: 'gamelift:CreateFleet',
      untold: ['the fleet takes a role that trusts the service this one does'],
      note: 'The catalogue says that the role trusts ec2.amazonaws.com, the provider that it trusts GameLift. The catalogue lists gamelift:RequestUploadCredentials too; the answer to gamelift:CreateBuild has credentials as well.',
    },
  ),
  passing(
    'pass-role-to-new-session',
    'run statements in a new Glue session as a role',
    glue,
    make('glue-session', 'glue:CreateSession', 'glue:RunStatement'),
    {
      covers: ['glue-007'],
    },
  ),
  passing(
    'pass-role-to-image-build',
    'build an image on an instance as a role',
    instances,
    [
      ...make('image-infrastructure', 'imagebuilder:CreateInfrastructureConfiguration'),
      ...make('image-component', 'imagebuilder:CreateComponent'),
      ...make('image-recipe', 'imagebuilder:CreateImageRecipe'),
      ...make('built-image', 'imagebuilder:CreateImage'),
    ],
    { covers: ['imagebuilder-001'], untold: ['the role may do what the SSM agent of the building instance needs'] },
  ),
  passing(
    'pass-role-to-new-analytics-application',
    'run a new stream application as a role',
    to('kinesisanalytics.amazonaws.com'),
    [on({ any: 'none' }, 'kinesisanalytics:CreateApplication'), ...make('analytics-application', 'kinesisanalytics:StartApplication')],
    { covers: ['kinesisanalytics-001'], untold: [code] },
  ),
  passing(
    'pass-role-to-new-workflow-run',
    'run a new HealthOmics workflow as a role',
    to('omics.amazonaws.com'),
    [on({ any: 'none' }, 'omics:CreateWorkflow'), on({ any: 'omics-run' }, 'omics:StartRun')],
    {
      covers: ['omics-001'],
      handedIn: 'omics:StartRun',
      untold: ['a private image is there to run, and a bucket that the role may write and the holder may read'],
    },
  ),
  passing(
    'pass-role-to-new-automation',
    'run a new automation as a role',
    to('ssm.amazonaws.com'),
    [
      ...make('automation-document', 'ssm:CreateDocument', 'ssm:StartAutomationExecution'),
      on({ any: 'automation-execution' }, 'ssm:StartAutomationExecution'),
    ],
    { covers: ['ssm-003'], handedIn: 'ssm:StartAutomationExecution' },
  ),
  passing(
    'pass-role-to-new-state-machine',
    'run a new state machine as a role',
    to('states.amazonaws.com'),
    make('state-machine', 'states:CreateStateMachine', 'states:StartExecution'),
    { covers: ['stepfunctions-001'] },
  ),
  passing(
    'pass-role-to-new-schedule',
    'have calls made on a schedule as a role',
    to('scheduler.amazonaws.com'),
    make('schedule', 'scheduler:CreateSchedule'),
    { covers: ['scheduler-001'] },
  ),
  passing(
    'pass-role-to-new-web-app',
    'build a new web application as a role',
    to('amplify.amazonaws.com'),
    [
      on({ any: 'none' }, 'amplify:CreateApp'),
      on({ any: 'amplify-branch' }, 'amplify:CreateBranch'),
      on({ any: 'amplify-job' }, 'amplify:StartJob'),
    ],
    { covers: ['amplify-001'], untold: ['a repository is there that the holder may connect and push to'] },
  ),
  passing(
    'pass-role-to-new-workflow-environment',
    'run workflows in a new workflow environment as a role',
    to('airflow.amazonaws.com', {
      trusts: ['airflow-env.amazonaws.com', 'airflow.amazonaws.com'],
      passedTo: ['airflow.amazonaws.com', 'airflow-env.amazonaws.com'],
    }),
    make('workflow-environment', 'airflow:CreateEnvironment'),
    { covers: ['mwaa-001'], untold: ['private subnets with a way out are there that the holder may use, and a bucket with the workflows'] },
  ),
];
