import type { Sequence } from '../sequence.ts';

/** Grants, or links, by number. */
export interface ElementColumns {
  /** The node of the subject, or that a link starts from. */
  readonly from: Int32Array;
  /** The target, or the node that a link ends at. */
  readonly to: Int32Array;
  readonly boundary: Int32Array;
  readonly facet: Int32Array;
  readonly shape: Int32Array;
  /** What the policy of the source is called (marks.ts). */
  readonly policy: Int32Array;
  /** Rows of evidence. */
  readonly evidence: Int32Array;
  /** JSON, by the numbers of the columns. */
  readonly facets: Sequence<string>;
  readonly shapes: Sequence<string>;
  readonly policies: Sequence<string>;
}
