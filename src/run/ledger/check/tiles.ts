import { LogError } from '../../../evidence/log/errors.ts';
import { parseTilePath, rowLength, TILE_WIDTH, tilePath, type Tile } from '../../../evidence/log/tile.ts';
import type { LedgerProblem } from './problem.ts';

export interface SortedTiles {
  /** Those of the tree, and whatever no tree has: for a check of the log. */
  readonly tree: ReadonlyMap<string, Uint8Array>;
  /** Files beyond the tree: of an append that was cut off before its checkpoint, or that goes on now. They say nothing, and the next append removes them. */
  readonly unfinished: number;
  readonly problems: readonly LedgerProblem[];
}

/**
 * Tells the tiles of a tree of this size from those of smaller trees, which a log that is kept on a disk has too: a partial tile stays for whoever
 * holds the checkpoint that it belongs to. Such a one has to be a beginning of what took its place.
 */
export function sortTiles(files: ReadonlyMap<string, Uint8Array>, size: number): SortedTiles {
  const tree = new Map<string, Uint8Array>();
  const problems: LedgerProblem[] = [];
  let unfinished = 0;
  for (const [path, bytes] of files) {
    const tile = tileOf(path);
    const width = tile === null ? 0 : widthIn(tile, size);
    if (tile === null || tile.width === width) tree.set(path, bytes);
    else if (tile.width > width) unfinished++;
    else {
      const now = tilePath({ ...tile, width });
      const whole = files.get(now);
      // Where the wider one is missing, the check of the log says so.
      if (whole !== undefined && !Buffer.from(whole.subarray(0, bytes.length)).equals(bytes))
        problems.push({ code: 'tile-differs', file: path, place: '', seen: 'other bytes', expected: `a beginning of ${now}` });
    }
  }
  return { tree, unfinished, problems };
}

/** How wide this tile is in a tree of a size; 0 or less: it is not in it. */
function widthIn({ level, index }: Tile, size: number): number {
  return Math.min(TILE_WIDTH, rowLength(level === 'entries' ? 0 : level, size) - index * TILE_WIDTH);
}

function tileOf(path: string): Tile | null {
  try {
    return parseTilePath(path);
  } catch (error) {
    if (error instanceof LogError) return null;
    throw error;
  }
}
