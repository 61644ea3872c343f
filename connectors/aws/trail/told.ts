import { isJsonObject } from '../../../src/base/json.ts';
import type { Instant } from '../../../src/base/instant.ts';
import { instantIn, instantOf } from '../../../src/base/instant.ts';
import type { TrailRecord } from './record.ts';

/**
 * The first text found at one of these paths, in what was sent, then in what was answered. Names are compared without regard to case: services write
 * them in different ways. Of a list its only element is taken.
 */
export function told({ requestParameters, responseElements }: TrailRecord, ...paths: readonly string[]): string | null {
  for (const path of paths) {
    for (const part of [requestParameters, responseElements]) {
      const found = textAt(part, path.split('.'));
      if (found !== null) return found;
    }
  }
  return null;
}

function textAt(value: unknown, [name, ...rest]: readonly string[]): string | null {
  const one: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (name === undefined) return typeof one === 'string' && one !== '' ? one : null;
  if (!isJsonObject(one)) return null;
  const found = Object.entries(one).find(([each]) => each.toLowerCase() === name.toLowerCase());
  return found === undefined ? null : textAt(found[1], rest);
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const spoken = /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}),? (\d{1,2}):(\d{2}):(\d{2})\s(AM|PM)$/;

/** A time as STS has it in records, `Jul 18, 2014 4:07:39 PM`, always UTC, or as RFC 3339; `null` for anything else. */
export function momentIn(text: string | null): Instant | null {
  if (text === null) return null;
  const [, month = '', day, year, hour, minute, second, half] = spoken.exec(text) ?? [];
  if (month === '') return instantIn(text) ?? null;
  const at = months.indexOf(month);
  const hours = (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
  const ms = Date.UTC(Number(year), at, Number(day), hours, Number(minute), Number(second));
  const isDay = at >= 0 && new Date(ms).getUTCDate() === Number(day) && Number(hour) <= 12 && Number(minute) < 60 && Number(second) < 60;
  return isDay ? instantOf(ms) : null;
}
