import type { NonEmpty } from '../../src/base/json.ts';
import type { SurfaceId } from '../../src/model/ids.ts';
import type { Thing } from './escalation/things.ts';

/** What is known of all workloads of a kind. */
export interface KindOfWorkload {
  /** The surface that tells what there is. */
  readonly surface: SurfaceId;
  /** What must be so for its role to be had, in words. */
  readonly runs: string;
  /** Service principals, one of which the role must trust. */
  readonly trusts: NonEmpty<string>;
  /** Whether it runs as the role of an instance profile. */
  readonly inProfile: boolean;
  /** Whether it reaches what runs as the role, and has none itself: as which roles is then not told, and ways by it are at most possible. */
  readonly isIndirect: boolean;
  /** Whether one that has no role can be given one. */
  readonly takesRole: boolean;
  /** What each is a part of something as, and is used by that thing and by itself: its ARN is the thing's, with more behind it. */
  readonly part: Thing | null;
}

function by(service: string, surface: SurfaceId, runs: string, more: Partial<KindOfWorkload> = {}): KindOfWorkload {
  return { surface, runs, trusts: [service], inProfile: false, isIndirect: false, takesRole: false, part: null, ...more };
}

const kinds = {
  function: by('lambda.amazonaws.com', 'aws:lambda-functions', 'a function runs as the role'),
  instance: by('ec2.amazonaws.com', 'aws:ec2-instances', 'an instance runs as the role, by its instance profile', {
    inProfile: true,
    takesRole: true,
  }),
  'launch-template': by('ec2.amazonaws.com', 'aws:ec2-instances', 'a launch template names an instance profile that holds the role', {
    inProfile: true,
  }),
  stack: by('cloudformation.amazonaws.com', 'aws:cloudformation-stacks', 'a stack is changed as the role', { takesRole: true }),
  'stack-set': by('cloudformation.amazonaws.com', 'aws:cloudformation-stacks', 'a stack set has the role as its administration role'),
  'build-project': by('codebuild.amazonaws.com', 'aws:codebuild-projects', 'a build project runs as the role'),
  'dev-endpoint': by('glue.amazonaws.com', 'aws:glue-dev-endpoints', 'a development endpoint runs as the role'),
  notebook: by('sagemaker.amazonaws.com', 'aws:sagemaker-notebooks', 'a notebook runs as the role'),
  'app-service': by('tasks.apprunner.amazonaws.com', 'aws:apprunner-services', 'an application service runs as the role', {
    takesRole: true,
  }),
  'code-interpreter': by('bedrock-agentcore.amazonaws.com', 'aws:bedrock-code-interpreters', 'a code interpreter runs as the role'),
  'job-definition': by('ecs-tasks.amazonaws.com', 'aws:batch-job-definitions', 'jobs of a definition run as the role'),
  'agent-runtime': by('bedrock-agentcore.amazonaws.com', 'aws:bedrock-agent-runtimes', 'an agent runtime runs as the role', {
    part: 'runtime-endpoint',
  }),
  browser: by('bedrock-agentcore.amazonaws.com', 'aws:bedrock-browsers', 'a browser runs as the role'),
  // the instances that a group deploys to run as roles of their profiles
  'deployment-group': by(
    'ec2.amazonaws.com',
    'aws:codedeploy-deployment-groups',
    'an instance that a deployment group deploys to runs as the role, by its instance profile',
    { inProfile: true, isIndirect: true },
  ),
  task: by('ecs-tasks.amazonaws.com', 'aws:ecs-tasks', 'a task runs as the role'),
  'state-machine': by('states.amazonaws.com', 'aws:stepfunctions-state-machines', 'a state machine runs as the role'),
  'workflow-environment': by('airflow-env.amazonaws.com', 'aws:mwaa-environments', 'a workflow environment runs as the role', {
    trusts: ['airflow-env.amazonaws.com', 'airflow.amazonaws.com'],
  }),
} satisfies Readonly<Record<string, KindOfWorkload>>;

/** What runs, or would run, code or calls as a role. A `stack` and a `stack-set` make AWS calls as it, the others run somebody's code. */
export type WorkloadKind = keyof typeof kinds;

/** What is known of each kind of workload. */
export const workloadKinds: Readonly<Record<WorkloadKind, KindOfWorkload>> = kinds;
