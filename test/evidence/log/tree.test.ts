import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { edgeRoot, emptyEdge, grow, growBundles } from '../../../src/evidence/log/edge.ts';
import { consistencyProof, inclusionProof, leafHash, Tree, treeRoot, type Hash } from '../../../src/evidence/log/merkle.ts';
import { decodeBundle, tilePath, tilesOf } from '../../../src/evidence/log/tile.ts';
import { verifyConsistency, verifyInclusion } from '../../../src/evidence/log/verify-proof.ts';
import { runs } from '../../support/runs.ts';

/** RFC 6962 section 2.1, word by word: what the others are held to. */
function defined(hashes: readonly Hash[]): Hash {
  if (hashes.length <= 1) return hashes[0] ?? treeRoot([]);
  let middle = 1;
  while (middle * 2 < hashes.length) middle *= 2;
  return treeRoot([defined(hashes.slice(0, middle)), defined(hashes.slice(middle))]);
}

function leaves(size: number): readonly Hash[] {
  return Array.from({ length: size }, (_, i) => leafHash(Buffer.from(`entry ${i}`)));
}

const all = leaves(700);
const heads = Array.from({ length: all.length + 1 }, (_, size) => ({ size, root: treeRoot(all.slice(0, size)) }));
const head = (size: number): { size: number; root: Hash } => heads[size]!;
const flipped = (hash: Hash, at: number): Hash => hash.map((byte, i) => (i === at % 32 ? byte ^ (1 << (at % 8)) : byte));
const sizes = fc.integer({ min: 1, max: 700 });

describe('a tree of any size', () => {
  it('has the root that the definition gives, however it is made', () => {
    const tree = new Tree();
    for (let size = 0; size <= 600; size++) {
      const root = defined(all.slice(0, size));
      expect(treeRoot(all.slice(0, size))).toEqual(root);
      expect(tree.root()).toEqual(root);
      tree.append(all[size]!);
    }
  });

  it('proves each leaf, and nothing else by the same proof', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (size, pick, bit) => {
        const index = pick % size;
        const { root } = head(size);
        const [leaf, proof] = [all[index]!, inclusionProof(all.slice(0, size), index)];
        expect(verifyInclusion(root, size, index, leaf, proof)).toBe(true);
        expect(verifyInclusion(flipped(root, bit), size, index, leaf, proof)).toBe(false);
        expect(verifyInclusion(root, size, index, flipped(leaf, bit), proof)).toBe(false);
        expect(verifyInclusion(root, size, index, leaf, [...proof, leaf])).toBe(false);
        expect(verifyInclusion(root, size, size + index, leaf, proof)).toBe(false);
        if (size > 1) {
          const other = (index + 1 + (bit % (size - 1))) % size;
          expect(verifyInclusion(root, size, other, leaf, proof)).toBe(false);
          expect(verifyInclusion(root, size, index, leaf, proof.slice(1))).toBe(false);
          expect(verifyInclusion(root, size, index, leaf, proof.with(bit % proof.length, flipped(proof[bit % proof.length]!, bit)))).toBe(
            false,
          );
        }
      }),
      { numRuns: runs(200, 20_000) },
    );
  });

  it('proves each of its beginnings, and nothing else by the same proof', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (size, pick, bit) => {
        const from = pick % (size + 1);
        const proof = consistencyProof(all.slice(0, size), from);
        expect(verifyConsistency(head(from), head(size), proof)).toBe(true);
        expect(verifyConsistency(head(from), { size, root: flipped(head(size).root, bit) }, proof)).toBe(from === 0);
        expect(verifyConsistency({ size: from, root: flipped(head(from).root, bit) }, head(size), proof)).toBe(false);
        expect(verifyConsistency(head(from), head(size), [...proof, head(size).root])).toBe(false);
        if (proof.length === 0) return;
        expect(verifyConsistency(head(from), head(size), proof.slice(1))).toBe(false);
        const at = bit % proof.length;
        expect(verifyConsistency(head(from), head(size), proof.with(at, flipped(proof[at]!, bit)))).toBe(false);
      }),
      { numRuns: runs(200, 20_000) },
    );
  });

  it('grows into the same tiles by any steps', () => {
    const entries = Array.from({ length: 700 }, (_, i) => Buffer.from(`entry ${i}`));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 5 }), (steps) => {
        const files = new Map<string, Uint8Array>();
        let edge = emptyEdge;
        for (const step of steps) {
          const added = entries.slice(edge.size, edge.size + step);
          const old = files.get(
            [...tilesOf(edge.size)]
              .filter(({ level }) => level === 'entries')
              .map(tilePath)
              .at(-1) ?? '',
          );
          const last = edge.size % 256 === 0 ? [] : decodeBundle(old!, edge.size % 256);
          const grown = grow(edge, added.map(leafHash));
          for (const { tile, bytes } of [...growBundles(edge.size, last, added), ...grown.tiles]) files.set(tilePath(tile), bytes);
          edge = grown.edge;
          expect(edgeRoot(edge)).toEqual(head(edge.size).root);
        }
        const whole = grow(emptyEdge, all.slice(0, edge.size));
        for (const { tile, bytes } of [...growBundles(0, [], entries.slice(0, edge.size)), ...whole.tiles])
          expect(Buffer.compare(files.get(tilePath(tile))!, bytes), tilePath(tile)).toBe(0);
        expect([...tilesOf(edge.size)].filter((tile) => !files.has(tilePath(tile)))).toEqual([]);
      }),
      { numRuns: runs(20, 1000) },
    );
  });
});
