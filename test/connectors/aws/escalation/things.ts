import type { Credential } from '../../../../src/model/entity.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import type { RunningWorkloadFact, WorkloadFact } from '../../../../connectors/aws/facts.ts';
import { organizationFacts } from '../resolve/estate.ts';
import { HOME } from '../resolve/say.ts';
import { allowAll, says } from './documents.ts';
import type { Plan } from './plan.ts';
import { FOREIGN } from './plan.ts';

export const MANAGEMENT = '333333333333';

/** The surface that tells of a kind of workload. */
export const workloadSurfaces: Readonly<Record<string, string>> = {
  function: 'aws:lambda-functions',
  instance: 'aws:ec2-instances',
  'launch-template': 'aws:ec2-instances',
  stack: 'aws:cloudformation-stacks',
  'stack-set': 'aws:cloudformation-stacks',
  'build-project': 'aws:codebuild-projects',
  'dev-endpoint': 'aws:glue-dev-endpoints',
  notebook: 'aws:sagemaker-notebooks',
  'app-service': 'aws:apprunner-services',
  'code-interpreter': 'aws:bedrock-code-interpreters',
  browser: 'aws:bedrock-browsers',
  'workflow-environment': 'aws:mwaa-environments',
  'job-definition': 'aws:batch-job-definitions',
  task: 'aws:ecs-tasks',
  'deployment-group': 'aws:codedeploy-deployment-groups',
  'agent-runtime': 'aws:bedrock-agent-runtimes',
  'state-machine': 'aws:stepfunctions-state-machines',
};

const page = 'b'.repeat(64);

function fact(kind: Fact['kind'], account: string, surface: string, key: string, value: unknown): Fact {
  const pages = [{ page, pointer: `/${surface}/${key}` }];
  return { kind, boundary: `aws:${account}`, surface, key, value, pages } as unknown as Fact;
}

/** What a credential report tells of a user: its keys and its password, and its row in any case. */
export function reportFacts(user: string, plan?: Plan): readonly Fact[] {
  const account = user.split(':')[4] ?? '';
  const credential = (kind: Credential['kind'], name: string): Fact => {
    const value: Credential = {
      id: `${user}#${name}`,
      identity: user,
      kind,
      name,
      state: 'active',
      createdAt: null,
      rotatedAt: null,
      expiresAt: null,
      lastUsed: 'unknown',
      // whether it has a device is not told: a demand of a second factor is one that it can meet
      secondFactor: null,
    };
    return fact('credential', account, 'aws:credential-report', value.id, value);
  };
  const keys = plan === undefined ? 1 : plan.keys;
  return [
    fact('usage', account, 'aws:account', user, { identity: user, lastUsed: 'unknown', lookBackDays: null, detail: null }),
    ...Array.from({ length: keys }, (_none, at) => credential('access-key', `access-key-${at + 1}`)),
    ...(plan?.password === true ? [credential('password', 'password')] : []),
  ];
}

export function workloadFacts(plan: Plan): readonly Fact[] {
  const { account, method, workload } = plan;
  const isPassed = method.workload?.anyRole === true;
  const facts: Fact[] = [];
  const told = (surface: string, key: string, value: WorkloadFact): void => void facts.push(fact('workload', account, surface, key, value));
  const role = (name: string): string => `arn:aws:iam::${account}:role/${name}`;
  const profile = `arn:aws:iam::${account}:instance-profile/it`;
  if (plan.profile !== 'none') {
    const holding = plan.profile === 'of-target' && (workload !== 'of-another' || isPassed) ? plan.target : 'another';
    told('aws:authorization-details', profile, { type: 'instance-profile', name: 'it', role: role(holding) });
  }
  if (method.workload === undefined || workload === 'absent' || workload === 'unread') return facts;
  const runs = method.between === true ? 'stack-sets' : plan.target;
  const named =
    workload === 'of-nobody' || method.workload.reaches === true
      ? null
      : workload === 'of-another' || isPassed
        ? role('another')
        : role(runs);
  const byProfile = method.workload.profile === true;
  const arn = method.workload.arn.replaceAll('{a}', account);
  told(workloadSurfaces[method.workload.kind] ?? '', arn, {
    type: 'workload',
    kind: method.workload.kind as RunningWorkloadFact['kind'],
    name: 'work',
    region: 'us-east-1',
    role: byProfile ? null : named,
    instanceProfile: byProfile && named !== null ? profile : null,
    usable: workload === 'unusable' ? false : workload === 'untold' ? null : true,
  });
  return facts;
}

export function guardrailFacts({ guardrail }: Plan): readonly Fact[] {
  if (guardrail === undefined) return [];
  const denies = guardrail === 'unread' ? [] : guardrail;
  const more = Object.fromEntries(denies.map((each, at) => [`p-${at}`, says(each)]));
  return organizationFacts({
    id: 'o-abcdefghij',
    managementAccount: MANAGEMENT,
    accounts: { [HOME]: ['r-1', 'ou-1'], [FOREIGN]: ['r-1', 'ou-1'], [MANAGEMENT]: ['r-1'] },
    policies: { 'p-full': allowAll, ...more },
    targets: {
      'r-1': ['p-full'],
      'ou-1': ['p-full', ...Object.keys(more)],
      [HOME]: ['p-full'],
      [FOREIGN]: ['p-full'],
      [MANAGEMENT]: ['p-full'],
    },
    ...(guardrail === 'unread' ? { unread: ['list'] } : {}),
  });
}
