import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { VestigeError } from '../../../src/base/errors.ts';
import { classifyFault } from '../../../src/http/fault.ts';
import { meaningOf } from '../../../src/http/provider-codes.ts';
import type { GapCause } from '../../../src/model/gap.ts';
import { safeWords } from './words.ts';

/** What an error of the SDK means, and its words as the body of a refused part. */
export interface Refused {
  readonly cause: GapCause;
  readonly words: Json;
}

/** A refusal that is already understood where it was met. */
export class RefusedError extends Error {
  readonly refused: Refused;

  constructor(gap: GapCause, words: Json, cause?: unknown) {
    super(`refused: ${gap}`, cause === undefined ? undefined : { cause });
    this.name = 'RefusedError';
    this.refused = { cause: gap, words };
  }
}

// The chain found nothing, or what it found could not be renewed (an ended sign-in).
const noCredentials: ReadonlySet<string> = new Set(['CredentialsProviderError', 'TokenProviderError', 'ProviderError']);

/** The credentials' time is over: newer ones may do. Others that AWS does not take are not mended by asking for them again. */
const ended: ReadonlySet<string> = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired']);

export function isExpired(error: unknown): boolean {
  return error instanceof Error && ended.has(error.name);
}

/**
 * AWS's own word decides. An answer that is none of AWS's (a portal's page, an emulator that does not know the operation) is
 * `unsupported`: it says nothing about the account. An answer of success that cannot be parsed is `unreachable`: it may come whole when
 * asked for again. Our own errors are no refusals and are thrown on.
 */
export function refusalFor(error: unknown): Refused {
  if (error instanceof RefusedError) return error.refused;
  if (error instanceof VestigeError || !(error instanceof Error)) throw error;
  const { name } = error;
  const message = safeWords(error.message);
  const status = statusOf(error);
  const said: Json = { error: { name, message } };
  if (noCredentials.has(name)) return { cause: 'expired-credentials', words: said };
  if (status === null) return { cause: 'unreachable', words: { unanswered: { name, message } } };
  const meaning = meaningOf(name) ?? meaningOf(name.replace(/Exception$/, ''));
  if (meaning !== null) return { cause: meaning, words: said };
  if (isAwsAnswer(error)) return { cause: classifyFault(status).cause, words: said };
  if (status >= 200 && status < 300) {
    return { cause: 'unreachable', words: { unanswered: { message: `the answer with status ${status} could not be parsed` } } };
  }
  return { cause: 'unsupported', words: { unanswered: { message: `the answer with status ${status} is not one of AWS` } } };
}

/** The provider's error as it said it, with ours after it: what was attempted, and what to do. */
export function addWords(words: Json, ours: string): Json {
  const said = isJsonObject(words) ? (words['error'] ?? words['unanswered']) : undefined;
  if (!isJsonObject(said)) return { unanswered: { message: ours } };
  const theirs = typeof said['message'] === 'string' && said['message'] !== '' ? `: ${said['message']}` : '';
  return { [isJsonObject(words) && 'error' in words ? 'error' : 'unanswered']: { ...said, message: `${ours}${theirs}` } };
}

/** An error that AWS described carries which side is at fault and a code of its own. */
function isAwsAnswer(error: Error): boolean {
  return '$fault' in error && !/^(Error|SyntaxError|TypeError|Unknown(Error)?)$/.test(error.name);
}

/** `null` = no response came. */
function statusOf(error: Error): number | null {
  const { $metadata, $response } = error as { $metadata?: { httpStatusCode?: unknown }; $response?: { statusCode?: unknown } };
  const status = $response?.statusCode ?? $metadata?.httpStatusCode;
  return typeof status === 'number' ? status : null;
}
