import { inOnePiece } from './text/one-piece.ts';

/**
 * A point in time as RFC 3339 in UTC with milliseconds, `2026-11-22T09:30:00.000Z`. Strings of this form sort as time does.
 */
export type Instant = string;

/** One day and one hour, in milliseconds. */
export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

// date, optional time, mandatory zone when there is a time (W3C date and time formats, as RFC 3339 profiles it)
const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?([Zz]|[+-]\d{2}:\d{2}))?$/;

/**
 * Reads an RFC 3339 time or a bare date (midnight UTC). Answers epoch milliseconds, or `undefined` when the text is not a time:
 * a time without a zone, a month 13 and a 30 February are not.
 */
export function parseInstant(text: string): number | undefined {
  return usualForm(text) ?? anyForm(text);
}

/** `2026-11-22T09:30:00` with `Z`, `.000Z` or `+00:00`, as nearly all are written; `undefined` for what may be another form. */
function usualForm(text: string): number | undefined {
  const end = text.length === 24 ? '.000Z' : text.length === 25 ? '+00:00' : 'Z';
  if (!text.endsWith(end) || text.length !== 19 + end.length) return undefined;
  if (text[4] !== '-' || text[7] !== '-' || text[10] !== 'T' || text[13] !== ':' || text[16] !== ':') return undefined;
  const year = pair(text, 0) * 100 + pair(text, 2);
  const month = pair(text, 5);
  const day = pair(text, 8);
  const hour = pair(text, 11);
  const minute = pair(text, 14);
  const second = pair(text, 17);
  // Not a number fails each of these. The last day of February, and leap seconds, are left to the careful reading.
  if (!(year >= 100 && month >= 1 && month <= 12 && day >= 1 && day <= lastDay(month) && hour <= 23 && minute <= 59 && second <= 59))
    return undefined;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** The last day that a month has in each year. */
function lastDay(month: number): number {
  return month === 2 ? 28 : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The number that two digits say; `NaN` where they are none. */
function pair(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 0x30;
  const ones = text.charCodeAt(at + 1) - 0x30;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

function anyForm(text: string): number | undefined {
  const m = RFC3339.exec(text);
  if (m === null) return undefined;
  const [year, month, day, hour, minute, second] = [m[1], m[2], m[3], m[4] ?? '0', m[5] ?? '0', m[6] ?? '0'].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const ms = m[7] === undefined ? 0 : Math.floor(Number(`0.${m[7]}`) * 1000);
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const local = Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59), ms);
  const back = new Date(local);
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day) return undefined;
  const zone = m[8];
  if (zone === undefined || zone === 'Z' || zone === 'z') return local;
  const sign = zone.startsWith('-') ? 1 : -1;
  return local + sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4, 6))) * 60_000;
}

/** A time of any form that {@link parseInstant} takes, as an instant; `undefined` for what is none. */
export function instantIn(text: string): Instant | undefined {
  // what is written as nearly all are says its digits already
  if (usualForm(text) !== undefined) return text.length === 24 ? text : inOnePiece(`${text.slice(0, 19)}.000Z`);
  const ms = anyForm(text);
  return ms === undefined ? undefined : instantOf(ms);
}

/** The {@link Instant} of epoch milliseconds. */
export function instantOf(ms: number): Instant {
  return new Date(ms).toISOString();
}
