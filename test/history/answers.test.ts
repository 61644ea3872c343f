import { describe, expect, test } from 'vitest';
import { memoryEngine } from '../../src/history/memory/memory.ts';
import { historyStore } from '../../src/history/store.ts';
import { conclusionBatch, intervalsOf, NOW, run, sees } from './batches.ts';

const finding = sees('finding', 'F', { value: { rule: 'standing-admin' } });

/** Seen by `a`; lacking, with its question answered, in all that follow. */
const days = ['a', 'b', 'c', 'd'] as const;
type Day = (typeof days)[number];

async function recorded(order: readonly Day[]): Promise<unknown> {
  const store = historyStore(memoryEngine());
  for (const id of order) {
    const there = id === 'a' ? [finding] : [];
    await store.recordFacts(run(id, days.indexOf(id) * 10, []), NOW);
    await store.recordConclusions(conclusionBatch(id, there), NOW);
  }
  const intervals = await intervalsOf(store, { kinds: ['finding'] });
  return intervals.map(({ first, missing, end }) => ({ first, missing, end }));
}

describe('what answered the question of a finding', () => {
  test('is kept when a run is concluded again, after another completed the proof', async () => {
    const once = await recorded(days);
    expect(once).toMatchObject([{ first: { run: 'a' }, end: { how: 'cleared', run: 'c' } }]);
    expect(await recorded([...days, ...days])).toEqual(once);
    for (const again of days) expect(await recorded([...days, again]), `${again} again`).toEqual(once);
  });

  test('is asked of a run that is recorded late, after another completed the proof', async () => {
    const once = await recorded(days);
    expect(await recorded(['a', 'c', 'd', 'b'])).toEqual(once);
    expect(await recorded(['a', 'b', 'd', 'c'])).toEqual(once);
  });

  test('is asked when a run is concluded again of what it did not know then', async () => {
    const late = await recorded(['b', 'c', 'd', 'a']);
    expect(late).toMatchObject([{ end: null, missing: { wants: 'an answer to its question' } }]);
    expect(await recorded(['b', 'c', 'd', 'a', 'b', 'c', 'd'])).toEqual(await recorded(days));
  });
});
