import { byCodeUnit } from '../base/order.ts';
import type { HistoryStore, IntervalFilter, RunLine } from '../contract/store.ts';
import type { Interval, RunId, StoredEntry, UsageNote } from '../model/history.ts';
import type { Engine, ReadTransaction, Row, RowFilter } from './engine.ts';
import { HistoryError } from './errors.ts';
import { IntervalReader } from './interval.ts';
import { appendEntries } from './journal/append.ts';
import { journalHash } from './journal/hash.ts';
import { giveEntries } from './journal/read.ts';
import { byRunTime } from './looks.ts';
import { recordKey } from './record.ts';
import { recordConclusions, recordFacts, type RecorderOptions } from './recorder.ts';
import { lastReads } from './last-reads.ts';
import { moment } from './moment.ts';
import { prunedUntil } from './horizon.ts';
import { streamed } from './streamed.ts';
import { usageUntil } from './usage.ts';

/** A store over an engine, which it closes with itself. */
export function historyStore(engine: Engine, options: RecorderOptions = {}): HistoryStore {
  return {
    place: engine.place,
    recordFacts: (batch, now) => recordFacts(engine, batch, now, options),
    recordConclusions: (batch) => recordConclusions(engine, batch, options),
    runs: () => engine.read(async (transaction) => [...(await transaction.runs())].sort(byRunTime)),
    clocks: () => engine.read(clocksOf),
    intervals: (filter) => streamed<Interval>((give) => engine.read((transaction) => giveIntervals(transaction, filter, give))),
    lastReads: (until) => engine.read((transaction) => lastReads(transaction, until)),
    gaps: (run) => engine.read(async (transaction) => transaction.gaps((await runOf(transaction, run)).number)),
    usage: (filter) =>
      streamed<UsageNote>((give) =>
        engine.read(async (transaction) => {
          for await (const note of usageUntil(transaction, filter)) if (!(await give(note))) return;
        }),
      ),
    append: (entries, now) => engine.write((transaction) => appendEntries(transaction, entries, null, now)),
    entries: (filter) => streamed<StoredEntry>((give) => engine.read((transaction) => giveEntries(transaction, filter, give))),
    journalHash: () => engine.read(journalHash),
    prunedUntil: () => engine.read(async (transaction) => prunedUntil(await transaction.prunes())),
    close: () => engine.close(),
  };
}

async function runOf(transaction: ReadTransaction, id: RunId): Promise<RunLine> {
  const line = (await transaction.runs()).find((run) => run.id === id);
  if (line === undefined) throw new HistoryError('unknown-run', `cannot tell what run "${id}" did not read: it is not recorded`);
  return line;
}

async function clocksOf(transaction: ReadTransaction): Promise<ReadonlyMap<RunId, number>> {
  const seen = new Map((await transaction.readSpans()).map(({ run, skewMs }) => [run, Math.ceil(skewMs)]));
  return new Map((await transaction.runs()).map(({ id, number }) => [id, seen.get(number) ?? 0]));
}

async function giveIntervals(
  transaction: ReadTransaction,
  filter: IntervalFilter,
  give: (interval: Interval) => Promise<boolean>,
): Promise<void> {
  const reader = new IntervalReader(transaction);
  const at = filter.at === undefined ? null : moment(filter.at);
  const changed = filter.changed === undefined ? null : { after: moment(filter.changed.after), until: moment(filter.changed.until) };
  for await (const row of inTurn(transaction.rows(rowFilter(filter, at, changed)))) {
    if (at !== null && !(await reader.isThereAt(row, at))) continue;
    if (changed !== null && !isChangedIn(row, changed)) continue;
    if (!(await give(await reader.intervalOf(row)))) return;
  }
}

/** Intervals of one record that one moment saw first, by what they tell: an engine knows only in which order they were written. */
async function* inTurn(rows: AsyncIterable<Row>): AsyncGenerator<Row> {
  let equals: Row[] = [];
  for await (const row of rows) {
    const [first] = equals;
    if (first !== undefined && (first.firstAt !== row.firstAt || recordKey(first) !== recordKey(row))) {
      yield* equals.sort(byContent);
      equals = [];
    }
    equals.push(row);
  }
  yield* equals.sort(byContent);
}

function byContent(a: Row, b: Row): number {
  return (
    compare(a.endBefore ?? Infinity, b.endBefore ?? Infinity) ||
    compare(a.endAfter ?? Infinity, b.endAfter ?? Infinity) ||
    a.seenAt - b.seenAt ||
    compare(a.notBefore ?? 0, b.notBefore ?? 0) ||
    byCodeUnit(a.value, b.value) ||
    byCodeUnit(a.incarnation ?? '', b.incarnation ?? '')
  );
}

interface Span {
  readonly after: number;
  readonly until: number;
}

function rowFilter({ kinds, boundaries, name, open }: IntervalFilter, at: number | null, changed: Span | null): RowFilter {
  const beganUntil = Math.min(at ?? Infinity, changed?.until ?? Infinity);
  const aliveAfter = Math.max(at ?? -Infinity, changed?.after ?? -Infinity);
  return {
    ...(kinds === undefined ? {} : { kinds }),
    ...(boundaries === undefined ? {} : { boundaries }),
    ...(name === undefined ? {} : { name }),
    ...(open === undefined ? {} : { open }),
    ...(Number.isFinite(beganUntil) ? { beganUntil } : {}),
    ...(Number.isFinite(aliveAfter) ? { aliveAfter } : {}),
  };
}

function isChangedIn({ firstAt, how, endBefore, missingAt }: Row, { after, until }: Span): boolean {
  const moments = [firstAt, how === null ? missingAt : endBefore];
  return moments.some((each) => each !== null && each > after && each <= until);
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
