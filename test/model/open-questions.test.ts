import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Undetermined } from '../../src/model/finding.ts';
import type { Gap } from '../../src/model/gap.ts';
import { detailsOf, openQuestions, wasCounted, type OpenQuestions } from '../../src/model/open-questions.ts';
import { runs } from '../support/runs.ts';

const boundaries = ['aws:111122223333', 'aws:444455556666', 'entra:t'] as const;
const gaps: fc.Arbitrary<Gap> = fc
  .record({
    boundary: fc.constantFrom(...boundaries),
    surface: fc.constantFrom('aws:roles', 'aws:roles denied', 'entra:groups'),
    cause: fc.constantFrom('denied', 'excluded', 'throttled'),
    detail: fc.constantFrom('', 'asked', 'x in {}', 'aws:roles in {}: not asked for', '{} {}', 'a', 'b', 'c', 'd'),
    others: fc.option(fc.record({ boundaries: fc.nat(9), first: fc.subarray([...boundaries]) }), { nil: undefined }),
  })
  .map(({ others, detail, ...gap }) => ({
    ...{ ...gap, detail: detail.replaceAll('{}', gap.boundary) },
    ...(others === undefined ? {} : { others }),
  }));

/** Lists of gaps are shared between questions, and gaps between lists. */
const lists: fc.Arbitrary<readonly Undetermined[]> = fc
  .array(gaps, { minLength: 1, maxLength: 8 })
  .chain((known) => fc.array(fc.array(fc.constantFrom(...known), { maxLength: 4 }), { minLength: 1, maxLength: 6 }))
  .chain((because) =>
    fc.array(
      fc.record({
        rule: fc.constantFrom('a', 'b', 'c'),
        subject: fc.constantFrom('ann', 'bob', 'aws:111122223333').map((name) => ({ id: name, kind: 'user', name, boundary: 'aws:1' })),
        capability: fc.constant(null),
        scope: fc.constant(null),
        questions: fc.nat(5),
        because: fc.constantFrom(...because),
      }),
    ),
  ) as unknown as fc.Arbitrary<readonly Undetermined[]>;

/** Said question by question, with nothing shared. */
function literally(open: readonly Undetermined[]): unknown {
  const lacks = ({ because }: Undetermined): string =>
    JSON.stringify(distinct(because.map(({ surface, cause }) => [surface, cause])).sort());
  return {
    questions: open.reduce((sum, each) => sum + each.questions, 0),
    rules: new Set(open.map(({ rule }) => rule)).size,
    groups: distinct(open.map(lacks)).map((key) => {
      const own = open.filter((each) => lacks(each) === key);
      const names = distinct(own.map(({ subject }) => subject.name));
      const missing = own.flatMap(({ because }) => because);
      return {
        questions: own.reduce((sum, each) => sum + each.questions, 0),
        rules: distinct(own.map(({ rule }) => rule)),
        about: names.length === 1 ? names[0] : null,
        missing: distinct(missing.map(({ surface, cause }) => [surface, cause] as const)).map(([surface, cause]) => {
          const same = missing.filter((each) => each.surface === surface && each.cause === cause);
          const details = detailsOf(same);
          const places = distinct(same.map(({ boundary, others }) => (others === undefined ? { boundary } : { boundary, others })));
          return { surface, cause, places, details: details.slice(0, 3), different: details.length };
        }),
      };
    }),
  };
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

describe('open questions', () => {
  it('are counted as a look at each of them counts them', () => {
    fc.assert(
      fc.property(lists, (open) => {
        expect(openQuestions(open)).toEqual(literally(open));
      }),
      { numRuns: runs(300, 20_000) },
    );
  });

  it('come as they were counted before, where they were, and the list is not looked at', () => {
    const list = new Proxy<Undetermined[]>([], {
      get: () => {
        throw new Error('the list was read');
      },
    });
    const before: OpenQuestions = { questions: 7, rules: 1, groups: [] };
    expect(() => openQuestions(list)).toThrow('the list was read');
    wasCounted(list, () => before);
    expect(openQuestions(list)).toBe(before);
  });
});

describe('details', () => {
  const gap = { surface: 'aws:roles', boundary: 'aws:1' };
  it('leave out the place that is told beside them', () => {
    expect(detailsOf([{ ...gap, detail: 'aws:roles in aws:1: denied' }])).toEqual(['denied']);
    expect(detailsOf([{ ...gap, detail: 'role x of aws:1' }])).toEqual(['role x of aws:1']);
    expect(detailsOf([{ ...gap, detail: null }])).toEqual([]);
  });

  it('of several boundaries are one where only the boundary differs', () => {
    const two = ['aws:1', 'aws:2'].map((boundary) => ({ ...gap, boundary, detail: `role x of ${boundary}` }));
    expect(detailsOf(two)).toEqual(['role x of the boundary']);
    const stands = { ...gap, detail: 'role x of aws:1', others: { boundaries: 3, first: ['aws:2'] } };
    expect(detailsOf([stands])).toEqual(['role x of the boundary']);
  });
});
