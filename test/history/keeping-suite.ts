import { afterEach, describe, expect, test } from 'vitest';
import { checkHistory } from '../../src/history/check.ts';
import type { Engine } from '../../src/history/engine.ts';
import { exportHistory } from '../../src/history/export.ts';
import { pruneHistory, type PrunePolicy } from '../../src/history/prune.ts';
import { historyStore } from '../../src/history/store.ts';
import type { HistoryStore } from '../../src/contract/store.ts';
import type { JournalEntry } from '../../src/model/history.ts';
import { conclusionBatch, factBatch, identity, intervalsOf, minute, NOW, read, recorded, run, sees } from './batches.ts';
import { entriesOf, entry, event } from './entries.ts';

const none: PrunePolicy = { keepDays: null, usageMonths: null, holds: [] };
/** A day after this minute. */
const dayAfter = (number: number): string => minute(number + 24 * 60);

export async function exported(engine: Engine): Promise<readonly string[]> {
  const lines: string[] = [];
  const count = await exportHistory(engine, (line) => {
    lines.push(line);
    return Promise.resolve();
  });
  expect(count).toBe(lines.length);
  return lines;
}

/** What was there for a while: `u` and `v` until about minute 10, with what hangs on them; `w` is there at every run, the last at minute 60. */
export async function past(store: HistoryStore): Promise<void> {
  const w = identity('w', 'W1');
  const of = (name: string): ReturnType<typeof sees>[] => [
    identity(name, name.toUpperCase()),
    sees('attachment', `${name}|admin`, { dependsOn: [name], names: [name, 'arn:admin'] }),
  ];
  const other = sees('policy', 'elsewhere', { boundary: 'sim:2' });
  const note = (at: number) => ({ kind: 'usage', boundary: 'sim:1', key: 'w', value: at, at: minute(at) }) as const;
  await recorded(store, [
    { ...run('a', 0, [w, ...of('u'), ...of('v'), other]), usage: [note(0)] },
    run('b', 10, [w]),
    run('c', 20, [w]),
    run('c2', 30, [w]),
    // October is over.
    { ...run('d', 45 * 24 * 60, [w]), usage: [note(45 * 24 * 60)] },
  ]);
}

/** What keeps a store, over every engine alike. `makeEngine` gives an engine over an empty place of its own; the suite closes it. */
export function keepingSuite(name: string, makeEngine: () => Promise<Engine>): void {
  describe(`pruning over ${name}`, () => {
    const opened: Engine[] = [];
    async function filled(): Promise<{ readonly engine: Engine; readonly store: HistoryStore }> {
      const engine = await makeEngine();
      opened.push(engine);
      const store = historyStore(engine);
      await past(store);
      return { engine, store };
    }
    afterEach(async () => {
      for (const engine of opened.splice(0)) await engine.close();
    });
    const keys = async (store: HistoryStore): Promise<readonly string[]> => (await intervalsOf(store)).map(({ key }) => key);

    test('removes what ended before the days that are kept, and nothing else', async () => {
      const { engine, store } = await filled();
      expect(await keys(store)).toEqual(['u|admin', 'v|admin', 'u', 'v', 'w', 'elsewhere']);
      const early = await pruneHistory(engine, { ...none, keepDays: 1 }, dayAfter(22));
      expect(early).toMatchObject({ cutoff: minute(22), intervals: 0 });
      expect(await store.prunedUntil()).toBeNull();
      const told = await pruneHistory(engine, { ...none, keepDays: 1 }, dayAfter(33));
      expect(told).toMatchObject({ cutoff: minute(33), intervals: 5, runs: 0, usage: 0, held: [], needed: 0 });
      expect(await keys(store)).toEqual(['w']);
      expect(await store.prunedUntil()).toBe(minute(33));
      expect((await store.runs()).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'c2', 'd']);
      expect((await checkHistory(engine)).contradictions).toEqual([]);
      expect(await pruneHistory(engine, { ...none, keepDays: 1 }, dayAfter(33))).toMatchObject({ intervals: 0 });
    });

    test('says what it would remove, and changes nothing, when asked to', async () => {
      const { engine } = await filled();
      const before = await exported(engine);
      const policy = { keepDays: 1, usageMonths: 1, holds: [{ name: 'v', reason: 'x' }] };
      const said = await pruneHistory(engine, policy, '2026-12-20T00:00:00.000Z', { dry: true });
      expect(await exported(engine)).toEqual(before);
      expect(await pruneHistory(engine, policy, '2026-12-20T00:00:00.000Z')).toEqual(said);
      expect(await exported(engine)).not.toEqual(before);
    });

    test.each([
      ['a boundary', { boundary: 'sim:2' }, ['w', 'elsewhere'], 1],
      ['a name, and what is needed of it', { name: 'v' }, ['v|admin', 'v', 'w'], 2],
      ['an immutable id', { name: 'V' }, ['v|admin', 'v', 'w'], 2],
      ['both', { boundary: 'sim:2', name: 'v' }, ['w'], 0],
      ['nothing named, and so all', {}, ['u|admin', 'v|admin', 'u', 'v', 'w', 'elsewhere'], 5],
      ['a moment that is over', { name: 'v', until: '2026-12-01T00:00:00.000Z' }, ['w'], 0],
      ['a moment to come', { name: 'v', until: '2027-01-01T00:00:00.000Z' }, ['v|admin', 'v', 'w'], 2],
    ] as const)('keeps what is held by %s', async (_, hold, left, intervals) => {
      const { engine, store } = await filled();
      const told = await pruneHistory(
        engine,
        { ...none, keepDays: 1, holds: [{ ...hold, reason: 'matter 1' }] },
        '2026-12-20T00:00:00.000Z',
      );
      expect(await keys(store)).toEqual(left);
      expect(told.held).toEqual(intervals === 0 ? [] : [{ reason: 'matter 1', intervals, entries: 0 }]);
      expect((await checkHistory(engine)).contradictions).toEqual([]);
    });

    test('keeps what something that stays rests on: who it hangs on, what it cites, and its own past', async () => {
      const engine = await makeEngine();
      opened.push(engine);
      const store = historyStore(engine);
      const page = (pointer: string) => [{ page: 'p'.repeat(64), pointer }];
      const thing = (more: object) => sees('policy', 'again', more);
      const cited = sees('trust', 'cited', { evidence: page('/cited') });
      const [w, x] = [identity('w', 'W1'), identity('x', 'X1')];
      const finding = sees('finding', 'f', { dependsOn: [], evidence: page('/cited'), value: { rule: 'standing-admin' }, by: ['kept'] });
      const reads = (at: number) => [read('things', at, at + 2), read('kept', at, at + 2)];
      await recorded(store, [factBatch({ id: 'a', reads: reads(0), sees: [w, x, cited, thing({}), sees('policy', 'loose')] })]);
      await store.recordConclusions(conclusionBatch('a', [finding]), NOW);
      await recorded(store, [
        factBatch({ id: 'b', reads: reads(10), sees: [w] }),
        factBatch({ id: 'c', reads: reads(20), sees: [w] }),
        factBatch({ id: 'd', reads: reads(30), sees: [w, thing({})] }),
      ]);
      const told = await pruneHistory(engine, { ...none, keepDays: 1 }, dayAfter(60));
      expect(await keys(store)).toEqual(['f', 'w', 'again', 'again', 'cited']);
      expect(told).toMatchObject({ intervals: 2, needed: 2 });
      expect((await checkHistory(engine)).contradictions).toEqual([]);
    });

    test('removes months of use, but not what was told last, nor of a boundary with a hold', async () => {
      const { engine, store } = await filled();
      const months = async (): Promise<readonly unknown[]> => {
        const told: unknown[] = [];
        for (const month of [undefined, '2026-10', '2026-11'])
          for await (const note of store.usage(month === undefined ? {} : { month })) told.push([month ?? 'last', note.value]);
        return told;
      };
      const all = [
        ['last', 45 * 24 * 60],
        ['2026-10', 0],
        ['2026-11', 45 * 24 * 60],
      ];
      expect(await months()).toEqual(all);
      const late = '2026-12-20T00:00:00.000Z';
      expect(await pruneHistory(engine, { ...none, usageMonths: 2 }, late)).toMatchObject({ usage: 0 });
      const held = await pruneHistory(engine, { ...none, usageMonths: 1, holds: [{ name: 'w', reason: 'x' }] }, late);
      expect(held).toMatchObject({ usage: 0, usageHeldIn: ['sim:1'] });
      expect(await months()).toEqual(all);
      expect(await pruneHistory(engine, { ...none, usageMonths: 1 }, late)).toMatchObject({ usage: 1, usageHeldIn: [] });
      expect(await months()).toEqual([all[0], all[2]]);
    });

    test('removes runs of which nothing is to be learnt, keeps their hashes, and lets the chain go on', async () => {
      const engine = await makeEngine();
      opened.push(engine);
      const store = historyStore(engine);
      const days = [0, 10, 20, 30, 40].map((day) => day * 24 * 60);
      await recorded(store, [
        run('a', days[0] ?? 0, [identity('u', 'U1')]),
        ...days.slice(1, 4).map((at, n) => run(`b${n}`, at, [])),
        run('z', days[4] ?? 0, [identity('w', 'W1')]),
      ]);
      const told = await pruneHistory(engine, { ...none, keepDays: 1 }, minute(60 * 24 * 60));
      // Two reads that lack it say when what is there began.
      expect((await store.runs()).map(({ id }) => id)).toEqual(['b1', 'b2', 'z']);
      expect(told).toMatchObject({ intervals: 1, runs: 2, captures: { free: ['capture of a', 'capture of b0'] } });
      expect((await checkHistory(engine)).contradictions).toEqual([]);
      await recorded(store, [run('y', 61 * 24 * 60, [identity('w', 'W1')])]);
      expect((await checkHistory(engine)).contradictions).toEqual([]);
      const lines = await exported(engine);
      expect(lines.filter((line) => line.includes('"line":"prune"'))).toHaveLength(1);
    });

    test('refuses a run of a time that is pruned, and leaves what was concluded then as it is', async () => {
      const { engine, store } = await filled();
      await store.recordConclusions(conclusionBatch('a', [sees('grant', 'g', { dependsOn: ['u'] })]), NOW);
      await pruneHistory(engine, { ...none, keepDays: 1 }, '2026-12-20T00:00:00.000Z');
      const before = await exported(engine);
      await expect(store.recordFacts(run('late', 5, [identity('u', 'U')]), NOW)).rejects.toMatchObject({ code: 'pruned' });
      await expect(store.recordConclusions(conclusionBatch('b', []), NOW)).rejects.toMatchObject({ code: 'pruned' });
      expect(await store.recordConclusions(conclusionBatch('a', []), NOW)).toMatchObject({ how: 'again' });
      expect(await store.recordFacts(run('a', 0, []), NOW)).toMatchObject({ how: 'again' });
      expect(await exported(engine)).toEqual(before);
      expect(await store.recordFacts(run('next', 100 * 24 * 60, [identity('w', 'W1')]), NOW)).toMatchObject({ how: 'new', unchanged: 1 });
    });

    describe('of the journal', () => {
      /** `u` is gone, `w` is there; all of it happened before the cutoff. */
      async function told(...entries: readonly JournalEntry[]): Promise<{ readonly engine: Engine; readonly store: HistoryStore }> {
        const both = await filled();
        await both.store.append(entries, NOW);
        return both;
      }
      const left = async (store: HistoryStore): Promise<string> =>
        (await entriesOf(store, { every: true })).map(({ key, version }) => `${key}${version}`).join(' ');

      test('removes what happened to who is gone, and keeps what may be about who is there', async () => {
        const { engine, store } = await told(
          event('of u', 0, { subject: 'u' }),
          event('left: w', 0, { type: 'left', subject: 'w' }),
          event('W1 by its immutable id', 0, { subject: 'W1' }),
          event('by a name of w', 0, { about: [{ kind: 'mail', value: ' W@Example.com' }] }),
          event('by a name of nobody', 0, { about: [{ kind: 'mail', value: 'u@example.com' }] }),
          event('on something that is there', 0, { object: 'w' }),
          event('on something that is gone', 0, { object: 'arn:admin', scope: 'elsewhere' }),
          event('use', 0, { type: 'used', subject: 'w' }),
          event('of today', 60 * 24, { subject: 'u' }),
          ...(['span', 'import', 'probe', 'exception'] as const).map((sort) => entry(sort, 0, 1, { sort })),
        );
        const again = [{ ...run('z', 46 * 24 * 60, [identity('w', 'W1', { value: { handles: [{ value: 'w@example.com' }] } })]) }];
        await recorded(store, again);
        const dry = await pruneHistory(engine, { ...none, keepDays: 1 }, dayAfter(60), { dry: true });
        expect(dry).toMatchObject({ entries: 5, neededEntries: 4, held: [] });
        expect(await entriesOf(store)).toHaveLength(13);
        expect(await pruneHistory(engine, { ...none, keepDays: 1 }, dayAfter(60))).toEqual(dry);
        expect((await entriesOf(store)).map(({ key }) => key)).toEqual([
          'W1 by its immutable id',
          'by a name of w',
          'left: w',
          'on something that is there',
          'of today',
          'exception',
          'import',
          'probe',
        ]);
        expect((await checkHistory(engine)).contradictions).toEqual([]);
        const lines = (await exported(engine)).map((line) => (JSON.parse(line) as { readonly line: string }).line);
        expect([lines.filter((line) => line === 'entry').length, lines.filter((line) => line === 'forgotten').length]).toEqual([8, 5]);
      });

      test('knows again what was removed, in all its versions, and takes what was never here for new', async () => {
        const of = (key: string, says: number): JournalEntry => event(key, 0, { subject: 'u', says });
        const { engine, store } = await told(of('k', 1), of('k', 2));
        expect(await pruneHistory(engine, { ...none, keepDays: 1 }, dayAfter(60))).toMatchObject({ entries: 2 });
        const hash = await store.journalHash();
        expect(await store.append([of('k', 1), of('k', 2)], NOW)).toEqual({ added: 0, again: 2, corrected: 0 });
        expect([await left(store), await store.journalHash()]).toEqual(['', hash]);
        expect(await store.append([of('k', 3), of('l', 1)], NOW)).toEqual({ added: 2, again: 0, corrected: 0 });
        expect(await left(store)).toBe('k1 l1');
        expect((await checkHistory(engine)).contradictions).toEqual([]);
      });

      test('keeps all versions of what was corrected to a later time', async () => {
        const { engine, store } = await told(event('k', 0, { subject: 'u' }), event('k', 60 * 24, { subject: 'u', says: 2 }));
        await pruneHistory(engine, { ...none, keepDays: 1 }, dayAfter(60));
        expect(await left(store)).toBe('k1 k2');
      });

      test.each([
        ['a boundary', { boundary: 'sim:1' }, 'here1 imported1'],
        ['a name', { name: 'u' }, 'elsewhere1 here1 imported1'],
        ['a name in a boundary', { name: 'u', boundary: 'sim:1' }, 'here1 imported1'],
        ['a name that is told beside', { name: 'T-1' }, 'here1'],
      ])('keeps what a hold on %s may be about, and what was imported is of any boundary', async (_, hold, kept) => {
        const { engine, store } = await told(
          { ...event('elsewhere', 0, { subject: 'stranger' }), boundary: 'sim:2' },
          { ...event('here', 0, { subject: 'u', justification: 'for T-1' }), boundary: 'sim:1' },
          event('imported', 0, { subject: 'u' }),
        );
        const pruned = await pruneHistory(engine, { ...none, keepDays: 1, holds: [{ ...hold, reason: 'matter 1' }] }, dayAfter(60));
        expect(await left(store)).toBe(kept);
        expect(pruned.held).toMatchObject([{ reason: 'matter 1', entries: kept.split(' ').length }]);
      });

      test('says that nothing whole is known of the time, though nothing but entries was removed', async () => {
        const engine = await makeEngine();
        opened.push(engine);
        const store = historyStore(engine);
        await store.append([event('k', 0, { subject: 'u' })], NOW);
        expect(await pruneHistory(engine, { ...none, keepDays: 1 }, dayAfter(60))).toMatchObject({ entries: 1, intervals: 0 });
        expect(await store.prunedUntil()).toBe(minute(60));
      });
    });
  });
}
