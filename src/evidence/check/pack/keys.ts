import type { PublicKey } from '../../../contract/signer.ts';
import { publicKeyOf } from '../../envelope/public-key.ts';
import { LogError } from '../../log/errors.ts';
import { formatVkey, parseVkey, spkiOf, type Vkey } from '../../log/vkey.ts';

/** A key with both of its forms: as notes know it, and as envelopes do. */
export interface TrustedKey {
  readonly vkey: Vkey;
  readonly text: string;
  readonly publicKey: PublicKey;
}

/** `undefined`: it is none that a log signs with. Keys of witnesses are not. */
export function trustedKey(vkey: Vkey): TrustedKey | undefined {
  const publicKey = vkey.type === 'cosignature-v1' ? undefined : publicKeyOf(spkiOf(vkey));
  return publicKey === undefined ? undefined : { vkey, text: formatVkey(vkey), publicKey };
}

/** The key that a text says; `undefined`: it is no key. */
export function vkeyIn(text: string): Vkey | undefined {
  try {
    return parseVkey(text);
  } catch (error) {
    if (error instanceof LogError) return undefined;
    throw error;
  }
}
