import type { PublicKey, Signer } from '../../contract/signer.ts';
import { publicKeyOf, verifies } from '../envelope/public-key.ts';
import { SealError } from './errors.ts';

export interface RawSigner {
  /** SubjectPublicKeyInfo, DER, in any spelling. */
  readonly spki: Uint8Array;
  readonly place: string;
  sign(message: Uint8Array, key: PublicKey): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A signer whose every signature was verified with its own public key before it is handed out. Throws `unsupported-key`. */
export function checkedSigner(raw: RawSigner): Signer {
  const { spki, place } = raw;
  const publicKey = publicKeyOf(spki);
  if (publicKey === undefined)
    throw new SealError('unsupported-key', `cannot sign with ${place}: its key is neither Ed25519 nor ECDSA over P-256`, {
      hint: 'make a key of one of these two kinds',
    });
  return {
    publicKey,
    place,
    async sign(message) {
      const signature = await raw.sign(message, publicKey);
      if (!verifies(publicKey, message, signature))
        throw new SealError(
          'bad-answer',
          `cannot sign with ${place}: it answered ${signature.length} bytes that are no signature by its key`,
          {
            hint: 'nothing was signed; the public key may be of another version than the one that signs',
          },
        );
      return signature;
    },
    close: () => raw.close(),
  };
}
