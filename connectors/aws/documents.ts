import { decodePercent } from '../../src/base/decode.ts';
import type { Json, JsonObject } from '../../src/base/json.ts';
import { isJsonObject } from '../../src/base/json.ts';

/** A policy document as it was given, read to JSON, or why it could not be. */
export type ReadDocument =
  { readonly ok: true; readonly document: JsonObject } | { readonly ok: false; readonly code: DocumentFault; readonly reason: string };

export type DocumentFault = 'absent' | 'not-a-document' | 'not-percent-encoded' | 'not-json' | 'repeated-key';

/**
 * IAM hands documents out percent-encoded (RFC 3986); the AWS CLI decodes them and prints objects; other tools keep plain text.
 * Decoded at most once, and only where the text is no JSON by itself: `%2A` inside plain JSON is two literal characters more than
 * `*` and means something else. A repeated key is refused, not guessed at: JSON parsers keep the last, IAM never saved one.
 */
export function readDocument(given: Json | undefined): ReadDocument {
  if (given === undefined) return fault('absent', 'there is none');
  if (isJsonObject(given)) return { ok: true, document: given };
  if (typeof given !== 'string') return fault('not-a-document', `it is ${kindOf(given)}, neither an object nor a text`);
  const text = plainText(given);
  if (text === undefined) return fault('not-percent-encoded', 'its percent-encoding is broken');
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return fault('not-json', `it is not JSON: it begins with ${JSON.stringify(text.slice(0, 40))}`);
  }
  if (!isJsonObject(document)) return fault('not-a-document', `it holds ${kindOf(document as Json)}, not an object`);
  const repeated = repeatedKey(text, document);
  if (repeated !== undefined) return fault('repeated-key', `the key ${JSON.stringify(repeated)} is there twice in one object`);
  return { ok: true, document };
}

function fault(code: DocumentFault, reason: string): ReadDocument {
  return { ok: false, code, reason };
}

function plainText(text: string): string | undefined {
  return /^\s*%/.test(text) ? decodePercent(text) : text;
}

export function kindOf(value: Json | undefined): string {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Keys of all objects in a value. */
export function countKeys(value: Json | undefined): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) if (typeof item === 'object') count += countKeys(item);
    return count;
  }
  const object = value as JsonObject;
  for (const key in object) {
    count++;
    const member = object[key];
    if (typeof member === 'object') count += countKeys(member);
  }
  return count;
}

/**
 * The first key that stands twice in one object of a JSON text; `undefined` when there is none. `parsed` is what `JSON.parse` made
 * of the text. Quick where keys are followed by their colon at once, as all common writers put them.
 */
export function repeatedKey(text: string, parsed: Json, keys: number = countKeys(parsed)): string | undefined {
  // `":` ends a key, or begins a string value with a colon; so there are at least as many as keys, and as many means no repetition.
  let marks = 0;
  for (let at = text.indexOf('":'); at >= 0; at = text.indexOf('":', at + 2)) marks++;
  if (marks === keys && !/"\s+:/.test(text)) return undefined;
  return scanForRepeatedKey(text);
}

const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;

function scanForRepeatedKey(text: string): string | undefined {
  const open: (Set<string> | null)[] = [];
  let last: string | null = null;
  for (const match of text.matchAll(token)) {
    const seen = match[0];
    const keys = open.at(-1);
    if (seen === '{') open.push(new Set());
    else if (seen === '[') open.push(null);
    else if (seen === '}' || seen === ']') open.pop();
    else if (seen === ':' && last !== null && keys !== undefined && keys !== null) {
      const key = JSON.parse(last) as string;
      if (keys.has(key)) return key;
      keys.add(key);
    }
    last = seen.startsWith('"') ? seen : null;
  }
  return undefined;
}
