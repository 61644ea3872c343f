import { byCodeUnit, byKeys } from '../../base/order.ts';
import type { RunLine } from '../../contract/store.ts';
import type { Gap } from '../../model/gap.ts';
import type {
  Engine,
  EntryChange,
  EntryFilter,
  EntryHead,
  EntryRow,
  Heads,
  LastGiven,
  PruneLine,
  ReadSpan,
  ReadTransaction,
  Row,
  RowChange,
  RowFilter,
  StoredRead,
  StoredUsage,
  TellerRun,
  TellerRunRows,
  TellerSet,
  WriteTransaction,
} from '../engine.ts';
import { HistoryError } from '../errors.ts';
import { found } from './found.ts';
import { MemoryJournal } from './journal.ts';
import { Portions } from './portions.ts';

/**
 * An engine that keeps everything in memory, until it is let go of: for tests, and for library users who ask about captures at hand. What a
 * transaction writes is seen by readers when it is whole; a reader that began before goes on seeing what was there.
 */
export function memoryEngine(): Engine {
  let kept = new Kept();
  let writing: Promise<unknown> = Promise.resolve();
  let closed = false;
  function assertOpen(): void {
    if (closed) throw new HistoryError('failed', 'cannot use the history in memory: it was closed');
  }
  return {
    place: 'memory',
    async write(work) {
      assertOpen();
      const turn = writing.then(async () => {
        const next = kept.copy();
        const done = await work(new MemoryTransaction(next));
        kept = next;
        return done;
      });
      writing = turn.catch(() => undefined);
      return turn;
    },
    async read(work) {
      assertOpen();
      return work(new MemoryTransaction(kept));
    },
    integrity: () => Promise.resolve([]),
    close() {
      closed = true;
      return Promise.resolve();
    },
  };
}

/** What is kept at one moment. Never changed once readers have it: a writer has a copy, which shares what it does not touch. */
class Kept {
  runs: readonly RunLine[] = [];
  reads: readonly StoredRead[] = [];
  gaps: ReadonlyMap<number, readonly Gap[]> = new Map();
  tellerSets: readonly TellerSet[] = [];
  tellerRuns: Map<string, TellerRunRows> = new Map();
  heads: Map<string, Heads> = new Map();
  rows = new Portions<Row>();
  usage: Map<string, StoredUsage> = new Map();
  prunes: readonly PruneLine[] = [];
  journal = new MemoryJournal();
  lastRun = 0;
  lastRow = 0;

  copy(): Kept {
    const copy = new Kept();
    copy.runs = this.runs;
    copy.reads = this.reads;
    copy.gaps = this.gaps;
    copy.tellerSets = this.tellerSets;
    copy.tellerRuns = new Map(this.tellerRuns);
    copy.heads = new Map(this.heads);
    copy.rows = new Portions(this.rows);
    copy.usage = new Map(this.usage);
    copy.prunes = this.prunes;
    copy.journal = new MemoryJournal(this.journal);
    copy.lastRun = this.lastRun;
    copy.lastRow = this.lastRow;
    return copy;
  }
}

class MemoryTransaction implements WriteTransaction {
  readonly #kept: Kept;

  constructor(kept: Kept) {
    this.#kept = kept;
  }

  runs(): Promise<readonly RunLine[]> {
    return Promise.resolve(this.#kept.runs);
  }

  reads(run?: number): Promise<readonly StoredRead[]> {
    const { reads } = this.#kept;
    const chosen = run === undefined ? [...reads] : reads.filter((each) => each.run === run);
    return Promise.resolve(chosen.sort((a, b) => a.run - b.run || byPlace(a, b)));
  }

  readsIn(boundaries: readonly string[]): Promise<readonly StoredRead[]> {
    const wanted = new Set(boundaries);
    return Promise.resolve(this.#kept.reads.filter((read) => wanted.has(read.boundary)).sort((a, b) => a.run - b.run || byPlace(a, b)));
  }

  readSpans(): Promise<readonly ReadSpan[]> {
    const spans = new Map<number, ReadSpan>();
    for (const read of this.#kept.reads) spans.set(read.run, widened(spans.get(read.run), read));
    return Promise.resolve([...spans.values()].sort((a, b) => a.run - b.run));
  }

  gaps(run: number): Promise<readonly Gap[]> {
    return Promise.resolve(this.#kept.gaps.get(run) ?? []);
  }

  tellerSets(): Promise<readonly TellerSet[]> {
    return Promise.resolve(this.#kept.tellerSets);
  }

  tellerRuns(sets?: readonly number[]): Promise<readonly TellerRun[]> {
    const wanted = sets === undefined ? null : new Set(sets);
    const runs: TellerRun[] = [];
    for (const { tellers, run, what, from, to } of this.#kept.tellerRuns.values()) {
      if (wanted?.has(tellers) !== false) runs.push({ tellers, run, what, from, to });
    }
    return Promise.resolve(runs.sort((a, b) => a.tellers - b.tellers || a.run - b.run || byCodeUnit(a.what, b.what)));
  }

  seenRows(of: Pick<TellerRun, 'tellers' | 'run' | 'what'>): Promise<Uint8Array> {
    return Promise.resolve(this.#kept.tellerRuns.get(tellerRunKey(of))?.rows ?? new Uint8Array());
  }

  heads(kinds: ReadTransactionKinds, boundaries?: readonly string[]): Promise<readonly Heads[]> {
    const heads = [...this.#kept.heads.values()].filter(
      (each) => kinds.includes(each.kind) && boundaries?.includes(each.boundary) !== false,
    );
    return Promise.resolve(
      heads.sort(
        byKeys<Heads>(
          (each) => each.kind,
          (each) => each.boundary,
        ),
      ),
    );
  }

  rows(filter: RowFilter): AsyncIterable<Row> {
    return handed(found(this.#all(filter.ids), filter));
  }

  last(): Promise<LastGiven> {
    const { lastRun, lastRow, journal, tellerSets, prunes } = this.#kept;
    const [tellers, prune] = [tellerSets.at(-1)?.id ?? 0, prunes.at(-1)?.id ?? 0];
    return Promise.resolve({ run: lastRun, row: lastRow, tellers, prune, entry: journal.last });
  }

  usage(filter: { readonly boundary?: string; readonly month?: string; readonly every?: true }): AsyncIterable<StoredUsage> {
    const notes = [...this.#kept.usage.values()].filter(
      (note) =>
        (filter.every === true || note.month === (filter.month ?? null)) &&
        (filter.boundary === undefined || note.boundary === filter.boundary),
    );
    return handed(
      notes.sort(
        byKeys<StoredUsage>(
          (note) => note.kind,
          (note) => note.boundary,
          (note) => note.key,
          (note) => note.month ?? '',
        ),
      ),
    );
  }

  prunes(): Promise<readonly PruneLine[]> {
    return Promise.resolve(this.#kept.prunes);
  }

  entries(filter: EntryFilter): AsyncIterable<EntryRow> {
    return handed(this.#kept.journal.found(filter));
  }

  entryHeads(of: readonly Pick<EntryHead, 'sort' | 'key'>[]): Promise<readonly EntryHead[]> {
    return Promise.resolve(this.#kept.journal.heads(of));
  }

  everyEntryHead(): AsyncIterable<EntryHead> {
    return handed(this.#kept.journal.everyHead());
  }

  forgotten(among?: readonly string[]): Promise<readonly string[]> {
    return Promise.resolve(this.#kept.journal.forgotten(among));
  }

  addRun(line: RunLine): Promise<void> {
    const kept = this.#kept;
    kept.runs = [...kept.runs, line];
    kept.lastRun = Math.max(kept.lastRun, line.number);
    return Promise.resolve();
  }

  setConclusions(run: string, conclusions: NonNullable<RunLine['conclusions']>): Promise<void> {
    this.#kept.runs = this.#kept.runs.map((line) => (line.id === run ? { ...line, conclusions } : line));
    return Promise.resolve();
  }

  addReads(reads: readonly StoredRead[]): Promise<void> {
    this.#kept.reads = [...this.#kept.reads, ...reads];
    return Promise.resolve();
  }

  addGaps(run: number, gaps: readonly Gap[]): Promise<void> {
    this.#kept.gaps = new Map(this.#kept.gaps).set(run, [...(this.#kept.gaps.get(run) ?? []), ...gaps]);
    return Promise.resolve();
  }

  addTellerSets(sets: readonly TellerSet[]): Promise<void> {
    this.#kept.tellerSets = [...this.#kept.tellerSets, ...sets];
    return Promise.resolve();
  }

  putTellerRuns(runs: readonly TellerRunRows[]): Promise<void> {
    for (const run of runs) {
      if (run.rows.length === 0) this.#kept.tellerRuns.delete(tellerRunKey(run));
      else this.#kept.tellerRuns.set(tellerRunKey(run), run);
    }
    return Promise.resolve();
  }

  addRows(rows: readonly Row[]): Promise<void> {
    for (const row of rows) {
      this.#kept.rows.set(row);
      if (row.id > this.#kept.lastRow) this.#kept.lastRow = row.id;
    }
    return Promise.resolve();
  }

  changeRows(changes: readonly RowChange[]): Promise<void> {
    for (const change of changes) {
      const row = this.#kept.rows.get(change.id);
      if (row === undefined) throw new HistoryError('broken', `cannot change interval ${change.id}: it is not kept`);
      this.#kept.rows.set({ ...row, ...change });
    }
    return Promise.resolve();
  }

  putHeads(heads: readonly Heads[]): Promise<void> {
    for (const each of heads) {
      const key = JSON.stringify([each.kind, each.boundary]);
      if (each.bytes.length === 0) this.#kept.heads.delete(key);
      else this.#kept.heads.set(key, each);
    }
    return Promise.resolve();
  }

  putUsage(notes: readonly StoredUsage[]): Promise<void> {
    for (const note of notes) {
      const key = JSON.stringify([note.kind, note.boundary, note.key, note.month]);
      const former = this.#kept.usage.get(key);
      if (former === undefined || isLater(note, former)) this.#kept.usage.set(key, note);
    }
    return Promise.resolve();
  }

  removeRows(ids: readonly number[]): Promise<void> {
    for (const id of ids) this.#kept.rows.delete(id);
    return Promise.resolve();
  }

  removeRuns(numbers: readonly number[]): Promise<void> {
    const kept = this.#kept;
    const gone = new Set(numbers);
    kept.runs = kept.runs.filter((line) => !gone.has(line.number));
    kept.reads = kept.reads.filter((read) => !gone.has(read.run));
    kept.gaps = new Map([...kept.gaps].filter(([run]) => !gone.has(run)));
    for (const [key, { run }] of kept.tellerRuns) if (gone.has(run)) kept.tellerRuns.delete(key);
    return Promise.resolve();
  }

  removeUsage(monthsBefore: string, except: readonly string[] = []): Promise<number> {
    let removed = 0;
    for (const [key, { month, boundary }] of this.#kept.usage) {
      if (month !== null && month < monthsBefore && !except.includes(boundary) && this.#kept.usage.delete(key)) removed++;
    }
    return Promise.resolve(removed);
  }

  addPrune(line: PruneLine): Promise<void> {
    this.#kept.prunes = [...this.#kept.prunes, line];
    return Promise.resolve();
  }

  addEntries(entries: readonly EntryRow[]): Promise<void> {
    this.#kept.journal.add(entries);
    return Promise.resolve();
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- another engine answers later; what throws rejects
  async changeEntries(changes: readonly EntryChange[]): Promise<void> {
    this.#kept.journal.change(changes);
  }

  removeEntries(ids: readonly number[]): Promise<void> {
    this.#kept.journal.remove(ids);
    return Promise.resolve();
  }

  forget(marks: readonly string[]): Promise<void> {
    this.#kept.journal.forget(marks);
    return Promise.resolve();
  }

  *#all(ids: readonly number[] | undefined): Iterable<Row> {
    if (ids === undefined) yield* this.#kept.rows.values();
    else
      for (const id of new Set(ids)) {
        const row = this.#kept.rows.get(id);
        if (row !== undefined) yield row;
      }
  }
}

/** One by one, as they are asked for. */
function handed<T>(items: Iterable<T>): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = items[Symbol.iterator]();
      return { next: () => Promise.resolve(iterator.next()) };
    },
  };
}

type ReadTransactionKinds = Parameters<ReadTransaction['heads']>[0];

function tellerRunKey({ tellers, run, what }: Pick<TellerRun, 'tellers' | 'run' | 'what'>): string {
  return `${tellers} ${run} ${what}`;
}

const byPlace = byKeys<StoredRead>(
  (read) => read.boundary,
  (read) => read.surface,
);

function widened(span: ReadSpan | undefined, { run, from, to, skewMs }: StoredRead): ReadSpan {
  const skew = Math.max(span?.skewMs ?? 0, Math.abs(skewMs ?? 0));
  if (from === null || to === null) return { run, from: span?.from ?? null, to: span?.to ?? null, skewMs: skew };
  const [start, end] = [Date.parse(from), Date.parse(to)];
  return { run, from: Math.min(span?.from ?? start, start), to: Math.max(span?.to ?? end, end), skewMs: skew };
}

/** Of two notes of one moment the one whose value comes later by code unit stands: whatever the order in which they were put. */
function isLater(note: StoredUsage, former: StoredUsage): boolean {
  return (
    byCodeUnit(note.at, former.at) > 0 ||
    (note.at === former.at && byCodeUnit(JSON.stringify(note.value), JSON.stringify(former.value)) > 0)
  );
}
