import { VestigeError } from '../../base/errors.ts';
import { LogError } from '../log/errors.ts';

export type LedgerErrorCode =
  | 'no-such-ledger'
  | 'not-begun'
  | 'already-begun'
  | 'bad-origin'
  | 'bad-settings'
  | 'unknown-schema'
  | 'bad-checkpoint'
  | 'damaged'
  | 'rolled-back'
  | 'missing-file'
  | 'bad-leaf'
  | 'bad-body'
  | 'missing-body'
  | 'missing-secret'
  | 'out-of-range'
  | 'too-large'
  | 'bad-entry'
  | 'bad-anchor'
  | 'not-erasable'
  | 'wrong-key'
  | 'signer-failed'
  | 'unreadable'
  | 'write-failed'
  | 'busy'
  | 'closed';

/** Trouble with a ledger on disk. Whatever was acknowledged before stays; whatever was being appended was not acknowledged. */
export class LedgerError extends VestigeError {
  readonly code: LedgerErrorCode;
  /** Path of the file or folder it is about. */
  readonly file: string;

  constructor(code: LedgerErrorCode, message: string, about: { readonly file: string; readonly cause?: unknown; readonly hint?: string }) {
    super(message, { cause: about.cause, hint: about.hint });
    this.code = code;
    this.file = about.file;
  }
}

/** What reading bytes of a log answers, with its trouble told as one of the ledger: `code`, the file, and why. */
export function decoded<T>(code: LedgerErrorCode, file: string, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    if (!(cause instanceof LogError)) throw cause;
    throw new LedgerError(code, `cannot use the ledger: ${file}: ${cause.message}`, { file, cause });
  }
}

/** Node's own code (`ENOENT`, `ENOSPC`) of a failed call, or its message where there is none. */
export function systemCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : String(error);
}
