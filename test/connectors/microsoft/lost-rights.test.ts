import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { HistoryStore } from '../../../src/contract/store.ts';
import { openHistory } from '../../../src/history/open.ts';
import type { Interval } from '../../../src/model/history.ts';
import { diff } from '../../../src/run/history/diff.ts';
import { instantOf } from '../../../src/base/instant.ts';
import { memoryStore } from '../../run/history/dumps.ts';
import { quiet } from './faults/quiet.ts';
import { estate } from './faults/estate.ts';
import { analyzed, began, captured, type Meddler, type Sight } from './faults/scan.ts';
import type { WorldInput } from './world/description.ts';

const DAY = 1_200_000;
export async function recorded(store: HistoryStore, sight: Sight, day: number) {
  const a = await analyzed(sight, { asOf: instantOf(began + day * DAY + 60_000), recording: { store, now: () => 0 } });
  if (a.recorded?.how !== 'recorded') throw new Error(JSON.stringify(a.recorded) + String((a.recorded as {error?: Error}).error?.stack));
  return a;
}
async function all(store: HistoryStore): Promise<readonly Interval[]> {
  const out: Interval[] = [];
  for await (const each of store.intervals({})) out.push(each);
  return out;
}
it('x', { timeout: 600_000 }, async () => {
  const world = estate;
  const sights = new Map<number, Sight>();
  for (const d of [0, 6]) sights.set(d, await captured(world, {}, began + d * DAY));
  const { refusableRoutes } = await import('./world/respond.ts') as unknown as { refusableRoutes: readonly string[] };
  for (const route of (process.env['ROUTES'] ?? '').split(',')) {
    const store = memoryStore();
    await recorded(store, sights.get(0) as Sight, 0);
    const before = await all(store);
    const less: WorldInput = { ...world, refuse: { [route]: 'denied' } };
    for (const d of [2, 4]) await recorded(store, await captured(less, {}, began + d * DAY), d);
    const during = await all(store);
    const runs = await store.runs();
    const dd = await diff(store, runs[0]?.to ?? '', 'latest');
    const ended = during.filter((e) => e.end !== null);
    for (const e of ended.slice(0, 5)) console.log('   E', e.kind, e.key.slice(0, 150), JSON.stringify(e.end));
    const hows = new Map<string, number>(); for (const e of ended) hows.set(`${e.kind} ${e.end?.how}`, (hows.get(`${e.kind} ${e.end?.how}`) ?? 0) + 1);
    const miss = during.filter((e) => e.missing !== null);
    console.log('##', route, before.length, during.length, 'ended', [...hows].join(';'), 'missing', miss.slice(0, 3).map((e) => e.kind + e.key.slice(0, 90) + e.missing?.wants).join(';'), 'diff', dd.ended.length, dd.missing.length, dd.began.length, dd.appeared.length, dd.changed.length, dd.notCompared.length);
    await recorded(store, sights.get(6) as Sight, 6);
    const after = await all(store);
    const now = after.filter((e) => e.end === null && e.missing === null && e.last.at > (runs[2]?.to ?? ''));
    const fresh = now.filter((e) => !before.some((b) => b.number === e.number));
    const gone = before.filter((b) => !now.some((e) => e.number === b.number));
    console.log(JSON.stringify((await store.runs()).map((r) => [r.from, r.to])), JSON.stringify(after.slice(0, 2).map((e) => [e.first.at, e.last.at, e.end, e.missing])), JSON.stringify(ended.filter((e) => e.kind === 'identity').map((e) => [e.value, e.end, during.filter((x) => x.key === e.key && x.kind === e.kind).map((x) => [x.first, x.tellers, x.value])])));
    console.log('   after', after.length, 'fresh', fresh.length, fresh.slice(0, 3).map((e) => e.kind + ' ' + e.key.slice(0, 60)).join('; '), 'lost', gone.length, gone.slice(0, 3).map((e) => e.kind + ' ' + e.key.slice(0, 90) + JSON.stringify([e.end, e.missing]).slice(0, 200)).join('; '));
  }
  void [quiet, openHistory, mkdtempSync, rmSync, tmpdir, join];
  void ({} as Meddler);
});
