import type { Json } from '../../../../src/base/json.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import type { HolderCase } from '../resolve/estate.ts';
import { accountFacts, organizationFacts } from '../resolve/estate.ts';
import { HOME } from '../resolve/say.ts';
import { reportFacts, workloadSurfaces } from '../escalation/things.ts';
import { planOf } from '../escalation/plan.ts';
import { readMethods } from '../escalation/cases.ts';
import type { Holder, Role, Spec, User } from './spec.ts';
import { allowAll, arnOf, documentOf, secretOf, trustOf, workloadArnOf } from './spec.ts';

const MANAGEMENT = '333333333333';
const anyPlan = planOf(readMethods()[0] as ReturnType<typeof readMethods>[number]);

export function crownOf(arn: string): Json {
  return documentOf([{ effect: 'Allow', actions: ['secretsmanager:GetSecretValue'], on: [secretOf(arn)] }], arn);
}

function holderCase(kind: 'user' | 'role' | 'group', name: string, given: Holder): HolderCase {
  const arn = arnOf(kind, name);
  return {
    inline: { crown: crownOf(arn), ...Object.fromEntries(given.inline.map((said, at) => [`own-${at}`, documentOf(said, arn)])) },
    attached: given.attached,
    ...(given.limit === undefined ? {} : { limit: given.limit }),
    ...(given.team === undefined ? {} : { tags: { team: given.team } }),
  };
}

function named<T, U>(from: Readonly<Record<string, T>>, make: (name: string, given: T) => U): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(from).map(([name, given]) => [name, make(name, given)]));
}

function workload(surface: string, key: string, value: unknown): Fact {
  const pages = [{ page: 'c'.repeat(64), pointer: `/${key}` }];
  return { kind: 'workload', boundary: `aws:${HOME}`, surface, key, value, pages } as unknown as Fact;
}

function workloadFacts({ roles, workloads, unreadWorkloads }: Spec): Fact[] {
  const profile = (role: string): string => `arn:aws:iam::${HOME}:instance-profile/of-${role.replaceAll('/', '-')}`;
  const profiles = Object.entries(roles).flatMap(([name, { inProfile }]) =>
    inProfile
      ? [
          workload('aws:authorization-details', profile(name), {
            type: 'instance-profile',
            name: `of-${name.replaceAll('/', '-')}`,
            role: arnOf('role', name),
          }),
        ]
      : [],
  );
  const seen = workloads.filter(({ kind }) => !unreadWorkloads.includes(kind));
  return [
    ...profiles,
    ...seen.map(({ kind, name, role, usable }) => {
      const byProfile = kind === 'instance' || kind === 'launch-template';
      const arn = `${workloadArnOf(kind, name)}${kind === 'agent-runtime' ? `/runtime-endpoint/${name}` : ''}`;
      return workload(workloadSurfaces[kind] ?? '', kind === 'launch-template' ? `${arn}|${profile(role)}` : arn, {
        type: 'workload',
        kind,
        name,
        region: 'us-east-1',
        // a group has none: what it deploys to has
        role: byProfile || kind === 'deployment-group' ? null : arnOf('role', role),
        instanceProfile: byProfile ? profile(role) : null,
        usable,
      });
    }),
  ];
}

function withVersions(spec: Spec, fact: Fact): Fact {
  if (fact.kind !== 'policy') return fact;
  const managed = Object.entries(spec.managed).find(([name]) => fact.key === arnOf('policy', name))?.[1];
  if (managed === undefined || managed.versions < 2) return fact;
  const value = fact.value as { readonly [key: string]: Json; readonly versions: readonly { readonly [key: string]: Json }[] };
  const newest = value.versions[0] ?? {};
  const older = Array.from({ length: managed.versions - 1 }, (_none, at) => ({ ...newest, id: `v${at + 10}`, isDefault: false }));
  return { ...fact, value: { ...value, versions: [newest, ...older] } };
}

export interface Read {
  readonly facts: readonly Fact[];
  readonly unread: readonly string[];
}

/** What a scan of the estate would have read. */
export function readOf(spec: Spec): Read {
  const facts = accountFacts(HOME, {
    policies: named(spec.managed, (_name, { says }) => documentOf(says, '*')),
    groups: named(spec.groups, (name, each) => holderCase('group', name, each)),
    users: named(spec.users, (name, each: User) => ({ ...holderCase('user', name, each), groups: each.groups })),
    roles: named(spec.roles, (name, each: Role) => ({ ...holderCase('role', name, each), trust: trustOf(each) })),
  });
  const reports = Object.entries(spec.users).flatMap(([name, { keys, password }]) =>
    spec.isReportRead ? reportFacts(arnOf('user', name), { ...anyPlan, keys, password }) : [],
  );
  return {
    facts: [
      ...facts.map((fact) => withVersions(spec, fact)),
      ...reports,
      ...workloadFacts(spec),
      ...(spec.guardrail === undefined
        ? []
        : organizationFacts({
            id: 'o-abcdefghij',
            managementAccount: MANAGEMENT,
            accounts: { [HOME]: ['r-1', 'ou-1'], [MANAGEMENT]: ['r-1'] },
            policies: { 'p-full': allowAll, 'p-1': documentOf(spec.guardrail, '*') },
            targets: { 'r-1': ['p-full'], 'ou-1': ['p-full', 'p-1'], [HOME]: ['p-full'], [MANAGEMENT]: ['p-full'] },
          })),
    ],
    unread: [...(spec.isReportRead ? [] : ['aws:credential-report']), ...spec.unreadWorkloads.map((kind) => workloadSurfaces[kind] ?? '')],
  };
}
