import { describe, expect, test } from 'vitest';
import { checkHistory } from '../../src/history/check.ts';
import type { Engine, EntryRow, ReadTransaction, Row, WriteTransaction } from '../../src/history/engine.ts';
import { HistoryError } from '../../src/history/errors.ts';
import { packIds } from '../../src/history/id-list.ts';
import { markOf } from '../../src/history/journal/mark.ts';
import { memoryEngine } from '../../src/history/memory/memory.ts';
import { pruneHistory } from '../../src/history/prune.ts';
import { headBytes } from '../../src/history/stamp.ts';
import { historyStore } from '../../src/history/store.ts';
import { identity, NOW, read, recorded, run, sees } from './batches.ts';
import { entry } from './entries.ts';

/** Two runs: `u` is there, `gone` is missing. Of two events one is corrected. */
async function filled(): Promise<Engine> {
  const engine = memoryEngine();
  const store = await recorded(historyStore(engine), [
    run('a', 0, [identity('u', 'U1'), sees('policy', 'gone'), sees('policy', 'other')]),
    run('b', 10, [identity('u', 'U1'), sees('policy', 'other', { value: 'changed' })]),
  ]);
  await store.append([entry('once'), entry('twice', 0, 1), entry('twice', 0, 2)], NOW);
  return engine;
}

function told(key: string, version: number, change: Partial<EntryRow> | null): Plant {
  return async (transaction) => {
    for await (const row of transaction.entries({ names: [key], every: true })) {
      if (row.version !== version) continue;
      await transaction.removeEntries([row.id]);
      if (change !== null) await transaction.addEntries([{ ...row, ...change }]);
    }
  };
}

async function rowOf(transaction: ReadTransaction, key: string): Promise<Row> {
  for await (const row of transaction.rows({ keys: [key] })) return row;
  throw new Error(`no row ${key}`);
}

async function openHeads(
  transaction: ReadTransaction,
  change: (bytes: Buffer) => Uint8Array,
): Promise<{ kind: 'policy'; boundary: string; bytes: Uint8Array }[]> {
  const heads = await transaction.heads(['policy']);
  return heads.map(({ boundary, bytes }) => ({ kind: 'policy', boundary, bytes: change(Buffer.from(bytes)) }));
}

type Plant = (transaction: WriteTransaction) => Promise<void>;
const changed =
  (key: string, change: Partial<Row>): Plant =>
  async (transaction) => {
    const row = await rowOf(transaction, key);
    await transaction.removeRows([row.id]);
    await transaction.addRows([{ ...row, ...change }]);
  };
const listed =
  (change: (bytes: Buffer) => Uint8Array): Plant =>
  async (transaction) =>
    transaction.putHeads(await openHeads(transaction, change));

const faults: readonly (readonly [what: string, plant: Plant, where: RegExp, seen: RegExp])[] = [
  ['a run is taken out of the chain', (t) => t.removeRuns([1]), /^run 2$/, /run 1 before it is neither there nor pruned/],
  ['the newest run is taken away', (t) => t.removeRuns([2]), /^run 2$/, /newest run is not there/],
  [
    'a run is told otherwise',
    async (t) => {
      const [line] = await t.runs();
      if (line === undefined) return;
      const reads = await t.reads(line.number);
      await t.removeRuns([line.number]);
      await t.addRun({ ...line, pages: line.pages + 1 });
      await t.addReads(reads);
    },
    /^run 1$/,
    /its hash is not that of what it says/,
  ],
  [
    'what a run read is taken away',
    async (t) => {
      const [line] = await t.runs();
      if (line === undefined) return;
      await t.removeRuns([1]);
      await t.addRun(line);
    },
    /^run 1$/,
    /what it read is not there/,
  ],
  ['reads are of a run that is not there', (t) => t.addReads([{ ...read('things', 0, 1), run: 7 }]), /^run 7$/, /is there, and it is not/],
  [
    'a pruning names a run that is there',
    (t) => t.addPrune(prune({ runs: [{ number: 1, hash: 'x' }] })),
    /^pruning 1$/,
    /run 1, which is there/,
  ],
  ['a pruning is damaged', (t) => t.addPrune({ ...prune({}), what: '{' }), /^pruning 1$/, /cannot be read/],
  ['an interval cites a run that is not there', changed('u', { firstRun: 9 }), /^interval/, /cites run 9/],
  ['an interval goes on from none', changed('u', { previous: 99 }), /^interval/, /before it \(99\) is not there/],
  ['nobody tells an interval', changed('u', { tellers: 9 }), /^interval/, /who tells it \(9\) is not there/],
  [
    'an interval is seen before it began',
    changed('u', { notBefore: Date.UTC(2027, 0) }),
    /^interval/,
    /seen before it is said to have begun/,
  ],
  ['an interval is last seen before it is first', changed('u', { seenAt: 0 }), /^interval/, /last seen before it was first seen/],
  ['an interval ends in part', changed('u', { endRun: 2 }), /^interval/, /do not go together/],
  ['an interval is missing in part', changed('u', { missingAt: 5 }), /^interval/, /do not go together/],
  [
    'an interval ends before it could',
    changed('other', { how: 'absent', endRun: 2, endAfter: 10, endBefore: 5 }),
    /^interval/,
    /ended before the moment after which it did/,
  ],
  [
    'an interval says something else than its list',
    changed('u', { value: '{"of":"x"}' }),
    /^interval/,
    /not what the list of open intervals says/,
  ],
  ['an interval is no JSON', changed('u', { evidence: '[' }), /^interval/, /is no JSON/],
  [
    'an interval is not missing as listed',
    changed('gone', { missingRun: null, missingAt: null }),
    /^interval/,
    /differs on whether it is missing/,
  ],
  [
    'two intervals of a record are open',
    async (t) => {
      const row = await rowOf(t, 'u');
      await t.addRows([{ ...row, id: (await t.last()).row + 1 }]);
    },
    /^interval/,
    /of the same record has not ended either/,
  ],
  ['an open interval is not listed', listed(() => new Uint8Array()), /^interval/, /not listed as open/],
  ['an interval is listed twice', listed((bytes) => Buffer.concat([bytes, bytes])), /^interval/, /listed as open twice/],
  [
    'an interval is listed that has ended',
    async (t) => {
      await t.changeRows([{ id: (await rowOf(t, 'gone')).id, how: 'absent', endRun: 2, endAfter: 0, endBefore: 9e12 }]);
    },
    /^interval/,
    /has ended and is listed as open/,
  ],
  [
    'an interval is listed that is not there',
    async (t) => t.removeRows([(await rowOf(t, 'gone')).id]),
    /^interval/,
    /listed as open and is not there/,
  ],
  ['a list of what is open is cut off', listed((bytes) => bytes.subarray(0, -1)), /^what is open of policy/, /cut off/],
  [
    'an interval is listed among others',
    async (t) => {
      const heads = await t.heads(['policy']);
      await t.putHeads(
        heads.flatMap(({ boundary, bytes }) => [
          { kind: 'trust' as const, boundary, bytes },
          { kind: 'policy' as const, boundary, bytes: headBytes([]) },
        ]),
      );
    },
    /^interval/,
    /among others/,
  ],
  ['a run saw what was never made', seen([99]), /^what run 2 saw/, /interval 99 was never made/],
  ['a run saw what is not there', async (t) => t.removeRows([(await rowOf(t, 'u')).id]), /^what run 1 saw/, /is not there/],
  ['what a run saw is cut off', seen(null), /^what run 2 saw/, /cut off/],
  [
    'a run that is not there saw something',
    (t) => t.putTellerRuns([{ tellers: 1, run: 9, what: 'facts', from: 0, to: 0, rows: packIds([1]) }]),
    /^what run 9 saw/,
    /the run is not there/,
  ],
  [
    'nobody told what a run saw',
    (t) => t.putTellerRuns([{ tellers: 9, run: 1, what: 'facts', from: 0, to: 0, rows: packIds([1]) }]),
    /^what run 1 saw/,
    /who told it \(9\) is not there/,
  ],
  ['an entry says something else than its hash', told('once', 1, { value: '{"says":"x"}' }), /^event 1 of/, /its hash is not that/],
  ['an entry is no JSON', told('once', 1, { value: '{' }), /^event 1 of/, /is no JSON/],
  ['an entry is written otherwise', told('once', 1, { value: '{ "says": "once" }' }), /^event 1 of/, /not written as entries are/],
  ['the names of an entry are no list', told('once', 1, { names: '"once"' }), /^event 1 of/, /names are no list/],
  ['a version of an entry is taken away', told('twice', 1, null), /^event 3 of/, /version 1 before it is not there/],
  ['the last version of an entry is taken away', told('twice', 2, null), /^event 2 of/, /no version of it stands/],
  ['a version that was corrected stands', told('twice', 1, { stands: true }), /^event 2 of/, /stands, and is not the last/],
  ['a correction was told before what it corrects', told('twice', 2, { told: 5 }), /^event 3 of/, /version before it was told later/],
  [
    'an entry is there that was pruned',
    async (t) => {
      for await (const row of t.entries({ names: ['once'] })) await t.forget([markOf(row)]);
    },
    /^event 1 of/,
    /said to have been pruned/,
  ],
];

function prune(removed: object): { id: number; at: string; what: string } {
  return { id: 1, at: NOW, what: JSON.stringify({ cutoff: null, removed: { intervals: 0, runs: [], ...removed } }) };
}

function seen(ids: readonly number[] | null): Plant {
  const rows = ids === null ? Uint8Array.of(0x80) : packIds(ids);
  return (transaction) => transaction.putTellerRuns([{ tellers: 1, run: 2, what: 'facts', from: 0, to: 0, rows }]);
}

describe('a check', () => {
  test('finds nothing in what was recorded, and in what was pruned since', async () => {
    const engine = await filled();
    expect(await checkHistory(engine)).toEqual({ runs: 2, intervals: 4, open: 3, entries: 3, contradictions: [], count: 0 });
    await recorded(historyStore(engine), [run('c', 20, [identity('u', 'U1')]), run('d', 30, [identity('u', 'U1')])]);
    const { intervals } = await pruneHistory(engine, { keepDays: 1, usageMonths: null, holds: [] }, NOW);
    expect(intervals).toBe(3);
    expect(await checkHistory(engine)).toMatchObject({ count: 0 });
  });

  test.each(faults)('finds that %s', async (_, plant, where, says) => {
    const engine = await filled();
    await engine.write(plant);
    const { contradictions, count } = await checkHistory(engine);
    expect(contradictions).toContainEqual({ where: expect.stringMatching(where) as string, seen: expect.stringMatching(says) as string });
    expect(count).toBe(contradictions.length);
  });

  test('lists a hundred, and counts all', async () => {
    const engine = await filled();
    await engine.write(seen(Array.from({ length: 150 }, (_, n) => 1000 + n)));
    const { contradictions, count } = await checkHistory(engine);
    expect(contradictions).toHaveLength(100);
    expect(count).toBeGreaterThanOrEqual(150);
  });

  test('tells what the engine finds wrong with its own files, and goes on', async () => {
    const engine = await filled();
    const broken: Engine = {
      ...engine,
      place: engine.place,
      read: (work) => engine.read(work),
      integrity: () => Promise.resolve(['page 7 is torn']),
    };
    expect(await checkHistory(broken)).toMatchObject({ contradictions: [{ where: engine.place, seen: 'page 7 is torn' }], intervals: 4 });
  });

  test('does not take the failure of a server for a contradiction', async () => {
    const engine = await filled();
    const gone: Engine = {
      ...engine,
      place: 'x',
      integrity: () => Promise.resolve([]),
      read: () => Promise.reject(new HistoryError('unreachable', 'gone')),
    };
    await expect(checkHistory(gone)).rejects.toMatchObject({ code: 'unreachable' });
  });
});
