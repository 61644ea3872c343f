import type { LogProblemCode } from '../../../evidence/check/log/problem.ts';

/**
 * Beside what is wrong with a log: `settings`: `ledger.json` cannot be read. `missing-body`, `missing-secret`, `missing-statement`, `missing-anchor`:
 * something is not there that a leaf commits to, and no leaf says that it was erased. `erased-unlogged`: a mark of an erasure names no leaf that
 * says so. `statement-differs`: an envelope is not what its leaf commits to, or does not hold. `anchor-differs`: a mark from outside does not hold.
 */
export type LedgerProblemCode =
  | LogProblemCode
  | 'settings'
  | 'missing-body'
  | 'missing-secret'
  | 'missing-statement'
  | 'missing-anchor'
  | 'erased-unlogged'
  | 'statement-differs'
  | 'anchor-differs';

export interface LedgerProblem {
  readonly code: LedgerProblemCode;
  /** Path within the ledger's folder; empty: all of it. */
  readonly file: string;
  readonly place: string;
  /** May hold what a stranger wrote. */
  readonly seen: string;
  readonly expected: string;
}
