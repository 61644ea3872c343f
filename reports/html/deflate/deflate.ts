import { BitWriter } from './bits.ts';
import { codeFor } from './huffman.ts';
import type { Code } from './huffman.ts';

const WINDOW = 1 << 15;
const HASHES = 1 << 16;
const SHORTEST = 4;
const LONGEST = 258;
/** How many earlier places are looked at for the longest match. */
const TRIES = 12;
const BLOCK = 1 << 15;
const END = 256;

// RFC 1951, 3.2.5: the least length, and distance, of each symbol, and how many more bits tell it apart.
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const LENGTHS = [...basesOf(LENGTH_BITS, 3).slice(0, -1), LONGEST];
const DISTANCES = basesOf(DISTANCE_BITS, 1);
const lengthSymbols = symbolsOf(LENGTHS, LONGEST);
const distanceSymbols = symbolsOf(DISTANCES, WINDOW);
/** The order in which the lengths of the code of lengths are written, 3.2.7. */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/**
 * The bytes compressed as RFC 1951 says, with nothing around them. A compressor of a platform is another one on each machine and in each
 * version; this one gives the same bytes everywhere.
 */
export function deflate(bytes: Uint8Array): Uint8Array {
  const to = new BitWriter();
  const head = new Int32Array(HASHES).fill(-1);
  const before = new Int32Array(WINDOW);
  const block = new Block();
  let at = 0;
  while (at < bytes.length) {
    let [longest, from] = [SHORTEST - 1, -1];
    if (at + SHORTEST <= bytes.length) {
      const most = Math.min(LONGEST, bytes.length - at);
      let place = head[hashAt(bytes, at)] as number;
      for (let tries = TRIES; place >= 0 && at - place < WINDOW && tries > 0; tries--) {
        if (bytes[place + longest] === bytes[at + longest]) {
          const length = matchLength(bytes, place, at, most);
          if (length > longest) [longest, from] = [length, place];
          if (longest === most) break;
        }
        const next = before[place & (WINDOW - 1)] as number;
        if (next >= place) break;
        place = next;
      }
    }
    const step = from < 0 ? 1 : longest;
    if (from < 0) block.literal(bytes[at] as number);
    else block.match(longest, at - from);
    const next = at + step;
    for (const end = Math.min(next, bytes.length - SHORTEST + 1); at < end; at++) {
      const hash = hashAt(bytes, at);
      before[at & (WINDOW - 1)] = head[hash] as number;
      head[hash] = at;
    }
    at = next;
    if (block.isFull) block.write(to, false);
  }
  block.write(to, true);
  return to.done();
}

function hashAt(bytes: Uint8Array, at: number): number {
  const word =
    (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16) | ((bytes[at + 3] as number) << 24);
  return Math.imul(word, 0x9e3779b1) >>> 16;
}

function matchLength(bytes: Uint8Array, one: number, other: number, most: number): number {
  let length = 0;
  while (length < most && bytes[one + length] === bytes[other + length]) length++;
  return length;
}

/** What is written with one pair of codes: literals, and matches as length and distance. */
class Block {
  readonly #values = new Uint16Array(BLOCK);
  /** Of a match; `0`: the value is a literal. */
  readonly #distances = new Uint16Array(BLOCK);
  #length = 0;

  get isFull(): boolean {
    return this.#length === BLOCK;
  }

  literal(byte: number): void {
    this.#values[this.#length] = byte;
    this.#distances[this.#length++] = 0;
  }

  match(length: number, distance: number): void {
    this.#values[this.#length] = length;
    this.#distances[this.#length++] = distance;
  }

  /** Writes it, and is empty. */
  write(to: BitWriter, isLast: boolean): void {
    const [values, distances] = [new Uint32Array(END + 1 + LENGTHS.length), new Uint32Array(DISTANCES.length)];
    values[END] = 1;
    for (let at = 0; at < this.#length; at++) {
      const [value, distance] = [this.#values[at] as number, this.#distances[at] as number];
      const symbol = distance === 0 ? value : END + 1 + (lengthSymbols[value] as number);
      values[symbol] = (values[symbol] as number) + 1;
      if (distance === 0) continue;
      const far = distanceSymbols[distance] as number;
      distances[far] = (distances[far] as number) + 1;
    }
    const [own, far] = [codeFor(values, 15), codeFor(distances, 15)];
    to.put(isLast ? 1 : 0, 1);
    to.put(2, 2);
    writeCodes(to, own, far);
    for (let at = 0; at < this.#length; at++) this.#put(to, own, far, this.#values[at] as number, this.#distances[at] as number);
    putSymbol(to, own, END);
    this.#length = 0;
  }

  #put(to: BitWriter, own: Code, far: Code, value: number, distance: number): void {
    if (distance === 0) {
      putSymbol(to, own, value);
      return;
    }
    const length = lengthSymbols[value] as number;
    putSymbol(to, own, END + 1 + length);
    to.put(value - (LENGTHS[length] as number), LENGTH_BITS[length] as number);
    const symbol = distanceSymbols[distance] as number;
    putSymbol(to, far, symbol);
    to.put(distance - (DISTANCES[symbol] as number), DISTANCE_BITS[symbol] as number);
  }
}

function putSymbol(to: BitWriter, { bits, lengths }: Code, symbol: number): void {
  to.put(bits[symbol] as number, lengths[symbol] as number);
}

/** The lengths of both codes, in a code of their own; three zeros or more are one symbol of it (3.2.7). */
function writeCodes(to: BitWriter, own: Code, far: Code): void {
  const lengths = [...own.lengths, ...far.lengths];
  const runs: (readonly [symbol: number, more: number, bits: number])[] = [];
  for (let at = 0; at < lengths.length;) {
    const length = lengths[at] as number;
    let zeros = 0;
    while (zeros < 138 && lengths[at + zeros] === 0) zeros++;
    if (zeros < 3) runs.push([length, 0, 0]);
    else if (zeros < 11) runs.push([17, zeros - 3, 3]);
    else runs.push([18, zeros - 11, 7]);
    at += zeros < 3 ? 1 : zeros;
  }
  const counts = new Uint32Array(ORDER.length);
  for (const [symbol] of runs) counts[symbol] = (counts[symbol] as number) + 1;
  const code = codeFor(counts, 7);
  to.put(own.lengths.length - 257, 5);
  to.put(far.lengths.length - 1, 5);
  to.put(ORDER.length - 4, 4);
  for (const symbol of ORDER) to.put(code.lengths[symbol] as number, 3);
  for (const [symbol, more, bits] of runs) {
    putSymbol(to, code, symbol);
    to.put(more, bits);
  }
}

function basesOf(bits: readonly number[], first: number): readonly number[] {
  let base = first;
  return bits.map((more) => {
    const own = base;
    base += 1 << more;
    return own;
  });
}

/** Of each value the last symbol whose base is not greater. */
function symbolsOf(bases: readonly number[], most: number): Uint8Array {
  const symbols = new Uint8Array(most + 1);
  for (let value = 0, symbol = 0; value <= most; value++) {
    while ((bases[symbol + 1] ?? Infinity) <= value) symbol++;
    symbols[value] = symbol;
  }
  return symbols;
}
