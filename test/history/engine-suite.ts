import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byCodeUnit } from '../../src/base/order.ts';
import { instantOf } from '../../src/base/instant.ts';
import type { RunLine } from '../../src/contract/store.ts';
import type {
  Engine,
  Heads,
  ReadTransaction,
  Row,
  RowChange,
  RowFilter,
  StoredRead,
  StoredUsage,
  TellerRunRows,
  WriteTransaction,
} from '../../src/history/engine.ts';
import { memoryEngine } from '../../src/history/memory/memory.ts';
import { runs } from '../support/runs.ts';

/** Texts that databases are known to sort, cut or refuse otherwise than the language does. */
export const hostile = [
  '',
  'a',
  'A',
  'a\0b',
  '\0',
  '\x01',
  '\x01\x02',
  "'; DROP TABLE intervals; --",
  '"\\\n\r\t\\N\\.',
  'ä',
  '\ud7ff',
  '\ue000',
  '\uff5e',
  '\ufffd',
  '😀',
  '\u{10ffff}',
  '\ud83d',
  '\ude00',
  'a\ud83dz',
  'null',
  '1',
] as const;
const text = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'binary', maxLength: 8 }));
const key = fc.constantFrom(...hostile);
const kind = fc.constantFrom('identity', 'trust', 'grant', 'finding');
const boundary = fc.constantFrom('aws:111111111111', 'aws:222222222222', '\uff5e', '😀');
const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
const some = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null });
const number = fc.integer({ min: 1, max: 5 });
const bytes = fc.uint8Array({ maxLength: 60 });
const what = fc.constantFrom('facts', 'unnamed', 'conclusions', 'answered') as fc.Arbitrary<TellerRunRows['what']>;
const how = fc.constantFrom('absent', 'changed', 'renamed') as fc.Arbitrary<Row['how']>;

const row: fc.Arbitrary<Omit<Row, 'id'>> = fc.record({
  kind,
  boundary,
  key,
  family: text,
  value: text,
  incarnation: some(text),
  tellers: number,
  dependsOn: fc.constant('[]'),
  names: fc.array(key, { maxLength: 3 }).map((names) => JSON.stringify(names)),
  evidence: text,
  notBefore: some(time),
  firstRun: number,
  firstAt: time,
  seenRun: number,
  seenAt: time,
  missingRun: some(number),
  missingAt: some(time),
  wants: some(text),
  how: some(how),
  endAfter: some(time),
  endBefore: some(time),
  endRun: some(number),
  renamedTo: some(text),
  previous: some(number),
});
const change: fc.Arbitrary<Omit<RowChange, 'id'>> = row.chain((whole) => {
  const { tellers, incarnation, notBefore, firstRun, firstAt, evidence, seenRun, seenAt, wants, endBefore, renamedTo, previous } = whole;
  const changeable = {
    tellers,
    incarnation,
    notBefore,
    firstRun,
    firstAt,
    evidence,
    seenRun,
    seenAt,
    wants,
    endBefore,
    renamedTo,
    previous,
  };
  return fc.subarray(Object.entries(changeable)).map((chosen) => Object.fromEntries(chosen));
});
const read: fc.Arbitrary<StoredRead> = fc.record({
  run: number,
  boundary,
  surface: text,
  status: fc.constantFrom('complete', 'partial', 'unread', 'excluded'),
  cause: some(fc.constantFrom('denied', 'throttled')),
  detail: some(text),
  pages: number,
  facts: number,
  origin: fc.constantFrom('live', 'dump'),
  from: some(time.map(instantOf)),
  to: some(time.map(instantOf)),
  skewMs: some(fc.double({ noNaN: true, noDefaultInfinity: true })),
  absenceAfterMs: some(fc.nat()),
  snapshot: fc.boolean(),
  filtered: fc.boolean(),
  settings: text,
});
const usage: fc.Arbitrary<StoredUsage> = fc.record({
  kind: fc.constantFrom('usage', 'service-usage'),
  boundary,
  key,
  value: fc.jsonValue({ noUnicodeString: false }),
  at: fc.constantFrom(0, 1, 86_400_000).map(instantOf),
  month: some(fc.constantFrom('2026-10', '2026-11')),
});
const heads: fc.Arbitrary<Heads> = fc.record({ kind, boundary, bytes });
const tellerRun: fc.Arbitrary<TellerRunRows> = fc.record({ tellers: number, run: number, what, from: time, to: time, rows: bytes });

/** One thing done to a store. Ids are places in what was given so far. */
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('add' as const), rows: fc.array(row, { minLength: 1, maxLength: 60 }) }) },
  fc.record({ do: fc.constant('change' as const), changes: fc.array(fc.tuple(fc.nat(), change), { maxLength: 10 }) }),
  fc.record({ do: fc.constant('remove' as const), places: fc.array(fc.nat(), { maxLength: 3 }) }),
  fc.record({ do: fc.constant('heads' as const), heads: fc.array(heads, { maxLength: 4 }) }),
  fc.record({ do: fc.constant('tellers' as const), put: fc.array(tellerRun, { maxLength: 4 }) }),
  fc.record({ do: fc.constant('reads' as const), reads: fc.array(read, { maxLength: 4 }) }),
  fc.record({ do: fc.constant('gaps' as const), run: number, detail: text }),
  fc.record({ do: fc.constant('usage' as const), usage: fc.array(usage, { maxLength: 6 }) }),
  fc.record({ do: fc.constant('forget' as const), month: fc.constantFrom('2026-10', '2026-11', '2027-01') }),
  fc.record({ do: fc.constant('look' as const), name: key }),
  fc.record({ do: fc.constant('throw' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const filter: fc.Arbitrary<RowFilter> = fc.record(
  {
    kinds: fc.uniqueArray(kind, { maxLength: 2 }),
    boundaries: fc.uniqueArray(boundary, { maxLength: 2 }),
    name: key,
    keys: fc.uniqueArray(key, { maxLength: 4 }),
    ids: fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 20 }),
    open: fc.constant(true as const),
    endedUntil: time,
    beganUntil: time,
    aliveAfter: time,
  },
  { requiredKeys: [] },
);

export function line(number: number): RunLine {
  return {
    number,
    id: `${number}`.padStart(64, '0'),
    capture: 'c'.repeat(64),
    version: '1.2.3',
    connectors: [{ id: 'aws', mapping: 3 }],
    from: instantOf(number * 1000),
    to: instantOf(number * 1000 + 1),
    pages: 7,
    recordedAt: instantOf(number),
    conclusions: null,
    hash: 'f'.repeat(64),
  };
}

class Thrown extends Error {}

/** Does the same in one transaction, so that two engines must hold the same afterwards. */
async function apply(transaction: WriteTransaction, steps: readonly Step[], ids: number[]): Promise<unknown[]> {
  const seen: unknown[] = [];
  const id = (place: number): number | undefined => (ids.length === 0 ? undefined : ids[place % ids.length]);
  for (const each of steps) {
    if (each.do === 'add') {
      const { row: last } = await transaction.last();
      const rows = each.rows.map((one, i) => ({ ...one, id: last + 1 + i }));
      ids.push(...rows.map((one) => one.id));
      await transaction.addRows(rows);
    } else if (each.do === 'change') {
      const changes = each.changes.flatMap(([place, one]) => (id(place) === undefined ? [] : [{ ...one, id: id(place) ?? 0 }]));
      await transaction.changeRows(changes);
    } else if (each.do === 'remove') {
      const gone = each.places.map(id).filter((one) => one !== undefined);
      for (const one of gone) if (ids.includes(one)) ids.splice(ids.indexOf(one), 1);
      await transaction.removeRows(gone);
    } else if (each.do === 'heads') await transaction.putHeads(uniqueBy(each.heads, (one) => `${one.kind} ${one.boundary}`));
    else if (each.do === 'tellers') await transaction.putTellerRuns(uniqueBy(each.put, (one) => `${one.tellers} ${one.run} ${one.what}`));
    else if (each.do === 'reads') await transaction.addReads(each.reads);
    else if (each.do === 'gaps')
      await transaction.addGaps(each.run, [{ boundary: 'aws:1', surface: 'aws:iam', cause: 'denied', detail: each.detail }]);
    else if (each.do === 'usage') await transaction.putUsage(each.usage);
    else if (each.do === 'forget') seen.push(await transaction.removeUsage(each.month));
    else if (each.do === 'look') seen.push(await all(transaction.rows({ name: each.name })));
    else throw new Thrown();
  }
  return seen;
}

function uniqueBy<T>(items: readonly T[], own: (item: T) => string): readonly T[] {
  return [...new Map(items.map((item) => [own(item), item])).values()];
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const kinds = ['identity', 'trust', 'grant', 'finding'] as const;

/** All that a store holds, as it is handed out. */
export async function everything(transaction: ReadTransaction, filters: readonly RowFilter[] = []): Promise<unknown> {
  const tellerRuns = await transaction.tellerRuns();
  return {
    runs: await transaction.runs(),
    reads: sortedReads(await transaction.reads()),
    reads2: sortedReads(await transaction.reads(2)),
    readsIn: sortedReads(await transaction.readsIn(['😀', 'aws:111111111111'])),
    readSpans: await transaction.readSpans(),
    gaps: [await transaction.gaps(1), await transaction.gaps(2)],
    sets: await transaction.tellerSets(),
    tellerRuns,
    some: await transaction.tellerRuns([1, 3]),
    seen: await Promise.all(tellerRuns.map(async (one) => Buffer.from(await transaction.seenRows(one)).toString('hex'))),
    heads: (await transaction.heads(kinds)).map((one) => ({ ...one, bytes: Buffer.from(one.bytes).toString('hex') })),
    few: (await transaction.heads(['identity'], ['😀'])).length,
    rows: await all(transaction.rows({})),
    filtered: await inTurn(filters, (each) => all(transaction.rows(each))),
    usage: [
      await all(transaction.usage({})),
      await all(transaction.usage({ boundary: '😀' })),
      await all(transaction.usage({ month: '2026-11' })),
    ],
    last: await transaction.last(),
    prunes: await transaction.prunes(),
  };
}

/** Of one run, boundary and surface there is one read; where a test has two, either may come first. */
function sortedReads(reads: readonly StoredRead[]): readonly string[] {
  const place = (one: StoredRead): string => JSON.stringify([one.run, one.boundary, one.surface]);
  expect(reads.map(place)).toEqual(
    [...reads].sort((a, b) => a.run - b.run || byCodeUnit(a.boundary, b.boundary) || byCodeUnit(a.surface, b.surface)).map(place),
  );
  return reads.map((one) => JSON.stringify(Object.entries(one).sort())).sort();
}

async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

/** Runs and teller sets that the rest refers to. */
export async function founded(engine: Engine): Promise<void> {
  await engine.write(async (transaction) => {
    for (let i = 1; i <= 5; i++) {
      await transaction.addRun(line(i));
      await transaction.addTellerSets([{ id: i, members: JSON.stringify([['aws:1', `aws:${i}`]]) }]);
    }
  });
}

export interface Fresh {
  readonly engine: Engine;
  /** Another on the same place. */
  readonly another: (waitMs?: number) => Promise<Engine>;
  /** Closes what was opened, and removes the place. */
  readonly end: () => Promise<void>;
}

/** What every engine does alike: run over each. */
export function engineSuite(name: string, fresh: () => Promise<Fresh>, tries: number = runs(25, 2_000)): void {
  describe(`an engine: ${name}`, () => {
    async function within(work: (place: Fresh) => Promise<void>): Promise<void> {
      const place = await fresh();
      try {
        await work(place);
      } finally {
        await place.end();
      }
    }

    test('holds what an engine in memory holds, whatever is done to it', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 4 }),
          fc.array(filter, { maxLength: 6 }),
          (turns, filters) =>
            within(async ({ engine }) => {
              const model = memoryEngine();
              await founded(engine);
              await founded(model);
              const ids: [number[], number[]] = [[], []];
              for (const steps of turns) {
                const done = await Promise.all(
                  [model, engine].map(async (each, i) => {
                    const before = [...(ids[i] ?? [])];
                    try {
                      return await each.write((transaction) => apply(transaction, steps, ids[i] ?? []));
                    } catch (error) {
                      ids[i] = before;
                      if (error instanceof Thrown) return 'thrown';
                      throw error;
                    }
                  }),
                );
                expect(done[1]).toEqual(done[0]);
              }
              const [expected, held] = [await model.read((t) => everything(t, filters)), await engine.read((t) => everything(t, filters))];
              expect(held).toEqual(expected);
            }),
        ),
        { numRuns: tries },
      );
    });

    test('hands rows out by code unit, where databases would put emoji last', () =>
      within(async ({ engine }) => {
        const keys = [...hostile].reverse();
        await engine.write((transaction) => transaction.addRows(keys.map((each, i) => plain({ id: i + 1, key: each }))));
        const rows = await engine.read((transaction) => all(transaction.rows({})));
        expect(rows.map((each) => each.key)).toEqual([...hostile].sort(byCodeUnit));
        for (const each of hostile) {
          expect((await engine.read((transaction) => all(transaction.rows({ keys: [each] })))).map((one) => one.key)).toEqual([each]);
          expect((await engine.read((transaction) => all(transaction.rows({ name: each })))).map((one) => one.key)).toEqual([each]);
        }
      }));

    test('keeps a value of a megabyte, a key too long for an index, and heads of many parts', () =>
      within(async ({ engine }) => {
        const value = JSON.stringify('é😀\\'.repeat(250_000));
        // What cannot be compressed: an index of PostgreSQL holds 2,704 bytes.
        const key = Array.from({ length: 20_000 }, (_, i) => String.fromCharCode(0x4e00 + ((i * 7919) % 20_000))).join('');
        const heads = Buffer.alloc(22 * 300_000, 'vestige');
        await engine.write(async (transaction) => {
          await transaction.addRows([plain({ id: 1, key, value, names: JSON.stringify([value]) })]);
          await transaction.putHeads([{ kind: 'identity', boundary: 'aws:1', bytes: heads }]);
          await transaction.putUsage([{ kind: 'usage', boundary: 'aws:1', key, value, at: instantOf(5), month: null }]);
        });
        await engine.read(async (transaction) => {
          expect((await all(transaction.rows({ keys: [key] })))[0]?.value === value).toBe(true);
          expect((await all(transaction.rows({ name: value })))[0]?.key === key).toBe(true);
          expect((await all(transaction.usage({})))[0]?.key === key).toBe(true);
          expect(heads.equals((await transaction.heads(['identity']))[0]?.bytes ?? Buffer.alloc(0))).toBe(true);
        });
      }));

    test('leaves nothing of a transaction that throws, and goes on', () =>
      within(async ({ engine }) => {
        await founded(engine);
        const before = await engine.read((transaction) => everything(transaction));
        const failing = engine.write(async (transaction) => {
          await transaction.addRun(line(6));
          await transaction.addRows(Array.from({ length: 500 }, (_, i) => plain({ id: i + 1 })));
          throw new Thrown();
        });
        await expect(failing).rejects.toBeInstanceOf(Thrown);
        expect(await engine.read((transaction) => everything(transaction))).toEqual(before);
        await engine.write((transaction) => transaction.addRows([plain({ id: 1 })]));
        expect(await engine.read((transaction) => all(transaction.rows({})))).toHaveLength(1);
      }));

    test('a change of an interval that is not there is told, and nothing is kept', () =>
      within(async ({ engine }) => {
        const failing = engine.write(async (transaction) => {
          await transaction.addRows([plain({ id: 1 })]);
          await transaction.changeRows([
            { id: 1, seenAt: 9 },
            { id: 2, seenAt: 9 },
          ]);
        });
        await expect(failing).rejects.toMatchObject({ code: 'broken' });
        expect(await engine.read((transaction) => all(transaction.rows({})))).toEqual([]);
      }));

    test('a reader goes on seeing what was there when it began', () =>
      within(async ({ engine }) => {
        await engine.write((transaction) => transaction.addRows([plain({ id: 1 })]));
        await engine.read(async (transaction) => {
          expect(await all(transaction.rows({}))).toHaveLength(1);
          await engine.write((other) => other.addRows([plain({ id: 2 })]));
          expect(await all(transaction.rows({}))).toHaveLength(1);
        });
        expect(await engine.read((transaction) => all(transaction.rows({})))).toHaveLength(2);
      }));

    test('writers take turns, each seeing what the one before it left', () =>
      within(async ({ engine, another }) => {
        const other = await another();
        try {
          const writers = Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? engine : other));
          await Promise.all(
            writers.map((writer) =>
              writer.write(async (transaction) => {
                const { row: last } = await transaction.last();
                await transaction.addRows([plain({ id: last + 1 })]);
              }),
            ),
          );
          expect((await engine.read((transaction) => all(transaction.rows({})))).map((each) => each.id)).toEqual(
            writers.map((_, i) => i + 1),
          );
        } finally {
          await other.close();
        }
      }));

    test('rows may be left early, and gone through within each other', () =>
      within(async ({ engine }) => {
        await engine.write(async (transaction) => {
          await transaction.addRows(Array.from({ length: 3_000 }, (_, i) => plain({ id: i + 1, key: `${i % 7}` })));
          for await (const each of transaction.rows({})) {
            expect(await all(transaction.rows({ ids: [each.id] }))).toHaveLength(1);
            break;
          }
          await transaction.changeRows([{ id: 1, seenAt: 77 }]);
        });
        expect((await engine.read((transaction) => all(transaction.rows({ ids: [1] }))))[0]?.seenAt).toBe(77);
      }));

    test('never gives an id twice, though what had the greatest is removed', () =>
      within(async ({ engine }) => {
        await founded(engine);
        await engine.write((transaction) => transaction.addRows([plain({ id: 41 }), plain({ id: 42 })]));
        await engine.write(async (transaction) => {
          await transaction.removeRows([42]);
          await transaction.removeRuns([5]);
          await transaction.addPrune({ id: 1, at: instantOf(0), what: '{}' });
        });
        await engine.read(async (transaction) => {
          expect(await transaction.last()).toEqual({ run: 5, row: 42, tellers: 5, prune: 1, entry: 0 });
          expect(await all(transaction.rows({ keys: ['key'] }))).toHaveLength(1);
        });
      }));

    test('says that it was closed', () =>
      within(async ({ engine }) => {
        await engine.close();
        await expect(engine.read((transaction) => transaction.runs())).rejects.toMatchObject({ code: 'failed' });
        await expect(engine.write((transaction) => transaction.runs())).rejects.toMatchObject({ code: 'failed' });
      }));
  });
}

/** A row of which a test says what matters. */
export function plain(given: Partial<Row> & Pick<Row, 'id'>): Row {
  return {
    kind: 'identity',
    boundary: 'aws:1',
    key: 'key',
    family: 'role',
    value: '{}',
    incarnation: null,
    tellers: 1,
    dependsOn: '[]',
    names: '[]',
    evidence: '[]',
    notBefore: null,
    firstRun: 1,
    firstAt: 1,
    seenRun: 1,
    seenAt: 1,
    missingRun: null,
    missingAt: null,
    wants: null,
    how: null,
    endAfter: null,
    endBefore: null,
    endRun: null,
    renamedTo: null,
    previous: null,
    ...given,
  };
}
