import { LogError } from '../../log/errors.ts';
import {
  completeRoot,
  decodeBundle,
  decodeTile,
  encodeTile,
  parseTilePath,
  rowLength,
  TILE_WIDTH,
  tilePath,
  tilesOf,
  type Tile,
} from '../../log/tile.ts';
import { equalHashes, leafHash, type Hash } from '../../log/merkle.ts';
import type { LogProblem } from './problem.ts';

export interface DerivedTree {
  /** `null`: its bundle is missing or cannot be read. */
  readonly entries: readonly (Uint8Array | null)[];
  /** By level: the hashes of each tile, derived from the leaves up. `null` where neither a bundle nor a tile tells what it is over. */
  readonly rows: readonly (readonly (Hash | null)[])[];
  readonly problems: readonly LogProblem[];
}

/**
 * Derives every tile of a tree from the bundles of its entries and compares it with what lies there, byte by byte. Where a bundle cannot
 * be read, the tile over it is believed for the sake of what comes after it: the root tells whether that was right.
 */
export function deriveTree(size: number, files: ReadonlyMap<string, Uint8Array>): DerivedTree {
  const problems: LogProblem[] = [];
  const listed = new Set<string>();
  const entries: (Uint8Array | null)[] = [];
  const rows: (Hash | null)[][] = [[]];
  const [leaves = []] = rows;
  // A tree of which not even the bundles can be there is not walked through.
  const most = (files.size + 1) * TILE_WIDTH;
  for (const tile of tilesOf(Math.min(size, most))) {
    const path = tilePath(tile);
    listed.add(path);
    const bytes = files.get(path);
    if (bytes === undefined)
      problems.push({ code: 'missing-file', file: path, place: '', seen: 'nothing', expected: `${tile.width} hashes or entries` });
    if (tile.level === 'entries') {
      const read = entriesOf(tile, bytes, files, problems);
      for (const each of read) {
        entries.push(each.entry);
        leaves.push(each.hash);
      }
    } else compareTile(tile, bytes, rows, problems);
  }
  if (size > most)
    problems.push({ code: 'missing-file', file: '', place: '', seen: `${files.size} files`, expected: `a log of ${size} entries` });
  for (const path of files.keys()) if (!listed.has(path)) problems.push(unlisted(path, size));
  return { entries, rows, problems };
}

interface Entry {
  readonly entry: Uint8Array | null;
  readonly hash: Hash | null;
}

function entriesOf(
  tile: Tile,
  bytes: Uint8Array | undefined,
  files: ReadonlyMap<string, Uint8Array>,
  problems: LogProblem[],
): readonly Entry[] {
  const path = tilePath(tile);
  const decoded = bytes === undefined ? undefined : attempt(path, problems, () => decodeBundle(bytes, tile.width));
  if (decoded !== undefined) return decoded.map((entry) => ({ entry, hash: leafHash(entry) }));
  const above = files.get(tilePath({ ...tile, level: 0 }));
  const believed = above?.length === tile.width * 32 ? decodeTile(above, tile.width) : [];
  return Array.from({ length: tile.width }, (_, i) => ({ entry: null, hash: believed[i] ?? null }));
}

function compareTile(tile: Tile, bytes: Uint8Array | undefined, rows: (Hash | null)[][], problems: LogProblem[]): void {
  const level = Number(tile.level);
  const hashes = (rows[level] ?? []).slice(tile.index * TILE_WIDTH, tile.index * TILE_WIDTH + tile.width);
  const isWhole = hashes.every((hash): hash is Hash => hash !== null);
  if (tile.width === TILE_WIDTH) (rows[level + 1] ??= []).push(isWhole ? completeRoot(hashes) : null);
  if (bytes === undefined || !isWhole || equalHashes(bytes, encodeTile(hashes))) return;
  const path = tilePath(tile);
  const told = attempt(path, problems, () => decodeTile(bytes, tile.width));
  const at = told?.findIndex((hash, i) => !equalHashes(hash, hashes[i] as Hash)) ?? -1;
  if (at === -1) return;
  problems.push({ code: 'tile-differs', file: path, place: `hash ${at}`, seen: hex(told?.[at]), expected: hex(hashes[at]) });
}

/** Names what does not belong to the tree of a size: a wider tile speaks of leaves that no checkpoint has. */
function unlisted(path: string, size: number): LogProblem {
  const problem = { file: path, place: '', seen: 'a file', expected: `no such file in a log of ${size} entries` };
  try {
    const { level, index, width } = parseTilePath(path);
    const row = level === 'entries' ? size : rowLength(level, size);
    return { ...problem, code: index * TILE_WIDTH + width > row ? 'wider-tile' : 'unlisted-file' };
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    return { ...problem, code: 'unlisted-file' };
  }
}

/** What a decoder gives; `undefined` where it refuses, which is then told among the problems. */
export function attempt<T>(file: string, problems: LogProblem[], decode: () => T, place = ''): T | undefined {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    problems.push({ code: error.code, file, place, seen: error.message, expected: error.hint ?? 'bytes of the format' });
    return undefined;
  }
}

function hex(hash: Uint8Array | null | undefined): string {
  return Buffer.from(hash ?? []).toString('hex');
}
