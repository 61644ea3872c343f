import { VestigeError } from '../base/errors.ts';

export type CaptureErrorCode =
  | 'no-such-capture'
  | 'ambiguous-name'
  | 'bad-manifest'
  | 'unknown-schema'
  | 'bad-index'
  | 'missing-page'
  | 'corrupt-page'
  | 'unreadable'
  | 'write-failed'
  | 'busy'
  | 'closed';

/** Trouble with a capture on disk. */
export class CaptureError extends VestigeError {
  readonly code: CaptureErrorCode;
  /** Path of the file or folder it is about; `null` for a capture in memory. */
  readonly file: string | null;
  /** The record it is about, counted from 0 in the order of page ids; `null` when it is about the whole. */
  readonly record: number | null;

  constructor(
    code: CaptureErrorCode,
    message: string,
    about: { readonly file?: string; readonly record?: number; readonly cause?: unknown; readonly hint?: string } = {},
  ) {
    super(message, { cause: about.cause, hint: about.hint });
    this.code = code;
    this.file = about.file ?? null;
    this.record = about.record ?? null;
  }
}

/** Node's own code (`ENOENT`, `ENOSPC`) of a failed call, or its message where there is none. */
export function systemCode(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.message : String(error);
}
