import type { Instant } from '../base/instant.ts';
import type { Json } from '../base/json.ts';
import type { GapCause } from './gap.ts';
import type { BoundaryId, ConnectorId, PageId, SurfaceId } from './ids.ts';

/** A unit of reading. Two tasks with the same canonical form are one task and run once. */
export interface Task {
  readonly boundary: BoundaryId;
  readonly surface: SurfaceId;
  readonly args: Json;
}

/** What is known of a page beside its body. `null` = unknown, and stays so. */
export interface Envelope {
  readonly connector: ConnectorId;
  /** The connector's mapping number when the page was read. */
  readonly mapping: number;
  readonly task: Task;
  /** Where in the task's answer this page stands; `null` = its first page. */
  readonly cursor: string | null;
  /** The next page's cursor; `null` = the task's last page. */
  readonly next: string | null;
  readonly sentAt: Instant | null;
  readonly receivedAt: Instant | null;
  /** The provider's `Date` header. */
  readonly providerDate: Instant | null;
  /** When the content was true by the provider's word (a report's time of generation). */
  readonly validAt: Instant | null;
  readonly requestId: string | null;
  readonly status: number | null;
  /** Set when the provider refused: the body then holds its error. */
  readonly refused: GapCause | null;
  /** SHA-256 of the raw response, or of the file a dump was cut from. */
  readonly raw: string | null;
}

/** Plain JSON: dates as {@link Instant}, big integers as decimal strings, a dropped secret as `{"$dropped":"secret"}`. */
export interface Page {
  readonly id: PageId;
  readonly envelope: Envelope;
  readonly body: Json;
}
