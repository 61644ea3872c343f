import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { PlaceTable } from './index-file.ts';
import { files, readAt } from './layout.ts';
import { HEADER_BYTES, headerOf, openRecord, pagesMagic } from './record.ts';
import type { Dropped } from './writer.ts';

export interface Salvaged {
  readonly handle: FileHandle;
  readonly table: PlaceTable;
  /** Where the next record goes: the file ends there. */
  readonly offset: number;
  readonly dropped: Dropped | null;
}

/**
 * Takes over the pages of an unfinished capture: its longest beginning of whole, verified records. The rest is cut off. Records
 * behind a broken one go too: what they hold is read again, and a file with a hole in it is no record of an order of events.
 */
export async function salvage(directory: string): Promise<Salvaged> {
  // Left by a kill in the middle of sealing.
  await rm(join(directory, files.index), { force: true });
  await rm(join(directory, files.manifest), { force: true });
  const file = join(directory, files.pages);
  const handle = await openOrMake(file);
  try {
    const { size } = await handle.stat();
    const table = new PlaceTable();
    const { offset, why } = await scan(handle, size, table);
    const dropped = why === null ? null : { file, offset, bytes: size - offset, why };
    if (offset < pagesMagic.length) {
      await handle.truncate(0);
      await handle.write(pagesMagic, 0, pagesMagic.length, 0);
      return { handle, table, offset: pagesMagic.length, dropped };
    }
    await handle.truncate(offset);
    return { handle, table, offset, dropped };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function scan(
  handle: FileHandle,
  size: number,
  table: PlaceTable,
): Promise<{ readonly offset: number; readonly why: string | null }> {
  if (size === 0) return { offset: 0, why: null };
  if (!(await readAt(handle, 0, pagesMagic.length)).equals(pagesMagic))
    return { offset: 0, why: 'it does not begin as a file of pages does' };
  let offset = pagesMagic.length;
  while (offset < size) {
    const header = await readAt(handle, offset, HEADER_BYTES);
    if (header.length < HEADER_BYTES) return { offset, why: 'it ends inside the header of a record' };
    const { id, storedLength } = headerOf(header);
    // Checked against the file first: a torn length must not become an allocation of gigabytes.
    if (offset + HEADER_BYTES + storedLength > size) return { offset, why: 'it ends inside a record' };
    const record = await readAt(handle, offset, HEADER_BYTES + storedLength);
    const opened = await openRecord(record);
    if (typeof opened === 'string') return { offset, why: `a record is broken: ${opened}` };
    if (!table.has(id)) table.add(id, record, offset);
    else return { offset, why: 'a record stands there a second time' };
    offset += record.length;
  }
  return { offset, why: null };
}

async function openOrMake(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r+');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return open(file, 'wx+', 0o600);
    throw error;
  }
}
