import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import type { Rule, SmallGraph } from '../../src/contract/rule.ts';
import { byCodeUnit } from '../../src/base/order.ts';
import { byGapKey, FOLDED_FROM, gapKey } from '../../src/judge/fold.ts';
import { judge } from '../../src/judge/judge.ts';
import { viewOfSmallGraph } from '../../src/judge/small.ts';
import type { Undetermined } from '../../src/model/finding.ts';
import type { Gap } from '../../src/model/gap.ts';
import { rule as anyRule } from '../../src/rules/role-unused/rule.ts';
import { runs } from '../support/runs.ts';

const account = (n: number): string => `aws:${String(100_000_000_000 + n)}`;
const role = (n: number): string => `arn:aws:iam::${String(100_000_000_000 + n)}:role/r`;
const ALL = FOLDED_FROM * 2;

/** Asks of the role of each account whether anything is open in what it may reach; there is nothing to find. */
const rule: Rule<unknown> = {
  ...(anyRule as unknown as Rule<unknown>),
  needs: [{ kind: 'resource-policy', where: 'reached' }],
  *questions(view) {
    for (const { id } of view.identities()) yield { subject: { type: 'identity', id } };
  },
  answer: () => ({ says: 'clear' }),
};

/** Accounts with a role each that some others may act as; resource policies unread in some. */
function openIn(links: readonly (readonly [number, number])[], unread: readonly number[]): readonly Undetermined[] {
  const numbers = Array.from({ length: ALL }, (_, n) => n);
  const graph: SmallGraph = {
    name: 'an organization',
    boundaries: numbers.map((n) => ({ id: account(n) })),
    identities: numbers.map((n) => ({ id: role(n), kind: 'role', boundary: account(n) })),
    links: links.map(([from, to]) => ({ from: role(from), to: role(to) })),
    unread: unread.map((n) => ({ kind: 'resource-policy', boundary: account(n) })),
  };
  return judge({ view: viewOfSmallGraph(graph), rules: [{ rule, settings: v.parse(anyRule.settings, {}) }], remedy: () => [] })
    .undetermined;
}

const ring = Array.from({ length: ALL }, (_, n) => [n, (n + 1) % ALL] as const);
const first = (count: number): readonly number[] => Array.from({ length: count }, (_, n) => n);

describe('what many boundaries lack alike', () => {
  it('is told of each where they are few', () => {
    for (const { because } of openIn(ring, first(FOLDED_FROM - 1))) {
      expect(because.map(({ boundary, others }) => [boundary, others])).toEqual(first(FOLDED_FROM - 1).map((n) => [account(n), undefined]));
    }
  });

  it('is told once where they are many, with their number and the first of them', () => {
    const lines = openIn(ring, first(FOLDED_FROM).toReversed());
    expect(lines).toHaveLength(ALL);
    for (const { because } of lines) {
      expect(because).toMatchObject([
        { boundary: account(0), others: { boundaries: FOLDED_FROM - 1, first: [account(1), account(2), account(3)] } },
      ]);
    }
  });

  it('leaves nothing out: it stands for as many boundaries as can be reached and were not read', () => {
    const place = fc.nat(ALL - 1);
    fc.assert(
      fc.property(fc.array(fc.tuple(place, place), { maxLength: 60 }), fc.uniqueArray(place), (links, unread) => {
        const lines = openIn(links, unread);
        const asked = new Map(lines.map(({ subject, because }) => [subject.boundary, because]));
        for (let n = 0; n < ALL; n++) {
          const reached = new Set([n]);
          for (const each of reached) for (const [from, to] of links) if (from === each) reached.add(to);
          const lacking = unread.filter((each) => reached.has(each)).sort((a, b) => a - b);
          const because = asked.get(account(n)) ?? [];
          const stands = because.reduce((sum, { others }) => sum + 1 + (others?.boundaries ?? 0), 0);
          expect(stands).toBe(lacking.length);
          const named = because.flatMap(({ boundary, others }) => [boundary, ...(others?.first ?? [])]);
          expect(named).toEqual(lacking.slice(0, named.length).map(account));
          expect(because.length === lacking.length || because.length === 1).toBe(true);
        }
      }),
      { numRuns: runs(30, 400) },
    );
  });
});

describe('gaps', () => {
  it('are compared as their keys are, whatever is in their texts', () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'b', ' ', '!', '"', '#', '\\', '\n', '\u00e9', '\ud800', '\udc00', '\uffff'), maxLength: 4 }),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    const gap: fc.Arbitrary<Gap> = fc
      .record({ boundary: text, surface: text, subject: fc.option(text, { nil: undefined }), detail: text, folded: fc.nat(2) })
      .map(({ subject, folded, ...rest }) => ({
        ...rest,
        cause: 'denied',
        ...(subject === undefined ? {} : { subject }),
        ...(folded === 0 ? {} : { others: { boundaries: folded, first: ['b'] } }),
      }));
    const near = fc.tuple(gap, gap, fc.subarray(['boundary', 'surface', 'subject', 'detail'] as const)).map(([a, b, alike]): [Gap, Gap] => {
      return [a, { ...b, ...Object.fromEntries(alike.flatMap((name) => (a[name] === undefined ? [] : [[name, a[name]]]))) }];
    });
    fc.assert(
      fc.property(near, ([a, b]) => {
        expect(Math.sign(byGapKey(a, b))).toBe(byCodeUnit(gapKey(a), gapKey(b)));
      }),
      { numRuns: runs(2000) },
    );
  });
});
