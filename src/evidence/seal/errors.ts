import { VestigeError } from '../../base/errors.ts';

/**
 * Of keys: `exists`: there is a file already. `no-key`: there is none, or it cannot be read. `loose-mode`: others may read it, or own it.
 * `not-a-key`: it holds none. `unsupported-key`: neither Ed25519 nor ECDSA P-256, or not for signing. `passphrase-needed`, `wrong-passphrase`.
 * `bad-place`: a place of a key that cannot be understood. `not-installed`: the package of a key service is missing. `key-service`: it refused, or
 * could not be reached. `bad-answer`: what came back is no signature by this key, or was changed
 * on its way. Of authorities and witnesses: `unreachable`: no whole answer came. `refused`: it would not. `malformed`: no such answer exists.
 * `mismatch`: it answers another question. Of witnesses alone, each as C2SP tlog-witness tells it: `unknown-origin` (404), `not-trusted` (403: no
 * signature by a key that it knows), `conflict` (409, and again), `bad-request` (400), `bad-proof` (422: it saw a tree that this is no continuation of).
 */
export type SealCode =
  | 'exists'
  | 'no-key'
  | 'loose-mode'
  | 'not-a-key'
  | 'unsupported-key'
  | 'passphrase-needed'
  | 'wrong-passphrase'
  | 'bad-place'
  | 'not-installed'
  | 'key-service'
  | 'bad-answer'
  | 'unreachable'
  | 'refused'
  | 'malformed'
  | 'mismatch'
  | 'unknown-origin'
  | 'not-trusted'
  | 'conflict'
  | 'bad-request'
  | 'bad-proof';

export class SealError extends VestigeError {
  readonly code: SealCode;

  constructor(code: SealCode, message: string, options: { readonly cause?: unknown; readonly hint?: string } = {}) {
    super(message, options);
    this.code = code;
  }
}
