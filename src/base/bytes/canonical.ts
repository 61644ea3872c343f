import type { Json } from '../json.ts';
import { byCodeUnit } from '../order.ts';
import { VestigeError } from '../errors.ts';

export class CanonicalError extends VestigeError {
  readonly code = 'not-canonical';
}

/**
 * The canonical text of a JSON value: RFC 8785 (JCS). Object members sorted by UTF-16 code unit, no white space, numbers and
 * strings as ECMAScript prints them. A member whose value is `undefined` is absent. A lone surrogate or a number that is not
 * finite has no canonical form and throws {@link CanonicalError}.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new CanonicalError(`cannot write the number ${value} as canonical JSON`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    let text = '[';
    for (let i = 0; i < value.length; i++) text += (i === 0 ? '' : ',') + canonicalJson(value[i] as Json);
    return text + ']';
  }
  const object = value as { readonly [key: string]: Json | undefined };
  let text = '{';
  for (const key of Object.keys(object).sort(byCodeUnit)) {
    const member = object[key];
    if (member === undefined) continue;
    text += (text.length === 1 ? '' : ',') + quoted(key) + ':' + canonicalJson(member);
  }
  return text + '}';
}

function quoted(text: string): string {
  // JSON.stringify escapes a lone surrogate, which would give two different strings one meaning: RFC 8785 refuses it.
  if (!text.isWellFormed()) throw new CanonicalError(`cannot write ${JSON.stringify(text)} as canonical JSON: it holds a lone surrogate`);
  return JSON.stringify(text);
}
