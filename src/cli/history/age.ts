import { DAY_MS } from '../../base/instant.ts';
import { counted } from '../../base/text/count.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { elapsed } from '../live/words.ts';
import type { At } from '../../run/history/at.ts';

/** `3h 05m`; from two days on `14 days`. */
export function ageText(milliseconds: number): string {
  return milliseconds < 2 * DAY_MS ? elapsed(milliseconds) : `${Math.floor(milliseconds / DAY_MS)} days`;
}

/** As of when the estate is told, by which reads, and how old the oldest of them was then. */
export function asOfWords({ reads, oldest, moment }: Pick<At, 'reads' | 'oldest' | 'moment'>): string {
  const age = oldest === null ? '' : `, the oldest ${ageText(Date.parse(moment.at) - Date.parse(oldest))} before`;
  return `as of ${minuteOf(moment.at)}, by the last reads of ${counted(reads.length, 'surface')} until then${age}`;
}
