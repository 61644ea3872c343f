import { instantOf } from '../../../../src/base/instant.ts';
import { epochSeconds, policyDate } from '../dates.ts';

export const CURRENT_TIME = 'aws:currenttime';
export const EPOCH_TIME = 'aws:epochtime';

/** The key that tells the same moment as this one; `null` for other keys. */
export function otherClock(key: string): string | null {
  return key === CURRENT_TIME ? EPOCH_TIME : key === EPOCH_TIME ? CURRENT_TIME : null;
}

/**
 * The values of one key of the clock from those of the other, `told`: a date with seconds in UTC, or seconds, with milliseconds where
 * the other has a fraction of a second. `undefined` where the other tells no moment.
 */
export function sameMoment(told: string, values: readonly string[] | undefined): readonly string[] | undefined {
  const [text] = values ?? [];
  if (text === undefined || values?.length !== 1) return undefined;
  const ms = told === EPOCH_TIME ? epochSeconds(text) : policyDate(text);
  // beyond the years a date can be written with, there is no other form
  if (ms === undefined || !(ms >= FIRST && ms <= LAST)) return undefined;
  const whole = !text.includes('.') && ms % 1000 === 0;
  if (told === EPOCH_TIME) return [whole ? instantOf(ms).replace('.000Z', 'Z') : instantOf(ms)];
  return [whole ? String(ms / 1000) : (ms / 1000).toFixed(3)];
}

const [FIRST, LAST] = [-62_167_219_200_000, 253_402_300_799_999];
