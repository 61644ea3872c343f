import { DAY_MS, HOUR_MS } from '../instant.ts';
import { grouped } from './count.ts';

/** Lower bounds are rounded down and upper ones up, so that what is told still holds what it was made of. */
export type Rounding = 'down' | 'up';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const TENTH_MS = HOUR_MS / 10;

/** `40 s`, `12 min`, `8 h 5 min`, `3 d 4 h`: milliseconds in the two largest units that tell them, rounded as asked. */
export function durationText(ms: number, rounding: Rounding): string {
  const round = rounding === 'up' ? Math.ceil : Math.floor;
  const seconds = round(ms / SECOND_MS);
  if (seconds < 60) return `${grouped(seconds)} s`;
  const minutes = round(ms / MINUTE_MS);
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 2 * 24 * 60) return two(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = round(ms / HOUR_MS);
  return two(Math.floor(hours / (DAY_MS / HOUR_MS)), 'd', hours % (DAY_MS / HOUR_MS), 'h');
}

function two(large: number, unit: string, small: number, smaller: string): string {
  return `${grouped(large)} ${unit}${small === 0 ? '' : ` ${small} ${smaller}`}`;
}

/** Milliseconds as hours with at most one decimal, rounded as asked. */
export function hoursOf(ms: number, rounding: Rounding): number {
  return (rounding === 'up' ? Math.ceil : Math.floor)(ms / TENTH_MS) / 10;
}

/** `1,012.5`: {@link hoursOf} in words. */
export function hoursText(ms: number, rounding: Rounding): string {
  return grouped(hoursOf(ms, rounding));
}
