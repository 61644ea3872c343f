import type { NonEmpty } from '../../../src/base/json.ts';
import type { WorkloadKind } from '../facts.ts';
import { workloadKinds } from '../facts.ts';
import type { EscalationMethod, Ingredient } from './method.ts';
import { method, on } from './method.ts';

function using(
  kind: WorkloadKind,
  id: string,
  title: string,
  actions: NonEmpty<string>,
  given: Parameters<typeof method>[4] = {},
  more: readonly Ingredient[] = [],
): EscalationMethod {
  const [first, ...rest] = actions;
  const needs: NonEmpty<Ingredient> = [on('workload', first), ...rest.map((action) => on('workload', action)), ...more];
  const exists = [workloadKinds[kind].runs, ...(given.exists ?? [])];
  return method(id, 'workload', title, needs, { ...given, workload: kind, exists });
}

const agent = ['the SSM agent runs on the instance and is registered'];

/** Ways in which a principal uses or changes what already runs as a role. */
export const workloads: readonly EscalationMethod[] = [
  using('function', 'change-function-code', 'change the code of a function', ['lambda:UpdateFunctionCode'], {
    covers: ['lambda-003'],
    untold: ['something calls the function'],
  }),
  using(
    'function',
    'change-and-invoke-function',
    'change the code of a function and invoke it',
    ['lambda:UpdateFunctionCode', 'lambda:InvokeFunction'],
    { covers: ['lambda-004'] },
  ),
  using(
    'function',
    'change-and-open-function',
    'change the code of a function and open it to a caller of its own',
    ['lambda:UpdateFunctionCode', 'lambda:AddPermission'],
    { covers: ['lambda-005'] },
  ),
  using('stack', 'change-stack', 'change a stack', ['cloudformation:UpdateStack'], { covers: ['cloudformation-002'] }),
  using(
    'stack',
    'change-stack-by-change-set',
    'change a stack by a change set',
    ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'],
    {
      covers: ['cloudformation-005'],
      note: 'The catalogue lists it with ways that pass a role; none is passed, the stack keeps the one it has.',
    },
  ),
  using('build-project', 'start-build', 'start a build with commands of its own', ['codebuild:StartBuild'], { covers: ['codebuild-002'] }),
  using('build-project', 'start-batch-build', 'start a batch build with commands of its own', ['codebuild:StartBuildBatch'], {
    covers: ['codebuild-003'],
    untold: ['the project is set up for batch builds'],
  }),
  using(
    'instance',
    'change-instance-start-up',
    'change what an instance runs at its start, and start it anew',
    ['ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'],
    { covers: ['ec2-002'] },
  ),
  using(
    'launch-template',
    'change-launch-template',
    'change what instances launched from a template run',
    ['ec2:CreateLaunchTemplateVersion', 'ec2:ModifyLaunchTemplate'],
    { covers: ['ec2-005'], untold: ['something launches instances from the template'] },
  ),
  using('instance', 'send-ssh-key', 'send an SSH key to an instance', ['ec2-instance-connect:SendSSHPublicKey'], {
    covers: ['ec2-003'],
    untold: ['the instance takes keys that are sent to it and can be reached over SSH'],
    note: 'The catalogue lists ec2:DescribeInstances too, which only helps to find an instance.',
  }),
  using('dev-endpoint', 'change-dev-endpoint', 'put an SSH key on a development endpoint', ['glue:UpdateDevEndpoint'], {
    covers: ['glue-002'],
  }),
  using('notebook', 'open-notebook', 'open a notebook', ['sagemaker:CreatePresignedNotebookInstanceUrl'], {
    covers: ['sagemaker-004'],
    exists: ['the notebook is in service'],
  }),
  using(
    'notebook',
    'change-notebook-start-up',
    'change what a notebook runs at its start, and start it anew',
    ['sagemaker:StopNotebookInstance', 'sagemaker:UpdateNotebookInstance', 'sagemaker:StartNotebookInstance'],
    { covers: ['sagemaker-005'] },
    [on({ made: 'notebook-start-up' }, 'sagemaker:CreateNotebookInstanceLifecycleConfig')],
  ),
  using('app-service', 'change-app-service', 'change what an application service runs', ['apprunner:UpdateService'], {
    covers: ['apprunner-002'],
  }),
  using('instance', 'open-session', 'open a session on an instance', ['ssm:StartSession'], { covers: ['ssm-001'], untold: agent }),
  using('instance', 'send-command', 'run a command on an instance', ['ssm:SendCommand'], { covers: ['ssm-002'], untold: agent }, [
    on({ any: 'ssm-document' }, 'ssm:SendCommand'),
  ]),
  using(
    'instance',
    'associate-document',
    'have a document run on an instance by an association',
    ['ssm:CreateAssociation'],
    {
      untold: agent,
      source: 'https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateAssociation.html',
      note: 'No catalogue id. State Manager runs the document, AWS-RunShellScript too, without ssm:SendCommand of whoever made the association.',
    },
    [on({ any: 'ssm-document' }, 'ssm:CreateAssociation'), on({ any: 'association' }, 'ssm:CreateAssociation')],
  ),
  using(
    'code-interpreter',
    'use-code-interpreter',
    'run code in a code interpreter',
    ['bedrock-agentcore:StartCodeInterpreterSession', 'bedrock-agentcore:InvokeCodeInterpreter'],
    { covers: ['bedrock-002'] },
  ),
  using(
    'job-definition',
    'submit-job',
    'run a job of an existing definition with a command of its own',
    ['batch:SubmitJob'],
    { covers: ['batch-002'], untold: ['there is a job queue to submit to'] },
    [on({ any: 'job-queue' }, 'batch:SubmitJob')],
  ),
  using(
    'agent-runtime',
    'run-command-in-agent-runtime',
    'run a command in an agent runtime',
    ['bedrock-agentcore:InvokeAgentRuntimeCommand'],
    { covers: ['bedrock-004'], exists: ['the runtime takes callers who sign with IAM'] },
    [on('workload-part', 'bedrock-agentcore:InvokeAgentRuntimeCommand')],
  ),
  using('browser', 'use-browser', 'drive a browser', ['bedrock-agentcore:StartBrowserSession'], { covers: ['bedrock-007'] }, [
    on({ any: 'none' }, 'bedrock-agentcore:ConnectBrowserAutomationStream'),
  ]),
  using(
    'deployment-group',
    'deploy-to-instances',
    'deploy code of its own to the instances of a deployment group',
    ['codedeploy:CreateDeployment'],
    {
      covers: ['codedeploy-001'],
      untold: ['the CodeDeploy agent runs on the instance and reaches the code'],
      note: 'The service role of the group is not the one that is had.',
    },
    [
      on({ any: 'code-application' }, 'codedeploy:RegisterApplicationRevision'),
      on({ any: 'deployment-configuration' }, 'codedeploy:GetDeploymentConfig'),
    ],
  ),
  using(
    'task',
    'run-command-in-task',
    'run a command in a container of a task',
    ['ecs:ExecuteCommand'],
    {
      covers: ['ecs-006'],
      exists: ['commands are enabled for the task (ECS Exec)'],
      untold: ['the role may do what the SSM agent in the container needs'],
      note: 'The catalogue lists ecs:DescribeTasks too, which only helps to find a container.',
    },
    [on({ any: 'cluster' }, 'ecs:ExecuteCommand')],
  ),
  using(
    'state-machine',
    'change-state-machine',
    'change what a state machine does, and start it',
    ['states:UpdateStateMachine', 'states:StartExecution'],
    { covers: ['stepfunctions-002'] },
  ),
  using(
    'workflow-environment',
    'change-workflow-environment',
    'have a workflow environment run workflows of its own',
    ['airflow:UpdateEnvironment', 'airflow:CreateCliToken'],
    { covers: ['mwaa-002'], untold: ['the role may read the bucket the workflows are in'] },
  ),
];
