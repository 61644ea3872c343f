import { createLocalJWKSet, type JSONWebKeySet } from 'jose';
import { isJsonObject, type Json } from '../../base/json.ts';
import { hashJson } from '../../base/bytes/hash.ts';
import { DueError } from '../errors.ts';

/** Whose tokens are believed. */
export interface TokenTrust {
  readonly keys: ReturnType<typeof createLocalJWKSet>;
  readonly issuers: readonly string[];
  /** A token that is meant for somebody is believed where it is meant for one of these. */
  readonly audiences: readonly string[];
  /** SHA-256 of all that decides what is believed. */
  readonly sha256: string;
}

/** Signatures that whoever can check them cannot make: no HMAC, and no `none`. */
export const allowedAlgorithms = [
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
] as const;

/** Reads a JWK set (RFC 7517) of public keys. Throws {@link DueError} `bad-keys`; a set with a private or shared key is refused. */
export function tokenTrust(name: string, text: string, issuers: readonly string[], audiences: readonly string[]): TokenTrust {
  let set: unknown;
  try {
    set = JSON.parse(text);
  } catch (cause) {
    throw new DueError('bad-keys', `cannot use the keys of ${name}: it is no JSON`, {
      cause,
      hint: 'it is what the issuer publishes at its jwks_uri',
    });
  }
  const keys = isJsonObject(set) ? set['keys'] : undefined;
  if (!Array.isArray(keys) || keys.length === 0)
    throw new DueError('bad-keys', `cannot use the keys of ${name}: it has no list "keys" with a key in it`, {
      hint: 'it is what the issuer publishes at its jwks_uri',
    });
  for (const key of keys as readonly unknown[]) {
    if (!isJsonObject(key) || typeof key['kty'] !== 'string')
      throw new DueError('bad-keys', `cannot use the keys of ${name}: one of them is no key`);
    if (key['kty'] === 'oct' || key['d'] !== undefined)
      throw new DueError(
        'bad-keys',
        `cannot use the keys of ${name}: it holds a private or shared key, by which anybody who has the file can make tokens`,
        {
          hint: 'take the public keys alone, and treat that key as known to others',
        },
      );
  }
  if (issuers.length === 0)
    throw new DueError('bad-keys', `cannot tell whose tokens to believe by the keys of ${name}: no issuer is named`, {
      hint: 'name it with --issuer',
    });
  return {
    keys: createLocalJWKSet(set as JSONWebKeySet),
    issuers,
    audiences,
    sha256: hashJson({ keys: keys as Json, issuers: [...issuers].sort(), audiences: [...audiences].sort(), reading: 1 }),
  };
}
