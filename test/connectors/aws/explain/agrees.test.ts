import { describe, expect, it } from 'vitest';
import type { EstatePrincipal } from '../../../../bench/estate/estate.ts';
import { generateEstate } from '../../../../bench/estate/estate.ts';
import { explainAws } from '../../../../connectors/aws/explain/explain.ts';
import { evaluateAccess } from '../../../../connectors/aws/policy/index.ts';
import { capabilityRows, universeOf } from '../../../../connectors/aws/resolve/capabilities.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import type { Json } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { Explained, ExplainedStatement } from '../../../../src/model/explained.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import { groupBy } from '../../../../src/base/group.ts';
import { weakerPresence } from '../../../../src/model/persistence.ts';
import { intersect, stateAt } from '../../../../src/model/window.ts';
import { runs } from '../../../support/runs.ts';
import { asOf, factsOf } from '../resolve/agreement.ts';
import { factIndex } from '../resolve/estate.ts';
import { wantedOf } from './estates.ts';

/*
 * What is resolved over generated organizations against what its explanation says, and what that says against decisions about single
 * requests: every statement told to allow or to deny is put to the decision by itself.
 */
interface Case {
  readonly facts: readonly Fact[];
  readonly elements: readonly (Grant | Link)[];
  readonly principals: ReadonlyMap<string, EstatePrincipal>;
}

function caseOf(seed: number): Case {
  const { accounts } = generateEstate({ seed, accounts: 3, roles: 24, users: 12, oddities: 0.15 });
  const facts = factsOf(accounts).map((fact, at) => ({ ...fact, pages: [{ page: 'f'.repeat(64), pointer: `/${at}` }] })) as readonly Fact[];
  const principals = new Map(accounts.flatMap(({ principals: all }) => all.map((each) => [each.principal.arn, each] as const)));
  return { facts, elements: shown([...resolveAws(factIndex(facts), asOf)]), principals };
}

/** As paths show them: whoever enters a pool with some of what it leads to, each two as one. */
function shown(elements: readonly (Grant | Link)[]): readonly (Grant | Link)[] {
  const from = groupBy(elements, (each) => (each.type === 'grant' ? each.subject : each.from));
  return elements.flatMap((each) => {
    if ((each.type === 'grant' ? each.subject : each.from).startsWith('pool:')) return [];
    if (each.type === 'grant' || !each.to.startsWith('pool:')) return [each];
    return (from.get(each.to) ?? []).slice(0, 2).map((rest) => joinedOf(each, rest));
  });
}

function joinedOf(first: Link, rest: Grant | Link): Grant | Link {
  const escalation = first.escalation ?? rest.escalation;
  const both = {
    key: `${first.key} + ${rest.key}`,
    presence: weakerPresence(first.presence, rest.presence),
    windows: intersect(first.windows, rest.windows),
    source: first.source,
    because: [...first.because, ...rest.because],
    evidence: [...first.evidence, ...rest.evidence],
    ...(escalation === undefined ? {} : { escalation }),
  };
  return rest.type === 'link' ? { ...rest, ...both, from: first.from } : { ...rest, ...both, subject: first.from };
}

const now = Date.parse(asOf);

function isSure({ presence, windows }: Grant | Link): boolean {
  return presence === 'certain' && stateAt(windows, now) === 'current';
}

/** What is wrong with the explanation of what surely is there. */
function faultsOf({ statements, unread }: Explained): readonly string[] {
  const grounded = statements.some(({ says, reason }) => says === 'allows' && (reason === 'allows' || reason === 'by-nature'));
  const taken = statements.filter(({ reason }) => reason === 'takes-away' || reason === 'leaves-out' || reason === 'not-listed');
  const missing = unread.filter((each) => each.includes('no statement'));
  return [...(grounded ? [] : ['nothing allows it']), ...missing, ...taken.map(({ document, outcome }) => `${document}: ${outcome}`)];
}

function actionsIn({ outcome }: ExplainedStatement): readonly string[] {
  return outcome.match(/\b[a-z0-9-]+:[A-Z]\w+/g) ?? [];
}

/** The first action a statement is said to speak of, over something of what the element is about. */
function requestOf(element: Grant, told: ExplainedStatement): { readonly action: string; readonly resource: string } | undefined {
  // a key needs its own policy too, and roles a trust policy: one policy by itself allows neither
  const action = actionsIn(told).find((each) => !/^(?:kms|sts):/.test(each));
  const row = capabilityRows.find((each) => each.action === action);
  // nobody tells of what a variable stands for
  if (action === undefined || row === undefined || element.scope.includes('${')) return undefined;
  const account = element.boundary.slice('aws:'.length);
  const pattern = element.scope.startsWith('aws:') ? universeOf(row.on, 'aws', account) : element.scope;
  // a star that stands for whole parts names no single thing
  return pattern !== '*' && pattern.split(':').length < 6 ? undefined : { action, resource: written(pattern) };
}

function written(pattern: string): string {
  if (pattern === '*') return '*';
  return pattern
    .split(':')
    .map((each, at) => (at === 3 && each === '*' ? 'eu-west-1' : each.replaceAll('*', 'fresh7').replaceAll('?', 'f')))
    .join(':');
}

function hasConditions(text: Json | null): boolean {
  return isJsonObject(text) && (text['Condition'] !== undefined || JSON.stringify(text).includes('${'));
}

const everything: Json = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

/** Statements of identity policies whose outcome a decision about one request contradicts. */
function contradicted(element: Grant, explained: Explained, principal: EstatePrincipal, count: { asked: number }): readonly string[] {
  return explained.statements.flatMap((told) => {
    if (told.text === null || told.document.startsWith('service control') || told.document.startsWith('resource')) return [];
    // what names no action speaks of those of the element
    const isNamed = actionsIn(told).length > 0;
    const asked = requestOf(element, isNamed ? told : (explained.statements[0] ?? told));
    if (asked === undefined) return [];
    const document: Json = { Version: '2012-10-17', Statement: [told.text] };
    const { decision } = evaluateAccess({
      principal: principal.principal,
      principalTags: principal.principalTags,
      resourceAccount: element.boundary.slice('aws:'.length),
      ...asked,
      identityPolicies: told.says === 'denies' ? [everything, document] : [document],
      resourcePolicy: undefined,
    });
    count.asked++;
    const expected = expectedOf(told);
    return expected === undefined || expected.includes(decision)
      ? []
      : [
          `${told.document} ${told.statement ?? ''} is said to be ${told.reason} (${told.outcome}), and ${asked.action} on ${asked.resource} is ${decision}`,
        ];
  });
}

function expectedOf({ reason, text }: ExplainedStatement): readonly string[] | undefined {
  const open = hasConditions(text) ? ['depends'] : [];
  switch (reason) {
    case 'allows':
    case 'lets-through':
      return ['allowed', ...open];
    case 'takes-away':
      return ['explicitly-denied', ...open];
    case 'other-resources':
    case 'condition-false':
    case 'holder-escapes':
    case 'older-sessions':
      return ['allowed', ...open];
    default:
      return undefined;
  }
}

describe('explanations over generated organizations', () => {
  it('name what allows all that is surely there, and nothing that takes it away', () => {
    let sure = 0;
    for (let seed = 1; seed <= runs(1, 150); seed++) {
      const { facts, elements } = caseOf(seed);
      const index = factIndex(facts);
      for (const each of elements) {
        if (!isSure(each)) continue;
        sure++;
        expect({ seed, key: each.key, faults: faultsOf(explainAws(index, each, asOf)) }).toEqual({ seed, key: each.key, faults: [] });
      }
    }
    expect(sure).toBeGreaterThan(300);
  });

  it('say of each statement what a decision about a request says of it', () => {
    const count = { asked: 0 };
    for (let seed = 1; seed <= runs(1, 150); seed++) {
      const { facts, elements, principals } = caseOf(seed);
      const index = factIndex(facts);
      const wrong = elements.flatMap((each) => {
        const principal = each.type === 'grant' ? principals.get(each.subject) : undefined;
        if (each.type === 'link' || principal === undefined || each.escalation !== undefined || each.capability === 'administer') return [];
        return contradicted(each, explainAws(index, each, asOf), principal, count);
      });
      expect({ seed, wrong: wrong.slice(0, 5) }).toEqual({ seed, wrong: [] });
    }
    expect(count.asked).toBeGreaterThan(300);
  });

  it('are the same in whatever order facts come, and from those alone that mention what is wanted', () => {
    let [fewest, most] = [Infinity, 0];
    for (let seed = 1; seed <= runs(1, 40); seed++) {
      const { facts, elements: all } = caseOf(seed);
      const elements = all.filter((_, at) => at % 12 === seed % 12);
      expect(elements.length).toBeGreaterThan(20);
      const [index, reversed] = [factIndex(facts), factIndex([...facts].reverse())];
      for (const each of elements) {
        const whole = explainAws(index, each, asOf);
        expect(explainAws(reversed, each, asOf)).toEqual(whole);
        const { index: few, rounds } = wantedOf(facts, each);
        expect({ key: each.key, ...explainAws(few, each, asOf) }).toEqual({ key: each.key, ...whole });
        expect(few.size).toBeLessThan(facts.length);
        [fewest, most] = [Math.min(fewest, few.size), Math.max(most, rounds)];
      }
    }
    expect(most).toBeLessThanOrEqual(5);
    expect(fewest).toBeLessThan(100);
  });

  it('do not hold where a deny of everything is put beside what allows it', () => {
    const { facts, elements } = caseOf(1);
    const taking = facts.map((fact) => {
      if (fact.kind !== 'policy') return fact;
      const value = fact.value as { readonly versions: readonly { readonly document: { readonly Statement: Json } | null }[] };
      const Deny: Json = { Effect: 'Deny', Action: '*', Resource: '*' };
      const versions = value.versions.map((each) =>
        each.document === null ? each : { ...each, document: { ...each.document, Statement: [each.document.Statement, Deny].flat() } },
      );
      return { ...fact, value: { ...value, versions } };
    });
    const index = factIndex(taking);
    const held = elements.filter(
      (each) => each.type === 'grant' && each.capability !== 'administer' && each.source.kind.endsWith('-policy') && isSure(each),
    );
    expect(held.length).toBeGreaterThan(20);
    for (const each of held)
      expect({ key: each.key, faults: faultsOf(explainAws(index, each, asOf)).length > 0 }).toEqual({ key: each.key, faults: true });
  });
});
