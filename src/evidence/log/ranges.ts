import { LogError } from './errors.ts';

/** Leaves from an index up to another one, which is not in it. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A complete subtree: `2^level` leaves from leaf `index * 2^level` on. */
export interface Subtree {
  readonly level: number;
  readonly index: number;
}

/*
 * Sizes go up to 2^53 - 1, where the operators on bits end at 2^31: everything is done by division.
 */

/** The ranges whose hashes prove that a leaf is in a tree (RFC 6962 section 2.1.1), the sibling of the leaf first. */
export function inclusionRanges(index: number, size: number): readonly Range[] {
  if (!isSize(index) || !isSize(size) || index >= size)
    throw new LogError('out-of-tree', `cannot prove that leaf ${index} is in a tree of ${size} leaves: it is not`);
  const path: Range[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from);
    if (index < middle) {
      path.push({ from: middle, to });
      to = middle;
    } else {
      path.push({ from, to: middle });
      from = middle;
    }
  }
  return path.reverse();
}

/** The ranges whose hashes prove that one tree begins with another (RFC 6962 section 2.1.2). None for the empty tree, and for the same size. */
export function consistencyRanges(first: number, second: number): readonly Range[] {
  if (!isSize(first) || !isSize(second) || first > second)
    throw new LogError('out-of-tree', `cannot prove that a tree of ${second} leaves begins with one of ${first}: it is smaller`);
  if (first === 0 || first === second) return [];
  const path: Range[] = [];
  let [from, to] = [0, second];
  let isWhole = true;
  while (to !== first) {
    const middle = from + largestPowerBelow(to - from);
    if (first <= middle) {
      path.push({ from: middle, to });
      to = middle;
    } else {
      path.push({ from, to: middle });
      from = middle;
      isWhole = false;
    }
  }
  if (!isWhole) path.push({ from, to });
  return path.reverse();
}

/** The complete subtrees that a range of a tree falls into, from left to right. Of a range that a tree is cut into: each by halving. */
export function subtreesOf({ from, to }: Range): Subtree[] {
  const subtrees: Subtree[] = [];
  for (let at = from; at < to;) {
    let [level, width] = [0, 1];
    while (width * 2 <= to - at && at % (width * 2) === 0) {
      width *= 2;
      level++;
    }
    subtrees.push({ level, index: at / width });
    at += width;
  }
  return subtrees;
}

/** The largest power of two below a number above 1. */
function largestPowerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}

export function isSize(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}
