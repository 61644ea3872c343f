import { VestigeError } from '../../base/errors.ts';

export type LogErrorCode =
  | 'note-encoding'
  | 'note-control-character'
  | 'note-without-signatures'
  | 'note-signature-line'
  | 'note-too-large'
  | 'note-text'
  | 'signature-invalid'
  | 'signature-unknown'
  | 'vkey-form'
  | 'vkey-name'
  | 'vkey-encoding'
  | 'vkey-type'
  | 'vkey-key'
  | 'vkey-id'
  | 'checkpoint-lines'
  | 'checkpoint-origin'
  | 'checkpoint-size'
  | 'checkpoint-root'
  | 'checkpoint-extension'
  | 'checkpoint-ending'
  | 'tile-path'
  | 'tile-length'
  | 'bundle-length'
  | 'entry-too-large'
  | 'out-of-tree'
  | 'proof-header'
  | 'proof-extra'
  | 'proof-index'
  | 'proof-hash'
  | 'proof-ending'
  | 'leaf-json'
  | 'leaf-form'
  | 'leaf-kind'
  | 'leaf-canonical'
  | 'leaf-too-large'
  | 'body-form'
  | 'body-salt'
  | 'body-too-deep';

/** Bytes of a log that are not what they should be, or a question about a tree that has no answer. */
export class LogError extends VestigeError {
  readonly code: LogErrorCode;

  constructor(code: LogErrorCode, message: string, about: { readonly cause?: unknown; readonly hint?: string } = {}) {
    super(message, about);
    this.code = code;
  }
}
