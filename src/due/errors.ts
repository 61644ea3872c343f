import { VestigeError } from '../base/errors.ts';

/**
 * `bad-mapping`: the mapping is none, or contradicts itself. `unknown-preset`, `bad-zone`, `bad-keys`: what was named is none. `broken-gzip`,
 * `wrong-encoding`, `empty-file`, `not-understood`: nothing, or no more, can be read of the file. `no-column`: it has not what the mapping
 * names. `row-count`: it has not as many rows as its maker says. `bad-covers`: it cannot speak for that time. `changed`: other bytes when read again.
 */
export type DueErrorCode =
  | 'bad-mapping'
  | 'unknown-preset'
  | 'bad-zone'
  | 'bad-keys'
  | 'broken-gzip'
  | 'wrong-encoding'
  | 'empty-file'
  | 'not-understood'
  | 'no-column'
  | 'row-count'
  | 'bad-covers'
  | 'changed';

/** Why a file, a mapping or a set of keys cannot be used. A row that cannot be read is no error but is told with the others. */
export class DueError extends VestigeError {
  readonly code: DueErrorCode;

  constructor(code: DueErrorCode, message: string, options: { readonly cause?: unknown; readonly hint?: string } = {}) {
    super(message, options);
    this.code = code;
  }
}

/** Why one row cannot be read. Thrown where it is noticed and told as that row's fault; it never leaves the room. */
export class RowFault extends VestigeError {
  readonly code = 'bad-row';
}
