import type { SqlRow } from './session.ts';

/*
 * By what an interval is found: for its key, its incarnation and each of its names, a number of 32 bits and the interval's id. Names of a
 * million grants are some millions: kept as they are, and sorted, they would outweigh the grants. Two names may have one number, so
 * whoever finds by it looks at what was found.
 */

/** FNV-1a over the 16-bit units of a text. Kept in stores: never to be changed. */
export function foundHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

export interface Findable {
  readonly key: string;
  readonly incarnation: string | null;
  /** JSON list. */
  readonly names: string;
}

/** Each number once. */
export function foundHashes({ key, incarnation, names }: Findable): readonly number[] {
  const hashes = new Set([foundHash(key)]);
  if (incarnation !== null) hashes.add(foundHash(incarnation));
  for (const name of JSON.parse(names) as readonly string[]) hashes.add(foundHash(name));
  return [...hashes];
}

/** Whether it is found by this name, or its key or immutable id it is. */
export function isFoundBy({ key, incarnation, names }: Findable, name: string): boolean {
  return key === name || incarnation === name || (JSON.parse(names) as readonly string[]).includes(name);
}

// A number and a place among this many together are an exact double.
const PORTION = 2 ** 20;

/** Gathers entries and hands them out sorted by their numbers, for an index grows several times faster so. */
export class FoundEntries {
  readonly #hashes: number[] = [];
  readonly #ids: number[] = [];

  get full(): boolean {
    return this.#hashes.length >= PORTION;
  }

  add(id: number, hashes: readonly number[]): void {
    for (const hash of hashes) {
      this.#hashes.push(hash);
      this.#ids.push(id);
    }
  }

  /** All that was gathered, in lists of a limited length; it is empty afterwards. */
  *take(): Generator<readonly SqlRow[]> {
    while (this.#hashes.length > 0) {
      const from = Math.max(0, this.#hashes.length - PORTION);
      const hashes = this.#hashes.splice(from);
      const ids = this.#ids.splice(from);
      const order = Float64Array.from(hashes, (hash, place) => hash * PORTION + place).sort();
      for (let at = 0; at < order.length; at += 20_000)
        yield Array.from(order.subarray(at, at + 20_000), (packed) => [Math.floor(packed / PORTION), ids[packed % PORTION] ?? 0]);
    }
  }
}
