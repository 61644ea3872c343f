import type { Block } from '../values.ts';
import { addressOf } from '../values.ts';
import type { Candidates } from './numbers.ts';

/**
 * The first address of each block, the one after its last, and the first of each version. The addresses that are in the same blocks
 * are ranges, and where one begins a block begins, or one has just ended.
 */
export function addressesAround(values: readonly string[]): Candidates {
  const blocks = values.map(addressOf).filter((each) => each !== undefined);
  return { texts: [...of(4, blocks), ...of(6, blocks)], exact: true };
}

function of(version: 4 | 6, blocks: readonly Block[]): readonly string[] {
  const bits = version === 4 ? 32n : 128n;
  const most = (1n << bits) - 1n;
  const ends = blocks
    .filter((each) => each.version === version)
    .map((each) => {
      const first = each.words.reduce((value, word) => (value << 32n) | BigInt(word), 0n);
      return [first, first + (most >> BigInt(each.length))] as const;
    })
    .sort(([a, b], [c, d]) => (a !== c ? (a < c ? -1 : 1) : b < d ? -1 : b > d ? 1 : 0));
  const all = [...ends.map(([first]) => first), ...ends.map(([, last]) => last + 1n), 0n];
  return [...new Set(all.filter((each) => each <= most))].map(version === 4 ? dotted : grouped);
}

function dotted(address: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 0xffn)).join('.');
}

/** RFC 5952: lower case, the longest run of two or more groups of zeros, the first of equals, as `::`. */
function grouped(address: bigint): string {
  const groups = [7n, 6n, 5n, 4n, 3n, 2n, 1n, 0n].map((at) => ((address >> (at * 16n)) & 0xffffn).toString(16));
  let [from, length] = [0, 1];
  for (let at = 0; at < 8; at++) {
    let run = 0;
    while (groups[at + run] === '0') run++;
    if (run > length) [from, length] = [at, run];
  }
  return length < 2 ? groups.join(':') : `${groups.slice(0, from).join(':')}::${groups.slice(from + length).join(':')}`;
}
