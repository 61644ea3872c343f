import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Partition, Span } from '../../../../connectors/aws/resolve/escalate/partition.ts';
import { partitioned } from '../../../../connectors/aws/resolve/escalate/partition.ts';
import { runs } from '../../../support/runs.ts';

const SIZE = 300;

function namesOf(items: readonly number[], parts: Partition['parts']): readonly number[] {
  return items.flatMap((item) => (item < 0 ? namesOf(parts[~item] ?? [], parts) : [item]));
}

function linksOf({ sets, parts }: Partition): number {
  return [...sets, ...parts].reduce((sum, items) => sum + items.length, 0);
}

function held(found: readonly (readonly number[])[], { include, exclude }: Span): readonly number[] {
  const without = new Set(exclude.flatMap((each) => found[each] ?? []));
  return [...new Set(include.flatMap((each) => found[each] ?? []))].filter((each) => !without.has(each)).sort((a, b) => a - b);
}

const pattern = fc
  .tuple(fc.nat(SIZE - 1), fc.integer({ min: 1, max: SIZE }), fc.integer({ min: 1, max: 4 }))
  .map(([from, length, step]) =>
    Array.from({ length: SIZE }, (_none, at) => at).filter((at) => at >= from && at < from + length && at % step === 0),
  );
const some = fc.array(fc.nat(7), { minLength: 1, maxLength: 3 });
const span = fc.record({ include: some, exclude: fc.array(fc.nat(7), { maxLength: 2 }) });

describe('parts of sets of names', () => {
  it('hold each set whole, with no name twice', () => {
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 8, maxLength: 8 }), fc.array(span, { minLength: 1, maxLength: 12 }), (found, spans) => {
        const made = partitioned(SIZE, found, spans);
        for (const [place, each] of spans.entries()) {
          const set = made.at[place] ?? -1;
          const names = namesOf(made.sets[set] ?? [], made.parts);
          expect([...names].sort((a, b) => a - b)).toEqual(held(found, each));
          expect(made.counts[set]).toBe(names.length);
        }
        for (const part of made.parts) expect(part.length).toBeGreaterThan(1);
      }),
      { numRuns: runs(150, 3_000) },
    );
  });

  it('tell sets that each lack one of all in few links', () => {
    const all = Array.from({ length: 2_000 }, (_none, at) => at);
    const found = [all, ...all.map((each) => [each])];
    const spans = all.map((each) => ({ include: [0], exclude: [each + 1] }));
    const links = linksOf(partitioned(2_000, found, spans));
    expect(links).toBeLessThan(2_000 * 60);
    expect(links).toBeGreaterThan(2_000);
  });

  it('tell one set by its names', () => {
    expect(partitioned(4, [[0, 1, 3]], [{ include: [0], exclude: [] }])).toEqual({ sets: [[0, 1, 3]], parts: [], at: [0], counts: [3] });
  });
});
