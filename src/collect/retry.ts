import { VestigeError } from '../base/errors.ts';
import type { Answer, Part } from '../contract/connector.ts';
import { FaultError, type RetryKind } from '../http/fault.ts';
import type { GapCause } from '../model/gap.ts';

/** How often the same question is asked again before its refusal is taken as the answer. */
export const RETRIES: Readonly<Record<'throttle' | 'server', number>> = { throttle: 8, server: 3 };

/** A job that is not done after so many polls is taken as unreachable. */
export const MOST_POLLS = 240;

/** A wait longer than this is not waited: the refusal is taken as the answer. Milliseconds. */
export const LONGEST_WAIT_MS = 15 * 60_000;

const FIRST_WAIT_MS: Readonly<Record<'throttle' | 'server', number>> = { throttle: 1000, server: 500 };
const LONGEST_BACKOFF_MS = 60_000;

/** What stood in the way of a page, and what the collector may do about it. */
export interface Refusal {
  readonly cause: GapCause;
  readonly retry: RetryKind;
  readonly retryAfterMs: number | null;
}

/** The refusal of a part. Its own wait goes before `pollAfterMs`, which beside a refused part is the provider's `Retry-After`. */
export function refusalOf(part: Part, answer: Answer): Refusal | null {
  if (part.refused === undefined) return null;
  const retry = part.refused === 'throttled' ? 'throttle' : part.refused === 'unreachable' ? 'server' : 'no';
  return { cause: part.refused, retry, retryAfterMs: part.retryAfterMs ?? answer.pollAfterMs ?? null };
}

/**
 * What a session's throwing means. A {@link FaultError} says so itself. Another error of ours (a link to a foreign origin) will be
 * the same next time. Anything else is taken as a cut connection, and asked again.
 */
export function refusalOfError(error: unknown): Refusal {
  if (error instanceof FaultError) return error.fault;
  if (error instanceof VestigeError) return { cause: 'malformed', retry: 'no', retryAfterMs: null };
  return { cause: 'unreachable', retry: 'server', retryAfterMs: null };
}

/**
 * Milliseconds before the next attempt: exponential with equal jitter (half fixed, half chance), never less than the provider asked
 * for. `attempt` counts from 0. `null` = longer than {@link LONGEST_WAIT_MS}.
 */
export function waitBefore(kind: 'throttle' | 'server', attempt: number, retryAfterMs: number | null, random: () => number): number | null {
  const backoff = Math.min(FIRST_WAIT_MS[kind] * 2 ** attempt, LONGEST_BACKOFF_MS);
  const jittered = backoff / 2 + (backoff / 2) * random();
  if (retryAfterMs === null) return jittered;
  return retryAfterMs > LONGEST_WAIT_MS ? null : retryAfterMs + jittered / 2;
}
