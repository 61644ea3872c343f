import type { NonEmpty } from '../../../src/base/json.ts';
import type { EscalationMethod, Ingredient } from './method.ts';
import { on } from './method.ts';
import { glue, instances, make, passing, tasks, to } from './passing.ts';

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

/** Ways in which a principal hands a role to a service of agents, jobs or workflows. */
export const passedJobs: readonly EscalationMethod[] = [
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
