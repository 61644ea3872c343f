import { nodeHash, rangeRoot, type Hash } from '../../log/merkle.ts';
import { TILE_WIDTH } from '../../log/tile.ts';

/** A row of tiles is over 2^8 of the row below it. */
const LEVELS_OF_A_TILE = Math.log2(TILE_WIDTH);

/**
 * Roots that a tree had at its sizes, from the rows of its tiles: a few hundred hashes each, however large it is. `undefined` for a size that it never had, and
 * where a hash below is not known.
 */
export function rootsAt(rows: readonly (readonly (Hash | null)[])[]): (size: number) => Hash | undefined {
  const known = new Map<number, Hash | undefined>();
  const leaves = rows[0]?.length ?? 0;
  return function rootAt(size) {
    if (size > leaves) return undefined;
    if (!known.has(size)) known.set(size, rootOf(size, rows));
    return known.get(size);
  };
}

function rootOf(size: number, rows: readonly (readonly (Hash | null)[])[]): Hash | undefined {
  let isWhole = true;
  function at(level: number, index: number): Hash {
    if (level % LEVELS_OF_A_TILE > 0) return nodeHash(at(level - 1, 2 * index), at(level - 1, 2 * index + 1));
    const hash = rows[level / LEVELS_OF_A_TILE]?.[index] ?? null;
    isWhole &&= hash !== null;
    return hash ?? unknown;
  }
  const root = rangeRoot({ from: 0, to: size }, at);
  return isWhole ? root : undefined;
}

/** Stands where a hash is missing, and never leaves this file. */
const unknown = new Uint8Array(32);
