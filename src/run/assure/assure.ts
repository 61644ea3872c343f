import { assure } from '../../assurance/assure.ts';
import type { Assured } from '../../model/assured.ts';
import type { Metrics } from '../../model/metrics.ts';
import { assureInput, type AssureFrom } from './input.ts';

/** What records of life cycles come to, and the figures of it. */
export interface AssuredEstate {
  readonly assured: Assured;
  readonly metrics: Metrics | null;
}

/** Of a store in which the run that the view is of is recorded. Whatever the store throws is thrown. */
export async function assureEstate(from: AssureFrom): Promise<AssuredEstate> {
  return assure(await assureInput(from));
}
