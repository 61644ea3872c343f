import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../../src/base/bytes/canonical.ts';
import type { Json } from '../../../../src/base/json.ts';
import { byKeys } from '../../../../src/base/order.ts';
import type { Reach } from '../../../../src/model/view.ts';
import { runs } from '../../../support/runs.ts';
import { HOME } from '../resolve/say.ts';
import { readMethods } from './cases.ts';
import { estateOf } from './estate.ts';
import type { Elements } from './judge.ts';
import { resolved, seen } from './judge.ts';
import type { Plan, Statement } from './plan.ts';
import { planOf, withPermission } from './plan.ts';

const methods = readMethods();
const permissions: readonly Statement[] = methods.flatMap((method) => method.permissions.map(({ action, on }) => ({ action, on })));
const harmless: readonly Statement[] = [
  's3:ListBucket',
  'logs:CreateLogStream',
  'iam:ListUsers',
  'lambda:ListFunctions',
  'ec2:DescribeInstances',
  'sts:GetCallerIdentity',
].map((action) => ({ action, on: ['*'] }));

const statement = fc
  .tuple(fc.constantFrom(...permissions), fc.boolean())
  .map(([each, everywhere]): Statement => (everywhere ? { ...each, on: ['*'] } : each));
const some = fc.array(statement, { maxLength: 3 });

/** A method with some of its ingredients, and some of others. */
const plan: fc.Arbitrary<Plan> = fc
  .record({
    method: fc.constantFrom(...methods),
    lacks: fc.option(fc.nat({ max: 4 }), { nil: undefined }),
    more: some,
    workload: fc.constantFrom<Plan['workload']>('there', 'absent', 'unread', 'untold'),
    profile: fc.boolean(),
    letsIn: fc.boolean(),
    isReportRead: fc.boolean(),
    privilege: fc.constantFrom<Plan['privilege']>('secret', 'own-policies'),
    held: fc.constantFrom<Plan['held']>('together', 'apart'),
  })
  .map(({ method, lacks, more, profile, ...rest }): Plan => {
    const whole = planOf(method);
    const given = lacks === undefined ? whole : withPermission(whole, lacks, () => undefined);
    return { ...given, ...rest, profile: profile ? 'of-target' : 'none', allows: [...given.allows, ...more] };
  });

function reachesOf(given: Plan): readonly Reach[] {
  const all = seen(estateOf(given));
  return all.view.reachesOf(all.estate.holder);
}

/** Whether a scope holds another: the account holds all in it, a pattern what it matches. */
function holds(outer: string, inner: string): boolean {
  if (outer === inner || (outer.startsWith('aws:') && inner.includes(`:${outer.slice(4)}:`))) return true;
  const stem = outer.indexOf('*');
  return stem >= 0 && inner.startsWith(outer.slice(0, stem));
}

function lostFrom(before: readonly Reach[], after: readonly Reach[]): readonly string[] {
  const rank = (reach: Reach): number => (reach.presence === 'certain' ? 2 : 1);
  return before
    .filter(
      (each) =>
        !after.some(
          (other) =>
            rank(other) >= rank(each) &&
            (other.capability === each.capability || other.capability === 'administer') &&
            (holds(other.scope, each.scope) || (other.capability === 'administer' && other.scope === `aws:${HOME}`)),
        ),
    )
    .map((each) => `${each.capability} ${each.scope} ${each.presence}`);
}

const told = (elements: Elements): string => canonicalJson([...elements].sort(byKeys((each) => each.key)) as unknown as Json);

describe('laws of escalation', () => {
  it('a permission more takes nothing away', () => {
    let reached = 0;
    fc.assert(
      fc.property(plan, statement, (given, more) => {
        const before = reachesOf(given);
        if (before.some(({ capability }) => capability === 'administer' || capability === 'read-secrets')) reached++;
        const after = reachesOf({ ...given, allows: [...given.allows, more] });
        expect(lostFrom(before, after)).toEqual([]);
      }),
      { numRuns: runs(60) },
    );
    // else it was tried on nothing
    expect(reached).toBeGreaterThan(5);
  });

  it('a deny more adds nothing', () => {
    fc.assert(
      fc.property(plan, statement, (given, more) => {
        const after = reachesOf({ ...given, denies: [more] });
        expect(lostFrom(after, reachesOf(given))).toEqual([]);
      }),
      { numRuns: runs(60) },
    );
  });

  it('the order of facts changes no byte', () => {
    fc.assert(
      fc.property(plan, fc.infiniteStream(fc.nat()), (given, dice) => {
        const estate = estateOf(given);
        const ranks = new Map(estate.facts.map((fact) => [fact, dice.next().value as number] as const));
        const facts = [...estate.facts].sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
        expect(told(resolved({ ...estate, facts }))).toBe(told(resolved(estate)));
      }),
      { numRuns: runs(60) },
    );
  });

  it('gives every element a key of its own', () => {
    fc.assert(
      fc.property(plan, (given) => {
        const keys = resolved(estateOf(given)).map(({ key }) => key);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: runs(60) },
    );
  });

  it('whoever has no ingredient has no way', () => {
    fc.assert(
      fc.property(plan, fc.subarray([...harmless]), (given, allows) => {
        const estate = estateOf({ ...given, letsIn: false, allows });
        const ways = resolved(estate).filter((each) => each.escalation !== undefined);
        const froms = ways.map((each) => (each.type === 'link' ? each.from : each.subject));
        expect(froms).not.toContain(estate.holder);
        expect(froms).not.toContain(estate.bystander);
      }),
      { numRuns: runs(60) },
    );
  });
});
