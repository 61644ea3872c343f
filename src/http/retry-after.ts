import { parseHttpDate } from './http-date.ts';

/** No provider we know asks for more than a day; a longer wish is cut to it. Milliseconds. */
export const LONGEST_RETRY_AFTER_MS = 86_400_000;

/**
 * Milliseconds to wait by a `Retry-After` header (RFC 9110 section 10.2.3): whole seconds, or an HTTP date counted from `now`
 * (epoch milliseconds; best the response's own `Date`, which leaves our clock out of it). Between 0 and
 * {@link LONGEST_RETRY_AFTER_MS}; a date already past is 0. `null` = absent or in no form the RFC knows (`-1`, `1.5`, `1e3`).
 */
export function parseRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  const text = value.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_RETRY_AFTER_MS);
  const date = parseHttpDate(text, now);
  return date === null ? null : Math.min(Math.max(date - now, 0), LONGEST_RETRY_AFTER_MS);
}
