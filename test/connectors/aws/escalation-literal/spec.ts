import type { Json } from '../../../../src/base/json.ts';
import type { WorkloadKind } from '../../../../connectors/aws/facts.ts';
import { HOME } from '../resolve/say.ts';

/*
 * An estate of one account, small enough to be read, with all that a way to more rights may depend on.
 */

export type Condition = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** `{self}` in a resource stands for the ARN of whoever holds the statement. */
export interface Said {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly isNotAction?: true;
  readonly on: readonly string[];
  readonly isNotResource?: true;
  readonly condition?: Condition;
}

export interface Holder {
  /** Each list is a policy of its own. */
  readonly inline: readonly (readonly Said[])[];
  readonly attached: readonly string[];
  readonly limit?: string;
  readonly team?: string;
}

export interface User extends Holder {
  readonly groups: readonly string[];
  readonly keys: number;
  readonly password: boolean;
}

/** Whom a trust policy lets in. */
export interface Lets {
  readonly effect: 'Allow' | 'Deny';
  readonly who: { readonly service: string } | { readonly aws: string };
  readonly condition?: Condition;
}

export interface Role extends Holder {
  readonly trust: readonly Lets[];
  readonly inProfile: boolean;
}

export interface Workload {
  readonly kind: WorkloadKind;
  readonly name: string;
  /** Of {@link Spec.roles}. */
  readonly role: string;
  readonly usable: boolean | null;
}

export interface Managed {
  readonly says: readonly Said[];
  readonly versions: number;
}

export interface Spec {
  readonly users: Readonly<Record<string, User>>;
  readonly roles: Readonly<Record<string, Role>>;
  readonly groups: Readonly<Record<string, Holder>>;
  readonly managed: Readonly<Record<string, Managed>>;
  readonly workloads: readonly Workload[];
  readonly unreadWorkloads: readonly WorkloadKind[];
  readonly isReportRead: boolean;
  /** What a service control policy of its unit says beside the one that allows all; left out: the account is in no organization. */
  readonly guardrail?: readonly Said[];
}

export const allowAll: Json = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

export function arnOf(kind: 'user' | 'role' | 'group' | 'policy', name: string): string {
  return `arn:aws:iam::${HOME}:${kind}/${name}`;
}

/** What only its holder's own policies allow to read. */
export function secretOf(principal: string): string {
  const rest = principal.split(':')[5] ?? '';
  return `arn:aws:secretsmanager:us-east-1:${HOME}:secret:${rest.replaceAll('/', '-')}-AbCdEf`;
}

export function documentOf(said: readonly Said[], self: string): Json {
  return {
    Version: '2012-10-17',
    Statement: said.map(({ effect, actions, isNotAction, on, isNotResource, condition }) => ({
      Effect: effect,
      [isNotAction === true ? 'NotAction' : 'Action']: actions,
      [isNotResource === true ? 'NotResource' : 'Resource']: on.map((each) => each.replaceAll('{self}', self)),
      ...(condition === undefined ? {} : { Condition: condition }),
    })),
  };
}

export function trustOf({ trust }: Pick<Role, 'trust'>): Json {
  return {
    Version: '2012-10-17',
    Statement: trust.map(({ effect, who, condition }) => ({
      Effect: effect,
      Principal: 'service' in who ? { Service: who.service } : { AWS: who.aws },
      Action: 'sts:AssumeRole',
      ...(condition === undefined ? {} : { Condition: condition }),
    })),
  };
}

const regional: Readonly<Record<WorkloadKind, string>> = {
  function: 'lambda:us-east-1:{a}:function:',
  instance: 'ec2:us-east-1:{a}:instance/',
  'launch-template': 'ec2:us-east-1:{a}:launch-template/',
  stack: 'cloudformation:us-east-1:{a}:stack/',
  'stack-set': 'cloudformation:us-east-1:{a}:stackset/',
  'build-project': 'codebuild:us-east-1:{a}:project/',
  'dev-endpoint': 'glue:us-east-1:{a}:devEndpoint/',
  notebook: 'sagemaker:us-east-1:{a}:notebook-instance/',
  'app-service': 'apprunner:us-east-1:{a}:service/',
  'code-interpreter': 'bedrock-agentcore:us-east-1:{a}:code-interpreter-custom/',
  'job-definition': 'batch:us-east-1:{a}:job-definition/',
  'agent-runtime': 'bedrock-agentcore:us-east-1:{a}:runtime/',
  browser: 'bedrock-agentcore:us-east-1:{a}:browser-custom/',
  'deployment-group': 'codedeploy:us-east-1:{a}:deploymentgroup:web/',
  task: 'ecs:us-east-1:{a}:task/main/',
  'state-machine': 'states:us-east-1:{a}:stateMachine:',
  'workflow-environment': 'airflow:us-east-1:{a}:environment/',
};

export function workloadArnOf(kind: WorkloadKind, name: string): string {
  return `arn:aws:${regional[kind].replace('{a}', HOME)}${name}`;
}

/** The service as which it takes up its role. */
export const workloadServices: Readonly<Record<WorkloadKind, string>> = {
  function: 'lambda.amazonaws.com',
  instance: 'ec2.amazonaws.com',
  'launch-template': 'ec2.amazonaws.com',
  stack: 'cloudformation.amazonaws.com',
  'stack-set': 'cloudformation.amazonaws.com',
  'build-project': 'codebuild.amazonaws.com',
  'dev-endpoint': 'glue.amazonaws.com',
  notebook: 'sagemaker.amazonaws.com',
  'app-service': 'tasks.apprunner.amazonaws.com',
  'code-interpreter': 'bedrock-agentcore.amazonaws.com',
  'job-definition': 'ecs-tasks.amazonaws.com',
  'agent-runtime': 'bedrock-agentcore.amazonaws.com',
  browser: 'bedrock-agentcore.amazonaws.com',
  'deployment-group': 'ec2.amazonaws.com',
  task: 'ecs-tasks.amazonaws.com',
  'state-machine': 'states.amazonaws.com',
  'workflow-environment': 'airflow-env.amazonaws.com',
};
