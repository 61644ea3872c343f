import type { Json } from '../../../src/base/json.ts';

/** Of one hash no more values are compared one by one: who writes documents may make many that share it. */
const MOST_ALIKE = 8;

/**
 * Remembers something for each distinct JSON value, told apart by structure: equal values have one answer, whatever the order of
 * members; but for those of a hash that many share, where equal texts have.
 */
export class ByStructure<T> {
  readonly #byHash = new Map<number, { readonly value: Json; readonly answer: T }[]>();
  readonly #byText = new Map<string, T>();

  find(value: Json, make: () => T): T {
    const hash = hashOf(value);
    const bucket = this.#byHash.get(hash);
    if (bucket === undefined) {
      const answer = make();
      this.#byHash.set(hash, [{ value, answer }]);
      return answer;
    }
    for (const each of bucket) if (isSame(each.value, value)) return each.answer;
    if (bucket.length >= MOST_ALIKE) return this.#findByText(value, make);
    const answer = make();
    bucket.push({ value, answer });
    return answer;
  }

  #findByText(value: Json, make: () => T): T {
    const text = JSON.stringify(value);
    let answer = this.#byText.get(text);
    if (answer === undefined) this.#byText.set(text, (answer = make()));
    return answer;
  }
}

/** Equal values have equal hashes. Of a list its ends, of a text some characters, of a name two: {@link isSame} tells apart what differs elsewhere. */
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
    if (member !== undefined) hash = (hash + Math.imul((name.charCodeAt(0) << 5) + name.length, hashOf(member) | 1)) | 0;
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
