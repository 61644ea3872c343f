import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Predicate } from '../../../../../connectors/aws/policy/unknown/sample.ts';
import { sampleTexts } from '../../../../../connectors/aws/policy/unknown/sample.ts';
import { sampleSets } from '../../../../../connectors/aws/policy/unknown/sets.ts';
import { runs } from '../../../../support/runs.ts';
import { vectorOf } from './literal.ts';

describe('sets of samples', () => {
  it('are all that are not empty, the smaller first, the empty text alone or beside one other', () => {
    const { sets, complete } = sampleSets({ values: ['', 'a', 'b', 'c'], complete: true }, 100);
    expect(complete).toBe(true);
    expect(sets.map((each) => each.join('+'))).toEqual(['', 'a', 'b', 'c', '+a', '+b', '+c', 'a+b', 'a+c', 'b+c', 'a+b+c']);
  });

  it('say so when there are more than the limit, or the samples were not all', () => {
    const samples = { values: ['', 'a', 'b', 'c'], complete: true };
    expect(sampleSets(samples, 11).complete).toBe(true);
    expect(sampleSets(samples, 10)).toMatchObject({ complete: false });
    expect(sampleSets(samples, 10).sets).toHaveLength(10);
    expect(sampleSets({ ...samples, complete: false }, 100).complete).toBe(false);
    expect(sampleSets({ values: Array.from({ length: 60 }, (_, at) => `v${at}`), complete: true }, 500).sets).toHaveLength(500);
  });

  it('bring about whatever a set of short texts does to operators of sets and of single values', () => {
    const some = ['', 'a', 'b', 'ab', 'z', 'zz'];
    const every = Array.from({ length: 1 << some.length }, (_, mask) => some.filter((_each, at) => (mask >> at) % 2 === 1)).slice(1);
    const predicate = fc
      .record({
        test: fc.constantFrom('like' as const, 'equals' as const),
        pattern: fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 2 }),
      })
      .map((each): Predicate => ({ on: 'string', ...each }));
    fc.assert(
      fc.property(fc.array(predicate, { minLength: 1, maxLength: 3 }), (predicates) => {
        // which vectors the texts that are not empty have, and the vector of the only text where there is one
        const outcome = (set: readonly string[]) => {
          const filled = [...new Set(set.filter((each) => each !== '').map((each) => vectorOf(predicates, each)))].sort();
          return `${filled.join()} ${set.length === 1 ? vectorOf(predicates, set[0] ?? '') : 'several'}`;
        };
        const met = new Set(sampleSets(sampleTexts(predicates, 64), 10_000).sets.map(outcome));
        for (const each of every) expect(met).toContain(outcome(each));
      }),
      { numRuns: runs(150) },
    );
  });
});
