import type { Json } from '../base/json.ts';
import type { Gap } from '../model/gap.ts';
import type { CaptureId, ConnectorId } from '../model/ids.ts';
import type { Page, Task } from '../model/page.ts';

/** One connector's part of a capture: what was asked of it. */
export interface CaptureSource {
  readonly connector: ConnectorId;
  readonly mapping: number;
  /** The connector's settings, without secrets. */
  readonly settings: Json;
  /** `dump`: a surface without a page was not in the files, and is unread, not excluded. */
  readonly origin: 'live' | 'dump';
  /** What was asked for first; replay starts here. */
  readonly roots: readonly Task[];
  /** What was asked of logs in the place of what the plan gives for the same surface and boundary. Left out: nothing. */
  readonly logs?: readonly Task[];
  /** Gaps known only while the capture was made (a dump's broken element, a dump cut short). */
  readonly gaps: readonly Gap[];
}

/** Beside the pages: what the capture is of. */
export interface CaptureHead {
  readonly schema: 1;
  readonly sources: readonly CaptureSource[];
  readonly inputs: readonly { readonly kind: string; readonly sha256: string }[];
}

/** A finished capture. Pages come in the order of their ids; arrival order is not kept. */
export interface CaptureReader {
  readonly id: CaptureId;
  readonly head: CaptureHead;
  readonly count: number;
  pages(): AsyncIterable<Page>;
}

/**
 * A capture being made. `put` is durable when its promise resolves, unless `sync` is put off (then `seal` is). It answers the page as
 * its bytes say it, where those are a page.
 */
export interface CaptureWriter {
  put(page: Omit<Page, 'id'>): Promise<Page>;
  /** Ends it; the directory gets the capture's id as its name. */
  seal(head: CaptureHead): Promise<CaptureReader>;
}
