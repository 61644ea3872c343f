import { decodeInteger } from '../../base/decode.ts';
import { LogError } from './errors.ts';
import { HASH_BYTES, nodeHash, type Hash } from './merkle.ts';
import { isSize } from './ranges.ts';

/*
 * Tiles and bundles of entries, C2SP tlog-tiles v0.1.0.
 *   tile/<L>/<N>[.p/<W>]       hashes of one row: at level L each is over 256^L leaves; a full tile has 256
 *   tile/entries/<N>[.p/<W>]   the entries of the tile of level 0 with the same N: each two bytes of length, big-endian, and then itself
 * N is written in groups of three digits, all but the last behind an `x`: 1234067 is x001/x234/067. A tile of W < 256 hashes is partial.
 */
export const TILE_WIDTH = 256;
export const MOST_ENTRY_BYTES = 65_535;

export interface Tile {
  /** 0 to 63, or `entries` of a bundle. */
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256. */
  readonly width: number;
}

export function tilePath({ level, index, width }: Tile): string {
  return `tile/${level}/${groupedPath(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** `x001/x234/067` for 1234067. */
export function groupedPath(index: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/.{3}/g) ?? [];
  return groups.map((group, i) => (i === groups.length - 1 ? group : `x${group}`)).join('/');
}

/** What a path names. Throws `tile-path` for every spelling but the one that {@link tilePath} gives. */
export function parseTilePath(path: string): Tile {
  const parts = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([0-9]{1,3}))?$/.exec(path);
  if (parts !== null) {
    const level: Tile['level'] = parts[1] === 'entries' ? parts[1] : Number(parts[1]);
    const index = decodeInteger((parts[2] ?? '').replaceAll(/[x/]/g, '').replace(/^0+(?=.)/, ''));
    const width = parts[3] === undefined ? TILE_WIDTH : Number(parts[3]);
    if (index !== undefined && (level === 'entries' || level < 64) && width >= 1 && width <= TILE_WIDTH) {
      const tile: Tile = { level, index, width };
      if (tilePath(tile) === path) return tile;
    }
  }
  throw new LogError('tile-path', `cannot read ${JSON.stringify(path.slice(0, 200))} as the path of a tile`);
}

/** Hashes of a level in the tree of a size: each over 256^level leaves. */
export function rowLength(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** The tiles that make up the tree of a size, from the leaves up, and the bundles before them. */
export function* tilesOf(size: number): Generator<Tile, void, undefined> {
  if (!isSize(size)) throw new LogError('out-of-tree', `cannot name the tiles of a tree of ${size} leaves: that is no size`);
  yield* rowOf('entries', size);
  for (let level = 0; rowLength(level, size) > 0; level++) yield* rowOf(level, rowLength(level, size));
}

/** The tiles of a level whose row has so many hashes; a last tile without hashes is not there. */
function* rowOf(level: Tile['level'], length: number): Generator<Tile, void, undefined> {
  const full = Math.floor(length / TILE_WIDTH);
  for (let index = 0; index < full; index++) yield { level, index, width: TILE_WIDTH };
  if (length % TILE_WIDTH > 0) yield { level, index: full, width: length % TILE_WIDTH };
}

/** The hashes of a tile. Throws `tile-length` where it has not exactly so many. */
export function decodeTile(bytes: Uint8Array, width: number): readonly Hash[] {
  if (bytes.length !== width * HASH_BYTES)
    throw new LogError('tile-length', `cannot read a tile of ${width} hashes: it has ${bytes.length} bytes, not ${width * HASH_BYTES}`);
  return Array.from({ length: width }, (_, i) => bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
}

export function encodeTile(hashes: readonly Hash[]): Uint8Array {
  return Buffer.concat(hashes);
}

/** The hash of the level above over a full tile, and over any complete subtree in one: a power of two hashes. */
export function completeRoot(hashes: readonly Hash[]): Hash {
  let row = hashes;
  while (row.length > 1) row = Array.from({ length: row.length / 2 }, (_, i) => nodeHash(row[2 * i] as Hash, row[2 * i + 1] as Hash));
  if (row[0] === undefined) throw new LogError('tile-length', 'cannot tell the root of a tile without hashes');
  return row[0];
}

/** The entries of a bundle. Throws `bundle-length` where they are not exactly so many. */
export function decodeBundle(bytes: Uint8Array, width: number): readonly Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const end = at + 2 + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
    if (at + 2 > bytes.length || end > bytes.length)
      throw new LogError('bundle-length', `cannot read a bundle of ${width} entries: it ends within entry ${entries.length}`);
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  if (entries.length !== width) throw new LogError('bundle-length', `cannot read a bundle of ${width} entries: it has ${entries.length}`);
  return entries;
}

/** Throws `entry-too-large` for an entry above 65,535 bytes. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const entry of entries) {
    if (entry.length > MOST_ENTRY_BYTES)
      throw new LogError('entry-too-large', `cannot log an entry of ${entry.length} bytes: at most ${MOST_ENTRY_BYTES} fit`);
    parts.push(Buffer.of(entry.length >> 8, entry.length & 0xff), entry);
  }
  return Buffer.concat(parts);
}
