import { awsCore } from '../../../../connectors/aws/core.ts';
import { explainAws } from '../../../../connectors/aws/explain/explain.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import type { Json } from '../../../../src/base/json.ts';
import type { Explained, ExplainedStatement } from '../../../../src/model/explained.ts';
import type { Fact, FactIndex } from '../../../../src/model/fact.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import { AS_OF } from '../resolve/cases.ts';
import type { AccountCase, OrganizationCase } from '../resolve/estate.ts';
import { accountFacts, factIndex, organizationFacts } from '../resolve/estate.ts';
import { HOME } from '../resolve/say.ts';

export const MANAGEMENT = '222222222222';
export const AWAY = '333333333333';

export function says(...statements: readonly Json[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}
export function allow(Action: Json, Resource: Json = '*', more: Readonly<Record<string, Json>> = {}): Json {
  return { Effect: 'Allow', Action, Resource, ...more };
}
export function deny(Action: Json, Resource: Json = '*', Condition?: Json): Json {
  return { Effect: 'Deny', Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
}
export const full = says(allow('*'));

/** HOME in `ou-1` of an organization of MANAGEMENT; `more` is attached to the unit beside what allows everything. */
export function organization(more: Readonly<Record<string, Json>>, given: Partial<OrganizationCase> = {}): OrganizationCase {
  return {
    id: 'o-abcdefghij',
    managementAccount: MANAGEMENT,
    accounts: { [HOME]: ['r-1', 'ou-1'], [MANAGEMENT]: ['r-1'] },
    policies: { 'p-full': full, ...more },
    targets: { 'r-1': ['p-full'], 'ou-1': ['p-full', ...Object.keys(more)], [HOME]: ['p-full'], [MANAGEMENT]: ['p-full'] },
    resourcePolicies: { 'r-full': full },
    resourceTargets: { 'r-1': ['r-full'], 'ou-1': ['r-full'], [HOME]: ['r-full'], [MANAGEMENT]: ['r-full'] },
    ...given,
  };
}

export function factsOf(
  accounts: Readonly<Record<string, AccountCase>>,
  of: OrganizationCase | undefined = organization({}),
  more: readonly Fact[] = [],
): readonly Fact[] {
  const own = Object.entries(accounts).flatMap(([account, each]) => accountFacts(account, each));
  return [...own, ...(of === undefined ? [] : organizationFacts(of)), ...more];
}

export function resolved(facts: readonly Fact[]): readonly (Grant | Link)[] {
  return [...resolveAws(factIndex(facts), AS_OF)];
}

/** The explanation of the only element that `picks` says is meant. */
export function explainOnly(facts: readonly Fact[], picks: (element: Grant | Link) => boolean): Explained {
  const meant = resolved(facts).filter(picks);
  const [only] = meant;
  if (only === undefined || meant.length > 1)
    throw new Error(`${meant.length} elements are meant: ${meant.map(({ key }) => key).join(' ')}`);
  return explainAws(factIndex(facts), only, AS_OF);
}

export function grantOf(name: string, capability?: string): (element: Grant | Link) => boolean {
  return (each) =>
    each.type === 'grant' &&
    each.escalation === undefined &&
    each.subject.endsWith(`/${name}`) &&
    (capability === undefined || each.capability === capability);
}

export function linkTo(name: string, from?: string): (element: Grant | Link) => boolean {
  return (each) =>
    each.type === 'link' &&
    each.escalation === undefined &&
    each.to.endsWith(`/${name}`) &&
    (from === undefined || each.from.endsWith(from));
}

/** `allows allows | inline policy p of user ann | statement 1 | allows …`, without what is told of every element. */
export function brief({ statements }: Explained, says?: ExplainedStatement['says']): readonly string[] {
  return statements
    .filter(
      (each) =>
        (says === undefined || each.says === says) && each.reason !== 'not-set' && each.document !== 'service control policy p-full',
    )
    .map(({ reason, document, statement, outcome }) => [reason, document, statement ?? '-', outcome].join(' | '));
}

/** Facts that mention a name that is wanted, and no others: the names are asked for until there is no new one. */
export function wantedOf(facts: readonly Fact[], element: Grant | Link): { readonly index: FactIndex; readonly rounds: number } {
  const asked = new Set(['', element.source.id, ...(element.type === 'grant' ? [element.subject] : [element.from, element.to])]);
  for (let rounds = 1; ; rounds++) {
    const index = factIndex(facts.filter((fact) => [...(awsCore.mentions?.(fact) ?? [])].some((name) => asked.has(name))));
    const before = asked.size;
    for (const name of awsCore.explainWants?.(element, index, new Set(asked)) ?? []) asked.add(name);
    if (asked.size === before) return { index, rounds };
  }
}
