import type { Json } from '../../../../src/base/json.ts';

interface Entry<T> {
  readonly value: Json;
  readonly answer: T;
}

/** Beyond so many values of one hash they are told apart by their text: hostile documents may be made to have the same. */
const MOST_ALIKE = 8;

/**
 * Something for each distinct JSON value. Values that are equal but for the order of members have one answer; of those that are told
 * apart by text, equal texts have.
 */
export class ByStructure<T> {
  /** The first of its kind by itself: a document attached to many is most often that. */
  readonly #byObject = new Map<Json, T>();
  readonly #byHash = new Map<number, Entry<T>[]>();
  readonly #byText = new Map<string, T>();

  find(value: Json, make: () => T): T {
    const known = this.#byObject.get(value);
    if (known !== undefined) return known;
    const hash = hashOf(value, 0);
    let alike = this.#byHash.get(hash);
    if (alike === undefined) this.#byHash.set(hash, (alike = []));
    for (const each of alike) if (isSame(each.value, value)) return each.answer;
    return alike.length < MOST_ALIKE ? this.#add(alike, value, make()) : this.#findByText(value, make);
  }

  #add(alike: Entry<T>[], value: Json, answer: T): T {
    alike.push({ value, answer });
    this.#byObject.set(value, answer);
    return answer;
  }

  #findByText(value: Json, make: () => T): T {
    const text = JSON.stringify(value);
    let answer = this.#byText.get(text);
    if (answer === undefined) {
      answer = make();
      this.#byText.set(text, answer);
    }
    return answer;
  }
}

const DEEPEST = 6;

/** Equal values have equal hashes. Of a list its ends count and of a text some characters: {@link isSame} tells the rest apart. */
function hashOf(value: Json, depth: number): number {
  if (typeof value === 'string') return hashOfText(value);
  if (typeof value !== 'object' || value === null) return value === null ? 1 : Number(value) | 0;
  if (depth === DEEPEST) return 5;
  if (Array.isArray(value)) {
    const { length } = value as readonly Json[];
    const first = length === 0 ? 0 : hashOf(value[0] as Json, depth + 1);
    return (Math.imul(first, 31) + (length < 2 ? length : length + hashOf(value[length - 1] as Json, depth + 1))) | 0;
  }
  // a sum, so that the order of members is nothing
  let hash = 7;
  const object = value as Readonly<Record<string, Json | undefined>>;
  for (const name in object) {
    const member = object[name];
    if (member !== undefined) hash = (hash + Math.imul(2 * name.length + 1, hashOf(member, depth + 1))) | 0;
  }
  return hash;
}

function hashOfText(text: string): number {
  const { length } = text;
  let hash = length;
  const step = length <= 8 ? 1 : length >> 3;
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
  const [x, y] = [a as Readonly<Record<string, Json | undefined>>, b as Readonly<Record<string, Json | undefined>>];
  let more = 0;
  for (const name in x) {
    if (x[name] === undefined) continue;
    const other = Object.hasOwn(y, name) ? y[name] : undefined;
    if (other === undefined || !isSame(x[name], other)) return false;
    more++;
  }
  for (const name in y) if (y[name] !== undefined) more--;
  return more === 0;
}
