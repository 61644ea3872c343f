import { VestigeError } from '../base/errors.ts';

/** What stopped a run before it could answer (exit code 2): the user can mend each. */
export type RunErrorCode =
  | 'bad-configuration'
  | 'unknown-rule'
  | 'unknown-connector'
  | 'no-capture'
  | 'no-analysis'
  | 'bad-analysis'
  | 'nothing-read'
  | 'bad-time'
  | 'bad-intent';

export class RunError extends VestigeError {
  readonly code: RunErrorCode;

  constructor(code: RunErrorCode, message: string, options: { readonly cause?: unknown; readonly hint?: string } = {}) {
    super(message, options);
    this.code = code;
  }
}
