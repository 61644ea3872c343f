import { nodeHash, rangeRoot } from '../log/merkle.ts';
import type { Hash, NodeAt } from '../log/merkle.ts';
import { inclusionRanges } from '../log/ranges.ts';
import { verifyInclusion } from '../log/verify-proof.ts';
import { hex } from './tree.ts';

/** Ways to the root of one tree, each hash in hex, the sibling of the leaf first. Each node of the tree is hashed once, however many ways are asked for. */
export function waysOf(leafHashes: readonly Hash[]): (index: number) => readonly string[] {
  const nodes: Hash[][] = [];
  const at: NodeAt = (level, index) => {
    const leaf = level === 0 ? leafHashes[index] : nodes[level]?.[index];
    if (leaf !== undefined) return leaf;
    const node = nodeHash(at(level - 1, 2 * index), at(level - 1, 2 * index + 1));
    (nodes[level] ??= [])[index] = node;
    return node;
  };
  return (index) => inclusionRanges(index, leafHashes.length).map((range) => hex(rangeRoot(range, at)));
}

/** Whether a way leads from a leaf to the root. Roots and ways are in hex and may be anybody's text: what is no hash leads nowhere. */
export function leadsTo(root: string, size: number, index: number, hash: Uint8Array, path: readonly string[]): boolean {
  if (!isHash(root) || !path.every(isHash)) return false;
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) return false;
  return verifyInclusion(
    Buffer.from(root, 'hex'),
    size,
    index,
    hash,
    path.map((each) => Buffer.from(each, 'hex')),
  );
}

export function isHash(text: string): boolean {
  return /^[0-9a-f]{64}$/.test(text);
}
