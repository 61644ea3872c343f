import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS, instantOf } from '../../src/base/instant.ts';
import type { HistoryStore } from '../../src/contract/store.ts';
import { checkHistory } from '../../src/history/check.ts';
import { HistoryError } from '../../src/history/errors.ts';
import { memoryEngine } from '../../src/history/memory/memory.ts';
import { pruneHistory } from '../../src/history/prune.ts';
import { historyStore } from '../../src/history/store.ts';
import type { Interval } from '../../src/model/history.ts';
import { runs } from '../support/runs.ts';
import { NOW } from './batches.ts';
import { Chance, worldOf, type World } from './world.ts';

const size = fc.record({ seed: fc.nat(), things: fc.integer({ min: 1, max: 4 }), runs: fc.integer({ min: 2, max: 8 }) });

test('a store that was pruned goes on as one that never was, of all that was not pruned', async () => {
  let removed = 0;
  await fc.assert(
    fc.asyncProperty(size, async (each) => {
      const world = worldOf(each);
      const chance = new Chance(each.seed + 7);
      const engine = memoryEngine();
      const [pruned, whole] = [historyStore(engine), historyStore(memoryEngine())];
      const batches = chance.is(0.5) ? world.batches : [...world.batches].sort(() => (chance.is(0.5) ? 1 : -1));
      const at = chance.whole(1, batches.length);
      for (const batch of batches.slice(0, at)) for (const store of [pruned, whole]) await record(store, world, batch);
      const times = batches.map(({ run }) => Date.parse(run.to));
      const cutoff = chance.whole(Math.min(...times), Math.max(...times) + 60_000);
      const policy = { keepDays: 1, usageMonths: null, holds: [] };
      const told = await pruneHistory(engine, policy, instantOf(cutoff + DAY_MS), { settleMs: 60 * 60_000 });
      removed += told.intervals;
      const until = await pruned.prunedUntil();
      expect(until).toBe(told.intervals + told.runs === 0 ? null : told.cutoff);
      for (const batch of batches.slice(at)) {
        const least = batch.reads.map(
          ({ from, skewMs, absenceAfterMs }) => Date.parse(from ?? batch.run.from) - Math.abs(skewMs ?? 0) - (absenceAfterMs ?? 0),
        );
        const isOlder = until !== null && Math.min(Date.parse(batch.run.from), ...least) < Date.parse(until);
        if (isOlder) await expect(record(pruned, world, batch)).rejects.toMatchObject({ code: 'pruned' });
        else for (const store of [pruned, whole]) await record(store, world, batch);
      }
      const since = instantOf(cutoff);
      await expectSame(pruned, whole, since, world);
      expect((await checkHistory(engine)).contradictions).toEqual([]);
    }),
    {
      numRuns: runs(150, 50_000),
      examples: [
        // of two attachments of one name the later one was read already when its identity was said to be the former
        [{ seed: 539627070, things: 3, runs: 3 }],
        // of which something goes: in most it is needed
        [{ seed: 1721751627, things: 3, runs: 6 }],
      ],
    },
  );
  expect(removed).toBeGreaterThan(0);
});

async function record(store: HistoryStore, world: World, batch: World['batches'][number]): Promise<void> {
  await store.recordFacts(batch, NOW);
  const concluded = world.conclusions.get(batch.run.id);
  if (concluded !== undefined) await store.recordConclusions(concluded, NOW);
}

async function expectSame(pruned: HistoryStore, whole: HistoryStore, since: string, { lives, batches }: World): Promise<void> {
  const kept = new Set((await told(pruned)).map(nameOf));
  const all = await told(whole);
  // What ended before may be gone, and nothing else.
  const gone = all.filter((each) => !kept.has(nameOf(each)) && each.end !== null && each.end.before < since);
  // What comes again when its past is gone is told as new.
  const forgotten = new Set(gone.map(recordOf));
  const identities = new Set(gone.flatMap(({ kind, key }) => (kind === 'identity' ? [key] : [])));
  const known = (each: Interval): Interval => ({
    ...each,
    ...(forgotten.has(recordOf(each)) ? { previous: null, notBefore: null } : {}),
    ...(each.kind !== 'identity' && each.names.some((name) => identities.has(name)) ? { incarnation: null } : {}),
  });
  const left = await told(pruned);
  // Nor can it be the control for another one that a file lacks: that takes longer to count as gone, and never shorter.
  if (left.some((each) => forgotten.has(recordOf(each))) && batches.some(({ reads }) => reads.some(({ filtered }) => filtered))) {
    const ended = new Set(all.flatMap((each) => (each.end === null ? [] : [recordOf(each)])));
    for (const each of left) if (each.end !== null) expect(ended).toContain(recordOf(each));
    return;
  }
  expect(left.map(known)).toEqual(all.filter((each) => !gone.includes(each)).map(known));
  for (const { kind, key, notBefore, first } of left) {
    const off = Math.max(...batches.flatMap(({ reads }) => reads.map(({ skewMs }) => Math.abs(skewMs ?? 0))));
    const own = lives.filter((life) => life.key === key && life.kind === (kind === 'grant' ? 'attachment' : kind));
    if (notBefore === null) continue;
    expect(own.some(({ from }) => from > Date.parse(notBefore) && from <= Date.parse(first.at) + off)).toBe(true);
  }
  expect(await pruned.lastReads()).toEqual(await whole.lastReads());
  for (const time of batches.map(({ run }) => run.to).filter((each) => each >= since)) {
    expect(await pruned.lastReads(time)).toEqual(await whole.lastReads(time));
    const changed = { after: since, until: time };
    for (const filter of [{ at: time }, { changed }])
      expect((await told(pruned, filter)).map(known)).toEqual((await told(whole, filter)).map(known));
  }
}

function recordOf({ kind, boundary, key }: Interval): string {
  return JSON.stringify([kind, boundary, key]);
}

function nameOf(interval: Interval): string {
  const { value, first, last, end } = interval;
  return JSON.stringify([recordOf(interval), value, first, last, end]);
}

/** Intervals, with what names the one before in place of its number. */
async function told(store: HistoryStore, filter: Parameters<HistoryStore['intervals']>[0] = {}): Promise<readonly Interval[]> {
  const byNumber = new Map<number, Interval>();
  for await (const each of store.intervals({})) byNumber.set(each.number, each);
  const found: Interval[] = [];
  for await (const each of store.intervals(filter)) {
    const before = each.previous === null ? null : byNumber.get(each.previous);
    if (before === undefined) throw new HistoryError('broken', `interval ${each.number} goes on from one that is not there`);
    const previous = before === null ? null : `${before.kind} ${before.key} ${before.first.at} ${before.end?.before ?? ''}`;
    found.push({ ...each, number: 0, evidence: [], previous: previous as unknown as number | null });
  }
  return found;
}
