import type { Instant } from '../../base/instant.ts';
import type { LedgerKey } from '../../contract/ledger.ts';
import type { RunLine } from '../../contract/store.ts';
import type { Assured } from '../../model/assured.ts';
import type { Identity } from '../../model/entity.ts';
import type { KeptException } from '../../model/exception.ts';
import type { ControlRef } from '../../model/finding.ts';
import type { RunId, SurfaceRead } from '../../model/history.ts';
import type { BoundaryId, CaptureId, PageId, RuleId } from '../../model/ids.ts';
import type { Leaf, LeafBody, OutsideAnchor } from '../../model/ledger.ts';
import type { LifeCycleImport } from '../../model/life-cycle-import.ts';
import type { CitedItem, Framework, Period, SelfTest } from '../../model/pack.ts';
import type { Person } from '../../model/person.ts';
import type { Report } from '../../model/report.ts';
import type { Verification } from '../../model/verification.ts';

/** What the maker of a pack asks for. */
export interface PackOptions {
  readonly framework: Framework;
  readonly period: Period;
  /** `null`: the whole population is tested. `nonce` `null`: management chooses the seed, and the pack says so. */
  readonly sample: { readonly size: number; readonly nonce: string | null } | null;
  /** Drawn rows that could not be tested, by id, each with the reason: the next row of the same stratum stands in for it. Needs a sample. */
  readonly replaced: readonly { readonly row: string; readonly why: string }[];
  /** Who makes the pack: the name that the ledger is told. */
  readonly actor: string;
  /** At least 32 bytes, kept apart from the pack. `null`: people stand by their names. */
  readonly pseudonymKey: Uint8Array | null;
}

/** An entry of the ledger with what it commits to. `body` `null`: it was erased. */
export interface PackLeaf {
  readonly index: number;
  readonly leaf: Leaf;
  readonly body: LeafBody | null;
}

/** An ending that a run's batch of endings committed to, told from the report that the run made. */
export interface LoggedEnding {
  /** Index of the batch's leaf, and the ending's place in the batch. */
  readonly leaf: number;
  readonly item: number;
  /** SHA-256 of the canonical ending. */
  readonly sha256: string;
}

/** The ledger as its newest checkpoint has it. */
export interface PackLedger {
  readonly origin: string;
  /** Of the key that signs now. */
  readonly vkey: string;
  readonly size: number;
  /** Standard base64. */
  readonly root: string;
  readonly keys: readonly LedgerKey[];
  readonly anchors: readonly OutsideAnchor[];
  /** All of them, in any order. */
  readonly leaves: readonly PackLeaf[];
  /** In any order; empty where no run logged endings. */
  readonly endings: readonly LoggedEnding[];
  /** What the population's leaf is, once it is written; `null`: not yet. `hash`: hex of its RFC 6962 leaf hash. */
  readonly population: { readonly index: number; readonly hash: string } | null;
}

/** What is known of a page that records may cite. Of a page that is not told of, nothing can be shown. */
export interface PackPage {
  readonly page: PageId;
  readonly capture: CaptureId | null;
  /** `null`: its cited items can be shown. */
  readonly withheld: Exclude<CitedItem['withheld'], 'pseudonymised'>;
}

/** A rule as it was asked. */
export interface PackRule {
  readonly id: RuleId;
  readonly revision: number;
  readonly controls: readonly ControlRef[];
}

/** A boundary that was read, or that something that was read names. */
export interface PackBoundary {
  readonly id: BoundaryId;
  /** `null`: nobody told. */
  readonly name: string | null;
}

/** What a version of an exception says, the moment being when it was decided. */
export type PackException = KeptException;

/** All that a pack is made of. Nothing else is looked at; the order of the lists changes nothing. */
export interface PackInput {
  /** As of the end of the period, or of the last moment of it that was read. */
  readonly report: Report;
  /** What the report's endings were made from. Where its `from` is `none`, nothing is known of what ended, and the pack says so. */
  readonly assured: Pick<
    Assured,
    'from' | 'endings' | 'accesses' | 'authorisations' | 'triggers' | 'requests' | 'unmatched' | 'sources' | 'events' | 'exceptions'
  >;
  /** Every identity that is known, those that are no more among them: names of people are found by these. */
  readonly identities: readonly Identity[];
  /** Accounts that are one person's. */
  readonly persons: readonly Person[];
  /** Boundaries that were read and that anything read names. */
  readonly boundaries: readonly PackBoundary[];
  /** All runs that the store keeps. */
  readonly runs: readonly RunLine[];
  /** How each run read each surface of each boundary, for the runs whose time meets the period, and the last before it. */
  readonly reads: readonly (SurfaceRead & { readonly run: RunId })[];
  readonly imports: readonly LifeCycleImport[];
  readonly probes: readonly Verification[];
  /** Every version of every exception. */
  readonly exceptions: readonly PackException[];
  /** Nothing whole can be said of what ended before; `null`: nothing was pruned. */
  readonly prunedUntil: Instant | null;
  /** `null`: no ledger is kept. */
  readonly ledger: PackLedger | null;
  /** Whether the pack will be signed where there is no ledger. */
  readonly signed: boolean;
  readonly rules: readonly PackRule[];
  /** Of pages that endings of the report and probes cite. */
  readonly pages: readonly PackPage[];
  readonly selfTest: SelfTest;
  readonly options: PackOptions;
}
