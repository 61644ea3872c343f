import type { Json } from '../json.ts';
import { byCodeUnit } from '../order.ts';
import { VestigeError } from '../errors.ts';

export class CanonicalError extends VestigeError {
  readonly code = 'not-canonical';
}

/**
 * The canonical text of a JSON value: RFC 8785 (JCS). Object members sorted by UTF-16 code unit, no white space, numbers and
 * strings as ECMAScript prints them. A member whose value is `undefined` is absent. A lone surrogate, a number that is not finite,
 * and whatever is no JSON (a `Date`, a `bigint`, a hole in an array) has no canonical form and throws {@link CanonicalError}.
 */
export function canonicalJson(value: Json): string {
  return canonicalForm(value).text;
}

export interface CanonicalForm {
  readonly text: string;
  /** What `JSON.parse` makes of the text, and nobody else's; `undefined` where only parsing it tells. */
  readonly copy: Json | undefined;
}

/** The canonical text with the value it says. Throws as {@link canonicalJson} does. */
export function canonicalForm(value: Json): CanonicalForm {
  if (typeof value !== 'object' || value === null) return { text: written(value), copy: undefined };
  // The engine's own writer is several times faster than joining texts, and right whenever the copy keeps the order of its members.
  const copy = ordered(value);
  if (copy === undefined) return { text: written(value), copy };
  const text = JSON.stringify(copy);
  // The engine escapes a lone surrogate as `\ud…`, which canonical text never holds. It may also be a backslash and the letters `ud`.
  return text.includes('\\ud') ? { text: written(value), copy: undefined } : { text, copy };
}

/** A copy with members in canonical order; `undefined` when the engine would print it in another way than `written` does. */
function ordered(value: Json | undefined): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  // Minus zero is written as zero.
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : undefined;
  if (typeof value !== 'object') return undefined;
  if (Array.isArray(value)) {
    const copy = new Array<Json>(value.length);
    for (let i = 0; i < value.length; i++) {
      const item = ordered(value[i] as Json | undefined);
      if (item === undefined) return undefined;
      copy[i] = item;
    }
    return copy;
  }
  if (!isPlain(value)) return undefined;
  const object = value as { readonly [key: string]: Json | undefined };
  const copy: { [key: string]: Json } = {};
  for (const key of sortedKeys(object)) {
    const member = object[key];
    if (member === undefined) continue;
    // An object lists its integer-like keys first whatever their order, and `__proto__` cannot be set like another.
    const first = key.charCodeAt(0);
    if ((first >= 0x30 && first <= 0x39) || key === '__proto__') return undefined;
    const item = ordered(member);
    if (item === undefined) return undefined;
    copy[key] = item;
  }
  return copy;
}

/** Without the engine's writer: any value, slowly, and the errors. */
function written(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new CanonicalError(`cannot write the number ${value} as canonical JSON`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    let text = '[';
    for (let i = 0; i < value.length; i++) text += (i === 0 ? '' : ',') + written(value[i] as Json);
    return text + ']';
  }
  if (!isPlain(value)) throw new CanonicalError(`cannot write a value of type ${kindOf(value)} as canonical JSON: it is no JSON`);
  const object = value as { readonly [key: string]: Json | undefined };
  let text = '{';
  for (const key of sortedKeys(object)) {
    const member = object[key];
    if (member === undefined) continue;
    text += (text.length === 1 ? '' : ',') + quoted(key) + ':' + written(member);
  }
  return text + '}';
}

function sortedKeys(object: object): readonly string[] {
  const keys = Object.keys(object);
  for (let i = 1; i < keys.length; i++) if ((keys[i - 1] as string) > (keys[i] as string)) return keys.sort(byCodeUnit);
  return keys;
}

/** An object without a class. Told by the depth of its prototypes, so that one from another realm passes too. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

function kindOf(value: unknown): string {
  return typeof value === 'object' ? Object.prototype.toString.call(value) : typeof value;
}

function quoted(text: string): string {
  // JSON.stringify escapes a lone surrogate, which would give two different strings one meaning: RFC 8785 refuses it.
  if (!text.isWellFormed()) throw new CanonicalError(`cannot write ${JSON.stringify(text)} as canonical JSON: it holds a lone surrogate`);
  return JSON.stringify(text);
}
