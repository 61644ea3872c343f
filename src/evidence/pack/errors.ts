import { VestigeError } from '../../base/errors.ts';

/**
 * `period`: it does not end after it begins. `sample-size`: no whole number from 1 on. `no-sample`: rows are to be replaced, and none are drawn.
 * `not-drawn`: a row that is to be replaced was not drawn. `no-reason`: or nobody says why. `short-key`: the key of pseudonyms has less than 32 bytes.
 */
export type PackErrorCode = 'period' | 'sample-size' | 'no-sample' | 'not-drawn' | 'no-reason' | 'short-key';

export class PackError extends VestigeError {
  readonly code: PackErrorCode;

  constructor(code: PackErrorCode, message: string, options: { readonly hint?: string } = {}) {
    super(message, options);
    this.code = code;
  }
}
