import type { Instant } from '../base/instant.ts';
import type { Gap } from '../model/gap.ts';
import type { BoundaryId } from '../model/ids.ts';
import type {
  Appended,
  Conclusions,
  Interval,
  JournalEntry,
  JournalSort,
  Recorded,
  RecordKind,
  RunHead,
  RunId,
  Sighting,
  StoredEntry,
  SurfaceRead,
  UsageNote,
} from '../model/history.ts';

/** The facts of one run, recorded whole or not at all. */
export interface FactBatch {
  readonly run: RunHead;
  readonly reads: readonly SurfaceRead[];
  readonly gaps: readonly Gap[];
  /** Every fact of the run. In any order; gone through once. */
  readonly sightings: Iterable<Sighting>;
  readonly usage: Iterable<UsageNote>;
  /** Events and spans that its logs tell; those that are here already are not added again. */
  readonly journal: Iterable<JournalEntry>;
  /** Whether settings ask at least what others asked of a surface in a boundary, both canonical JSON. Left out: where they are the same. */
  asksAsMuch?(read: SurfaceRead, former: string): boolean;
}

/** What was concluded from one run's facts, recorded whole or not at all, after its facts. Concluded anew, the new conclusions stand. */
export interface ConclusionBatch {
  readonly run: RunId;
  readonly conclusions: Conclusions;
  /** Grants, links and findings, all there are. In any order; gone through once. */
  readonly sightings: Iterable<Sighting>;
  /** Whether a finding that is not among them was looked into with all it needs read: only then its absence says that it is resolved. */
  isAnswered(finding: Interval): boolean;
  /** As of the facts. Left out: where settings are the same. */
  asksAsMuch?(read: SurfaceRead, former: string): boolean;
}

export interface RunLine extends RunHead {
  /** In the order of recording, from 1. */
  readonly number: number;
  /** By the clock of whoever recorded it. */
  readonly recordedAt: Instant;
  readonly conclusions: Conclusions | null;
  /**
   * SHA-256 over what this run is ({@link RunHead}) and the hash of the line recorded before it: names all captures whose facts were recorded
   * up to here, and by what they were read. Who recorded them, when, and what was concluded is not part of it.
   */
  readonly hash: string;
}

export interface IntervalFilter {
  readonly kinds?: readonly RecordKind[];
  readonly boundaries?: readonly BoundaryId[];
  /** Those found by this name, or whose key or immutable id it is. */
  readonly name?: string;
  /** Those that were there at a moment, as far as the last reads not after it tell: seen at or before it and not ended, nor missing, by then. */
  readonly at?: Instant;
  /** Those that began, ended or went missing after the one moment and not after the other. */
  readonly changed?: { readonly after: Instant; readonly until: Instant };
  readonly open?: true;
}

export interface JournalFilter {
  readonly sorts?: readonly JournalSort[];
  readonly boundaries?: readonly BoundaryId[];
  /** Those found by one of these names, or whose key it is. */
  readonly names?: readonly string[];
  /** Not before, and before. */
  readonly from?: Instant;
  readonly until?: Instant;
  readonly every?: true;
}

/** Keeps what runs saw. One writer at a time: a second waits, then throws `busy`. Every method may throw a `HistoryError`. */
export interface HistoryStore {
  /** In one word and where it is, without a password: `sqlite .vestige/history.db`. */
  readonly place: string;
  /** The clock is the caller's: it is kept with the run and decides nothing. */
  recordFacts(batch: FactBatch, now: Instant): Promise<Recorded>;
  recordConclusions(batch: ConclusionBatch, now: Instant): Promise<Recorded>;
  /** By the time they speak for, then by id. */
  runs(): Promise<readonly RunLine[]>;
  /** Of each run the most by which a clock was seen to be wrong in it, in milliseconds; 0: none was seen to. */
  clocks(): Promise<ReadonlyMap<RunId, number>>;
  /** By kind, boundary, key, then time. */
  intervals(filter: IntervalFilter): AsyncIterable<Interval>;
  /** Of each surface and boundary the last read that was begun not after a moment, by boundary and surface. Left out: the last of all. */
  lastReads(until?: Instant): Promise<readonly (SurfaceRead & { readonly run: RunId })[]>;
  gaps(run: RunId): Promise<readonly Gap[]>;
  /** Of a boundary, or of all: as told last, or as told last in a month `2026-11`. By kind, boundary, key. */
  usage(filter: { readonly boundary?: BoundaryId; readonly month?: string; readonly until?: Instant }): AsyncIterable<UsageNote>;
  /** Whole or not at all. Nothing is changed by it: what has a key that is here with another value is kept beside that, as a correction. */
  append(entries: Iterable<JournalEntry>, now: Instant): Promise<Appended>;
  /** The last version of each, by sort, at, key; `every`: all versions, from the first. */
  entries(filter: JournalFilter): AsyncIterable<StoredEntry>;
  /** SHA-256 over the hashes of all entries, by sort, key, version: the same for the same entries, in whatever order they came. `null`: there are none. */
  journalHash(): Promise<string | null>;
  /** What ended before this moment may have been removed by the retention: nothing whole can be said of earlier ones. `null`: nothing was. */
  prunedUntil(): Promise<Instant | null>;
  close(): Promise<void>;
}
