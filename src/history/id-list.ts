import { HistoryError } from './errors.ts';

/**
 * Row ids as bytes: runs of neighbours, each as two LEB128 numbers, how far it lies behind the end of the last one and how long it is. The
 * rows of a first run are one run of neighbours, and a hundredth of them changed costs some bytes for each that did.
 */
export function packIds(rising: Iterable<number>): Uint8Array {
  const bytes: number[] = [];
  let end = 0;
  let first = -1;
  let next = -1;
  for (const id of rising) {
    if (id === next) {
      next++;
      continue;
    }
    if (first >= 0) {
      put(bytes, first - end);
      put(bytes, next - first);
      end = next;
    }
    first = id;
    next = id + 1;
  }
  if (first >= 0) {
    put(bytes, first - end);
    put(bytes, next - first);
  }
  return Uint8Array.from(bytes);
}

/** Calls with each run of neighbours: its first id and the id behind its last. Throws `broken` on bytes that {@link packIds} did not write. */
export function eachSpan(bytes: Uint8Array, call: (first: number, behind: number) => void): void {
  let at = 0;
  let end = 0;
  function take(): number {
    let value = 0;
    let unit = 1;
    for (;;) {
      const byte = bytes[at++];
      if (byte === undefined || value > Number.MAX_SAFE_INTEGER) {
        throw new HistoryError('broken', 'cannot read which rows a run saw: the list of ids is cut off', { hint: 'vestige store check' });
      }
      value += (byte & 0x7f) * unit;
      if (byte < 0x80) return value;
      unit *= 128;
    }
  }
  while (at < bytes.length) {
    const first = end + take();
    end = first + take();
    call(first, end);
  }
}

/** The ids, rising. */
export function unpackIds(bytes: Uint8Array): readonly number[] {
  const ids: number[] = [];
  eachSpan(bytes, (first, behind) => {
    for (let id = first; id < behind; id++) ids.push(id);
  });
  return ids;
}

/** The same to be asked which ids are in it. */
export class IdSet {
  readonly #firsts: number[] = [];
  readonly #ends: number[] = [];

  constructor(bytes: Uint8Array) {
    eachSpan(bytes, (first, behind) => {
      this.#firsts.push(first);
      this.#ends.push(behind);
    });
  }

  has(id: number): boolean {
    let low = 0;
    let high = this.#ends.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ends[middle] as number) <= id) low = middle + 1;
      else high = middle;
    }
    return low < this.#ends.length && (this.#firsts[low] as number) <= id;
  }
}

function put(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 128) + 0x80);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}
