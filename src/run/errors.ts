import { VestigeError } from '../base/errors.ts';

/**
 * What stopped a run before it could answer (exit code 2): the user can mend each. Of a saved analysis: `bad-analysis` cannot be opened;
 * `old-analysis` was kept in another form; `other-version` was made by another version; of its files one is not there (`missing-part`),
 * has another length than when it was written (`cut-part`), or other bytes (`damaged-part`). Of history: `no-history` holds no run,
 * `unknown-run` none of that name or time, `pruned` not all of that time any more.
 */
export type RunErrorCode =
  | 'bad-configuration'
  | 'unknown-rule'
  | 'unknown-connector'
  | 'no-capture'
  | 'no-analysis'
  | 'bad-analysis'
  | 'old-analysis'
  | 'other-version'
  | 'missing-part'
  | 'cut-part'
  | 'damaged-part'
  | 'nothing-read'
  | 'bad-time'
  | 'bad-intent'
  | 'unknown-name'
  | 'ambiguous-name'
  | 'no-history'
  | 'unknown-run'
  | 'pruned'
  | 'no-removal';

export class RunError extends VestigeError {
  readonly code: RunErrorCode;

  constructor(code: RunErrorCode, message: string, options: { readonly cause?: unknown; readonly hint?: string } = {}) {
    super(message, options);
    this.code = code;
  }
}
