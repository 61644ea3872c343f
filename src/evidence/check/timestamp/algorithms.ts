import type { KeyObject } from 'node:crypto';
import { constants, verify } from 'node:crypto';

export type Digest = 'sha256' | 'sha384' | 'sha512';

const digests: Readonly<Record<string, Digest>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** `given`: the signature's name tells no digest, and that of the content is taken. */
const signatures: Readonly<
  Record<string, { readonly key: 'ec' | 'rsa' | 'rsa-pss' | 'ed25519'; readonly digest: Digest | 'given' | null }>
> = {
  '1.2.840.10045.4.3.2': { key: 'ec', digest: 'sha256' },
  '1.2.840.10045.4.3.3': { key: 'ec', digest: 'sha384' },
  '1.2.840.10045.4.3.4': { key: 'ec', digest: 'sha512' },
  '1.2.840.113549.1.1.1': { key: 'rsa', digest: 'given' },
  '1.2.840.113549.1.1.11': { key: 'rsa', digest: 'sha256' },
  '1.2.840.113549.1.1.12': { key: 'rsa', digest: 'sha384' },
  '1.2.840.113549.1.1.13': { key: 'rsa', digest: 'sha512' },
  '1.2.840.113549.1.1.10': { key: 'rsa-pss', digest: 'given' },
  '1.3.101.112': { key: 'ed25519', digest: null },
};

/** `undefined`: SHA-1 and older ones, or unknown. */
export function digestOf(oid: string): Digest | undefined {
  return Object.hasOwn(digests, oid) ? digests[oid] : undefined;
}

/** Whether signatures of certificates are taken that name this algorithm: no SHA-1, no MD5. */
export function isTaken(oid: string): boolean {
  return Object.hasOwn(signatures, oid);
}

/** Whether a key made a signature by the algorithm named; `undefined`: the algorithm is not taken, or the key is of another kind or too short. */
export function holdsBy(oid: string, content: Digest, key: KeyObject, message: Uint8Array, signature: Uint8Array): boolean | undefined {
  const algorithm = Object.hasOwn(signatures, oid) ? signatures[oid] : undefined;
  if (algorithm === undefined || !isStrong(key)) return undefined;
  const digest = algorithm.digest === 'given' ? content : algorithm.digest;
  const kind = key.asymmetricKeyType;
  if (algorithm.key === 'rsa-pss') {
    if (kind !== 'rsa' && kind !== 'rsa-pss') return undefined;
    const padded = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO };
    return verify(digest, message, padded, signature);
  }
  return kind === algorithm.key ? verify(digest, message, key, signature) : undefined;
}

/** No shorter keys of RSA than 2,048 bits, and of elliptic curves than 256. */
export function isStrong(key: KeyObject): boolean {
  if (key.asymmetricKeyType === 'ed25519') return true;
  if (key.asymmetricKeyType === 'ec') return ['prime256v1', 'secp384r1', 'secp521r1'].includes(key.asymmetricKeyDetails?.namedCurve ?? '');
  return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
}
