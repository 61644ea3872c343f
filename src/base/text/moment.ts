import { instantOf, parseInstant, type Instant } from '../instant.ts';

const MINUTE_MS = 60_000;

/** `2026-10-02 06:00`, in UTC: the minute a moment lies in. A text that is no time is given back. */
export function minuteOf(instant: Instant): string {
  return minute(instant, Math.floor);
}

/** The minute by whose beginning a moment is over: of what may last until then. */
export function minuteAfter(instant: Instant): string {
  return minute(instant, Math.ceil);
}

/**
 * `2026-10-02 06:00 and 2026-10-03 06:01`: minutes of UTC that something after the one moment and not later than the other lies between,
 * whatever the seconds say.
 */
export function betweenMinutes(after: Instant, before: Instant): string {
  return `${minuteOf(after)} and ${minute(before, Math.ceil)}`;
}

function minute(instant: Instant, round: (minutes: number) => number): string {
  const ms = parseInstant(instant);
  return ms === undefined
    ? instant
    : instantOf(round(ms / MINUTE_MS) * MINUTE_MS)
        .slice(0, 16)
        .replace('T', ' ');
}
