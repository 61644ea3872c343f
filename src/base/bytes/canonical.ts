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
  const order = orderOf(object);
  for (const key of order.keys) {
    const member = object[key];
    if (member === undefined) continue;
    if (!order.isPrintable) return undefined;
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
  for (const key of orderOf(object).keys) {
    const member = object[key];
    if (member === undefined) continue;
    text += (text.length === 1 ? '' : ',') + quoted(key) + ':' + written(member);
  }
  return text + '}';
}

/** The keys of an object in canonical order. */
interface Order {
  readonly keys: readonly string[];
  /** Whether an object whose members are set in this order is printed in it. */
  readonly isPrintable: boolean;
}

/** Lists of keys by their first key, then by the next one. Most objects have the keys of another one, in the same order: what it was sorted to is known. */
class Orders {
  readonly next = new Map<string, Orders>();
  order: Order | undefined;
}

const LONGEST = 32;
const MOST = 8_192;
let known = new Orders();
let count = 0;

function orderOf(object: object): Order {
  const keys = Object.keys(object);
  // So many are no members of a kind of thing, but names of things.
  if (keys.length > LONGEST) return sorted(keys);
  let at = known;
  for (const key of keys) {
    let next = at.next.get(key);
    if (next === undefined) {
      if (count >= MOST) [known, count, at] = [new Orders(), 0, new Orders()];
      next = new Orders();
      at.next.set(key, next);
      count++;
    }
    at = next;
  }
  at.order ??= sorted(keys);
  return at.order;
}

function sorted(keys: string[]): Order {
  keys.sort(byCodeUnit);
  return { keys, isPrintable: keys.every(isPrintable) };
}

/** An object lists its integer-like keys first whatever their order, and `__proto__` cannot be set like another. */
function isPrintable(key: string): boolean {
  const first = key.charCodeAt(0);
  return !(first >= 0x30 && first <= 0x39) && key !== '__proto__';
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
