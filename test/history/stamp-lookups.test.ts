import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batchOf, dayOf, sightingsOf } from '../../bench/history/sightings.ts';
import { HeadIndex } from '../../src/history/head-index.ts';
import { memoryEngine } from '../../src/history/memory/memory.ts';
import type { RecorderOptions } from '../../src/history/recorder.ts';
import { historyStore } from '../../src/history/store.ts';
import { digestOfText, headBytes, STAMP } from '../../src/history/stamp.ts';
import { lookUp, StampLookups, type Texts } from '../../src/history/stamp-lookups.ts';

const words = fc.uniqueArray(fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom('\ud800', 'é', '\u0000', '𝒳')), {
  maxLength: 40,
});

function textsOf(list: readonly string[]): Texts {
  let end = 0;
  return { text: list.join(''), ends: Uint32Array.from(list, ({ length }) => (end += length)) };
}

function indexOf(known: readonly string[]): HeadIndex {
  const heads = known.map((word, i) => ({ stamp: digestOfText(word).slice(0, STAMP), id: i + 1, isMissing: false }));
  return new HeadIndex([{ kind: 'identity', boundary: 'a', bytes: headBytes(heads) }]);
}

describe('lookups of stamps', () => {
  test('give the same in a thread of their own, and find the head of each text that is known', async () => {
    await fc.assert(
      fc.asyncProperty(words, words, async (known, others) => {
        // Two lone surrogates have one digest: they are the same bytes.
        const unlike = new Set(known.map(digestOfText));
        fc.pre(unlike.size === known.length);
        const index = indexOf(known);
        const texts = textsOf([...known, ...others]);
        const lookups = new StampLookups(index.table, 0);
        try {
          const [first, second] = await Promise.all([lookups.find(texts), lookups.find(textsOf([...others, '', ...known]))]);
          expect(first).toEqual(lookUp(texts, index.table));
          expect([...first].slice(0, known.length).map((head) => index.id(head))).toEqual(known.map((_, i) => i + 1));
          const found = new Set(others.filter((word) => unlike.has(digestOfText(word))));
          expect([...second].slice(0, others.length).map((head) => head !== -1)).toEqual(others.map((word) => found.has(word)));
        } finally {
          await lookups.close();
        }
      }),
      { numRuns: 15 },
    );
  });

  test('say that nothing was recorded where the thread fails', async () => {
    const index = indexOf(['a']);
    const lookups = new StampLookups(index.table, 0);
    // No texts: the thread throws.
    const asked = lookups.find({ text: null, ends: Uint32Array.of(1) } as unknown as Texts);
    const refused = { code: 'failed', message: expect.stringContaining('nothing was recorded') as unknown };
    await expect(asked).rejects.toMatchObject(refused);
    await expect(lookups.find(textsOf(['a']))).rejects.toMatchObject(refused);
    await lookups.close();
  });

  test('that nobody waits for any more disturb nobody', async () => {
    const index = indexOf(['a']);
    for (let round = 0; round < 5; round++) {
      const lookups = new StampLookups(index.table, 0);
      await lookups.find(textsOf(['a']));
      for (let each = 0; each < 50; each++) void lookups.find(textsOf(['a', 'b']));
      await lookups.close();
    }
  });

  test('of a few texts start no thread', async () => {
    const before = process.getActiveResourcesInfo().filter((each) => each === 'MessagePort').length;
    const index = indexOf(['a', 'b']);
    const lookups = new StampLookups(index.table);
    expect([...(await lookups.find(textsOf(['b', 'c', 'a'])))].map((head) => (head === -1 ? 0 : index.id(head)))).toEqual([2, 0, 1]);
    expect(process.getActiveResourcesInfo().filter((each) => each === 'MessagePort').length).toBe(before);
    await lookups.close();
  });

  test('of a run of many records give what working all out anew gives', async () => {
    async function recorded(options: RecorderOptions): Promise<readonly unknown[]> {
      const store = historyStore(memoryEngine(), options);
      const told: unknown[] = [];
      for (const scan of [0, 1]) told.push(await store.recordFacts(batchOf(sightingsOf(20_000, scan), scan), dayOf(scan)));
      for await (const { number, previous, ...interval } of store.intervals({ changed: { after: dayOf(0), until: dayOf(1) } })) {
        // Rows are numbered as they are written.
        told.push({ ...interval, isNumbered: number > 0, isContinued: previous !== null });
      }
      await store.close();
      return told;
    }
    const inOrder = await recorded({});
    expect(inOrder.length).toBeGreaterThan(200);
    expect(inOrder).toEqual(await recorded({ anew: true }));
  });
});
