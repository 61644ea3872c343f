import type { Span } from '../../model/ending.ts';
import { msOf } from './moments.ts';
import type { Instant } from '../../base/instant.ts';
import type { Spell } from './spell.ts';

/**
 * How long an access was there after a moment from which it should not have been. `from` before it began: from when it began, for before that nothing
 * was there to be late. Without an end the upper bound is the moment of the report, and the lower one has the clocks' uncertainty and the declared delay of
 * what showed it taken off, as that of an end that reads proved has.
 */
export function spanFrom({ notBefore, begunBy, known, end }: Spell, from: Instant, now: number): Span {
  const moment = msOf(from);
  const latest = Math.max(moment, begunBy);
  const earliest = Math.max(moment, notBefore ?? moment);
  const lower = Math.max(0, (end?.after ?? known) - latest);
  return { lower, upper: Math.max(lower, (end?.before ?? now) - earliest), open: end === null };
}
