import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildFactIndex, FactTable, type SayingPage } from '../../src/collect/facts.ts';
import type { Json } from '../../src/base/json.ts';
import type { FactIndex, MappedFact } from '../../src/model/fact.ts';
import { runs } from '../support/runs.ts';

function policy(key: string, value: Json, pointer = '/0', boundary = 'x:1', surface = 'x:a'): MappedFact {
  return { kind: 'policy', boundary, surface, key, value, pointer };
}

function all(index: FactIndex): unknown[] {
  return [...index.ofKind('policy')].map((fact) => JSON.stringify(fact)).sort();
}

describe('buildFactIndex', () => {
  it('joins pages that say the same, with a place in each', () => {
    const index = buildFactIndex([
      { page: 'bb', at: null, facts: [policy('k', { a: 1, b: [2] }, '/5')] },
      { page: 'aa', at: null, facts: [policy('k', { b: [2], a: 1 }, '/9')] },
    ]);
    expect(index.size).toBe(1);
    expect(index.find('policy', 'x:1', 'k')?.pages).toEqual([
      { page: 'aa', pointer: '/9' },
      { page: 'bb', pointer: '/5' },
    ]);
  });

  it('lets the later page win a clash, then the greater id, and unknown time lose', () => {
    const early: SayingPage = { page: 'ff', at: '2026-01-01T00:00:00.000Z', facts: [policy('k', 'early')] };
    const late: SayingPage = { page: 'aa', at: '2026-01-02T00:00:00.000Z', facts: [policy('k', 'late')] };
    const same: SayingPage = { page: 'ab', at: '2026-01-02T00:00:00.000Z', facts: [policy('k', 'same time')] };
    const unknown: SayingPage = { page: 'fff', at: null, facts: [policy('k', 'unknown')] };
    const found = (pages: SayingPage[]): unknown => buildFactIndex(pages).find('policy', 'x:1', 'k');
    expect(found([early, late])).toMatchObject({ value: 'late', pages: [{ page: 'aa', pointer: '/0' }] });
    expect(found([late, early])).toEqual(found([early, late]));
    expect(found([late, same, early])).toMatchObject({ value: 'same time' });
    expect(found([unknown, early])).toMatchObject({ value: 'early' });
  });

  it('names only places that say the winning value, and the surface of the winner', () => {
    const index = buildFactIndex([
      { page: 'a', at: '2026-01-01T00:00:00.000Z', facts: [policy('k', 1, '/0', 'x:1', 'x:a')] },
      { page: 'b', at: '2026-01-02T00:00:00.000Z', facts: [policy('k', 2, '/0', 'x:1', 'x:b')] },
      { page: 'c', at: '2026-01-03T00:00:00.000Z', facts: [policy('k', 1, '/0', 'x:1', 'x:c')] },
    ]);
    expect(index.find('policy', 'x:1', 'k')).toMatchObject({
      value: 1,
      surface: 'x:c',
      pages: [
        { page: 'a', pointer: '/0' },
        { page: 'c', pointer: '/0' },
      ],
    });
  });

  it('keeps kinds, boundaries and keys apart', () => {
    const table = new FactTable();
    table.add({
      page: 'p',
      at: null,
      facts: [policy('k', 1), policy('k', 2, '/1', 'x:2'), { ...policy('k', 3, '/2'), kind: 'trust' } as MappedFact],
    });
    expect(table.size).toBe(3);
    expect(table.boundaries).toEqual(['x:1', 'x:2']);
    expect(table.find('trust', 'x:1', 'k')?.value).toBe(3);
    expect(table.find('trust', 'x:2', 'k')).toBeUndefined();
  });

  it('does not change a fact already handed out', () => {
    const table = new FactTable();
    table.add({ page: 'a', at: null, facts: [policy('k', 1)] });
    const before = table.find('policy', 'x:1', 'k');
    table.add({ page: 'b', at: null, facts: [policy('k', 1)] });
    expect(before?.pages).toHaveLength(1);
    expect(table.find('policy', 'x:1', 'k')?.pages).toHaveLength(2);
  });

  it('is the same in any order of arrival, asked in between or not', () => {
    const value = fc.oneof(fc.constantFrom('a', 'b', 1, null), fc.record({ a: fc.integer({ min: 0, max: 1 }) }, { requiredKeys: [] }));
    const fact = fc.tuple(fc.constantFrom('k1', 'k2'), value, fc.nat(3), fc.constantFrom('x:1', 'x:2'), fc.constantFrom('x:a', 'x:b'));
    const page = fc.record({
      at: fc.constantFrom(null, '2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'),
      facts: fc.array(fact, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(page, { maxLength: 6 }), fc.infiniteStream(fc.nat()), (pages, order) => {
        const saying = pages.map(({ at, facts }, i) => ({
          page: `p${i}`,
          at,
          facts: facts.map(([key, v, p, b, s]) => policy(key, v as Json, `/${p}`, b, s)),
        }));
        const expected = all(buildFactIndex(saying));
        const shuffled = saying.map((each) => ({ each, by: order.next().value as number })).sort((a, b) => a.by - b.by);
        const table = new FactTable();
        for (const { each } of shuffled) {
          table.add(each);
          table.find('policy', 'x:1', 'k1');
        }
        expect(all(table)).toEqual(expected);
      }),
      { numRuns: runs(500) },
    );
  });
});
