import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Interval } from '../../src/model/history.ts';
import { memoryEngine } from '../../src/history/memory/memory.ts';
import { historyStore } from '../../src/history/store.ts';
import type { HistoryStore } from '../../src/contract/store.ts';
import { runs } from '../support/runs.ts';
import { Chance, worldOf, type World, type WorldSize } from './world.ts';

const NOW = '2026-11-22T12:00:00.000Z';
const size = fc.record({ seed: fc.nat(), things: fc.integer({ min: 1, max: 4 }), runs: fc.integer({ min: 1, max: 8 }) });

test('what is said of the past holds the truth, in whatever order runs are recorded', async () => {
  await fc.assert(fc.asyncProperty(size, holdsInAnyOrder), { numRuns: runs(300, 100_000) });
});

test.each([
  // Of two identities under one name both are gone; the run that saw the later one was recorded first, so that its interval has the lower number.
  ['what hangs on an identity that is gone is of the one that was there last', { seed: 1632015299, things: 4, runs: 6 }],
])('%s, in whatever order runs are recorded', (_, each) => holdsInAnyOrder(each));

async function holdsInAnyOrder(each: WorldSize): Promise<void> {
  const world = worldOf(each);
  const anew = await told(world, world.batches, true);
  assertTrue(world, anew);
  const ordered = await told(world, world.batches, false);
  expect(ordered).toEqual(anew);
  const mixed = shuffled(world.batches, new Chance(each.seed + 1));
  expect((await told(world, mixed, false)).map(bare)).toEqual(anew.map(bare));
}

/** All intervals, without what only the order of recording tells. */
async function told(world: World, batches: World['batches'], anew: boolean): Promise<readonly Interval[]> {
  const store = historyStore(memoryEngine(), { anew });
  for (const batch of batches) {
    await store.recordFacts(batch, NOW);
    const concluded = world.conclusions.get(batch.run.id);
    if (concluded !== undefined) await store.recordConclusions(concluded, NOW);
  }
  const again = batches[0];
  if (again !== undefined) expect((await store.recordFacts(again, NOW)).how).toBe('again');
  return all(store);
}

async function all(store: HistoryStore): Promise<readonly Interval[]> {
  const intervals: Interval[] = [];
  for await (const interval of store.intervals({})) intervals.push(interval);
  const places = new Map(intervals.map(({ number }, place) => [number, place]));
  return intervals.map((interval) => ({
    ...interval,
    number: 0,
    previous: interval.previous === null ? null : (places.get(interval.previous) ?? -1),
  }));
}

/** Of an interval that a late run cut nothing is kept of what its first sighting cited. */
function bare(interval: Interval): Interval {
  return { ...interval, evidence: [] };
}

function shuffled<T>(items: readonly T[], chance: Chance): readonly T[] {
  return items
    .map((item) => ({ item, place: chance.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

function assertTrue({ lives, batches }: World, intervals: readonly Interval[]): void {
  const off = new Map(batches.map(({ run, reads }) => [run.id, Math.max(...reads.map(({ skewMs }) => Math.abs(skewMs ?? 0)))]));
  for (const interval of intervals) {
    const kept = interval.kind === 'grant' ? 'attachment' : interval.kind;
    const own = lives.filter(({ kind, key }) => kind === kept && key === interval.key);
    const { end, first, notBefore } = interval;
    // What hangs on an identity that is another one ends with it: when, its identity tells.
    const depended = own.flatMap(({ dependsOn }) => lives.filter(({ kind, key }) => kind === 'identity' && dependsOn.includes(key)));
    if (end !== null && end.how !== 'restated') {
      const after = Date.parse(end.after);
      const before = Date.parse(end.before);
      const ended = [...own, ...(end.how === 're-created' ? depended : [])].some(({ until }) => until > after && until <= before);
      if (!ended) expect.fail(`it did not end: ${JSON.stringify({ interval, own }, null, 1)}`);
    }
    if (notBefore !== null) {
      const least = Date.parse(notBefore);
      const most = Date.parse(first.at) + (off.get(first.run) ?? 0);
      if (!own.some(({ from }) => from > least && from <= most))
        expect.fail(`it did not begin: ${JSON.stringify({ interval, own }, null, 1)}`);
    }
  }
}
