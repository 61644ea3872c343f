import { createPublicKey, hash, verify, type KeyObject } from 'node:crypto';
import { decodeBase64, decodeHex } from '../../base/decode.ts';
import { cosignedBytes, parseCosignature } from './cosignature.ts';
import { LogError } from './errors.ts';

/*
 * A verifier's key as C2SP signed-note v1.0.0 and golang.org/x/mod/sumdb/note write it:
 *   name + "+" + eight hex digits of the key id + "+" + base64(type || key)
 * type  key                           key id: the first four bytes of SHA-256 over
 *  01   32 bytes of Ed25519           name || LF || 01 || key
 *  02   SPKI (DER) of ECDSA P-256     the SPKI alone; signatures are ASN.1 DER over SHA-256 of the text
 *  04   32 bytes of Ed25519           name || LF || 04 || key; signatures are cosignatures with a time
 * The id of type 02 is that of github.com/transparency-dev/formats, by which such notes are checked elsewhere; C2SP names it too.
 */
export type VkeyType = 'ed25519' | 'ecdsa-p256' | 'cosignature-v1';

export interface Vkey {
  readonly name: string;
  /** Eight digits of lower-case hex. */
  readonly id: string;
  readonly type: VkeyType;
  /** 32 bytes, and of ECDSA SubjectPublicKeyInfo in DER. */
  readonly key: Uint8Array;
}

const typeBytes: Readonly<Record<VkeyType, number>> = { ed25519: 1, 'ecdsa-p256': 2, 'cosignature-v1': 4 };
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');
/** SubjectPublicKeyInfo of P-256 up to its point, which is told without compression. */
const P256_SPKI = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d03010703420004', 'hex');

/** Reads a verifier's key. Throws a {@link LogError} whose code begins with `vkey-`: each cause has its own. */
export function parseVkey(text: string): Vkey {
  const first = text.indexOf('+');
  const second = text.indexOf('+', first + 1);
  if (first === -1 || second === -1) throw wrong('vkey-form', text, 'it is not name+id+key');
  const [name, id, encoded] = [text.slice(0, first), text.slice(first + 1, second), text.slice(second + 1)];
  if (!isKeyName(name)) throw wrong('vkey-name', text, 'its name is empty or holds white space');
  const bytes = decodeBase64(encoded);
  if (bytes === undefined || bytes.length < 2) throw wrong('vkey-encoding', text, 'its key is no standard base64');
  const type = (Object.keys(typeBytes) as VkeyType[]).find((each) => typeBytes[each] === bytes[0]);
  if (type === undefined) throw wrong('vkey-type', text, `keys of type ${String(bytes[0])} are not known here; 1, 2 and 4 are`);
  const vkey = vkeyOf(type, name, bytes.subarray(1));
  if (decodeHex(id)?.length !== 4 || id !== vkey.id) throw wrong('vkey-id', text, `its id is not ${vkey.id}, the id of its key`);
  return vkey;
}

function wrong(
  code: 'vkey-form' | 'vkey-name' | 'vkey-encoding' | 'vkey-type' | 'vkey-key' | 'vkey-id',
  text: string,
  why: string,
): LogError {
  const [read, fault] = text.includes('PRIVATE KEY-----')
    ? [undefined, 'it is a private key, and the public one is wanted']
    : [quoted(text), why];
  return new LogError(code, `cannot read ${read ?? 'what was given'} as the key of a verifier: ${fault}`);
}

/** Only what looks like a published key is repeated: anything else may be a secret that was taken for one. */
function quoted(text: string): string | undefined {
  return /^[^\p{White_Space}+]+\+[0-9a-f]{1,16}\+\S*$/iu.test(text) ? JSON.stringify(text.slice(0, 300)) : undefined;
}

/** A key by its bytes. Throws `vkey-name` and `vkey-key`. */
export function vkeyOf(type: VkeyType, name: string, key: Uint8Array): Vkey {
  if (!isKeyName(name)) throw wrong('vkey-name', name, 'its name is empty, or holds white space or a plus sign');
  const isKey = type === 'ecdsa-p256' ? isP256(key) : key.length === 32;
  if (!isKey) throw wrong('vkey-key', name, type === 'ecdsa-p256' ? 'it is no public key of P-256' : `it has ${key.length} bytes, not 32`);
  return { name, id: keyIdOf(type, name, key), type, key };
}

/** The key of a log by SubjectPublicKeyInfo in DER, as key services and OpenSSL give it. Throws `vkey-key` for any but Ed25519 and P-256. */
export function vkeyOfSpki(name: string, spki: Uint8Array): Vkey {
  if (spki.length === ED25519_SPKI.length + 32 && ED25519_SPKI.equals(spki.subarray(0, ED25519_SPKI.length)))
    return vkeyOf('ed25519', name, spki.subarray(ED25519_SPKI.length));
  return vkeyOf('ecdsa-p256', name, spki);
}

/** SubjectPublicKeyInfo in DER. */
export function spkiOf({ type, key }: Vkey): Uint8Array {
  return type === 'ecdsa-p256' ? key : Buffer.concat([ED25519_SPKI, key]);
}

export function formatVkey({ name, id, type, key }: Vkey): string {
  return `${name}+${id}+${Buffer.concat([Buffer.of(typeBytes[type]), key]).toString('base64')}`;
}

/** Eight digits of lower-case hex. */
export function keyIdOf(type: VkeyType, name: string, key: Uint8Array): string {
  const named = type === 'ecdsa-p256' ? key : Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(typeBytes[type]), key]);
  return hash('sha256', named, 'hex').slice(0, 8);
}

/** Not empty, without Unicode's white space and without `+`. */
export function isKeyName(name: string): boolean {
  return /^[^\p{White_Space}+]+$/u.test(name) && name.isWellFormed();
}

/** Whether a key made the signature of a note's line over its text. `false` for bytes that are no signature. */
export function verifySignature(vkey: Vkey, text: string, signature: Uint8Array): boolean {
  if (vkey.type === 'ecdsa-p256') return verify('sha256', Buffer.from(text), keyObjectOf(vkey), signature);
  if (vkey.type === 'ed25519') return verify(null, Buffer.from(text), keyObjectOf(vkey), signature);
  const cosignature = parseCosignature(signature);
  return cosignature !== undefined && verify(null, cosignedBytes(text, cosignature.seconds), keyObjectOf(vkey), cosignature.signature);
}

const objects = new WeakMap<Vkey, KeyObject>();

function keyObjectOf(vkey: Vkey): KeyObject {
  let object = objects.get(vkey);
  if (object === undefined) {
    object = createPublicKey({ key: Buffer.from(spkiOf(vkey)), format: 'der', type: 'spki' });
    objects.set(vkey, object);
  }
  return object;
}

function isP256(spki: Uint8Array): boolean {
  if (spki.length !== P256_SPKI.length + 64 || !P256_SPKI.equals(spki.subarray(0, P256_SPKI.length))) return false;
  try {
    // The point may still lie beside the curve.
    createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    return true;
  } catch {
    return false;
  }
}
