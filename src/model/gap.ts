import { counted } from '../base/text/count.ts';
import type { BoundaryId, EntityId, SurfaceId } from './ids.ts';

/** Why something could not be read. */
export const gapCauses = [
  'denied',
  'not-licensed',
  'expired-credentials',
  'throttled',
  'unreachable',
  'malformed',
  'vanished',
  'stale',
  'unsupported',
  'excluded',
  'budget',
  'interrupted',
] as const;
export type GapCause = (typeof gapCauses)[number];

/** Something that was not read, or not understood. Never an empty list. */
export interface Gap {
  readonly boundary: BoundaryId;
  readonly surface: SurfaceId;
  readonly subject?: EntityId;
  readonly cause: GapCause;
  /** What was attempted, on what, what was seen; names file and place where there is one. */
  readonly detail: string;
  /**
   * Only in an open question's reasons: the same is missing in so many other boundaries, told once. `first` holds the first few by
   * code unit; the coverage ledger has a line for each.
   */
  readonly others?: { readonly boundaries: number; readonly first: readonly BoundaryId[] };
}

/** `excluded`: not asked for. */
export type CoverageStatus = 'complete' | 'partial' | 'unread' | 'excluded';

/** One line of the coverage ledger: a surface in a boundary. */
export interface SurfaceCoverage {
  readonly boundary: BoundaryId;
  readonly surface: SurfaceId;
  readonly status: CoverageStatus;
  /** The gravest cause; `null` when complete. */
  readonly cause: GapCause | null;
  /** In words; `null` when there is nothing to say. */
  readonly detail: string | null;
  /** The least that reads it. */
  readonly permission: string;
  /** What we cannot say without it, in the reader's words. */
  readonly ifUnread: string;
  readonly pages: number;
  readonly facts: number;
}

/** Goes behind a gap's boundary: ` and 369 other boundaries (first …)`; empty where it is told of one boundary alone. */
export function othersText({ others }: Gap): string {
  if (others === undefined) return '';
  const all = others.first.length === others.boundaries;
  return ` and ${counted(others.boundaries, 'other boundary', 'other boundaries')} (${all ? '' : 'first '}${others.first.join(', ')})`;
}
