import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EntryFilter, EntryHead, EntryRow, ReadTransaction, WriteTransaction } from '../../src/history/engine.ts';
import { memoryEngine } from '../../src/history/memory/memory.ts';
import { byCodeUnit } from '../../src/base/order.ts';
import { journalSorts } from '../../src/model/history.ts';
import { runs } from '../support/runs.ts';
import { all, hostile, type Fresh } from './engine-suite.ts';

const text = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 8 }));
const key = fc.constantFrom(...hostile);
const sort = fc.constantFrom(...journalSorts);
const boundary = fc.option(fc.constantFrom('aws:1', '😀', '\uff5e'), { nil: null });
const time = fc.integer({ min: -5, max: 5 }).map((hours) => hours * 3_600_000);
const hash = fc.constantFrom('a', 'b', 'c').map((letter) => letter.repeat(64));
const told = fc.option(time, { nil: null });

const row: fc.Arbitrary<Omit<EntryRow, 'id'>> = fc.record({
  sort,
  key,
  boundary,
  at: time,
  names: fc.uniqueArray(key, { maxLength: 3 }).map((names) => JSON.stringify(names)),
  value: text.map((each) => JSON.stringify(each)),
  hash,
  version: fc.integer({ min: 1, max: 3 }),
  stands: fc.boolean(),
  told,
  recordedAt: time,
});
const change = fc.record({ version: fc.integer({ min: 1, max: 3 }), stands: fc.boolean(), told });
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('add' as const), rows: fc.array(row, { minLength: 1, maxLength: 60 }) }) },
  fc.record({ do: fc.constant('change' as const), changes: fc.array(fc.tuple(fc.nat(), change), { maxLength: 5 }) }),
  fc.record({ do: fc.constant('remove' as const), places: fc.array(fc.nat(), { maxLength: 5 }) }),
  fc.record({ do: fc.constant('forget' as const), marks: fc.array(hash, { maxLength: 3 }) }),
  fc.record({ do: fc.constant('look' as const), names: fc.array(key, { maxLength: 3 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const filter: fc.Arbitrary<EntryFilter> = fc.record(
  {
    sorts: fc.uniqueArray(sort, { maxLength: 3 }),
    boundaries: fc.uniqueArray(fc.constantFrom('aws:1', '😀', 'none'), { maxLength: 2 }),
    names: fc.uniqueArray(key, { maxLength: 4 }),
    from: time,
    until: time,
    every: fc.constant(true as const),
  },
  { requiredKeys: [] },
);

async function apply(transaction: WriteTransaction, steps: readonly Step[], ids: number[]): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (const each of steps) {
    const chosen = (places: readonly number[]): readonly number[] =>
      ids.length === 0 ? [] : [...new Set(places.map((place) => ids[place % ids.length] ?? 0))];
    if (each.do === 'add') {
      const { entry: last } = await transaction.last();
      const rows = each.rows.map((one, i) => ({ ...one, id: last + 1 + i }));
      ids.push(...rows.map(({ id }) => id));
      await transaction.addEntries(rows);
      seen.push(await headsOf(transaction, rows));
    } else if (each.do === 'change') {
      const changes = new Map(each.changes.map(([place, one]) => [chosen([place])[0], one]));
      await transaction.changeEntries([...changes].flatMap(([id, one]) => (id === undefined ? [] : [{ ...one, id }])));
    } else if (each.do === 'remove') {
      const gone = chosen(each.places);
      for (const id of gone) ids.splice(ids.indexOf(id), 1);
      await transaction.removeEntries(gone);
    } else if (each.do === 'forget') await transaction.forget(each.marks);
    else seen.push(await all(transaction.entries({ names: each.names })));
  }
  return seen;
}

async function headsOf(transaction: ReadTransaction, rows: readonly EntryRow[]): Promise<readonly EntryHead[]> {
  const keys = [...new Map(rows.map((each) => [`${each.sort} ${each.key}`, { sort: each.sort, key: each.key }])).values()];
  return (await transaction.entryHeads(keys)).map(bare).sort((a, b) => a.id - b.id);
}

/** An engine in memory hands out more than it is asked for. */
function bare({ id, sort: of, key: own, hash: sum, version, stands, told: when }: EntryHead): EntryHead {
  return { id, sort: of, key: own, hash: sum, version, stands, told: when };
}

async function everything(transaction: ReadTransaction, filters: readonly EntryFilter[]): Promise<unknown> {
  const filtered: unknown[] = [];
  for (const each of filters) filtered.push((await all(transaction.entries(each))).sort(byAll));
  const heads = (await all(transaction.everyEntryHead())).map(bare);
  // Versions are the recorder's: two of one number may come in either order here.
  expect(heads.map(placeOf)).toEqual([...heads].sort(byHead).map(placeOf));
  const entries = await all(transaction.entries({ every: true }));
  expect(entries.map(timeOf)).toEqual([...entries].sort(byTime).map(timeOf));
  return {
    filtered,
    heads: heads.sort((a, b) => a.id - b.id),
    entries: entries.sort(byAll),
    forgotten: [await transaction.forgotten(), await transaction.forgotten(['b'.repeat(64), 'x'])],
    last: (await transaction.last()).entry,
  };
}

function byAll(a: EntryRow, b: EntryRow): number {
  return a.id - b.id;
}
function byHead(a: EntryHead, b: EntryHead): number {
  return byCodeUnit(a.sort, b.sort) || byCodeUnit(a.key, b.key) || a.version - b.version;
}
function placeOf(each: EntryHead): string {
  return JSON.stringify([each.sort, each.key, each.version]);
}
function byTime(a: EntryRow, b: EntryRow): number {
  return byCodeUnit(a.sort, b.sort) || a.at - b.at || byCodeUnit(a.key, b.key) || a.version - b.version;
}
function timeOf(each: EntryRow): string {
  return JSON.stringify([each.sort, each.at, each.key, each.version]);
}

/** What every engine does alike with entries of the journal: run over each. */
export function journalEngineSuite(name: string, fresh: () => Promise<Fresh>, tries: number = runs(25, 2_000)): void {
  describe(`the journal of an engine: ${name}`, () => {
    test('holds what an engine in memory holds, whatever is done to it', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 4 }),
          fc.array(filter, { maxLength: 6 }),
          async (turns, filters) => {
            const { engine, end } = await fresh();
            try {
              const model = memoryEngine();
              const ids: [number[], number[]] = [[], []];
              for (const steps of turns) {
                const expected = await model.write((transaction) => apply(transaction, steps, ids[0]));
                expect(await engine.write((transaction) => apply(transaction, steps, ids[1]))).toEqual(expected);
              }
              const expected = await model.read((transaction) => everything(transaction, filters));
              expect(await engine.read((transaction) => everything(transaction, filters))).toEqual(expected);
            } finally {
              await end();
            }
          },
        ),
        { numRuns: tries },
      );
    });

    test('tells a change of an entry that is not there, and never gives an id twice', async () => {
      const { engine, end } = await fresh();
      try {
        const given: EntryRow = {
          ...{ id: 7, sort: 'event', key: 'k', boundary: null, at: 0, names: '[]', value: '1', hash: 'a'.repeat(64) },
          ...{ version: 1, stands: true, told: null, recordedAt: 0 },
        };
        await engine.write((transaction) => transaction.addEntries([given]));
        const failing = engine.write(async (transaction) => {
          await transaction.removeEntries([7]);
          await transaction.changeEntries([{ id: 7, version: 1, stands: true, told: null }]);
        });
        await expect(failing).rejects.toMatchObject({ code: 'broken' });
        await engine.write((transaction) => transaction.removeEntries([7]));
        expect(await engine.read((transaction) => transaction.last())).toMatchObject({ entry: 7 });
        expect(await engine.read((transaction) => all(transaction.entries({ every: true })))).toEqual([]);
      } finally {
        await end();
      }
    });
  });
}
