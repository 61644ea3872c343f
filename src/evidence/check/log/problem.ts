import type { LogErrorCode } from '../../log/errors.ts';

/** What is wrong with a log. Texts may hold what a stranger wrote. */
export type LogProblemCode =
  | LogErrorCode
  | 'missing-file'
  | 'unlisted-file'
  | 'wider-tile'
  | 'tile-differs'
  | 'root-differs'
  | 'rolled-back'
  | 'forked'
  | 'other-origin'
  | 'key-retired'
  | 'key-change-broken'
  | 'keys-differ'
  | 'leaf-of'
  | 'leaf-order'
  | 'body-differs'
  | 'witness-invalid'
  | 'proof-differs';

export interface LogProblem {
  readonly code: LogProblemCode;
  /** Path of a file of the log; empty: the log as a whole. */
  readonly file: string;
  /** Within it: `leaf 12`, `entry 3`; empty: all of it. */
  readonly place: string;
  readonly seen: string;
  readonly expected: string;
}
