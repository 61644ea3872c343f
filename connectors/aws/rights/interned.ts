import type { Json } from '../../../src/base/json.ts';

/** Remembers something for each distinct JSON value, told apart by structure: equal values have one answer, whatever the order of members. */
export class ByStructure<T> {
  readonly #byHash = new Map<number, { readonly value: Json; readonly answer: T }[]>();

  find(value: Json, make: () => T): T {
    const hash = hashOf(value);
    let bucket = this.#byHash.get(hash);
    if (bucket === undefined) this.#byHash.set(hash, (bucket = []));
    for (const each of bucket) if (isSame(each.value, value)) return each.answer;
    const answer = make();
    bucket.push({ value, answer });
    return answer;
  }
}

/** Equal values have equal hashes. Of a list its ends and of a text some characters: what differs elsewhere {@link isSame} tells apart. */
function hashOf(value: Json): number {
  if (typeof value === 'string') return hashOfText(value);
  if (typeof value === 'number') return value | 0;
  if (typeof value !== 'object' || value === null) return value === null ? 1 : value ? 2 : 3;
  let hash = 7;
  if (Array.isArray(value)) {
    const list = value as readonly Json[];
    const { length } = list;
    hash = length;
    if (length > 0) hash = (Math.imul(hash, 31) + hashOf(list[0] ?? null)) | 0;
    if (length > 1) hash = (Math.imul(hash, 31) + hashOf(list[length - 1] ?? null)) | 0;
    return hash;
  }
  // a sum, so that the order of members is nothing
  const object = value as Readonly<Record<string, Json | undefined>>;
  for (const name in object) {
    const member = object[name];
    if (member !== undefined) hash = (hash + Math.imul(hashOfText(name), hashOf(member) | 1)) | 0;
  }
  return hash;
}

function hashOfText(text: string): number {
  const { length } = text;
  let hash = length;
  const step = length <= 16 ? 1 : length >> 4;
  for (let at = length - 1; at >= 0; at -= step) hash = (Math.imul(hash, 33) + text.charCodeAt(at)) | 0;
  return hash;
}

function isSame(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    for (let at = 0; at < a.length; at++) if (!isSame(a[at] as Json, b[at] as Json)) return false;
    return true;
  }
  const [x, y] = [a, b] as readonly Readonly<Record<string, Json | undefined>>[];
  if (x === undefined || y === undefined) return false;
  let left = 0;
  for (const name in x) {
    const member = x[name];
    if (member === undefined) continue;
    const other = y[name];
    if (other === undefined || !isSame(member, other)) return false;
    left++;
  }
  for (const name in y) if (y[name] !== undefined) left--;
  return left === 0;
}
