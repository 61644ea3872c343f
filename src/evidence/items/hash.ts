import { createHmac } from 'node:crypto';
import { leafHash } from '../log/merkle.ts';
import type { Item } from './cut.ts';

/*
 * Bytes that are hashed. `leaf` is the leaf hash of RFC 6962: SHA-256 over the byte 00 and what is given. `secret` is the batch's, 32 bytes.
 *
 *   item of a page    leaf(salt || canonicalJson({"pointer": <pointer>, "value": <value>}))
 *     salt            HMAC-SHA-256(secret, "<page id, 64 hex digits>|<pointer>")
 *   page of a batch   leaf(<page id, 32 bytes> || <root of the tree over the page's items, 32 bytes>)
 *   value of a batch  leaf(salt || canonicalJson(<value>))
 *     salt            HMAC-SHA-256(secret, "<what>|<place from 0, decimal>")
 *
 * One secret salts every item with bytes of its own: whoever is shown one learns nothing of another one's, and cannot try guesses against its
 * hash. Once the secret is erased, nobody can.
 */
export const SALT_BYTES = 32;

export function saltOf(secret: Uint8Array, name: string): Buffer {
  return createHmac('sha256', secret).update(name).digest();
}

export function itemSalt(secret: Uint8Array, page: string, pointer: string): Buffer {
  return saltOf(secret, `${page}|${pointer}`);
}

export function itemHash(salt: Uint8Array, { pointer, value }: Item): Uint8Array {
  return saltedHash(salt, `{"pointer":${JSON.stringify(pointer)},"value":${value}}`);
}

/** Of canonical text. */
export function saltedHash(salt: Uint8Array, text: string): Uint8Array {
  const bytes = Buffer.allocUnsafe(SALT_BYTES + Buffer.byteLength(text));
  bytes.set(salt);
  bytes.write(text, SALT_BYTES);
  return leafHash(bytes);
}

/** Of a page id and a root, both in hex. */
export function pageHash(page: string, root: string): Uint8Array {
  return leafHash(Buffer.from(page + root, 'hex'));
}
