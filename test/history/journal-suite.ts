import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { hashJson } from '../../src/base/bytes/hash.ts';
import { byCodeUnit } from '../../src/base/order.ts';
import type { HistoryStore } from '../../src/contract/store.ts';
import type { Engine } from '../../src/history/engine.ts';
import { checkHistory } from '../../src/history/check.ts';
import { historyStore } from '../../src/history/store.ts';
import type { JournalEntry } from '../../src/model/history.ts';
import { runs } from '../support/runs.ts';
import { minute, NOW, recorded, run } from './batches.ts';
import { hostile } from './engine-suite.ts';
import { entriesOf, entry, said } from './entries.ts';
import { modelOf, stepsOf, type JournalStep } from './journal-model.ts';

const LATER = '2026-11-23T12:00:00.000Z';

/** What the journal of every engine does alike. `makeEngine` gives an engine over an empty place of its own; the suite closes it. */
export function journalSuite(name: string, makeEngine: () => Promise<Engine>, tries: number = runs(25, 4_000)): void {
  describe(`the journal over ${name}`, () => {
    const opened: Engine[] = [];
    async function empty(): Promise<Engine> {
      const engine = await makeEngine();
      opened.push(engine);
      return engine;
    }
    async function store(): Promise<HistoryStore> {
      return historyStore(await empty());
    }
    afterEach(async () => {
      for (const engine of opened.splice(0)) await engine.close();
    });

    test('gives back what was appended, with its hash and when it came', async () => {
      const history = await store();
      const told = entry('k', 5, ['a', { b: null }], { boundary: 'sim:1', names: ['x', 'y'] });
      expect(await history.append([told], NOW)).toEqual({ added: 1, again: 0, corrected: 0 });
      expect(await entriesOf(history)).toEqual([{ ...told, version: 1, recordedAt: NOW, hash: hashJson(told.value) }]);
    });

    test('knows again what is here, in whatever order its members are written, and changes nothing', async () => {
      const history = await store();
      await history.append([entry('k', 0, 1, { value: { a: 1, b: 2 } })], NOW);
      const [before, hash] = [await entriesOf(history), await history.journalHash()];
      expect(await history.append([entry('k', 0, 1, { value: { b: 2, a: 1 } })], LATER)).toEqual({ added: 0, again: 1, corrected: 0 });
      expect([await entriesOf(history, { every: true }), await history.journalHash()]).toEqual([before, hash]);
    });

    test('lets a correction stand beside what it corrects, and keeps both', async () => {
      const history = await store();
      await history.append([entry('k', 5, 1), entry('l', 6)], NOW);
      // A correction may also be of the time, and then lies elsewhere in the order.
      expect(await history.append([entry('k', 9, 2, { names: ['other'] })], LATER)).toEqual({ added: 0, again: 0, corrected: 1 });
      expect(await said(history)).toEqual(['l="l"', 'k=2']);
      expect((await entriesOf(history, { every: true })).map(({ key, version, recordedAt }) => [key, version, recordedAt])).toEqual([
        ['k', 1, NOW],
        ['l', 1, NOW],
        ['k', 2, LATER],
      ]);
      expect(await said(history, { names: ['other'] })).toEqual(['k=2']);
      expect(await said(history, { names: ['k'], until: minute(6) })).toEqual([]);
    });

    test('does not bring back what was corrected when the file it came from is imported again', async () => {
      const history = await store();
      for (const says of [1, 2]) await history.append([entry('k', 0, says)], NOW);
      expect(await history.append([entry('k', 0, 1)], LATER)).toEqual({ added: 0, again: 1, corrected: 0 });
      expect(await said(history)).toEqual(['k=2']);
    });

    test.each(['exception', 'import', 'probe'] as const)(
      'lets %s stand as it was said last, also where that was said before',
      async (sort) => {
        const history = await store();
        const decided = (says: number): JournalEntry => entry('e', 0, says, { sort });
        for (const says of [1, 2]) await history.append([decided(says)], NOW);
        expect(await history.append([decided(1), decided(1)], LATER)).toEqual({ added: 0, again: 1, corrected: 1 });
        expect(await said(history)).toEqual(['e=1']);
        expect(await said(history, { every: true })).toEqual(['e=1', 'e=2', 'e=1']);
      },
    );

    test('takes what one batch tells twice for one, and what it tells otherwise for a correction', async () => {
      const history = await store();
      const told = [entry('k', 0, 1), entry('k', 0, 1), entry('k', 0, 2)];
      expect(await history.append(told, NOW)).toEqual({ added: 1, again: 1, corrected: 1 });
      expect(await said(history, { every: true })).toEqual(['k=1', 'k=2']);
    });

    test('keeps keys of different sorts apart', async () => {
      const history = await store();
      const sorts = ['span', 'event', 'probe', 'import', 'exception'] as const;
      const told = sorts.map((sort) => entry('k', 0, 1, { sort }));
      expect(await history.append(told, NOW)).toEqual({ added: 5, again: 0, corrected: 0 });
      expect((await entriesOf(history)).map(({ sort }) => sort)).toEqual([...sorts].sort());
    });

    test('records what the logs of a run tell with its facts, whole or not at all', async () => {
      const history = await store();
      function* breaking(): Generator<JournalEntry> {
        yield entry('k');
        throw new Error('the log ends here');
      }
      await expect(history.recordFacts({ ...run('a', 0, []), journal: breaking() }, NOW)).rejects.toThrow('the log ends here');
      expect([await history.runs(), await entriesOf(history)]).toEqual([[], []]);
      await recorded(history, [{ ...run('a', 0, []), journal: [entry('k')] }]);
      expect(await said(history)).toEqual(['k="k"']);
      // The same run, of which a program that kept no journal had recorded the facts.
      expect(await history.recordFacts({ ...run('a', 0, []), journal: [entry('k'), entry('l')] }, LATER)).toMatchObject({ how: 'again' });
      expect(await said(history, { every: true })).toEqual(['k="k"', 'l="l"']);
      expect(await history.recordFacts({ ...run('late', -10, []), journal: [entry('m'), entry('k')] }, LATER)).toMatchObject({
        how: 'late',
      });
      expect(await said(history, { every: true })).toEqual(['k="k"', 'l="l"', 'm="m"']);
    });

    test('lets stand what the latest run tells, whichever was recorded last', async () => {
      const of = (at: number, says: number) => ({ ...run(`r${at}`, at, []), journal: [entry('k', 0, says)] });
      const all = [of(0, 1), of(10, 2), of(20, 3)];
      const inTurn = await recorded(await store(), all);
      const late = await recorded(await store(), [...all].reverse());
      for (const history of [inTurn, late]) {
        expect(await said(history)).toEqual(['k=3']);
        expect(await said(history, { every: true })).toEqual(['k=1', 'k=2', 'k=3']);
      }
      expect(await late.journalHash()).toBe(await inTurn.journalHash());
      await late.append([entry('k', 0, 4)], NOW);
      await recorded(late, [of(30, 5)]);
      expect(await said(late)).toEqual(['k=4']);
    });

    test('refuses what happened at no time, and keeps nothing of it', async () => {
      const history = await store();
      for (const at of ['', 'yesterday', '2026-10-01', '2026-10-01T00:00:00Z'])
        await expect(history.append([entry('k'), entry('l', 0, 1, { at })], NOW)).rejects.toMatchObject({ code: 'failed' });
      expect(await entriesOf(history)).toEqual([]);
    });

    test('names what it holds by a hash that neither clock nor order is in', async () => {
      const [one, other] = [await store(), await store()];
      expect(await one.journalHash()).toBeNull();
      const told = Array.from({ length: 50 }, (_, i) => entry(`k${i}`, i % 7));
      await one.append(told, NOW);
      await recorded(other, [{ ...run('a', 0, []), journal: told.slice(0, 9) }]);
      await other.append([...told].reverse(), LATER);
      const hash = await one.journalHash();
      expect(await other.journalHash()).toBe(hash);
      await other.append([entry('k3', 0, 'otherwise')], NOW);
      expect(await other.journalHash()).not.toBe(hash);
    });

    test('finds entries by sort, boundary, name, key and time', async () => {
      const history = await store();
      const told = [
        entry('a', 0, 1, { boundary: 'sim:1', names: ['ann', 'admin'] }),
        entry('b', 1, 1, { boundary: 'sim:2', names: ['bob', 'admin'] }),
        entry('c', 2, 1, { names: ['ann'] }),
        entry('d', 3, 1, { sort: 'span', boundary: 'sim:1', names: [] }),
      ];
      await history.append(told, NOW);
      const keys = async (filter: Parameters<typeof entriesOf>[1]): Promise<string> =>
        (await entriesOf(history, filter)).map(({ key }) => key).join('');
      expect(await keys({})).toBe('abcd');
      expect(await keys({ sorts: ['span'] })).toBe('d');
      expect(await keys({ sorts: [] })).toBe('');
      expect(await keys({ boundaries: ['sim:1'] })).toBe('ad');
      expect(await keys({ boundaries: [] })).toBe('');
      expect(await keys({ boundaries: ['sim:2', ...Array.from({ length: 1_500 }, (_, i) => `none ${i}`)] })).toBe('b');
      expect(await keys({ names: ['ann'] })).toBe('ac');
      expect(await keys({ names: ['bob', 'c', 'nobody'] })).toBe('bc');
      expect(await keys({ names: ['admin'], boundaries: ['sim:2'] })).toBe('b');
      expect(await keys({ names: [] })).toBe('');
      expect(await keys({ names: ['an'] })).toBe('');
      expect(await keys({ from: minute(1), until: minute(3) })).toBe('bc');
      expect(await keys({ names: Array.from({ length: 70_000 }, (_, i) => (i === 69_999 ? 'd' : `none ${i}`)) })).toBe('d');
    });

    test('hands entries out by code unit, and texts as they were', async () => {
      const history = await store();
      const told = hostile.map((key) => entry(key, 0, key.isWellFormed() ? key : 'half a pair', { boundary: key, names: [key] }));
      await history.append(told, NOW);
      expect((await entriesOf(history)).map(({ key }) => key)).toEqual([...hostile].sort(byCodeUnit));
      for (const key of hostile) {
        expect(await entriesOf(history, { names: [key] })).toEqual([expect.objectContaining(told.find((each) => each.key === key))]);
        expect(await entriesOf(history, { boundaries: [key] })).toMatchObject([{ key }]);
      }
      expect(await history.append(told, LATER)).toEqual({ added: 0, again: hostile.length, corrected: 0 });
    });

    test('keeps a key too long for an index, and a value of a megabyte', async () => {
      const history = await store();
      // What cannot be compressed: an index of PostgreSQL holds 2,704 bytes.
      const key = Array.from({ length: 20_000 }, (_, i) => String.fromCharCode(0x4e00 + ((i * 7919) % 20_000))).join('');
      const told = entry(key, 0, 'é'.repeat(1 << 20));
      await history.append([told], NOW);
      expect(await history.append([told], LATER)).toMatchObject({ again: 1 });
      expect((await entriesOf(history, { names: [key] })).map((each) => each.key === key)).toEqual([true]);
    });

    test('lets two writers append the same: each entry is kept once', async () => {
      const history = await store();
      const told = Array.from({ length: 3_000 }, (_, i) => entry(`k${i}`, i));
      const [one, other] = await Promise.all([history.append(told, NOW), history.append([...told].reverse(), NOW)]);
      expect([one.added + other.added, one.again + other.again, one.corrected + other.corrected]).toEqual([3_000, 3_000, 0]);
      expect(await entriesOf(history, { every: true })).toHaveLength(3_000);
    });

    test('keeps what is appended whole or not at all', async () => {
      const history = await store();
      await history.append([entry('k', 0, 1)], NOW);
      function* breaking(): Generator<JournalEntry> {
        for (let i = 0; i < 5_000; i++) yield entry(`many ${i}`);
        yield entry('k', 0, 2);
        throw new Error('the file ends here');
      }
      await expect(history.append(breaking(), NOW)).rejects.toThrow('the file ends here');
      expect(await said(history, { every: true })).toEqual(['k=1']);
    });

    test('gives a reader what was there when it began, and can be left early', async () => {
      const history = await store();
      await history.append(
        Array.from({ length: 1_000 }, (_, i) => entry(`k${i}`, i)),
        NOW,
      );
      let seen = 0;
      let isAppended: Promise<unknown> = Promise.resolve();
      for await (const { key } of history.entries({})) {
        if (seen++ === 0) isAppended = history.append([entry('z', 2_000)], NOW);
        expect(key).not.toBe('z');
      }
      await isAppended;
      for await (const { key } of history.entries({})) {
        expect(key).toBe('k0');
        break;
      }
      expect([seen, (await entriesOf(history)).length]).toEqual([1_000, 1_001]);
    });

    test('holds what a plain list of what was told comes to, in whatever order runs are recorded', async () => {
      await fc.assert(
        fc.asyncProperty(stepsOf, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), async (steps, chance) => {
          const [engine, second] = [await makeEngine(), await makeEngine()];
          const [history, other] = [historyStore(engine), historyStore(second)];
          try {
            for (const [store, order] of [
              [history, steps],
              [other, withRunsMoved(steps, () => chance.next().value)],
            ] as const)
              for (const step of order) {
                if (step.run === null) await store.append(step.entries, NOW);
                else await store.recordFacts({ ...run(`r${step.run}`, step.run * 10, []), journal: step.entries }, NOW);
              }
            const model = modelOf(steps);
            const held = (await entriesOf(history, { every: true })).map(({ sort, key, value, version, at }) => ({
              sort,
              key,
              value,
              version,
              at,
            }));
            expect(held).toEqual(model.every);
            expect(await said(history)).toEqual(model.standing);
            expect((await entriesOf(other, { every: true })).map(({ hash, version }) => [hash, version])).toEqual(
              (await entriesOf(history, { every: true })).map(({ hash, version }) => [hash, version]),
            );
            expect(await other.journalHash()).toBe(await history.journalHash());
            expect((await checkHistory(engine)).contradictions).toEqual([]);
          } finally {
            await engine.close();
            await second.close();
          }
        }),
        { numRuns: tries },
      );
    });
  });
}

/** Runs anywhere; what was appended stays in its order. */
function withRunsMoved(steps: readonly JournalStep[], chance: () => number): readonly JournalStep[] {
  const moved = steps.filter(({ run: at }) => at === null);
  for (const step of steps) if (step.run !== null) moved.splice(Math.floor(chance() * (moved.length + 1)), 0, step);
  return moved;
}
