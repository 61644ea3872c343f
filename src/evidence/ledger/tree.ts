import { join } from 'node:path';
import { edgeRoot, type Edge } from '../log/edge.ts';
import { equalHashes, leafHash, rangeRoot, type Hash } from '../log/merkle.ts';
import { subtreesOf, type Range } from '../log/ranges.ts';
import {
  completeRoot,
  decodeBundle,
  decodeTile,
  encodeBundle,
  encodeTile,
  rowLength,
  TILE_WIDTH,
  tilePath,
  type Tile,
} from '../log/tile.ts';
import type { Disk } from './disk.ts';
import { decoded, LedgerError } from './errors.ts';

const MOST_HELD = 64;
const LEVELS_IN_TILE = 8;

/**
 * The tree of a size as its tiles lie on a disk. Nothing is handed out that does not lead to the root: the right edge is checked against
 * it, each full tile against the hash over it, and each bundle against the hashes of its entries.
 */
export class StoredTree {
  readonly size: number;
  readonly edge: Edge;
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #held = new Map<string, readonly Hash[]>();
  #last: { readonly index: number; readonly entries: readonly Uint8Array[] } | null = null;

  private constructor(disk: Disk, folder: string, edge: Edge) {
    this.#disk = disk;
    this.#folder = folder;
    this.edge = edge;
    this.size = edge.size;
  }

  /** Reads the right edge, a tile of each level. Throws `damaged` where it does not give the root, `missing-file` where a tile is gone. */
  static async open(disk: Disk, folder: string, size: number, root: Hash): Promise<StoredTree> {
    const rows: (readonly Hash[])[] = [];
    for (let level = 0; rowLength(level, size) > 0; level++) {
      const length = rowLength(level, size);
      const tile: Tile = { level, index: Math.floor(length / TILE_WIDTH), width: length % TILE_WIDTH };
      rows.push(tile.width === 0 ? [] : await readTile(disk, folder, tile));
    }
    const edge: Edge = { size, rows };
    if (!equalHashes(edgeRoot(edge), root)) throw damaged(folder, `the tiles of ${size} leaves give another root than the checkpoint says`);
    return new StoredTree(disk, folder, edge);
  }

  /** The hash of a range of leaves, as RFC 6962 makes it in this tree. */
  async hashOf(range: Range): Promise<Hash> {
    const known = new Map<string, Hash>();
    for (const { level, index } of subtreesOf(range)) known.set(`${level}/${index}`, await this.#node(level, index));
    return rangeRoot(range, (level, index) => known.get(`${level}/${index}`) as Hash);
  }

  /** The entries of a bundle, as many as the tree has of it. */
  async bundle(index: number): Promise<readonly Uint8Array[]> {
    if (this.#last?.index === index) return this.#last.entries;
    const width = Math.min(TILE_WIDTH, this.size - index * TILE_WIDTH);
    const tile: Tile = { level: 'entries', index, width };
    const [hashes, entries] = [await this.#tile(0, index), await readBundle(this.#disk, this.#folder, tile)];
    const wrong = entries.findIndex((entry, i) => !equalHashes(leafHash(entry), hashes[i] as Hash));
    if (wrong !== -1)
      throw damaged(join(this.#folder, tilePath(tile)), `entry ${index * TILE_WIDTH + wrong} is not the one that was logged`);
    this.#last = { index, entries };
    return entries;
  }

  /** Bytes of a tile or bundle of this tree. */
  async bytesOf(tile: Tile): Promise<Uint8Array> {
    if (tile.level === 'entries') return encodeBundle(await this.bundle(tile.index));
    return encodeTile(await this.#tile(tile.level, tile.index));
  }

  async #node(level: number, index: number): Promise<Hash> {
    const width = 2 ** (level % LEVELS_IN_TILE);
    const first = index * width;
    const hashes = await this.#tile(Math.floor(level / LEVELS_IN_TILE), Math.floor(first / TILE_WIDTH));
    const at = first % TILE_WIDTH;
    return completeRoot(hashes.slice(at, at + width));
  }

  async #tile(level: number, index: number): Promise<readonly Hash[]> {
    const row = rowLength(level, this.size);
    if (index === Math.floor(row / TILE_WIDTH)) return this.edge.rows[level] ?? [];
    const tile: Tile = { level, index, width: TILE_WIDTH };
    const path = tilePath(tile);
    const held = this.#held.get(path);
    if (held !== undefined) return held;
    const hashes = await readTile(this.#disk, this.#folder, tile);
    const above = (await this.#tile(level + 1, Math.floor(index / TILE_WIDTH)))[index % TILE_WIDTH];
    if (above === undefined || !equalHashes(completeRoot(hashes), above))
      throw damaged(join(this.#folder, path), 'its hashes are not those that were logged');
    for (const [oldest] of this.#held) if (this.#held.size >= MOST_HELD) this.#held.delete(oldest);
    this.#held.set(path, hashes);
    return hashes;
  }
}

async function readTile(disk: Disk, folder: string, tile: Tile): Promise<readonly Hash[]> {
  const { bytes, width, file } = await readWide(disk, folder, tile);
  return decoded('damaged', file, () => decodeTile(bytes, width).slice(0, tile.width));
}

async function readBundle(disk: Disk, folder: string, tile: Tile): Promise<readonly Uint8Array[]> {
  const { bytes, width, file } = await readWide(disk, folder, tile);
  return decoded('damaged', file, () => decodeBundle(bytes, width).slice(0, tile.width));
}

/** A partial tile may be removed as soon as the full one is there, which begins with the same hashes. */
async function readWide(
  disk: Disk,
  folder: string,
  tile: Tile,
): Promise<{ readonly bytes: Uint8Array; readonly width: number; readonly file: string }> {
  for (const width of new Set([tile.width, TILE_WIDTH])) {
    const file = join(folder, tilePath({ ...tile, width }));
    const bytes = await disk.read(file);
    if (bytes !== null) return { bytes, width, file };
  }
  const file = join(folder, tilePath(tile));
  throw new LedgerError('missing-file', `cannot read the ledger: ${file} is not there`, { file, hint: restore });
}

const restore = 'bring it back from a backup; a ledger that lacks a part can prove nothing';

function damaged(file: string, why: string): LedgerError {
  return new LedgerError('damaged', `cannot use the ledger: ${file}: ${why}`, { file, hint: restore });
}
