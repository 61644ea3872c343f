import { ImpossibleError, VestigeError } from '../base/errors.ts';
import { instantOf, type Instant } from '../base/instant.ts';
import type { Json, NonEmpty } from '../base/json.ts';
import type { Answer, Part, Session, TaskAt, Wire } from '../contract/connector.ts';
import type { ConnectorId } from '../model/ids.ts';
import { CollectError } from './errors.ts';
import type { CollectIo } from './io.ts';
import { LONGEST_WAIT_MS, MOST_POLLS, refusalOf, refusalOfError, RETRIES, waitBefore, type Refusal } from './retry.ts';
import type { Pass } from './scheduler.ts';
import { nameOfTask, taskKey } from './task-key.ts';

/** A page as it came, not yet captured. `others`: pages of other questions that the same answer held. */
export interface Obtained {
  readonly part: Part;
  readonly wire: Wire;
  readonly others: readonly Part[];
}

/** What the calls of all sources count against. */
export interface Meter {
  /** Whether one more call is allowed; counts it if so. */
  call(): boolean;
  throttled(): void;
}

export interface Asking {
  readonly connector: ConnectorId;
  readonly session: Session;
  readonly io: CollectIo;
  /** The caller's signal and our own: another source's failure ends this one too. */
  readonly signal: AbortSignal;
  readonly meter: Meter;
}

/**
 * One page: asks, waits, asks again, polls, until there is an answer or a refusal that stands. `null` = the budget was used up first.
 * A refusal that stands is an answer too: it has the provider's body, or `{"unanswered":…}` where none came. Rejects only when the
 * signal aborts, or when a session breaks the contract ({@link CollectError} `bad-answer`).
 */
export async function ask(asking: Asking, at: TaskAt, pass: Pass): Promise<Obtained | null> {
  const { io, signal, meter } = asking;
  const tried: Tried = { throttle: 0, server: 0 };
  let polls = 0;
  for (;;) {
    const reply = await pass.through(signal, () => called(asking, [at]));
    if (reply === null) return null;
    const { answer, error, sentAt } = reply;
    slowDown(pass, answer);
    const got = answer === undefined ? unanswered(at, sentAt, instantOf(io.now()), error) : matched(asking, at, answer);
    const refusal = answer === undefined ? refusalOfError(error) : refusalOf(got.part, answer);
    if (refusal === null) {
      const wait = answer?.pollAfterMs;
      if (wait === undefined) return got;
      if (++polls > MOST_POLLS) return { ...got, part: gaveUp(got.part, 'unreachable', `the job was not done after ${MOST_POLLS} polls`) };
      await io.sleep(Math.min(Math.max(wait, 0), LONGEST_WAIT_MS), signal);
      continue;
    }
    if (refusal.cause === 'throttled') meter.throttled();
    const wait = patience(refusal, tried, io.random);
    if (wait === null) return got;
    if (refusal.retry === 'throttle') pass.hold(wait);
    else await io.sleep(wait, signal);
  }
}

/** How often a question was asked again. */
export interface Tried {
  throttle: number;
  server: number;
}

/** Milliseconds to wait before asking again; `null` = the refusal stands. Counts the attempt. */
export function patience(refusal: Refusal, tried: Tried, random: () => number): number | null {
  if (refusal.retry === 'no') return null;
  const attempt = tried[refusal.retry]++;
  return attempt < RETRIES[refusal.retry] ? waitBefore(refusal.retry, attempt, refusal.retryAfterMs, random) : null;
}

/** An answer may stand and all the same say that the next is to come later. */
export function slowDown(pass: Pass, answer: Answer | undefined): void {
  const wait = answer?.slowDownMs ?? 0;
  if (wait > 0) pass.hold(Math.min(wait, LONGEST_WAIT_MS));
}

export interface Reply {
  readonly answer?: Answer;
  readonly error?: unknown;
  readonly sentAt: Instant;
}

/** One call, for one question or several; `null` = the budget is used up. */
export async function called({ session, signal, io, meter }: Asking, batch: NonEmpty<TaskAt>): Promise<Reply | null> {
  signal.throwIfAborted();
  if (!meter.call()) return null;
  const sentAt = instantOf(io.now());
  try {
    // A session that ignores the signal must not keep Ctrl-C waiting.
    return { sentAt, answer: await withSignal(session.read(batch, signal), signal) };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ImpossibleError || error instanceof CollectError) throw error;
    return { sentAt, error };
  }
}

function withSignal<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    function abort(): void {
      reject(signal.reason as Error);
    }
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}

function matched(asking: Asking, at: TaskAt, answer: Answer): Obtained {
  const key = taskKey(at.task);
  const index = answer.parts.findIndex((part) => part.cursor === at.cursor && taskKey(part.task) === key);
  const part = answer.parts[index];
  if (part === undefined) {
    const seen = answer.parts.map((each) => `${nameOfTask(each.task)} at ${JSON.stringify(each.cursor)}`).join(', ');
    const asked = `${nameOfTask(at.task)} at ${JSON.stringify(at.cursor)}`;
    throw new CollectError('bad-answer', `connector '${asking.connector}' was asked for ${asked} and answered ${seen}`, {
      hint: `this is a fault of connector '${asking.connector}': an answer must hold a part for what was asked`,
    });
  }
  return { part, wire: answer.wire, others: answer.parts.filter((_, i) => i !== index) };
}

export function unanswered(at: TaskAt, sentAt: string, receivedAt: string, error: unknown): Obtained {
  const wire: Wire = { sentAt, receivedAt, providerDate: null, requestId: null, status: null, raw: null };
  return { part: { ...at, body: nameless(error), next: null, refused: refusalOfError(error).cause }, wire, others: [] };
}

/** An error's name and code only: its message may hold a URL with a token in it. Our own messages hold none. */
export function nameless(error: unknown): Json {
  if (error instanceof VestigeError) return { unanswered: { name: error.name, code: error.code, message: error.message } };
  const name = error instanceof Error ? error.name : 'unknown';
  const code = codeOf(error) ?? (error instanceof Error ? codeOf(error.cause) : null);
  return { unanswered: { name, code } };
}

function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

export function gaveUp(part: Part, refused: 'unreachable', message: string): Part {
  return { task: part.task, cursor: part.cursor, next: null, refused, body: { unanswered: { name: 'GaveUp', code: null, message } } };
}
