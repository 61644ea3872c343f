import { VestigeError } from '../../base/errors.ts';

/**
 * `no-ledger`: there is none where one is asked for, or wanted. `refused`: a run may not be left out, or not be begun without a ledger that works.
 * `busy`: another writer had it for longer than is waited. `unreadable`: the system refused to read a file of it. `unknown-entry`, `ambiguous-entry`: none,
 * or more than one, of its entries is what was named. `half-made`: its making was cut off, and nothing is in it.
 */
export type RunLedgerCode = 'no-ledger' | 'half-made' | 'refused' | 'busy' | 'unreadable' | 'unknown-entry' | 'ambiguous-entry';

export class RunLedgerError extends VestigeError {
  readonly code: RunLedgerCode;

  constructor(code: RunLedgerCode, message: string, options: { readonly cause?: unknown; readonly hint?: string } = {}) {
    super(message, options);
    this.code = code;
  }
}
