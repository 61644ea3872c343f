import { DAY_MS, HOUR_MS } from '../../src/base/instant.ts';

// ISO 8601 section 5.5.2.4, as XML Schema's duration profiles it: whole numbers, but for seconds
const FORM = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;
const MINUTE_MS = 60_000;
/** A year and a month are as long as the longest of them: what a duration allows is never told too short. */
const lengths = [366 * DAY_MS, 31 * DAY_MS, 7 * DAY_MS, DAY_MS, HOUR_MS, MINUTE_MS, 1000] as const;

/** Milliseconds of an ISO 8601 duration (`PT8H`, `P180D`); `undefined` for any other text, a negative duration among them. */
export function durationMs(text: string): number | undefined {
  const parts = FORM.exec(text)?.slice(1) as readonly (string | undefined)[] | undefined;
  if (parts === undefined || parts.every((each) => each === undefined)) return undefined;
  const total = parts.reduce((sum, part, at) => sum + Number(part ?? 0) * (lengths[at] ?? 0), 0);
  return Number.isFinite(total) ? Math.ceil(total) : undefined;
}
