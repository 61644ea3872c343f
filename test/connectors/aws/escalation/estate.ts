import type { Json } from '../../../../src/base/json.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import type { AccountCase, HolderCase } from '../resolve/estate.ts';
import { accountFacts } from '../resolve/estate.ts';
import { HOME } from '../resolve/say.ts';
import { allowAll, letting, says, secretOf } from './documents.ts';
import type { Plan } from './plan.ts';
import { documentOf } from './plan.ts';
import { guardrailFacts, MANAGEMENT, reportFacts, workloadFacts, workloadSurfaces } from './things.ts';

export interface Estate {
  readonly facts: readonly Fact[];
  readonly holder: string;
  /** Somebody in the same account who may do nothing of it. */
  readonly bystander: string;
  readonly secret: string;
  readonly unread: readonly string[];
}

/** The smallest estate of a plan: a holder, what it takes over, and what has to be there. */
export function estateOf(plan: Plan): Estate {
  const { account, method } = plan;
  const holder = `arn:aws:iam::${HOME}:${plan.holder}/holder`;
  const bystander = `arn:aws:iam::${HOME}:user/bystander`;
  const accounts: Record<string, AccountCase> = { [HOME]: withHolder(plan) };
  const target = targetOf(plan, holder);
  accounts[account] = account === HOME ? merged(accounts[HOME] ?? {}, target) : target;
  const facts = Object.entries(accounts).flatMap(([id, each]) => accountFacts(id, each));
  const users = facts.flatMap((fact) => (fact.kind === 'identity' && fact.value.kind === 'user' ? [fact.value.id] : []));
  return {
    facts: [
      ...facts.map((fact) => withVersions(plan, fact)),
      ...(plan.isReportRead
        ? users.flatMap((user) => reportFacts(user, user.includes(`:${account}:user/${plan.target}`) ? plan : undefined))
        : []),
      ...workloadFacts(plan),
      ...guardrailFacts(plan),
    ],
    holder,
    bystander,
    secret: secretOf(account),
    unread: [
      ...(plan.isReportRead ? [] : ['aws:credential-report']),
      ...(plan.workload === 'unread' || plan.workload === 'seen-of-some' ? [workloadSurfaces[method.workload?.kind ?? ''] ?? ''] : []),
      ...(Array.isArray(plan.guardrail) ? [] : ['aws:organization', 'aws:service-control-policies']),
    ],
  };
}

function merged(a: AccountCase, b: AccountCase): AccountCase {
  return {
    policies: { ...a.policies, ...b.policies },
    groups: { ...a.groups, ...b.groups },
    users: { ...a.users, ...b.users },
    roles: { ...a.roles, ...b.roles },
  };
}

function withHolder(plan: Plan): AccountCase {
  const { held, method } = plan;
  const denies = plan.denies.map((each) => ({ ...each, effect: 'Deny' as const }));
  const documents: Record<string, Json> =
    held === 'together'
      ? plan.allows.length + denies.length === 0
        ? {}
        : { own: documentOf(plan, [...plan.allows, ...denies]) }
      : Object.fromEntries(
          [...plan.allows, ...denies].map((each, at) => [`own-${at}-${each.action.replace(':', '-')}`, documentOf(plan, [each])]),
        );
  const byGroups = held === 'by-groups';
  const managed = held === 'attached' ? documents : {};
  const holder: HolderCase = {
    inline: byGroups || held === 'attached' ? {} : documents,
    groups: [...(plan.member ? ['team'] : []), ...(byGroups ? Object.keys(documents) : [])],
    attached: [...(plan.attached && method.attached === 'holder' ? ['team'] : []), ...Object.keys(managed)],
    ...(plan.limit === undefined ? {} : { limit: 'limit' }),
  };
  return {
    policies: { ...managed, ...(plan.limit === undefined ? {} : { limit: plan.limit }) },
    groups: byGroups
      ? Object.fromEntries(Object.entries(documents).map(([name, document]) => [name, { inline: { [name]: document } }]))
      : {},
    users: {
      ...(plan.holder === 'user' ? { holder } : {}),
      bystander: { inline: { plain: says({ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }) } },
    },
    roles: plan.holder === 'role' ? { holder: { ...holder, groups: [], trust: letting({ AWS: MANAGEMENT }) } } : {},
  };
}

function targetOf(plan: Plan, holder: string): AccountCase {
  const { account, method, target } = plan;
  const harmless = says({ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' });
  const common: AccountCase = {
    policies: { team: harmless },
    groups: { team: {} },
    // what runs as another than the target, in variants
    roles: { another: { inline: { plain: harmless }, trust: letting({ Service: [...plan.services, 'events.amazonaws.com'] }) } },
  };
  if (method.target === undefined) return common;
  const arn = `arn:aws:iam::${account}:${method.target}/${target}`;
  const own: Readonly<Record<typeof method.target, Json>> = {
    role: { Effect: 'Allow', Action: 'iam:PutRolePolicy', Resource: arn },
    user: { Effect: 'Allow', Action: 'iam:PutUserPolicy', Resource: arn },
    // whoever is in it, where the holder itself can't be
    group: { Effect: 'Allow', Action: 'iam:PutUserPolicy', Resource: plan.holder === 'user' ? holder : `arn:aws:iam::${account}:user/*` },
  };
  const privilege = says(
    plan.privilege === 'secret'
      ? { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: secretOf(account) }
      : own[method.target],
  );
  const held: HolderCase = { inline: { privilege }, attached: plan.attached && method.attached === 'target' ? ['team'] : [] };
  if (method.target === 'user') return merged(common, { users: { [target]: held } });
  if (method.target === 'group') return merged(common, { groups: { [target]: held } });
  const { services } = plan;
  const byService = services.length === 0 ? [] : [{ principal: { Service: services }, condition: plan.trustCondition }];
  const lets = [
    ...(method.between === true ? [] : byService),
    ...(plan.letsIn ? [{ principal: { AWS: account }, condition: {} }] : []),
    ...(method.between === true && plan.between !== 'is-not-let-in' ? [{ principal: { AWS: account }, condition: {} }] : []),
  ];
  const trust = says(
    // a role that nobody of ours may become
    { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ...lets.map(({ principal, condition }) => ({
      Effect: 'Allow',
      Principal: principal,
      Action: 'sts:AssumeRole',
      ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
    })),
  );
  const asked = Object.keys(plan.trustCondition).length === 0 ? undefined : (plan.trustCondition as Json);
  const between = {
    inline: plan.between === 'may-not-assume' ? {} : { become: says({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: arn }) },
    trust: letting({ Service: services.length === 0 ? ['events.amazonaws.com'] : services }, asked),
  };
  return merged(common, { roles: { [target]: { ...held, trust }, ...(method.between === true ? { 'stack-sets': between } : {}) } });
}

function withVersions(plan: Plan, fact: Fact): Fact {
  const { method } = plan;
  if (fact.kind !== 'policy' || !fact.key.endsWith(':policy/team')) return fact;
  const count = method.versions ?? (method.broaderVersion === true ? 2 : 1);
  if (count === 1) return fact;
  const value = fact.value as { readonly [key: string]: Json; readonly versions: readonly { readonly [key: string]: Json }[] };
  const newest = value.versions[0] ?? {};
  const older = Array.from({ length: count - 1 }, (_none, at) => ({
    ...newest,
    id: `v${at + 10}`,
    isDefault: false,
    ...(plan.broaderVersion ? { document: allowAll } : {}),
  }));
  return { ...fact, value: { ...value, versions: [newest, ...older] } };
}
