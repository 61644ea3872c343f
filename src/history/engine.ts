import type { Instant } from '../base/instant.ts';
import type { Gap } from '../model/gap.ts';
import type { BoundaryId } from '../model/ids.ts';
import type { Conclusions, EndHow, JournalSort, RecordKind, RunId, SurfaceRead, UsageNote } from '../model/history.ts';
import type { RunLine } from '../contract/store.ts';

/*
 * What a store's engine keeps, and nothing of what it means: the recorder (recorder.ts) decides, the same for every engine. An engine gives
 * one writer at a time a transaction that is there whole or not at all, and readers a snapshot. Times are epoch milliseconds here.
 */

/** One interval as it is stored. */
export interface Row {
  /** Given by the recorder, rising; never used twice. */
  readonly id: number;
  readonly kind: RecordKind;
  readonly boundary: BoundaryId;
  readonly key: string;
  readonly family: string;
  /** Canonical JSON. */
  readonly value: string;
  readonly incarnation: string | null;
  /** A {@link TellerSet}. */
  readonly tellers: number;
  /** What it depends on, and the names it is found by: JSON lists. */
  readonly dependsOn: string;
  readonly names: string;
  /** JSON list of its first sighting's evidence. */
  readonly evidence: string;
  /** A moment at which it was surely not there yet, before it was first seen; `null`: no read tells one. */
  readonly notBefore: number | null;
  readonly firstRun: number;
  readonly firstAt: number;
  /** Its last sighting when the row was last written. Later ones of an open interval are told by its tellers' runs: see {@link TellerRun}. */
  readonly seenRun: number;
  readonly seenAt: number;
  /** The run and the end of the first read that lacks it; `null` where the last word is that it is there. Kept when it has ended. */
  readonly missingRun: number | null;
  readonly missingAt: number | null;
  readonly wants: string | null;
  readonly how: EndHow | null;
  readonly endAfter: number | null;
  readonly endBefore: number | null;
  readonly endRun: number | null;
  readonly renamedTo: string | null;
  readonly previous: number | null;
}

/** What of a row may change. */
export type RowChange = Pick<Row, 'id'> &
  Partial<
    Pick<
      Row,
      | 'tellers'
      | 'incarnation'
      | 'notBefore'
      | 'firstRun'
      | 'firstAt'
      | 'evidence'
      | 'seenRun'
      | 'seenAt'
      | 'missingRun'
      | 'missingAt'
      | 'wants'
      | 'how'
      | 'endAfter'
      | 'endBefore'
      | 'endRun'
      | 'renamedTo'
      | 'previous'
    >
  >;

/** Surfaces in boundaries that together tell some records; `members` is a canonical JSON list of [boundary, surface]. */
export interface TellerSet {
  readonly id: number;
  readonly members: string;
}

/**
 * `facts`, `conclusions`: the rows of that sort that the run saw. `unnamed`: identities among its facts whose immutable id was not told.
 * `answered`: findings that the run lacks, whose question was answered.
 */
export type TellerRunWhat = 'facts' | 'unnamed' | 'conclusions' | 'answered';

/**
 * What a run saw, by who told it: so that most rows of a run, which are as they were, are not touched. One for each set of tellers, run and
 * `what`. `from` and `to`: the span that the set's reads of this run speak for, together.
 */
export interface TellerRun {
  readonly tellers: number;
  readonly run: number;
  readonly what: TellerRunWhat;
  readonly from: number;
  readonly to: number;
}

/** With the rows: their ids as runs of neighbours (see id-list.ts), opaque to an engine; at most some bytes for each row. */
export interface TellerRunRows extends TellerRun {
  readonly rows: Uint8Array;
}

/**
 * The open intervals of one kind in one boundary, so that a run can be held against them without reading a row: 16 bytes of SHA-256 over
 * what a sighting says (stamp.ts tells which), and the row's id as 6 bytes, big-endian, with the highest bit set where the row is missing;
 * 22 bytes each, rising by the first 16. Opaque to an engine.
 */
export interface Heads {
  readonly kind: RecordKind;
  readonly boundary: BoundaryId;
  readonly bytes: Uint8Array;
}

export interface StoredRead extends SurfaceRead {
  readonly run: number;
}

/** Over all reads of a run that tell a time: from the earliest to the latest, and the most by which a clock was seen to be wrong. */
export interface ReadSpan {
  readonly run: number;
  /** `null`: none tells a time. */
  readonly from: number | null;
  readonly to: number | null;
  /** Of those that tell none too; without its sign. 0: none was seen. */
  readonly skewMs: number;
}

export interface StoredUsage extends UsageNote {
  /** `2026-11`; `null`: as told last. */
  readonly month: string | null;
}

/** Of one entry of the journal one version: where it stands among the others of its key, and by what it is told from them. */
export interface EntryHead {
  /** Given by the recorder, rising in the order of arrival; never used twice. */
  readonly id: number;
  readonly sort: JournalSort;
  readonly key: string;
  /** SHA-256 of the value. */
  readonly hash: string;
  /** From 1, without holes. */
  readonly version: number;
  /** Whether it is the last version. */
  readonly stands: boolean;
  /** The end of the earliest run that told it; `null`: none did, it was appended by itself. */
  readonly told: number | null;
}

export interface EntryRow extends EntryHead {
  readonly boundary: BoundaryId | null;
  readonly at: number;
  /** JSON list, sorted. */
  readonly names: string;
  /** Canonical JSON. */
  readonly value: string;
  readonly recordedAt: number;
}

/** What of an entry may change: another version takes its place among those of its key. */
export type EntryChange = Pick<EntryHead, 'id' | 'version' | 'stands' | 'told'>;

export interface EntryFilter {
  readonly sorts?: readonly JournalSort[];
  readonly boundaries?: readonly BoundaryId[];
  /** Found by one of these, or its key is one. */
  readonly names?: readonly string[];
  /** Not before, and before. */
  readonly from?: number;
  readonly until?: number;
  /** Also versions that do not stand. */
  readonly every?: true;
}

/** A pruning, for ever. */
export interface PruneLine {
  readonly id: number;
  readonly at: Instant;
  /** Canonical JSON: the policy applied, what was removed (counts and hashes), what was held back and why. */
  readonly what: string;
}

export interface RowFilter {
  readonly kinds?: readonly RecordKind[];
  readonly boundaries?: readonly BoundaryId[];
  readonly name?: string;
  readonly keys?: readonly string[];
  readonly ids?: readonly number[];
  /** Not ended. */
  readonly open?: true;
  /** Ended not after this moment (`endBefore` ≤ it). */
  readonly endedUntil?: number;
  /** First seen not after this moment. */
  readonly beganUntil?: number;
  /** Not ended, or ended with `endBefore` after this moment. */
  readonly aliveAfter?: number;
}

export interface LastGiven {
  readonly run: number;
  readonly row: number;
  readonly tellers: number;
  readonly prune: number;
  readonly entry: number;
}

export interface ReadTransaction {
  /** By number. */
  runs(): Promise<readonly RunLine[]>;
  /** All reads, or those of one run; by run, boundary, surface. */
  reads(run?: number): Promise<readonly StoredRead[]>;
  /** Those of all runs in some boundaries; by run, boundary, surface. */
  readsIn(boundaries: readonly BoundaryId[]): Promise<readonly StoredRead[]>;
  /** Of each run that has reads; by run. */
  readSpans(): Promise<readonly ReadSpan[]>;
  gaps(run: number): Promise<readonly Gap[]>;
  tellerSets(): Promise<readonly TellerSet[]>;
  /** By set, then by run, then by `what` (code unit); of these sets, or of all. */
  tellerRuns(sets?: readonly number[]): Promise<readonly TellerRun[]>;
  /** The rows of one of them, as they were given; empty where there is none. */
  seenRows(of: Pick<TellerRun, 'tellers' | 'run' | 'what'>): Promise<Uint8Array>;
  heads(kinds: readonly RecordKind[], boundaries?: readonly BoundaryId[]): Promise<readonly Heads[]>;
  /** By kind, boundary, key, firstAt, id (by code unit, in every engine alike). Handed out as they are read. */
  rows(filter: RowFilter): AsyncIterable<Row>;
  /** The greatest ids given so far, 0 where none. */
  last(): Promise<LastGiven>;
  /** As told last, or last in a month; by kind, boundary, key. `every`: all that is kept, each as told last before its months. */
  usage(filter: { readonly boundary?: BoundaryId; readonly month?: string; readonly every?: true }): AsyncIterable<StoredUsage>;
  prunes(): Promise<readonly PruneLine[]>;
  /** By sort, at, key, version (by code unit, in every engine alike). Handed out as they are read. */
  entries(filter: EntryFilter): AsyncIterable<EntryRow>;
  /** Of these sorts and keys, each given once; in any order. */
  entryHeads(of: readonly Pick<EntryHead, 'sort' | 'key'>[]): Promise<readonly EntryHead[]>;
  /** Of the whole journal, by sort, key, version. Handed out as they are read. */
  everyEntryHead(): AsyncIterable<EntryHead>;
  /** What entries that were pruned are known again by; of these, or all; sorted. */
  forgotten(among?: readonly string[]): Promise<readonly string[]>;
}

export interface WriteTransaction extends ReadTransaction {
  addRun(line: RunLine): Promise<void>;
  setConclusions(run: RunId, conclusions: Conclusions): Promise<void>;
  addReads(reads: readonly StoredRead[]): Promise<void>;
  addGaps(run: number, gaps: readonly Gap[]): Promise<void>;
  addTellerSets(sets: readonly TellerSet[]): Promise<void>;
  /** Each in place of one of the same set, run and `what`; with no bytes, none is kept. Removed with their run. */
  putTellerRuns(runs: readonly TellerRunRows[]): Promise<void>;
  /** With its names, to be found by. In portions: a first run has all of them. */
  addRows(rows: readonly Row[]): Promise<void>;
  changeRows(changes: readonly RowChange[]): Promise<void>;
  /** In place of those of the same kind and boundary; with no bytes, none are kept. */
  putHeads(heads: readonly Heads[]): Promise<void>;
  /** The latest of (kind, boundary, key) and month stands, whatever the order. */
  putUsage(notes: readonly StoredUsage[]): Promise<void>;
  removeRows(ids: readonly number[]): Promise<void>;
  removeRuns(numbers: readonly number[]): Promise<void>;
  /** Of earlier months, but for these boundaries. Answers how many there were. */
  removeUsage(monthsBefore: string, except?: readonly BoundaryId[]): Promise<number>;
  addPrune(line: PruneLine): Promise<void>;
  /** With their names, to be found by. */
  addEntries(entries: readonly EntryRow[]): Promise<void>;
  /** Each of another entry. */
  changeEntries(changes: readonly EntryChange[]): Promise<void>;
  removeEntries(ids: readonly number[]): Promise<void>;
  /** Those that are there already stay. */
  forget(marks: readonly string[]): Promise<void>;
}

export interface Engine {
  /** `sqlite .vestige/history.db`; never a password. */
  readonly place: string;
  /** One writer at a time. Throws `HistoryError` `busy` when another does not end within the wait that was set. What throws leaves nothing. */
  write<T>(work: (transaction: WriteTransaction) => Promise<T>): Promise<T>;
  read<T>(work: (transaction: ReadTransaction) => Promise<T>): Promise<T>;
  /** What the engine itself finds wrong with its files, in its words; empty where it finds nothing or has no such check. */
  integrity(): Promise<readonly string[]>;
  close(): Promise<void>;
}
