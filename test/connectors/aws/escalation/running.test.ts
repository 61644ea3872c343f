import { describe, expect, it } from 'vitest';
import type { WorkloadFact } from '../../../../connectors/aws/facts.ts';
import type { Json } from '../../../../src/base/json.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import { HOME } from '../resolve/say.ts';
import { letting, says, secretOf } from './documents.ts';
import type { Seen } from './judge.ts';
import { seen } from './judge.ts';
import { ACCOUNT, allow, small, sure } from './small.ts';

/* What runs as a role that other facts than its own tell. */

const role = `arn:aws:iam::${HOME}:role/runner`;
const secret = secretOf(HOME);
const regional = (service: string, resource: string): string => `arn:aws:${service}:us-east-1:${HOME}:${resource}`;

function told(surface: string, key: string, value: WorkloadFact): Fact {
  const pages = [{ page: 'd'.repeat(64), pointer: `/${key}` }];
  return { kind: 'workload', boundary: ACCOUNT, surface, key, value, pages } as unknown as Fact;
}

function estate(own: readonly Json[], service: string, facts: readonly Fact[], unread: readonly string[] = []): Seen {
  const account = small({
    users: { ann: { inline: { own: says(...own) } } },
    roles: { runner: { inline: { own: says(allow('secretsmanager:GetSecretValue', secret)) }, trust: letting({ Service: service }) } },
  });
  return seen({ ...account, facts: [...account.facts, ...facts], unread });
}

function reads(all: Seen): string {
  return sure(all, 'read-secrets', secret);
}

describe('a task', () => {
  const task = regional('ecs', 'task/main/one');
  const definition = regional('ecs', 'task-definition/web:7');
  const own = allow('ecs:ExecuteCommand', [task, regional('ecs', 'cluster/main')]);
  const running = told('aws:ecs-tasks', task, {
    ...{
      type: 'workload',
      kind: 'task',
      name: 'main/one',
      region: 'us-east-1',
      role: null,
      instanceProfile: null,
      definition,
      usable: true,
    },
  });
  const defined = (of: string | null): Fact => told('aws:ecs-tasks', definition, { type: 'task-definition', name: 'web:7', role: of });
  const reached = (facts: readonly Fact[], unread: readonly string[] = []): string =>
    reads(estate([own], 'ecs-tasks.amazonaws.com', facts, unread));

  it('that names no role runs as that of its definition', () => {
    expect(reached([running, defined(role)])).toBe('possible');
    expect(reached([defined(role), running])).toBe('possible');
  });

  it('runs as nobody where its definition has no role, or another', () => {
    expect(reached([running, defined(null)])).toBe('none');
    expect(reached([running, defined(`${role}-2`)])).toBe('none');
  });

  it('of many that history keeps as one may be the one that is named', () => {
    const fold = { type: 'workload', kind: 'task', name: 'main/web', region: 'us-east-1', role, instanceProfile: null } as const;
    const many = (cluster: string): Fact =>
      told('aws:ecs-tasks', `${regional('ecs', `task/${cluster}/*`)}|web|${role}`, { ...fold, usable: true });
    expect(reached([many('main')])).toBe('possible');
    expect(reached([many('other')])).toBe('none');
    const whole = allow('ecs:ExecuteCommand', [regional('ecs', 'task/main/*'), regional('ecs', 'cluster/main')]);
    expect(reads(estate([whole], 'ecs-tasks.amazonaws.com', [many('main')]))).toBe('possible');
    expect(reads(estate([whole], 'ecs-tasks.amazonaws.com', [many('other')]))).toBe('none');
  });

  it('may run as any role where its definition was not read', () => {
    expect(reached([running], ['aws:ecs-tasks'])).toBe('possible');
  });
});

describe('a deployment group', () => {
  const group = regional('codedeploy', 'deploymentgroup:shop/prod');
  const own = allow(['codedeploy:CreateDeployment', 'codedeploy:RegisterApplicationRevision', 'codedeploy:GetDeploymentConfig']);
  const profile = `arn:aws:iam::${HOME}:instance-profile/web`;
  const held = told('aws:authorization-details', profile, { type: 'instance-profile', name: 'web', role });
  const there = (usable: boolean | null): Fact =>
    told('aws:codedeploy-deployment-groups', group, {
      ...{ type: 'workload', kind: 'deployment-group', name: 'shop/prod', region: 'us-east-1', role: null, instanceProfile: null, usable },
    });
  const reached = (facts: readonly Fact[], unread: readonly string[] = []): string =>
    reads(estate([own], 'ec2.amazonaws.com', facts, unread));

  it('may reach an instance with any role that a profile holds', () => {
    expect(reached([held, there(true)])).toBe('possible');
    expect(reached([held, there(null)])).toBe('possible');
    expect(reached([held], ['aws:codedeploy-deployment-groups'])).toBe('possible');
  });

  it('reaches none where it deploys to something else, or no profile holds the role', () => {
    expect(reached([held, there(false)])).toBe('none');
    expect(reached([held])).toBe('none');
    expect(reached([there(true)])).toBe('none');
  });

  it('of another name than the holder may deploy to is no way', () => {
    const other = [
      allow('codedeploy:CreateDeployment', `${group}-2`),
      allow(['codedeploy:RegisterApplicationRevision', 'codedeploy:GetDeploymentConfig']),
    ];
    expect(reads(estate(other, 'ec2.amazonaws.com', [held, there(true)]))).toBe('none');
  });
});

describe('an agent runtime', () => {
  // Service Authorization Reference, InvokeAgentRuntimeCommand: both the runtime and its endpoint
  const runtime = (name: string): string => regional('bedrock-agentcore', `runtime/${name}`);
  const endpoint = (name: string, of: string): Fact =>
    told('aws:bedrock-agent-runtimes', `${runtime(of)}/runtime-endpoint/${name}|1`, {
      ...{ type: 'workload', kind: 'agent-runtime', name: `${of}/${name}`, version: '1', region: 'us-east-1', role, instanceProfile: null },
      usable: true,
    });
  const reached = (on: readonly string[], facts: readonly Fact[], unread: readonly string[] = []): string =>
    reads(estate([allow('bedrock-agentcore:InvokeAgentRuntimeCommand', [...on])], 'bedrock-agentcore.amazonaws.com', facts, unread));

  it('is used by its own endpoint, and not by that of another', () => {
    const two = [endpoint('prod', 'one'), endpoint('test', 'two')];
    expect(reached([runtime('one'), `${runtime('one')}/runtime-endpoint/prod`], two)).toBe('certain');
    expect(reached([runtime('one'), `${runtime('two')}/runtime-endpoint/test`], two)).toBe('none');
    expect(reached([runtime('one'), `${runtime('one')}/runtime-endpoint/DEFAULT`], two)).toBe('none');
    expect(reached([`${runtime('one')}/runtime-endpoint/prod`], two)).toBe('none');
    expect(reached([runtime('one*')], two)).toBe('certain');
  });

  it('may have other endpoints where not all were read', () => {
    const unread = ['aws:bedrock-agent-runtimes'];
    expect(reached([runtime('one*')], [endpoint('prod', 'one')], unread)).toBe('certain');
    expect(reached([runtime('three*')], [endpoint('prod', 'one')], unread)).toBe('possible');
    expect(reached([runtime('three*')], [endpoint('prod', 'one')])).toBe('none');
  });
});
