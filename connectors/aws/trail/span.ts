import { instantOf, parseInstant } from '../../../src/base/instant.ts';
import type { Instant } from '../../../src/base/instant.ts';
import { byCodeUnit } from '../../../src/base/order.ts';
import type { LogSpan } from '../../../src/model/life-cycle.ts';
import { cloudTrailEvents } from './surfaces.ts';

const SECOND_MS = 1000;

/**
 * CloudTrail delivers within five minutes of a call on average, and promises no time (user guide, get-and-view-cloudtrail-log-files.html). Thrice that is left
 * out at the end; what comes later still is told by the next reading, which overlaps this one.
 */
export const DELIVERY_MS = 15 * 60_000;

/** So many records that could not be read, and nothing is said to have been told whole. */
const MOST_HOLES = 100;

/** When records were that could not be read or understood; `null`: of one it is not even known when it was. */
export type Holes = readonly Instant[] | null;

/** Two lots of holes as one, each once, sorted. */
export function holesOf(some: Holes, more: Holes): Holes {
  if (some === null || more === null) return null;
  const all = [...new Set([...some, ...more])].sort(byCodeUnit);
  return all.length > MOST_HOLES ? null : all;
}

/** What was told whole of a log that was read to its end, from `from` up to the moment of reading: the seconds of lost records lie between. */
export function spansOf(
  { region, from, to, tells }: { readonly region: string; readonly from: Instant; readonly to: Instant; readonly tells: LogSpan['tells'] },
  holes: Holes,
): readonly LogSpan[] {
  const [start, end] = [parseInstant(from), parseInstant(to)];
  if (holes === null || start === undefined || end === undefined) return [];
  const last = end - DELIVERY_MS;
  const spans: LogSpan[] = [];
  const tell = (begin: number, until: number): void => {
    if (until <= begin) return;
    spans.push({ source: cloudTrailEvents.id, sourceKind: 'provider-log', region, from: instantOf(begin), to: instantOf(until), tells });
  };
  let begin = start;
  for (const hole of holes) {
    const at = parseInstant(hole) ?? start;
    const second = Math.floor(at / SECOND_MS) * SECOND_MS;
    tell(begin, Math.min(second, last));
    begin = Math.max(begin, second + SECOND_MS);
  }
  tell(begin, last);
  return spans;
}
