import type { Instant } from '../base/instant.ts';
import type { Answer3 } from './answer3.ts';
import type { EventSource, Unmatched } from './authorisation.ts';
import type { Ending, Outcome } from './ending.ts';
import type { ExceptionStanding } from './exception.ts';
import type { Metrics } from './metrics.ts';
import type { Excepted, Finding, Undetermined } from './finding.ts';
import type { SurfaceCoverage } from './gap.ts';
import type { Resolved, RunId, Unconfirmed } from './history.ts';
import type { BoundaryId, CaptureId, ConnectorId, RuleId } from './ids.ts';
import type { PersistenceClass } from './persistence.ts';
import type { Severity } from './question.ts';

/** What the answers were made from. No wall time of the analysis, no host, no path. */
export interface RunMeta {
  /** The program's version. */
  readonly version: string;
  /** `history`: of no one capture, but of what a store holds for a moment; `capture` is then that of the newest run it was made from. */
  readonly from: 'capture' | 'history';
  readonly asOf: Instant;
  readonly asOfFrom: 'given' | 'capture' | 'clock';
  readonly capture: CaptureId;
  readonly pages: number;
  /**
   * SHA-256 of each raw file or response set the capture was made from, sorted; of kind `history`, what names all that a store held of
   * other runs.
   */
  readonly inputs: readonly { readonly kind: string; readonly sha256: string }[];
  readonly connectors: readonly { readonly id: ConnectorId; readonly mapping: number }[];
  readonly rules: readonly { readonly id: RuleId; readonly revision: number }[];
  /** SHA-256 of the canonical configuration in force. */
  readonly configuration: string;
}

export interface RuleTotals {
  readonly rule: RuleId;
  /** The denominator: what it was asked. */
  readonly questions: number;
  readonly findings: number;
  readonly clear: number;
  readonly undetermined: number;
  readonly excepted: number;
}

/** Every total says how much of the estate it speaks for. */
export interface Totals {
  readonly boundaries: readonly BoundaryId[];
  readonly identities: { readonly total: number; readonly human: number; readonly nonHuman: number; readonly unknown: number };
  readonly credentials: number;
  readonly grants: number;
  readonly links: number;
  readonly surfaces: { readonly complete: number; readonly partial: number; readonly unread: number; readonly excluded: number };
  readonly findings: Readonly<Record<Severity, number>>;
  /** Identities by the most lasting class in which they certainly reach tier 0. */
  readonly tierZero: Readonly<Record<PersistenceClass, number>>;
  readonly rules: readonly RuleTotals[];
}

export type { Answer3 } from './answer3.ts';

/** The three tests of docs/architecture.md, counted over identities: test 1 over those that reach tier 0, tests 2 and 3 over those and the ones that did. */
export interface ZspTests {
  readonly ephemeral: Readonly<Record<Answer3, number>>;
  readonly revokedAtOnce: Readonly<Record<Answer3, number>>;
  readonly nothingLeft: Readonly<Record<Answer3, number>>;
}

/** What a store of earlier runs says of this one. */
export interface ReportHistory {
  /** Runs it keeps, this one included. */
  readonly runs: number;
  /** The earliest moment that a kept run speaks for. */
  readonly since: Instant;
  /** The run that the report is compared with: the last before it by the time they speak for, or an earlier one that was asked for; `null`: there is none. */
  readonly previous: { readonly run: RunId; readonly to: Instant } | null;
  /** How many findings of this report no run until that one saw. */
  readonly began: number;
  /** How many were resolved once and came back after that run. */
  readonly reappeared: number;
  /** Findings of that run that were shown to be resolved by this one. By rule, subject, fingerprint, as the next. */
  readonly resolved: readonly Resolved[];
  /** Findings of earlier runs that this one lacks, without proof that they are resolved. */
  readonly unconfirmed: readonly Unconfirmed[];
}

/** What endings were made from. `null` in a report: no history was at hand, so nothing is said of what ended. */
export interface ReportAssurance {
  readonly accesses: number;
  readonly authorisations: number;
  readonly requests: number;
  readonly events: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly sources: readonly EventSource[];
  /** Of each source how many rows are about nobody known, and the first hundred of all. */
  readonly unmatched: { readonly count: number; readonly first: readonly Unmatched[] };
  readonly exceptions: readonly ExceptionStanding[];
}

/** The one value every format renders. Nothing optional: no format can forget a part. */
export interface Report {
  readonly schema: 1;
  readonly run: RunMeta;
  readonly coverage: readonly SurfaceCoverage[];
  readonly totals: Totals;
  readonly findings: readonly Finding[];
  readonly undetermined: readonly Undetermined[];
  readonly excepted: readonly Excepted[];
  /** Empty where no history was at hand: `assurance` says so. */
  readonly endings: readonly Ending[];
  readonly assurance: ReportAssurance | null;
  /** `null`: no history was kept of this run. */
  readonly history: ReportHistory | null;
  /** `null`: no history was at hand. */
  readonly metrics: Metrics | null;
  readonly tests: ZspTests;
}
