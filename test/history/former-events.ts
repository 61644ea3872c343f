import { expect } from 'vitest';
import { checkHistory } from '../../src/history/check.ts';
import type { Engine } from '../../src/history/engine.ts';
import { pruneHistory } from '../../src/history/prune.ts';
import { migrations, type Migration } from '../../src/history/sql/migrations.ts';
import { historyStore } from '../../src/history/store.ts';
import { identity, intervalsOf, NOW, run, sees } from './batches.ts';
import { entriesOf, entry } from './entries.ts';
import { exported } from './keeping-suite.ts';

interface Place {
  /** Makes it with the migrations given. */
  readonly former: (list: readonly Migration[]) => Promise<Engine>;
  readonly migrate: () => Promise<unknown>;
  readonly open: () => Promise<Engine>;
}

/** That a store of the first form, which kept what happened as intervals, goes on without them. */
export async function expectNoIntervalsOfEvents({ former, migrate, open }: Place): Promise<void> {
  const before = await former(migrations.slice(0, 1));
  const batch = run('a', 0, [identity('u', 'U1'), sees('policy', 'p'), sees('life-cycle-event' as 'policy', 'granted 1')]);
  await historyStore(before).recordFacts(batch, NOW);
  await before.close();
  await migrate();
  const engine = await open();
  const store = historyStore(engine);
  expect((await intervalsOf(store)).map(({ kind, key }) => `${kind} ${key}`)).toEqual(['identity u', 'policy p']);
  expect(await intervalsOf(store, { name: 'granted 1' })).toEqual([]);
  expect((await checkHistory(engine)).contradictions).toEqual([]);
  const prunings = async (): Promise<readonly string[]> => (await exported(engine)).filter((line) => line.startsWith('{"line":"prune"'));
  expect((await prunings()).map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { id: 1, at: NOW, what: { policy: 'schema 2', removed: { intervals: 1, runs: [] } } },
  ]);
  // No answer of the past is another one for it.
  expect(await store.prunedUntil()).toBeNull();
  expect(await store.recordFacts({ ...batch, sightings: [], journal: [entry('granted 1')] }, NOW)).toMatchObject({ how: 'again' });
  expect((await entriesOf(store)).map(({ key }) => key)).toEqual(['granted 1']);
  // What comes later, and what comes late, goes on from there.
  const next = await store.recordFacts(run('b', 10, [identity('u', 'U1'), sees('policy', 'p')]), NOW);
  expect(next).toMatchObject({ unchanged: 2, missing: 0, began: 0 });
  expect(await store.recordFacts(run('before', -10, []), NOW)).toMatchObject({ how: 'late', began: 0, ended: 0 });
  expect((await intervalsOf(store)).map(({ kind, key }) => `${kind} ${key}`)).toEqual(['identity u', 'policy p']);
  expect(await pruneHistory(engine, { keepDays: 1, usageMonths: null, holds: [] }, NOW)).toMatchObject({ intervals: 0 });
  expect((await checkHistory(engine)).contradictions).toEqual([]);
  expect(await prunings()).toHaveLength(2);
  await store.close();
}
