import type { Threshold } from '../../run/threshold.ts';
import type { PastOptions } from '../history/past-findings.ts';
import type { PresentOptions } from '../present.ts';
import type { CommonOptions } from '../settings.ts';

/** What is asked of the findings that were kept. */
export interface FindingsOptions extends CommonOptions, PresentOptions, PastOptions {
  readonly analysis?: string;
  /** The run to compare with. */
  readonly against?: string;
  readonly rule?: readonly string[];
  readonly family?: readonly string[];
  readonly severity?: string;
  readonly subject?: string;
  readonly limit?: string;
  readonly failOn?: Threshold;
}
