import { join } from 'node:path';
import { groupedPath, rowLength, TILE_WIDTH } from '../log/tile.ts';
import type { Disk } from './disk.ts';
import { files, NEW } from './layout.ts';

/** Entries of one append: what it leaves when it is cut off lies so near to the right edge that it is found without looking at all files. */
export const MOST_ENTRIES = 100_000;

/**
 * Removes what an append left that was cut off before its checkpoint: tiles, bundles, bodies and secrets of leaves that were never
 * acknowledged; and partial tiles beside their full ones. Its work does not grow with the ledger.
 */
export async function removeLeftovers(disk: Disk, folder: string, size: number): Promise<void> {
  for (const name of [files.checkpoint, files.settings]) await disk.remove(join(folder, `${name}${NEW}`));
  for (const kind of [files.bodies, files.secrets])
    for (const { number, path, isNew } of await numbersFrom(disk, join(folder, kind), size))
      if (number >= size || isNew) await disk.remove(path);
  for (const kind of [files.anchors, files.checkpoints])
    for (const name of await disk.list(join(folder, kind))) if (name.endsWith(NEW)) await disk.remove(join(folder, kind, name));
  const tiles = join(folder, files.tiles);
  for (const level of await disk.list(tiles)) {
    const row = level === 'entries' ? size : rowLength(Number(level), size);
    const last = Math.floor(row / TILE_WIDTH);
    for (const { number, path, isPartial } of await numbersFrom(disk, join(tiles, level), last)) {
      if (number === last && isPartial) await removeWider(disk, path, row % TILE_WIDTH);
      else if (number >= last || isPartial) await disk.remove(path);
    }
  }
}

/** A partial tile that is narrower than the last one was acknowledged once, and stays until the full one is there. */
async function removeWider(disk: Disk, folder: string, width: number): Promise<void> {
  for (const name of await disk.list(folder)) if (!(Number(name) <= width)) await disk.remove(join(folder, name));
}

interface Numbered {
  readonly number: number;
  readonly path: string;
  readonly isPartial: boolean;
  readonly isNew: boolean;
}

/** Files and folders with a number in the last folder that has one below `from`, and in those where one from there on can be. */
async function numbersFrom(disk: Disk, folder: string, from: number): Promise<readonly Numbered[]> {
  const found: Numbered[] = [];
  const listed = new Map<string, readonly string[]>();
  const namesIn = async (groups: readonly string[]): Promise<readonly string[]> => {
    const path = join(folder, ...groups);
    const isThere = groups.length === 0 || (await namesIn(groups.slice(0, -1))).includes(groups.at(-1) ?? '');
    const names = listed.get(path) ?? (isThere ? await disk.list(path) : []);
    listed.set(path, names);
    return names;
  };
  for (const groups of foldersAt(from))
    for (const name of await namesIn(groups)) {
      const parts = /^(\d{3})(\.p|\.json|\.bin)?(\.new)?$/.exec(name);
      if (parts === null) continue;
      const number = Number([...groups.map((group) => group.slice(1)), parts[1]].join(''));
      found.push({ number, path: join(folder, ...groups, name), isPartial: parts[2] === '.p', isNew: parts[3] !== undefined });
    }
  return found;
}

/** The folders of a thousand numbers each, from the one before a number to as far as an append goes. */
function foldersAt(from: number): readonly (readonly string[])[] {
  const folders: (readonly string[])[] = [];
  const first = Math.max(0, Math.floor((from - 1) / 1000));
  for (let thousand = first; thousand * 1000 <= from + MOST_ENTRIES; thousand++)
    folders.push(
      thousand === 0
        ? []
        : groupedPath(thousand * 1000)
            .split('/')
            .slice(0, -1),
    );
  return folders;
}
