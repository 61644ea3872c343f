import { hash } from 'node:crypto';
import { LogError } from './errors.ts';
import { consistencyRanges, inclusionRanges, subtreesOf, type Range } from './ranges.ts';

/*
 * The Merkle tree of RFC 6962 section 2.1 over SHA-256. Hashes are 32 bytes.
 *   leaf  = SHA-256(00 || entry)
 *   node  = SHA-256(01 || left || right)
 *   empty = SHA-256("")
 */
export type Hash = Uint8Array;
export const HASH_BYTES = 32;

export function leafHash(entry: Uint8Array): Hash {
  const bytes = new Uint8Array(1 + entry.length);
  bytes.set(entry, 1);
  return hash('sha256', bytes, 'buffer');
}

/** What a node is hashed of, one after the other: nothing of it is left when a hash is answered, and a log has as many nodes as leaves. */
const pair = Buffer.of(1, ...new Uint8Array(2 * HASH_BYTES));

export function nodeHash(left: Hash, right: Hash): Hash {
  pair.set(left, 1);
  pair.set(right, 1 + HASH_BYTES);
  return hash('sha256', pair, 'buffer');
}

export function emptyRoot(): Hash {
  return hash('sha256', new Uint8Array(0), 'buffer');
}

/** Root of the tree over leaf hashes, in their order. */
export function treeRoot(leafHashes: readonly Hash[]): Hash {
  return rangeRoot({ from: 0, to: leafHashes.length }, memoryOf(leafHashes));
}

/** Sibling of the leaf first, up to the child of the root. Throws `out-of-tree` for an index that is not in the tree. */
export function inclusionProof(leafHashes: readonly Hash[], index: number): readonly Hash[] {
  const at = memoryOf(leafHashes);
  return inclusionRanges(index, leafHashes.length).map((range) => rangeRoot(range, at));
}

/** That the tree of the first `from` leaves is the beginning of the tree of all. */
export function consistencyProof(leafHashes: readonly Hash[], from: number): readonly Hash[] {
  const at = memoryOf(leafHashes);
  return consistencyRanges(from, leafHashes.length).map((range) => rangeRoot(range, at));
}

/** The hash over `2^level` leaves from leaf `index * 2^level` on. */
export type NodeAt = (level: number, index: number) => Hash;

/** The hash that RFC 6962 gives leaves in a row, of which every subtree but the last is complete. */
export function rangeRoot(range: Range, at: NodeAt): Hash {
  let root: Hash | undefined;
  for (const { level, index } of subtreesOf(range).reverse()) {
    const subtree = at(level, index);
    root = root === undefined ? subtree : nodeHash(subtree, root);
  }
  return root ?? emptyRoot();
}

function memoryOf(leafHashes: readonly Hash[]): NodeAt {
  const levels: (readonly Hash[])[] = [leafHashes];
  return function at(level, index) {
    for (let above = levels.length; above <= level; above++) levels.push(pairsOf(levels[above - 1] ?? []));
    const found = levels[level]?.[index];
    if (found === undefined) throw new LogError('out-of-tree', `cannot tell the hash ${index} of level ${level}: the tree ends before it`);
    return found;
  };
}

function pairsOf(hashes: readonly Hash[]): readonly Hash[] {
  const pairs: Hash[] = [];
  for (let i = 0; i + 1 < hashes.length; i += 2) pairs.push(nodeHash(hashes[i] as Hash, hashes[i + 1] as Hash));
  return pairs;
}

/** A tree that grows by leaves and keeps no more than its right edge. */
export class Tree {
  /** Roots of the complete subtrees that make it up, the largest first. */
  readonly #edge: { readonly level: number; readonly root: Hash }[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  append(leaf: Hash): void {
    let [level, root] = [0, leaf];
    for (let last = this.#edge.at(-1); last?.level === level; last = this.#edge.at(-1)) {
      root = nodeHash(last.root, root);
      level++;
      this.#edge.pop();
    }
    this.#edge.push({ level, root });
    this.#size++;
  }

  root(): Hash {
    let root: Hash | undefined;
    for (const subtree of this.#edge.toReversed()) root = root === undefined ? subtree.root : nodeHash(subtree.root, root);
    return root ?? emptyRoot();
  }
}

export function equalHashes(a: Hash, b: Hash): boolean {
  return Buffer.compare(a, b) === 0;
}
