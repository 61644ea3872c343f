import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { PublicKey, Signer } from '../../../src/contract/signer.ts';
import { publicKeyOfObject } from '../../../src/evidence/envelope/public-key.ts';

/** Seeds of RFC 8032 section 7.1, tests 1 and 2. */
export const seeds = {
  log: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
  witness: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
} as const;

export function privateKeyOf(seed: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(`302e020100300506032b657004220420${seed}`, 'hex'), format: 'der', type: 'pkcs8' });
}

export function p256(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
}

export function publicOf(key: KeyObject): PublicKey {
  const told = publicKeyOfObject(createPublicKey(key));
  if (told === undefined) throw new Error('no key that signs here');
  return told;
}

/** Signs with a key in memory. */
export function signerOf(key: KeyObject): Signer {
  const publicKey = publicOf(key);
  return {
    publicKey,
    place: 'memory',
    sign: (message) => Promise.resolve(sign(publicKey.algorithm === 'ed25519' ? null : 'sha256', message, { key, dsaEncoding: 'der' })),
    close: () => Promise.resolve(),
  };
}
