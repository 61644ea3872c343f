import type { Instant } from '../base/instant.ts';
import type { GapCause } from './gap.ts';
import type { BoundaryId, CaptureId, PageId } from './ids.ts';

/** What one round of asking by id said of one access. */
export interface Verification {
  /** SHA-256 over the access's id and the pages. */
  readonly id: string;
  /** The access's id, and of which ending it was asked. */
  readonly access: string;
  readonly boundary: BoundaryId;
  /** `absent`: a definite not-found, and the control asked beside it was found. */
  readonly says: 'present' | 'absent' | 'undetermined';
  readonly cause: GapCause | null;
  readonly because: string;
  /** When the first of its questions was sent, and when the last answer came. */
  readonly sentAt: Instant;
  readonly receivedAt: Instant;
  /** What was asked as the control, in the provider's words. */
  readonly control: string;
  /** Milliseconds that the provider may still show what is gone: rounds closer than that are one. */
  readonly spacedByMs: number;
  readonly capture: CaptureId;
  readonly pages: readonly PageId[];
}
