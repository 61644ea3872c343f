import { emptyRoot, nodeHash, type Hash } from './merkle.ts';
import { subtreesOf } from './ranges.ts';
import { completeRoot, encodeBundle, encodeTile, TILE_WIDTH, type Tile } from './tile.ts';

/** The right edge of a log: the tiles that are not full yet, from the leaves up. All that is needed to tell its root and to go on. */
export interface Edge {
  readonly size: number;
  /** Of each level the hashes of its last tile; none where the last tile is full. */
  readonly rows: readonly (readonly Hash[])[];
}

export const emptyEdge: Edge = { size: 0, rows: [] };

export interface WrittenTile {
  readonly tile: Tile;
  readonly bytes: Uint8Array;
}

export interface Grown {
  readonly edge: Edge;
  /** Tiles that are new or wider, lower levels first: what has to be written before the tree may be signed. */
  readonly tiles: readonly WrittenTile[];
}

/** The log after more leaves. The work is that of the new leaves and of the edge, whatever the size. */
export function grow(edge: Edge, leaves: readonly Hash[]): Grown {
  const rows = edge.rows.map((row) => [...row]);
  const tiles: WrittenTile[] = [];
  const widened = new Set<number>();
  let size = edge.size;
  for (const leaf of leaves) {
    size++;
    let hash: Hash = leaf;
    for (let level = 0; ; level++) {
      const row = (rows[level] ??= []);
      row.push(hash);
      widened.add(level);
      if (row.length < TILE_WIDTH) break;
      const index = Math.floor(size / TILE_WIDTH ** (level + 1)) - 1;
      tiles.push({ tile: { level, index, width: TILE_WIDTH }, bytes: encodeTile(row) });
      hash = completeRoot(row);
      rows[level] = [];
    }
  }
  for (const level of widened) {
    const row = rows[level] ?? [];
    const index = Math.floor(size / TILE_WIDTH ** (level + 1));
    if (row.length > 0) tiles.push({ tile: { level, index, width: row.length }, bytes: encodeTile(row) });
  }
  return { edge: { size, rows }, tiles: tiles.sort((a, b) => Number(a.tile.level) - Number(b.tile.level)) };
}

/** The bundles that are new or wider after more entries: `last` are the entries of the last one, if it was not full. */
export function growBundles(size: number, last: readonly Uint8Array[], entries: readonly Uint8Array[]): readonly WrittenTile[] {
  const open = [...last, ...entries];
  const first = Math.floor(size / TILE_WIDTH);
  const bundles: WrittenTile[] = [];
  for (let at = 0; at < open.length; at += TILE_WIDTH) {
    const bundle = open.slice(at, at + TILE_WIDTH);
    bundles.push({
      tile: { level: 'entries', index: first + at / TILE_WIDTH, width: bundle.length },
      bytes: encodeBundle(bundle),
    });
  }
  return bundles;
}

export function edgeRoot({ rows }: Edge): Hash {
  let root: Hash | undefined;
  for (const row of rows) {
    for (const { level, index } of subtreesOf({ from: 0, to: row.length }).reverse()) {
      const width = 2 ** level;
      const subtree = completeRoot(row.slice(index * width, (index + 1) * width));
      root = root === undefined ? subtree : nodeHash(subtree, root);
    }
  }
  return root ?? emptyRoot();
}
