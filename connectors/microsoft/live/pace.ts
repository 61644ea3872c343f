import type { Headers } from '../../../src/http/headers.ts';
import { headerOf } from '../../../src/http/headers.ts';

/** Of what Graph allows an application in ten seconds, the part that is used up when it begins to say so: 0.8 (Graph throttling guidance). */
const NEAR = 0.8;
/** Reads that Resource Manager still allows; its bucket gets 25 more in a second (Azure Resource Manager request limits). */
const FEW_READS = 10;
const REFILL_MS = 1000;
const LONGEST_MS = 60_000;

const remaining = [
  'x-ms-ratelimit-remaining-subscription-reads',
  'x-ms-ratelimit-remaining-subscription-global-reads',
  'x-ms-ratelimit-remaining-tenant-reads',
  'x-ms-ratelimit-remaining-tenant-global-reads',
] as const;

/**
 * For how long to ask nothing more, in milliseconds, where an answer says that a limit is near; `null` = it does not. Not above a minute:
 * what is really over a limit is refused, with a wait of its own.
 */
export function slowDownOf(headers: Headers): number | null {
  const wait = Math.max(ofGraph(headers), ofResourceManager(headers), ofResourceGraph(headers));
  return wait > 0 ? Math.min(wait, LONGEST_MS) : null;
}

/** One second at 0.8, and as many more as would bring a window of ten seconds back below it. */
function ofGraph(headers: Headers): number {
  const used = numberOf(headers, 'x-ms-throttle-limit-percentage');
  return used === null || used < NEAR ? 0 : Math.round(1000 + (used - NEAR) * 10_000);
}

function ofResourceManager(headers: Headers): number {
  return remaining.some((name) => (numberOf(headers, name) ?? Infinity) < FEW_READS) ? REFILL_MS : 0;
}

/** `x-ms-user-quota-resets-after` is `hh:mm:ss` (Resource Graph, guidance for throttled requests). */
function ofResourceGraph(headers: Headers): number {
  if (numberOf(headers, 'x-ms-user-quota-remaining') !== 0) return 0;
  const [, hours, minutes, seconds] = /^(\d{1,2}):(\d{2}):(\d{2})/.exec(headerOf(headers, 'x-ms-user-quota-resets-after') ?? '') ?? [];
  if (seconds === undefined) return 5000;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

function numberOf(headers: Headers, name: string): number | null {
  const text = headerOf(headers, name)?.trim() ?? '';
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}
