import { nodeHash, rangeRoot } from '../log/merkle.ts';
import type { Hash, NodeAt } from '../log/merkle.ts';
import { inclusionRanges } from '../log/ranges.ts';
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
