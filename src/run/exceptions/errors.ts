import { VestigeError } from '../../base/errors.ts';

/**
 * `bad-exception`: the file does not say an exception. `refused`: it says one that may not be. `not-newer`: one of that id is there, and was not approved
 * before. `unknown-exception`: none has that id. `ended`: it is over, and is not changed any more.
 */
export type ExceptionCode = 'bad-exception' | 'refused' | 'not-newer' | 'unknown-exception' | 'ended';

export class ExceptionError extends VestigeError {
  readonly code: ExceptionCode;

  constructor(code: ExceptionCode, message: string, options: { readonly cause?: unknown; readonly hint?: string } = {}) {
    super(message, options);
    this.code = code;
  }
}
