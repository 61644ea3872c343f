import type { Json } from '../../../src/base/json.ts';
import { VestigeError } from '../../../src/base/errors.ts';
import { classifyFault } from '../../../src/http/fault.ts';
import { meaningOf } from '../../../src/http/provider-codes.ts';
import type { GapCause } from '../../../src/model/gap.ts';

/** What an error of the SDK means, and its words as the body of a refused part. */
export interface Refused {
  readonly cause: GapCause;
  readonly words: Json;
}

// The chain found nothing, or what it found could not be renewed (an ended sign-in).
const noCredentials: ReadonlySet<string> = new Set(['CredentialsProviderError', 'TokenProviderError', 'ProviderError']);

/**
 * AWS's own word decides. An answer that is none of AWS's (a portal's page, an emulator that does not know the operation) is
 * `unsupported`: it says nothing about the account. Our own errors are no refusals and are thrown on.
 */
export function refusalFor(error: unknown): Refused {
  if (error instanceof VestigeError || !(error instanceof Error)) throw error;
  const { name, message } = error;
  const status = statusOf(error);
  const said: Json = { error: { name, message } };
  if (noCredentials.has(name)) return { cause: 'expired-credentials', words: said };
  if (status === null) return { cause: 'unreachable', words: { unanswered: { name, message } } };
  const meaning = meaningOf(name) ?? meaningOf(name.replace(/Exception$/, ''));
  if (meaning !== null) return { cause: meaning, words: said };
  if (!isAwsAnswer(error)) {
    return { cause: 'unsupported', words: { unanswered: { message: `the answer with status ${status} is not one of AWS` } } };
  }
  return { cause: classifyFault(status).cause, words: said };
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

/** Whether the caller's signal ended it. */
export function isAbort(error: unknown, signal: AbortSignal): boolean {
  return signal.aborted || (error instanceof Error && error.name === 'AbortError');
}
