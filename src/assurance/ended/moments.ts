import { HOUR_MS, instantOf, parseInstant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import { impossible } from '../../base/errors.ts';
import type { AssuranceSettings } from '../settings.ts';

/**
 * How long a provider may go on showing what is gone, where neither a proved end nor a probe says it: the longest that is documented for a system
 * that is read (changes of Azure role assignments, https://learn.microsoft.com/azure/role-based-access-control/troubleshooting). A record of an
 * end is contradicted only by what was asked later than that, and where no delay is declared nothing is late by what was seen within it.
 */
export const STALE_MS = HOUR_MS / 2;

/**
 * How far before the moment of the report logs of use may end and still count as whole: no source tells of what happened just now. It is the
 * longest that a source that is read takes to write (directory audit entries). What could go on working has to be covered to its last moment all the same.
 */
export const TELLING_MS = 2 * HOUR_MS;

/** Logs tell whole seconds (`eventTime` of CloudTrail), so what they tell may be off by one whatever the clocks say. */
const SECOND_MS = 1000;

/** By how much moments may be wrong, in milliseconds. */
export interface Margins {
  /** Of the reader's clock against the provider's. */
  readonly clock: number;
  /** Of what logs tell. */
  readonly record: number;
}

export function marginsOf({ clockUncertaintyMs }: AssuranceSettings): Margins {
  const clock = Math.max(0, clockUncertaintyMs);
  return { clock, record: Math.max(SECOND_MS, clock) };
}

/** Epoch milliseconds. */
export function msOf(instant: Instant): number {
  return parseInstant(instant) ?? impossible(`an instant of the model is no time: '${instant}'`);
}

export function msOrNull(instant: Instant | null): number | null {
  return instant === null ? null : msOf(instant);
}

// the range of a Date, ECMA-262 section 21.4.1.1
const LAST_MS = 8_640_000_000_000_000;

/** The instant of epoch milliseconds, held within what a date can say. */
export function at(ms: number): Instant {
  return instantOf(Math.min(LAST_MS, Math.max(-LAST_MS, Math.round(ms))));
}
