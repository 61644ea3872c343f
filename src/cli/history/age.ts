import { DAY_MS } from '../../base/instant.ts';
import { elapsed } from '../live/words.ts';

/** `3h 05m`; from two days on `14 days`. */
export function ageText(milliseconds: number): string {
  return milliseconds < 2 * DAY_MS ? elapsed(milliseconds) : `${Math.floor(milliseconds / DAY_MS)} days`;
}
