import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { wiring } from '../../src/cli/wiring.ts';
import {
  analyze,
  diffOf,
  estateAt,
  historyOf,
  HistoryError,
  openHistory,
  resolvedSince,
  type HistoryInterval,
  type HistoryStore,
} from '../../src/index.ts';
import { dumpCapture, estateDetails, plain } from '../run/history/dumps.ts';

it('a library user records runs into a store and asks it, by what the package exports', async () => {
  const state = mkdtempSync(join(tmpdir(), 'vestige-library-'));
  const store: HistoryStore = await openHistory({ state });
  try {
    for (const [n, day] of ['2026-10-01T06:00:00.000Z', '2026-10-02T06:00:00.000Z'].entries()) {
      const details = estateDetails(5, 4, 2);
      details.RoleDetailList = details.RoleDetailList.slice(n);
      const capture = await dumpCapture(details, day);
      const recording = { store, now: () => 0 };
      const { recorded } = await analyze({ capture, connectors: wiring.connectors, configuration: plain, clock: () => 0, recording });
      expect(recorded).toMatchObject({ how: 'recorded' });
    }
    const [role] = estateDetails(5, 4, 2).RoleDetailList;
    const { subjects } = await historyOf(store, role?.Arn ?? '');
    expect(subjects).toMatchObject([{ state: { state: 'missing' } }]);
    expect((await diffOf(store, 'previous', 'latest')).missing.map(({ before }) => before?.key)).toContain(role?.Arn);
    const there = await estateAt({ store, connectors: wiring.connectors, configuration: plain, at: 'previous' });
    expect(there.view.identity(role?.Arn ?? '')).toBeDefined();
    expect(await resolvedSince(store, '2026-10-01T00:00:00.000Z')).toEqual([]);
    const intervals: HistoryInterval[] = [];
    for await (const each of store.intervals({ kinds: ['identity'] })) intervals.push(each);
    expect(intervals.length).toBeGreaterThan(4);
    await expect(openHistory({ state, place: 'mongo://x' })).rejects.toBeInstanceOf(HistoryError);
  } finally {
    await store.close();
    rmSync(state, { recursive: true, force: true });
  }
});
