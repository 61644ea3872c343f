import { emptyRoot, equalHashes, HASH_BYTES, nodeHash, type Hash } from './merkle.ts';
import { isSize } from './ranges.ts';

/**
 * Whether a proof shows that the leaf of an index is in the tree of a size and root (RFC 9162 section 2.1.3.2). `false` for whatever
 * does not fit: too many or too few hashes, hashes of another length, an index outside.
 */
export function verifyInclusion(root: Hash, size: number, index: number, leaf: Hash, proof: readonly Hash[]): boolean {
  if (!isSize(size) || !isSize(index) || index >= size || !areHashes([root, leaf, ...proof])) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else hash = nodeHash(hash, sibling);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && equalHashes(hash, root);
}

export interface TreeHead {
  readonly size: number;
  readonly root: Hash;
}

/**
 * Whether a proof shows that the second tree begins with the first (RFC 9162 section 2.1.4.2). The empty tree is the beginning of
 * every tree, and a tree of itself; both have an empty proof.
 */
export function verifyConsistency(first: TreeHead, second: TreeHead, proof: readonly Hash[]): boolean {
  if (!isSize(first.size) || !isSize(second.size) || first.size > second.size) return false;
  if (!areHashes([first.root, second.root, ...proof])) return false;
  if (first.size === second.size) return proof.length === 0 && equalHashes(first.root, second.root);
  if (first.size === 0) return proof.length === 0 && equalHashes(first.root, emptyRoot());
  let [at, last] = [first.size - 1, second.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  // Where the first tree is one complete subtree its root is not told again.
  const told = at === 0 ? [first.root, ...proof] : proof;
  const start = told[0];
  if (start === undefined) return false;
  let [early, late] = [start, start];
  for (const sibling of told.slice(1)) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      early = nodeHash(sibling, early);
      late = nodeHash(sibling, late);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else late = nodeHash(late, sibling);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && equalHashes(early, first.root) && equalHashes(late, second.root);
}

function half(n: number): number {
  return Math.floor(n / 2);
}

function areHashes(hashes: readonly Hash[]): boolean {
  return hashes.every((hash) => hash.length === HASH_BYTES);
}
