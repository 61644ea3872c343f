import { VestigeError } from '../base/errors.ts';

/**
 * `unknown-connector`: a capture of a connector no core was given for. `newer-mapping`: a capture written by a later version.
 * `bad-settings`: the connector's schema refuses its settings. `bad-answer`: a session broke the contract (our bug or a plug-in's).
 * `interrupted`: the caller's signal ended the collecting; what was read stays in the capture, which can be resumed.
 */
export type CollectCode = 'unknown-connector' | 'newer-mapping' | 'bad-settings' | 'bad-answer' | 'interrupted';

export class CollectError extends VestigeError {
  readonly code: CollectCode;

  constructor(code: CollectCode, message: string, options: { readonly cause?: unknown; readonly hint?: string } = {}) {
    super(message, options);
    this.code = code;
  }
}
