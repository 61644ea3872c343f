import type { Instant } from '../base/instant.ts';
import type { Json, NonEmpty } from '../base/json.ts';
import type { Capability } from './capability.ts';
import { factKinds, type Evidence, type FactKind } from './fact.ts';
import type { CoverageStatus, GapCause } from './gap.ts';
import type { BoundaryId, CaptureId, ConnectorId, EntityId, RuleId, ScopeId, SurfaceId } from './ids.ts';
import type { Severity } from './question.ts';

/*
 * What is kept of runs, so that it can be said who had what, and when. A run is one capture as it was read. A record is one thing that was
 * told: a fact, or what was concluded from facts (a grant, a link, a finding). An interval is the time in which a record of one value was
 * seen, from the run that saw it first to the one that saw it last, and how it ended.
 */

/** SHA-256 over the capture's id and the mappings it was read with, 64 lower-case hex characters. The same capture read again is the same run. */
export type RunId = string;

/** Kinds of facts that tell of no lasting state: use ({@link UsageNote}), and what happened ({@link JournalEntry}). They make no intervals. */
export const passingKinds = [
  'usage',
  'service-usage',
  'life-cycle-event',
  'log-span',
  'review-span',
] as const satisfies readonly FactKind[];
export type PassingKind = (typeof passingKinds)[number];
export type LastingKind = Exclude<FactKind, PassingKind>;
/** Kinds of facts of which intervals are made. */
export const lastingKinds: readonly LastingKind[] = factKinds.filter(isLasting);

export function isLasting(kind: FactKind): kind is LastingKind {
  return !(passingKinds as readonly FactKind[]).includes(kind);
}

/** Facts by their kinds, and what was concluded. */
export type RecordKind = LastingKind | 'grant' | 'link' | 'finding';

/** Who tells a record. */
export interface Teller {
  readonly boundary: BoundaryId;
  readonly surface: SurfaceId;
}

/** How a run read one surface in one boundary. */
export interface SurfaceRead extends Teller {
  readonly status: CoverageStatus;
  readonly cause: GapCause | null;
  readonly detail: string | null;
  readonly pages: number;
  readonly facts: number;
  readonly origin: 'live' | 'dump';
  /**
   * The span of time its pages speak for: from the earliest of their `validAt`, else `sentAt`, else `receivedAt`, to the latest of their
   * `validAt`, else `receivedAt`. `null`: no page, or pages that tell no time.
   */
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** By how much the provider's clock was seen to differ from the reader's, in milliseconds, beyond what the exchanges took; `null` = not told. */
  readonly skewMs: number | null;
  /** Milliseconds that the provider needs before a read may be believed about what is gone; `null`: it says nothing of what is gone. */
  readonly absenceAfterMs: number | null;
  /** Its pages were one transaction: it came in one page, or the surface declares it. Otherwise what it lacks is confirmed by a second read. */
  readonly snapshot: boolean;
  /** It may lack, without a word, what its reader was not allowed or did not ask to see: what it lacks is believed only beside a control. */
  readonly filtered: boolean;
  /** What was asked of the connector when it was read, as canonical JSON of its settings. */
  readonly settings: string;
}

/** A record as one run tells it. */
export interface Sighting {
  readonly kind: RecordKind;
  readonly boundary: BoundaryId;
  /** Unique for (kind, boundary); of immutable native ids. A finding's is its fingerprint. */
  readonly key: string;
  /** A name for the kind of thing within the kind (`role`, `access-key`): of which a control must be one. */
  readonly family: string;
  readonly value: Json;
  /** Every surface that tells it; sorted, each once. It is seen to be gone only where all of them were read. */
  readonly tellers: NonEmpty<Teller>;
  /** The identities it is nothing without. When one is another one under the same name, so is this; when one is only renamed, this is not gone. */
  readonly dependsOn: readonly EntityId[];
  /** Names it is found by, each once: ids of identities, of sources. */
  readonly names: readonly string[];
  readonly evidence: readonly Evidence[];
  /** The latest moment that a page showing it surely speaks for: `validAt`, else `sentAt`, else `receivedAt`; of several pages the latest. */
  readonly at: Instant;
  /** Identities only: the immutable id; `null` = not told. */
  readonly uid?: string | null;
}

/** What an identity or credential was last seen to do. Never an interval: kept once, as told last, and once for each month it was told in. */
export interface UsageNote {
  readonly kind: 'usage' | 'service-usage';
  readonly boundary: BoundaryId;
  readonly key: string;
  readonly value: Json;
  readonly at: Instant;
}

/** One capture as it was read. */
export interface RunHead {
  readonly id: RunId;
  readonly capture: CaptureId;
  /** The program's version. */
  readonly version: string;
  readonly connectors: readonly { readonly id: ConnectorId; readonly mapping: number }[];
  /** The earliest and the latest moment that its pages speak for. */
  readonly from: Instant;
  readonly to: Instant;
  readonly pages: number;
}

/** By what conclusions were come to. */
export interface Conclusions {
  readonly asOf: Instant;
  /** SHA-256 of the configuration in force. */
  readonly configuration: string;
  readonly rules: readonly { readonly id: RuleId; readonly revision: number }[];
}

/**
 * How an interval ended. `absent`: reads that prove absence lack it. `changed`: the same record has another value. `re-created`: what it
 * depends on is another one under the same name. `renamed`: what it depends on is now called otherwise. `restated`: concluded by another
 * version, mapping, configuration or rule, so that nothing is known to have happened. `cleared`: a finding whose question was answered with all that it needs read.
 */
export const endings = ['absent', 'changed', 're-created', 'renamed', 'restated', 'cleared'] as const;
export type EndHow = (typeof endings)[number];

/** It ended after the one and not later than the other. Clocks' uncertainty and the provider's delay are counted in. */
export interface IntervalEnd {
  readonly how: EndHow;
  readonly after: Instant;
  readonly before: Instant;
  /** The run whose read completed the proof. */
  readonly run: RunId;
  /** `renamed`: what it is called now; else `null`. */
  readonly to: string | null;
}

/** Reads lack it, and that is not yet enough to say that it is gone. */
export interface Missing {
  readonly run: RunId;
  /** When the first read that lacks it was over. */
  readonly since: Instant;
  /** What is still wanting, in words: `a second read`, `a surface that proves absence`. */
  readonly wants: string;
}

/** The time in which a record of one value was seen. */
export interface Interval {
  /** Stable within one store only. */
  readonly number: number;
  readonly kind: RecordKind;
  readonly boundary: BoundaryId;
  readonly key: string;
  readonly family: string;
  readonly value: Json;
  /** Of an identity its immutable id; of others those of what it depends on, joined by spaces; `null` = not told. */
  readonly incarnation: string | null;
  readonly tellers: NonEmpty<Teller>;
  readonly names: readonly string[];
  /** Of its first sighting; empty where a run recorded later than its time cut an interval in two, and nothing was kept of it. */
  readonly evidence: readonly Evidence[];
  /**
   * It was not there at this moment, by reads that may be believed about what is not there, their clocks' uncertainty and the provider's delay
   * counted in; `null`: there are none, and when it began is not known.
   */
  readonly notBefore: Instant | null;
  /** The run that saw it first, and the end of its read: by then it was there. */
  readonly first: { readonly run: RunId; readonly at: Instant };
  /** The last run that saw it, and the latest moment it is known to have been there: when that run's read of it began, if not `first.at`. */
  readonly last: { readonly run: RunId; readonly at: Instant };
  readonly missing: Missing | null;
  readonly end: IntervalEnd | null;
  /** The interval of the same record before this one; `null` = this is the first known. */
  readonly previous: number | null;
}

/** What a recording changed. `unchanged` are records seen again as they were. */
export interface Recorded {
  readonly run: RunId;
  /** `again`: it had been recorded before, and nothing changed. `late`: runs of later times had been recorded before it. */
  readonly how: 'new' | 'again' | 'late';
  readonly seen: number;
  readonly began: number;
  readonly returned: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly missing: number;
  readonly ended: number;
}

/** What the report says of a finding's past. */
export interface Seen {
  /** The moment its first interval was first seen, and the last moment it is known to have been there. */
  readonly first: Instant;
  readonly last: Instant;
  /** Runs that came to conclusions, from the first that saw it to the last, without those in breaks that were seen. */
  readonly runs: number;
  /** Since when it is there without a break that was seen; later than `first` where it reappeared. */
  readonly since: Instant;
  /** How often it was seen to be resolved and came back. */
  readonly reappeared: number;
}

/** What is kept of a finding that a report has no more. */
export interface PastFinding {
  readonly fingerprint: string;
  readonly rule: RuleId;
  readonly severity: Severity;
  /** Id of whom it was about. */
  readonly subject: string;
  readonly capability: Capability | null;
  readonly scope: ScopeId | null;
  readonly first: Instant;
}

/** A finding of an earlier run that this one has no more, and why it can be said: it was resolved after the one moment and not after the other. */
export interface Resolved extends PastFinding {
  readonly how: EndHow;
  readonly after: Instant;
  readonly before: Instant;
}

/** A finding of an earlier run that this one has not, and of which it cannot be said that it is resolved. */
export interface Unconfirmed extends PastFinding {
  /** The last moment it is known to have been there. */
  readonly last: Instant;
  /** What is still wanting, in words. */
  readonly wants: string;
}

/**
 * `event`: a {@link LifeCycleEvent}; `span`: a {@link LogSpan}; `import`: a {@link LifeCycleImport}; `probe`: a {@link Verification};
 * `exception`: a {@link PrivilegeException}. What is appended is never changed or taken away but by the retention.
 */
export const journalSorts = ['event', 'span', 'import', 'probe', 'exception'] as const;
export type JournalSort = (typeof journalSorts)[number];

/** One thing that was told once and lasts: no interval is made of it. */
export interface JournalEntry {
  readonly sort: JournalSort;
  /** Unique in its sort: `<source>|<boundary>|<id>` of an event. */
  readonly key: string;
  readonly boundary: BoundaryId | null;
  /** When it happened, by whoever tells it; of a span and an import its end. */
  readonly at: Instant;
  /** Ids and names it is found by, each once; sorted. */
  readonly names: readonly string[];
  readonly value: Json;
}

/** `version`: from 1; another one of the same key with another value is a correction, and both are kept. */
export interface StoredEntry extends JournalEntry {
  readonly version: number;
  /** By the clock of whoever recorded it. */
  readonly recordedAt: Instant;
  /** SHA-256 of the canonical value. */
  readonly hash: string;
}

/** `again`: were here as they are. `corrected`: were here otherwise. */
export interface Appended {
  readonly added: number;
  readonly again: number;
  readonly corrected: number;
}
