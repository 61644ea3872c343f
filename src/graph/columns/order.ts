import { canonicalJson } from '../../base/bytes/canonical.ts';
import type { Json } from '../../base/json.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { Grant, Link } from '../../model/grant.ts';
import { GraphError } from '../errors.ts';
import { rowsOf } from '../graph.ts';
import type { ElementColumns } from './element-columns.ts';
import type { ElementReader } from './element-reader.ts';
import { spread } from './text-hash.ts';

/** Where each thing of a column goes that is put in the order of its numbers; those that are the same stay as they are. */
function byNumber(order: Int32Array, numbers: Int32Array, count: number): Int32Array {
  const next = new Int32Array(count + 1);
  for (const number of numbers) next[number + 1] = (next[number + 1] as number) + 1;
  for (let number = 0; number < count; number++) next[number + 1] = (next[number + 1] as number) + (next[number] as number);
  const sorted = new Int32Array(order.length);
  for (const item of order) {
    const number = numbers[item] as number;
    const place = next[number] as number;
    sorted[place] = item;
    next[number] = place + 1;
  }
  return sorted;
}

/**
 * Elements in the order of the numbers of their ends, then of their keys; one of those that say the same. Throws {@link GraphError}
 * `duplicate-key` where two different elements have one key. `fromCount`, `toCount`: how many such numbers there are.
 */
export function orderOf(
  { from, to }: Pick<ElementColumns, 'from' | 'to'>,
  fromCount: number,
  toCount: number,
  reader: ElementReader<Grant | Link>,
): Int32Array {
  const order = byNumber(byNumber(numbersTo(from.length), to, toCount), from, fromCount);
  for (let first = 0; first < order.length;) {
    const item = order[first] as number;
    let end = first + 1;
    while (end < order.length && from[order[end] as number] === from[item] && to[order[end] as number] === to[item]) end++;
    if (end - first > 1) {
      const keyed = Array.from(order.subarray(first, end), (each) => ({ each, key: reader.key(each) }));
      keyed.sort((a, b) => byCodeUnit(a.key, b.key));
      for (const [at, { each }] of keyed.entries()) order[first + at] = each;
    }
    first = end;
  }
  return withoutRepeats(order, reader);
}

function withoutRepeats(order: Int32Array, reader: ElementReader<Grant | Link>): Int32Array {
  const repeats = repeatsIn(order, reader);
  if (repeats.size === 0) return order;
  return order.filter((_, place) => !repeats.has(place));
}

const PARTS = 1 << 8;

/** The places of those whose key another has that stands before. Hashes are looked at part by part, so that a table fits the processor's cache. */
function repeatsIn(order: Int32Array, reader: ElementReader<Grant | Link>): ReadonlySet<number> {
  const hashes = new Int32Array(order.length);
  const parts = new Int32Array(order.length);
  for (let place = 0; place < order.length; place++) {
    const hash = spread(reader.keyHash(order[place] as number)) | 0;
    hashes[place] = hash;
    parts[place] = hash & (PARTS - 1);
  }
  const { start, items } = rowsOf(PARTS, parts);
  const repeats = new Set<number>();
  let table = new Int32Array(0);
  for (let part = 0; part < PARTS; part++) {
    const [from, until] = [start[part] as number, start[part + 1] as number];
    if (until - from < 2) continue;
    let size = 16;
    while (size < (until - from) * 2) size *= 2;
    if (table.length < size) table = new Int32Array(size);
    table.fill(-1, 0, size);
    for (let at = from; at < until; at++) {
      const place = items[at] as number;
      const hash = hashes[place] as number;
      let slot = (hash >>> 8) & (size - 1);
      for (let other = table[slot] as number; other >= 0; other = table[slot] as number) {
        if (hashes[other] === hash && isRepeat(order[other] as number, order[place] as number, reader)) {
          repeats.add(place);
          break;
        }
        slot = (slot + 1) & (size - 1);
      }
      if ((table[slot] as number) < 0) table[slot] = place;
    }
  }
  return repeats;
}

function isRepeat(one: number, other: number, reader: ElementReader<Grant | Link>): boolean {
  if (reader.key(one) !== reader.key(other)) return false;
  assertSame(reader.at(one), reader.at(other));
  return true;
}

function assertSame(one: Grant | Link, other: Grant | Link): void {
  if (canonicalJson(one as unknown as Json) === canonicalJson(other as unknown as Json)) return;
  throw new GraphError(
    'duplicate-key',
    `cannot build the graph: two different ${one.type}s have the key '${one.key}'; the connector of ${one.boundary} must tell them apart`,
  );
}

/** Numbers by the hash of something of theirs: some twelve bytes each. */
export class KeyIndex {
  readonly #table: Int32Array;
  readonly #hashes: Int32Array;
  readonly #hashOf: (number: number) => number;

  constructor(count: number, hashOf: (number: number) => number) {
    let size = 16;
    while (size < count * 1.5) size *= 2;
    this.#table = new Int32Array(size).fill(-1);
    this.#hashes = new Int32Array(size);
    this.#hashOf = hashOf;
  }

  /** The number that is the same as this one; `-1` where there was none, and this one is there now. */
  add(number: number, isSame: (other: number) => boolean): number {
    const hash = this.#hashOf(number);
    const place = this.#placeOf(hash, isSame);
    const found = this.#table[place] as number;
    if (found >= 0) return found;
    this.#table[place] = number;
    this.#hashes[place] = hash;
    return -1;
  }

  /** The number of this hash for which `isIt` holds, or `-1`. */
  find(hash: number, isIt: (number: number) => boolean): number {
    return this.#table[this.#placeOf(hash, isIt)] as number;
  }

  #placeOf(hash: number, isIt: (number: number) => boolean): number {
    const mask = this.#table.length - 1;
    let place = spread(hash) & mask;
    for (let found = this.#table[place] as number; found >= 0; found = this.#table[place] as number) {
      if (this.#hashes[place] === hash && isIt(found)) return place;
      place = (place + 1) & mask;
    }
    return place;
  }
}

/** 0, 1, … */
export function numbersTo(count: number): Int32Array {
  const numbers = new Int32Array(count);
  for (let at = 0; at < count; at++) numbers[at] = at;
  return numbers;
}

/** The numbers of a column in another order, in a column of that length. */
export function gather<T extends Int32Array | Uint8Array | Float64Array>(column: T, order: Int32Array, into: T): T {
  for (let at = 0; at < order.length; at++) into[at] = column[order[at] as number] as number;
  return into;
}
