import { createPrivateKey, createPublicKey, hash, sign, type KeyObject } from 'node:crypto';
import type { Signer } from '../../../src/contract/signer.ts';

/** An Ed25519 key by its seed, so that its signatures are known. */
export function seedKey(seed: Buffer): KeyObject {
  return createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  });
}

/** RFC 8032, test 1: the key of the log in the vectors. */
export const logSeed = Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex');
/** RFC 8032, test 2: the key of the witness. */
export const witnessSeed = Buffer.from('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', 'hex');
export const origin = 'example.com/revocation-log';

export function signerOf(key: KeyObject): Signer {
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const isEd25519 = key.asymmetricKeyType === 'ed25519';
  return {
    publicKey: {
      algorithm: isEd25519 ? 'ed25519' : 'ecdsa-p256',
      spki: spki.toString('base64'),
      keyId: `SHA256:${hash('sha256', spki, 'base64').replace('=', '')}`,
    },
    place: 'memory',
    sign: async (message) => sign(isEd25519 ? null : 'sha256', message, key),
    close: async () => undefined,
  };
}

export function seedSigner(seed: Buffer = logSeed): Signer {
  return signerOf(seedKey(seed));
}

/** A seed for each number. */
export function seedOf(number: number): Buffer {
  return hash('sha256', `seed ${number}`, 'buffer');
}
