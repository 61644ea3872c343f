import { hash } from 'node:crypto';
import { canonicalJson } from '../../base/bytes/canonical.ts';
import { decodeBase64, decodeHex, decodeUtf8 } from '../../base/decode.ts';
import { instantOf, parseInstant } from '../../base/instant.ts';
import { isJsonObject, type Json } from '../../base/json.ts';
import { leafKinds, type Leaf, type LeafKind, type SaltedBody } from '../../model/ledger.ts';
import { LogError, type LogErrorCode } from './errors.ts';
import { isSize } from './ranges.ts';
import { MOST_ENTRY_BYTES } from './tile.ts';

export const SALT_BYTES = 32;
/** Objects and lists within each other. */
const DEEPEST = 100;

/** What is logged of a leaf: canonical JSON. Throws `leaf-too-large` above 65,535 bytes. */
export function leafBytes({ v, kind, at, of, body }: Leaf): Uint8Array {
  const bytes = Buffer.from(canonicalJson({ v, kind, at, of, body }));
  if (bytes.length > MOST_ENTRY_BYTES)
    throw new LogError('leaf-too-large', `cannot log a leaf of ${bytes.length} bytes: at most ${MOST_ENTRY_BYTES} fit`);
  return bytes;
}

/** The leaf whose {@link leafBytes} these are. Throws a {@link LogError} whose code begins with `leaf-` for all other bytes. */
export function parseLeaf(bytes: Uint8Array): Leaf {
  if (bytes.length > MOST_ENTRY_BYTES) throw wrong('leaf-too-large', `it has ${bytes.length} bytes, and at most ${MOST_ENTRY_BYTES} fit`);
  const value = jsonOf(bytes);
  if (!isJsonObject(value)) throw wrong('leaf-json', 'it is no object of JSON');
  const { v, kind, at, of, body } = value as { readonly [key: string]: unknown };
  if (v !== 1 || typeof kind !== 'string' || !isInstant(at) || !isIndexOrNull(of) || !isSha256(body))
    throw wrong('leaf-form', 'its members are not {"v":1,"kind","at","of","body"} of the right kinds');
  if (!isKind(kind)) throw wrong('leaf-kind', `the kind ${JSON.stringify(kind.slice(0, 100))} is not known here`);
  const leaf: Leaf = { v, kind, at, of, body };
  if (Buffer.compare(leafBytes(leaf), bytes) !== 0) throw wrong('leaf-canonical', 'it is not written as canonical JSON, or holds more');
  return leaf;
}

function jsonOf(bytes: Uint8Array): unknown {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw wrong('leaf-json', 'it is no UTF-8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw wrong('leaf-json', 'it is no JSON', cause);
  }
}

function wrong(code: LogErrorCode, why: string, cause?: unknown): LogError {
  return new LogError(code, `cannot read the entry as a leaf: ${why}`, { cause });
}

function isKind(kind: string): kind is LeafKind {
  return (leafKinds as readonly string[]).includes(kind);
}

function isInstant(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const ms = parseInstant(value);
  return ms !== undefined && instantOf(ms) === value;
}

function isIndexOrNull(value: unknown): value is number | null {
  return value === null || (typeof value === 'number' && isSize(value));
}

function isSha256(value: unknown): value is string {
  return typeof value === 'string' && decodeHex(value)?.length === 32;
}

/*
 * What a leaf says of its body, as hex: SHA-256 over
 *   "vestige-leaf-body/v1" LF || 32 bytes of salt || canonical JSON of the body
 * Whoever has not the salt cannot try bodies until one fits.
 */
export function commitment(salt: Uint8Array, body: Json): string {
  if (salt.length !== SALT_BYTES)
    throw new LogError('body-salt', `cannot commit to a body: its salt has ${salt.length} bytes, not ${SALT_BYTES}`);
  return hash('sha256', Buffer.concat([Buffer.from('vestige-leaf-body/v1\n'), salt, Buffer.from(canonicalJson(body))]), 'hex');
}

/** Whether a leaf commits to this body. `false` for a salt that is no base64 of 32 bytes. */
export function isBodyOf(leaf: Leaf, { salt, body }: SaltedBody): boolean {
  const bytes = decodeBase64(salt);
  return bytes?.length === SALT_BYTES && commitment(bytes, body) === leaf.body;
}

/** A body with its salt as it is kept and disclosed. Throws `body-form`, `body-salt` and `body-too-deep`. */
export function parseSaltedBody(bytes: Uint8Array): SaltedBody {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw new LogError('body-form', 'cannot read the body of a leaf: it is no UTF-8');
  if (isTooDeep(text)) throw new LogError('body-too-deep', `cannot read the body of a leaf: it nests deeper than ${DEEPEST}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new LogError('body-form', 'cannot read the body of a leaf: it is no JSON', { cause });
  }
  return saltedBodyOf(value);
}

function saltedBodyOf(value: unknown): SaltedBody {
  if (!isJsonObject(value) || typeof value['salt'] !== 'string' || !isJsonObject(value['body']))
    throw new LogError('body-form', 'cannot read the body of a leaf: it is no {"salt","body"}');
  const { salt, body } = value;
  if (decodeBase64(salt)?.length !== SALT_BYTES)
    throw new LogError('body-salt', 'cannot read the body of a leaf: its salt is no standard base64 of 32 bytes');
  return { salt, body };
}

/** Told before it is read: whatever walks a value afterwards recurses. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') isInString = !isInString;
    else if (isInString && character === '\\') i++;
    else if (!isInString && (character === '[' || character === '{') && ++depth > DEEPEST) return true;
    else if (!isInString && (character === ']' || character === '}')) depth--;
  }
  return false;
}
