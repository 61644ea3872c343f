import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CaptureId } from '../model/ids.ts';
import { captureBytes, listCaptures, type CaptureEntry } from './archive.ts';
import { CaptureError, systemCode } from './errors.ts';
import { capturesOf, finishedName, syncDirectory, unreadable } from './layout.ts';

/** Which captures may go: all that is given must be so. */
export interface Removable {
  /** Finished before it, by this machine's clock, epoch milliseconds: one made since may not have been looked at yet. */
  readonly before: number;
  /** Something still speaks of them. */
  readonly needed: ReadonlySet<CaptureId>;
  /** Where it is told, only these may go. */
  readonly among?: ReadonlySet<CaptureId>;
}

export interface RemovableCapture extends CaptureEntry {
  readonly bytes: number;
}

/** The finished captures that may go, by name. One that is unfinished, or still being written, is never among them. */
export async function removableCaptures(state: string, { before, needed, among }: Removable): Promise<readonly RemovableCapture[]> {
  const found: RemovableCapture[] = [];
  for (const entry of await listCaptures(state)) {
    if (entry.modifiedMs >= before || needed.has(entry.id) || among?.has(entry.id) === false) continue;
    found.push({ ...entry, bytes: await captureBytes(state, entry.name) });
  }
  return found;
}

/**
 * Removes finished captures by the names of their folders. One that is not there is no failure: whoever removed it did what was meant. Each is given
 * another name first, so that a half of one is never taken for a capture; what a killed removal left goes with the next.
 */
export async function removeCaptures(state: string, names: readonly string[]): Promise<void> {
  const captures = capturesOf(state);
  for (const name of names) {
    if (!finishedName.test(name)) {
      throw new CaptureError('no-such-capture', `cannot remove ${JSON.stringify(name)}: it is no name of a finished capture`);
    }
    const gone = join(captures, `removed-${name}`);
    try {
      await rm(gone, { recursive: true, force: true });
      await rename(join(captures, name), gone);
      await rm(gone, { recursive: true, force: true });
    } catch (cause) {
      if (systemCode(cause) !== 'ENOENT') throw unreadable(join(captures, name), cause);
    }
  }
  if (names.length > 0) await syncDirectory(captures);
}
