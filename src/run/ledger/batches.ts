import type { Json } from '../../base/json.ts';
import type { CaptureReader } from '../../contract/capture.ts';
import { pagesBatch, valuesBatch } from '../../evidence/items/batch.ts';
import type { BoundaryId, CaptureId } from '../../model/ids.ts';
import type { BatchKind } from '../../model/ledger.ts';
import type { Page } from '../../model/page.ts';
import type { Ended } from './ended.ts';

/** Many things under one root, with what makes their hashes unguessable. */
export interface MadeBatch {
  readonly what: BatchKind;
  /** What the pages are of, or what was concluded from; `null`: of no one capture. */
  readonly capture: CaptureId | null;
  readonly count: number;
  /** Hex. */
  readonly root: string;
  readonly secret: Uint8Array;
}

export interface MadeBatches {
  /** Pages of each capture, then findings, then endings. Nothing of an empty kind is made, but where there is a report its findings are. */
  readonly batches: readonly MadeBatch[];
  /** Boundaries that pages are of. */
  readonly boundaries: ReadonlySet<BoundaryId>;
}

const SECRET_BYTES = 32;

/** Hashes what a run read and concluded. Pages go by one at a time. Throws what reading a capture throws. */
export async function batchesOf(ended: Ended, random: (bytes: number) => Uint8Array): Promise<MadeBatches> {
  const boundaries = new Set<BoundaryId>();
  const batches: MadeBatch[] = [];
  for (const capture of ended.captures) {
    const secret = random(SECRET_BYTES);
    const { count, root } = await pagesBatch(secret, noting(capture, boundaries));
    batches.push({ what: 'pages', capture: capture.id, count, root, secret });
  }
  if (ended.report !== null) {
    const { findings, endings, run } = ended.report;
    for (const [what, values] of [
      ['findings', findings],
      ['endings', endings],
    ] as const) {
      if (what === 'endings' && values.length === 0) continue;
      const secret = random(SECRET_BYTES);
      batches.push({ what, capture: run.capture, ...valuesBatch(secret, what, values as unknown as readonly Json[]), secret });
    }
  }
  return { batches, boundaries };
}

async function* noting({ pages }: Pick<CaptureReader, 'pages'>, boundaries: Set<BoundaryId>): AsyncGenerator<Page, void, undefined> {
  for await (const page of pages()) {
    boundaries.add(page.envelope.task.boundary);
    yield page;
  }
}
