import { VestigeError } from '../base/errors.ts';
import type { FaultCause } from './fault-cause.ts';
import { headerOf, type Headers } from './headers.ts';
import { parseHttpDate } from './http-date.ts';
import { meaningOf } from './provider-codes.ts';
import { parseRetryAfter } from './retry-after.ts';

/** `throttle`: slow down and ask again. `server`: ask again a few times. `no`: the same question gets the same answer. */
export type RetryKind = 'no' | 'throttle' | 'server';

export interface Fault {
  readonly cause: FaultCause;
  readonly retry: RetryKind;
  /** What `Retry-After` asks for; `null` = it says nothing. */
  readonly retryAfterMs: number | null;
}

/**
 * What a session throws when there is no answer to hand over (a cut connection, a session that cannot be opened). `code` is the
 * cause. A refusal that has a body is better handed over as a refused part: the provider's words are then kept.
 */
export class FaultError extends VestigeError {
  readonly code: FaultCause;
  readonly fault: Fault;

  constructor(message: string, fault: Fault, options: { readonly cause?: unknown; readonly hint?: string } = {}) {
    super(message, options);
    this.code = fault.cause;
    this.fault = fault;
  }
}

/**
 * Why an exchange gave no usable answer. The provider's own code wins over the status: AWS throttles and expires with 400 and 403.
 * `status` `null` = no response came. An answer of 2xx without a code is a fault only in its body: `malformed`.
 * `now`: epoch milliseconds, used for a `Retry-After` date when the response has no `Date`.
 */
export function classifyFault(status: number | null, headers: Headers = {}, providerCode: string | null = null, now = 0): Fault {
  const date = parseHttpDate(headerOf(headers, 'date') ?? '', now);
  const retryAfterMs = parseRetryAfter(headerOf(headers, 'retry-after'), date ?? now);
  const cause = (providerCode === null ? null : meaningOf(providerCode)) ?? causeOfStatus(status, headers, retryAfterMs);
  return { cause, retry: retryOf(cause, status), retryAfterMs };
}

function causeOfStatus(status: number | null, headers: Headers, retryAfterMs: number | null): FaultCause {
  if (status === null) return 'unreachable';
  if (status === 429) return 'throttled';
  // A spent quota as 403: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api
  if (status === 403 && (retryAfterMs !== null || headerOf(headers, 'x-ratelimit-remaining')?.trim() === '0')) return 'throttled';
  if (status === 503 && retryAfterMs !== null) return 'throttled';
  if (status === 401) return 'expired-credentials';
  if (status === 402) return 'not-licensed';
  if (status === 403 || status === 451) return 'denied';
  if (status === 404 || status === 410) return 'vanished';
  if (status === 407 || status === 408 || status === 425) return 'unreachable';
  if (status === 501 || status === 505) return 'unsupported';
  if (status >= 500) return 'unreachable';
  if (status >= 400) return 'unsupported';
  // A redirect that was not followed: a portal or proxy stands in the way.
  if (status >= 300) return 'unreachable';
  return 'malformed';
}

function retryOf(cause: FaultCause, status: number | null): RetryKind {
  if (cause === 'throttled') return 'throttle';
  if (cause !== 'unreachable') return 'no';
  const settled = status !== null && ((status >= 300 && status < 400) || status === 407);
  return settled ? 'no' : 'server';
}
