import type { KeyObject } from 'node:crypto';
import { createPublicKey, hash, verify } from 'node:crypto';
import { decodeBase64 } from '../../base/decode.ts';
import type { PublicKey } from '../../contract/signer.ts';

// SubjectPublicKeyInfo up to the key itself: RFC 8410 section 4, and RFC 5480 section 2 with an uncompressed point
const ED25519 = Buffer.from('302a300506032b6570032100', 'hex');
const P256 = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
const UNCOMPRESSED = Buffer.of(4);

/**
 * The key of a SubjectPublicKeyInfo (DER), in the one spelling we give it; `undefined`: it is none, or neither Ed25519 nor ECDSA over P-256.
 * Another spelling of the same key (a compressed point) gives the same answer.
 */
export function publicKeyOf(spki: Uint8Array): PublicKey | undefined {
  // the platform passes over what follows the key
  if (spki[1] !== spki.length - 2) return undefined;
  return described(() => createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }));
}

/** The same of a PEM file that holds a public key. */
export function publicKeyOfPem(pem: string): PublicKey | undefined {
  // it would take a private key and a certificate too
  return pem.includes('BEGIN PUBLIC KEY') ? described(() => createPublicKey({ key: pem, format: 'pem' })) : undefined;
}

/** The same of an opened key, private or public. */
export function publicKeyOfObject(key: KeyObject): PublicKey | undefined {
  return described(() => (key.type === 'private' ? createPublicKey(key) : key));
}

/** The 32 bytes of an Ed25519 key; `undefined`: it is of another kind. */
export function rawEd25519({ algorithm, spki }: PublicKey): Uint8Array | undefined {
  return algorithm === 'ed25519' ? decodeBase64(spki)?.subarray(ED25519.length) : undefined;
}

/** The key of an Ed25519 key's 32 bytes; `undefined`: they are none. */
export function publicKeyOfRaw(raw: Uint8Array): PublicKey | undefined {
  return raw.length === 32 ? publicKeyOf(Buffer.concat([ED25519, raw])) : undefined;
}

/** For `openssl` and all that read PEM. */
export function pemOf({ spki }: PublicKey): string {
  return `-----BEGIN PUBLIC KEY-----\n${spki.replaceAll(/.{64}(?=.)/g, '$&\n')}\n-----END PUBLIC KEY-----\n`;
}

/** Whether it is a signature of this message: by Ed25519 (RFC 8032), or by ECDSA over SHA-256 in DER. Bytes that are no signature are a `false`. */
export function verifies({ algorithm, spki }: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
  if (algorithm === 'ed25519') return signature.length === 64 && verify(null, message, key, signature);
  return verify('sha256', message, { key, dsaEncoding: 'der' }, signature);
}

function described(open: () => KeyObject): PublicKey | undefined {
  const key = opened(open);
  if (key?.asymmetricKeyType === 'ed25519') {
    const raw = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
    return { algorithm: 'ed25519', spki: Buffer.concat([ED25519, raw]).toString('base64'), keyId: fingerprint('ssh-ed25519', raw) };
  }
  if (key?.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return undefined;
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const point = Buffer.concat([UNCOMPRESSED, Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return {
    algorithm: 'ecdsa-p256',
    spki: Buffer.concat([P256, point]).toString('base64'),
    keyId: fingerprint('ecdsa-sha2-nistp256', Buffer.from('nistp256'), point),
  };
}

/** What is no key is thrown by the platform, with many codes. */
function opened(open: () => KeyObject): KeyObject | undefined {
  try {
    return open();
  } catch {
    return undefined;
  }
}

/** SHA-256 over the key as SSH sends it (RFC 4253 section 6.6, RFC 5656, RFC 8709): each field with its length in four bytes before it. */
function fingerprint(kind: string, ...fields: readonly Uint8Array[]): string {
  const wire = [Buffer.from(kind), ...fields].flatMap((field) => [uint32(field.length), field]);
  return `SHA256:${hash('sha256', Buffer.concat(wire), 'base64').replace('=', '')}`;
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
