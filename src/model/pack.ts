import type { Instant } from '../base/instant.ts';
import type { EventRef, EventSource, Unmatched } from './authorisation.ts';
import type { Ending } from './ending.ts';
import type { ExceptionStanding } from './exception.ts';
import type { Evidence } from './fact.ts';
import type { Finding, Undetermined } from './finding.ts';
import type { SurfaceCoverage } from './gap.ts';
import type { RunId } from './history.ts';
import type { BoundaryId, CaptureId, EntityId, PageId, RuleId, SurfaceId } from './ids.ts';
import type { LeafKind, OutsideAnchor, RunCommand } from './ledger.ts';
import type { LifeCycleImport } from './life-cycle-import.ts';
import type { Metrics } from './metrics.ts';
import type { RunMeta, Totals, ZspTests } from './report.ts';

export const frameworks = ['soc2', 'iso27001', 'pci', 'nist-800-53', 'nist-csf', 'nist-800-207', 'ai-rmf', 'gdpr', 'owasp-nhi'] as const;
export type Framework = (typeof frameworks)[number];

/** Not before, and before. */
export interface Period {
  readonly from: Instant;
  readonly to: Instant;
}

/** Who says that an access was to end, or ended: a row of an imported source, a provider's own log, or two reads of which the later lacks it. */
export const populationSources = ['source-row', 'log-end', 'state-difference'] as const;
export type PopulationSource = (typeof populationSources)[number];

/**
 * What became of a row. `not-due`, `ended-in-time`, `ended-late`, `lingering`, `overdue`, `contradicted`, `reappeared`, `undetermined`: as its ending is.
 * `ended-unasked`: it ended, and nothing on record asked for it. `no-access-found`: it is about somebody known, and no read ever showed such an access.
 * `person-unmatched`, `person-ambiguous`: about whom it is nobody knows. `outside-scope`: of a system that no run ever read.
 */
export const dispositions = [
  'ended-in-time',
  'ended-late',
  'ended-unasked',
  'lingering',
  'overdue',
  'contradicted',
  'reappeared',
  'not-due',
  'undetermined',
  'no-access-found',
  'person-unmatched',
  'person-ambiguous',
  'outside-scope',
] as const;
export type Disposition = (typeof dispositions)[number];

/** One end of access that the period calls for or shows. */
export interface PopulationRow {
  /** SHA-256 over what it is a row of: stable between exports over the same records. */
  readonly id: string;
  readonly from: readonly PopulationSource[];
  /** When its end was called for, recorded, or first seen missing: the first of them that is known. */
  readonly at: Instant;
  readonly subject: EntityId | null;
  readonly subjectName: string;
  readonly boundary: BoundaryId | null;
  /** The source of its events, or the boundary's system. */
  readonly system: string;
  /** What was to end, as people say it. */
  readonly what: string;
  readonly events: readonly EventRef[];
  /** Id of the ending it is about. */
  readonly ending: string | null;
  /** `<boundary or source> · tier 0|other · <kind of access or event>`: samples are drawn of each. */
  readonly stratum: string;
  readonly disposition: Disposition;
  readonly because: string;
}

/** How many rows each of the three tells, alone and together: `from` sorted as `populationSources`. */
export interface Reconciliation {
  readonly sources: Readonly<Record<PopulationSource, number>>;
  readonly together: readonly { readonly from: readonly PopulationSource[]; readonly rows: number }[];
  readonly dispositions: Readonly<Record<Disposition, number>>;
  /** Rows about nobody known; all of them. */
  readonly unmatched: readonly Unmatched[];
}

export interface Drawn {
  readonly row: string;
  readonly stratum: string;
  /** From 1, in the order in which they were drawn. */
  readonly order: number;
  /** The row it stands in for, and why that could not be tested. */
  readonly replaces: { readonly row: string; readonly why: string } | null;
}

/** What was taken of the population, and how anybody can draw it again. */
export interface Sample {
  readonly size: number;
  /** The auditor's; `null`: management chose the seed, and the sample proves nothing about chance. */
  readonly nonce: string | null;
  readonly seededBy: 'auditor' | 'management';
  /** Hex: SHA-256 over `vestige-sample/v1`, a line feed, the hex hash of the population's leaf (its root where there is no ledger), a line feed and the nonce. */
  readonly seed: string;
  readonly strata: readonly { readonly name: string; readonly rows: number; readonly drawn: number }[];
  readonly drawn: readonly Drawn[];
  /** Earlier exports over a population of the same period: index of their leaves, with nonce and size. */
  readonly redraws: readonly { readonly leaf: number; readonly at: Instant; readonly nonce: string | null; readonly size: number | null }[];
}

/** One moment, or one stretch, of an access's time line. */
export interface TimelineEntry {
  readonly at: Instant;
  /** `null`: a moment. */
  readonly until: Instant | null;
  readonly what:
    | 'authorised'
    | 'requested'
    | 'granted'
    | 'seen'
    | 'trigger'
    | 'due'
    | 'ended'
    | 'recorded'
    | 'not-seen'
    | 'probed'
    | 'may-linger'
    | 'event';
  readonly text: string;
  readonly source: EventRef | null;
}

/** Items of a page that a record rests on, and whether the pack shows them. `withheld`: why not. */
export interface CitedItem extends Evidence {
  readonly capture: CaptureId | null;
  readonly shown: boolean;
  readonly withheld: 'pseudonymised' | 'erased' | 'not-logged' | 'page-not-kept' | null;
}

/** All that is known of one access and its end. */
export interface RevocationRecord {
  readonly ending: Ending;
  /** Rows of the population that it answers. */
  readonly rows: readonly string[];
  readonly timeline: readonly TimelineEntry[];
  readonly cited: readonly CitedItem[];
  /** Fingerprints of findings about it. */
  readonly findings: readonly string[];
  readonly exception: string | null;
  /**
   * Where the same ending was logged when a run made it: leaf of the batch and the place in it. `null`: it was not, it says more now, or names in it are
   * codes, so that nothing could be shown of it.
   */
  readonly logged: { readonly leaf: number; readonly item: number } | null;
}

/** `supports`: all that was tested holds, and all could be. Never "compliant": that is for an auditor to say. */
export type ControlSays = 'supports' | 'does-not-support' | 'cannot-tell' | 'not-exercised';

export interface ControlTest {
  readonly id: string;
  /** What is held against what. */
  readonly what: string;
  /** Of what, and how many. */
  readonly population: { readonly of: string; readonly size: number };
  readonly tested: number;
  readonly passed: number;
  /** What fails it: rows, findings or endings by id. */
  readonly exceptions: readonly {
    readonly of: 'row' | 'finding' | 'ending' | 'surface' | 'run' | 'exception' | 'request' | 'person';
    readonly id: string;
    readonly why: string;
  }[];
  /** What could not be tested, and why. */
  readonly undetermined: readonly { readonly id: string; readonly why: string }[];
}

export interface ControlResult {
  readonly framework: Framework;
  readonly id: string;
  readonly title: string;
  /** What management claims by it, in one sentence that can be tested. */
  readonly assertion: string;
  readonly tests: readonly ControlTest[];
  readonly says: ControlSays;
  readonly because: readonly string[];
}

/** A boundary that a source names, and what was read of it in the period. */
export interface BoundaryStanding {
  readonly id: BoundaryId;
  readonly name: string;
  /** Where it is known from: it was read, or something that was read names it. */
  readonly knownBy: 'read' | 'named';
  readonly runs: number;
  readonly first: Instant | null;
  readonly last: Instant | null;
  /** Of each surface the longest time in the period with no complete read. The longest first. */
  readonly unread: readonly {
    readonly surface: SurfaceId;
    readonly from: Instant;
    readonly to: Instant;
    readonly ms: number;
    readonly completeReads: number;
  }[];
}

export interface PackRun {
  /** `null`: no ledger was kept when it ran. */
  readonly nonce: string | null;
  readonly intent: number | null;
  readonly end: number | null;
  /** `without-end`: it was begun and never told how it ended. */
  readonly state: 'ended' | 'aborted' | 'without-end' | 'not-logged';
  readonly command: RunCommand | null;
  readonly at: Instant;
  readonly by: string | null;
  readonly capture: CaptureId | null;
  readonly run: RunId | null;
  readonly why: string | null;
}

export const duties = [
  'ran',
  'imported',
  'requested',
  'approved-request',
  'revoked',
  'owns-exception',
  'approved-exception',
  'reviewed-exception',
  'exported',
  'pruned',
  'holds-key',
] as const;
export type Duty = (typeof duties)[number];

export interface DutyHolder {
  readonly person: string;
  readonly duties: readonly { readonly duty: Duty; readonly times: number; readonly first: Instant; readonly last: Instant }[];
  /** Pairs of duties that one person should not have both of. */
  readonly together: readonly (readonly [Duty, Duty])[];
}

/** Something that decides answers changed within the period. */
export interface PackChange {
  readonly at: Instant;
  readonly what: 'program' | 'configuration' | 'rule' | 'mapping' | 'key';
  readonly id: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** Questions with known answers, asked of the rules that made this pack. */
export interface SelfTest {
  readonly asked: number;
  readonly right: number;
  readonly wrong: readonly { readonly rule: RuleId; readonly example: string; readonly expected: string; readonly got: string }[];
}

export type IntegrityLevel = 'unsigned' | 'signed' | 'logged' | 'anchored';

export interface PackIntegrity {
  readonly level: IntegrityLevel;
  /** What that means, in one sentence: of one that is not anchored that integrity rests on management. */
  readonly says: string;
  readonly origin: string | null;
  readonly vkey: string | null;
  readonly size: number | null;
  readonly root: string | null;
  /** Leaf of the population that this pack is drawn from. */
  readonly population: number | null;
  readonly anchors: readonly OutsideAnchor[];
  /** Every kind of leaf within the period, counted. */
  readonly leaves: Readonly<Partial<Record<LeafKind, number>>>;
}

/** Names of people are replaced by codes made with a key that is kept apart. `null` in a pack: they stand as they are. */
export interface Pseudonyms {
  /** Hex of SHA-256 over the key: tells which key it was, and nothing else. */
  readonly key: string;
  readonly people: number;
}

/** What an auditor is handed: the one value that every file of a pack is made of, and its `pack.json`. */
export interface Pack {
  readonly schema: 1;
  /** SHA-256 over the canonical form of all the rest. */
  readonly id: string;
  readonly framework: Framework;
  readonly period: Period;
  readonly asOf: Instant;
  readonly run: RunMeta;
  readonly coverage: readonly SurfaceCoverage[];
  readonly totals: Totals;
  readonly tests: ZspTests;
  readonly metrics: Metrics | null;
  readonly population: {
    readonly rows: readonly PopulationRow[];
    /** Hex: see the leaf of the population. */
    readonly root: string;
    readonly reconciliation: Reconciliation;
    readonly sources: readonly EventSource[];
    readonly imports: readonly LifeCycleImport[];
  };
  /** `null`: the whole population was tested. */
  readonly sample: Sample | null;
  /** Of every row that is tested and has an ending; by id of the ending. */
  readonly records: readonly RevocationRecord[];
  readonly controls: readonly ControlResult[];
  /** Those that bear on the framework. */
  readonly findings: readonly Finding[];
  readonly undetermined: readonly Undetermined[];
  readonly excepted: readonly { readonly exception: string; readonly finding: Finding }[];
  readonly exceptions: readonly ExceptionStanding[];
  readonly boundaries: readonly BoundaryStanding[];
  readonly runs: readonly PackRun[];
  readonly people: readonly DutyHolder[];
  readonly changes: readonly PackChange[];
  readonly selfTest: SelfTest;
  readonly integrity: PackIntegrity;
  readonly pseudonyms: Pseudonyms | null;
}

/** A page as a batch committed to it, with the items of it that are shown. */
export interface DisclosedPage {
  readonly page: PageId;
  readonly capture: CaptureId;
  /** Leaf of the batch, and the page's place in it. */
  readonly leaf: number;
  readonly index: number;
  /** Hex: root over the page's salted items; how many there are; and the way from it to the batch's root, each hex. */
  readonly root: string;
  readonly items: number;
  readonly path: readonly string[];
  readonly shown: readonly {
    readonly index: number;
    readonly pointer: string;
    /** Standard base64, 32 bytes. */
    readonly salt: string;
    /** Canonical JSON of the item. */
    readonly value: string;
    /** From the item to the page's root, each hex. */
    readonly path: readonly string[];
  }[];
}

/** That the ending of a record is what a batch committed to at a place of it. */
export interface DisclosedRecord {
  /** Id of the ending. */
  readonly ending: string;
  /** As the record says it: leaf of the batch, and the place in it. */
  readonly leaf: number;
  readonly item: number;
  /** Standard base64, 32 bytes. */
  readonly salt: string;
  /** From the ending to the batch's root, each hex. */
  readonly path: readonly string[];
}
