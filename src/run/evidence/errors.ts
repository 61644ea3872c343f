import { VestigeError } from '../../base/errors.ts';

/**
 * `bad-period`: it is no period. `nothing-read`: no run speaks for it. `bad-option`: what is asked for does not go together. `exists`: something is in the
 * place of the pack. `capture-changed`: a capture does not give what the ledger was told of it.
 * `ledger-changed`: its key is another one than when the pack was begun.
 * `write-failed`: nothing was left behind.
 */
export type EvidenceCode = 'bad-period' | 'nothing-read' | 'bad-option' | 'exists' | 'capture-changed' | 'ledger-changed' | 'write-failed';

export class EvidenceError extends VestigeError {
  readonly code: EvidenceCode;

  constructor(code: EvidenceCode, message: string, options: { readonly cause?: unknown; readonly hint?: string } = {}) {
    super(message, options);
    this.code = code;
  }
}
