import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Heads } from '../../src/history/engine.ts';
import { HeadIndex } from '../../src/history/head-index.ts';
import { HEAD, headBytes, headId, isHeadMissing, STAMP, type Head } from '../../src/history/stamp.ts';

const kinds = ['identity', 'attachment'] as const;

/** Of each group its heads. No two have the same stamp or id. */
const groups = fc
  .uniqueArray(
    fc.record({
      stamp: fc.uint8Array({ minLength: STAMP, maxLength: STAMP }).map((bytes) => Buffer.from(bytes).toString('latin1')),
      id: fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 1, max: 400 }) }, fc.integer({ min: 2 ** 46, max: 2 ** 47 - 1 })),
      isMissing: fc.boolean(),
      group: fc.integer({ min: 0, max: 3 }),
    }),
    { maxLength: 60, comparator: (a, b) => a.stamp === b.stamp || a.id === b.id },
  )
  .map((heads) =>
    kinds.flatMap((kind, k) =>
      ['a', 'b'].map((boundary, b) => ({ kind, boundary, heads: heads.filter((head) => head.group === k * 2 + b) })),
    ),
  );

function stored(
  list: readonly { readonly kind: Heads['kind']; readonly boundary: string; readonly heads: readonly Head[] }[],
): readonly Heads[] {
  return list.map(({ kind, boundary, heads }) => ({ kind, boundary, bytes: headBytes(heads) }));
}

describe('the index of open intervals', () => {
  test('finds each by its stamp, with its id, in whatever order it is asked, and nothing else', () => {
    fc.assert(
      fc.property(groups, fc.infiniteStream(fc.nat()), (list, picks) => {
        const index = new HeadIndex(stored(list));
        const heads = list.flatMap(({ heads: own }) => own);
        expect(index.size).toBe(heads.length);
        const byId = [...heads].sort((a, b) => a.id - b.id);
        const anyhow = [...picks.take(2 * heads.length)].map((pick) => heads[pick % heads.length] as Head);
        for (const head of [...byId, ...anyhow, ...byId]) {
          const found = index.find(head.stamp + 'more');
          expect([index.id(found), index.isMissing(found)]).toEqual([head.id, head.isMissing]);
          const other = String.fromCharCode(head.stamp.charCodeAt(0) ^ 1) + head.stamp.slice(1);
          if (!heads.some(({ stamp }) => stamp === other)) expect(index.find(other)).toBe(-1);
        }
      }),
    );
  });

  test('makes the stored form of what has changed, and of nothing else', () => {
    fc.assert(
      fc.property(groups, fc.infiniteStream(fc.boolean()), (list, coins) => {
        const index = new HeadIndex(stored(list));
        const touched = new Set<string>();
        const left = list.map(({ kind, boundary, heads }) => ({
          kind,
          boundary,
          heads: heads.filter((head) => {
            if (coins.next().value !== true) return true;
            touched.add(`${kind} ${boundary}`);
            index.take(index.find(head.stamp));
            index.take(index.find(head.stamp));
            return false;
          }),
        }));
        const added: Head = { stamp: 'x'.repeat(STAMP), id: 2 ** 40, isMissing: true };
        index.add({ kind: 'identity', boundary: 'b' }, added);
        touched.add('identity b');
        const changed = new Map([...index.changed()].map(({ kind, boundary, bytes }) => [`${kind} ${boundary}`, Buffer.from(bytes)]));
        expect([...changed.keys()].sort()).toEqual([...touched].sort());
        for (const { kind, boundary, heads } of left) {
          const bytes = changed.get(`${kind} ${boundary}`);
          const own = kind === 'identity' && boundary === 'b' ? [...heads, added] : heads;
          if (bytes !== undefined) expect(bytes.equals(headBytes(own))).toBe(true);
        }
        const bytes = changed.get('identity b') ?? Buffer.alloc(0);
        const places = [...Array(bytes.length / HEAD).keys()];
        const place = places.find((each) => headId(bytes, each) === added.id) ?? -1;
        expect(isHeadMissing(bytes, place)).toBe(true);
      }),
    );
  });
});
