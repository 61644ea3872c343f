import { VestigeError } from '../base/errors.ts';

/**
 * `unreadable`: the system refused. `empty-file`: no byte, or only blanks. `changed`: not the same bytes when read again (a pipe, or
 * a file still being written). `broken-gzip`, `wrong-encoding`: nothing could be decoded. `not-understood`: the format found nothing
 * of its own in it.
 */
export type ImportErrorCode = 'unreadable' | 'empty-file' | 'changed' | 'broken-gzip' | 'wrong-encoding' | 'not-understood';

/** A file from which nothing at all could be taken. What could be taken before a break is kept, and the break is a gap. */
export class ImportError extends VestigeError {
  readonly code: ImportErrorCode;
  /** The file, as its giver calls it. */
  readonly file: string;

  constructor(
    code: ImportErrorCode,
    file: string,
    seen: string,
    options: { readonly cause?: unknown; readonly hint?: string | undefined } = {},
  ) {
    super(`cannot import ${file}: ${seen}`, options);
    this.code = code;
    this.file = file;
  }
}
