import type { JsonObject } from '../../base/json.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { CaptureReader } from '../../contract/capture.ts';
import type { BoundaryId } from '../../model/ids.ts';
import type { RunId } from '../../model/history.ts';
import type { BodyOf } from '../../model/ledger.ts';
import type { Report } from '../../model/report.ts';
import { hashInParts } from './hash-in-parts.ts';

/** What a run came to, for its end in the ledger. */
export interface Ended {
  /** What it read; its pages become batches, one for each capture. */
  readonly captures: readonly CaptureReader[];
  /** What it says: its findings and endings become batches. `null`: it concluded nothing of the kind. */
  readonly report: Report | null;
  /** SHA-256 of the canonical form of what it answered, a report or what was verified; `null`: nothing was. */
  readonly answered: string | null;
  readonly run: RunId | null;
  /** `null`: those that its pages are of. */
  readonly boundaries: readonly BoundaryId[] | null;
}

export function captured(capture: CaptureReader): Ended {
  return { captures: [capture], report: null, answered: null, run: null, boundaries: null };
}

/** `run`: as a history keeps it, where it was recorded. */
export function analysed(capture: CaptureReader, report: Report, run: RunId | null): Ended {
  return { captures: [capture], report, answered: hashInParts(report as unknown as JsonObject), run, boundaries: report.totals.boundaries };
}

/** What a report of `verify` says, as far as this looks into it; all of it is hashed. */
export interface VerifiedTold {
  readonly results: readonly { readonly access: { readonly boundary: BoundaryId } }[];
}

/** Captures that were read to their ends, in the order of reading. */
export function verified(captures: readonly CaptureReader[], told: VerifiedTold): Ended {
  const boundaries = [...new Set(told.results.map(({ access }) => access.boundary))].sort(byCodeUnit);
  return { captures, report: null, answered: hashInParts(told as unknown as JsonObject), run: null, boundaries };
}

type Told = Pick<BodyOf<'run-end'>, 'asOf' | 'coverage' | 'findings' | 'rules'>;

export function toldBy(report: Report | null): Told {
  if (report === null) return { asOf: null, coverage: { complete: 0, partial: 0, unread: 0, excluded: 0 }, findings: null, rules: [] };
  const { totals, run } = report;
  return { asOf: run.asOf, coverage: totals.surfaces, findings: totals.findings, rules: run.rules };
}
