import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { DueFile } from '../../due/import.ts';
import { userPath } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { whyUnread } from '../why-unread.ts';

const CHUNK = 256 * 1024;

/** A file on disk, read piece by piece. It is called by its name alone: where it lay says something of the machine, and nothing of it. */
export function dueFile(terminal: Terminal, path: string): DueFile {
  const place = userPath(terminal, path);
  const name = basename(path);
  attempt(path, () => {
    const found = statSync(place);
    if (found.isDirectory()) throw new UsageError(`cannot import ${path}: it is a folder`, { hint: 'name the files in it' });
    if (!found.isFile())
      throw new UsageError(`cannot import ${path}: it is no file, and is to be read twice`, { hint: 'write it to a file first' });
  });
  return {
    name,
    *open(): Generator<Uint8Array, void, undefined> {
      const descriptor = attempt(path, () => openSync(place, 'r'));
      try {
        for (;;) {
          const chunk = Buffer.allocUnsafe(CHUNK);
          const read = attempt(path, () => readSync(descriptor, chunk, 0, CHUNK, null));
          if (read === 0) return;
          yield chunk.subarray(0, read);
        }
      } finally {
        closeSync(descriptor);
      }
    },
  };
}

function attempt<T>(path: string, step: () => T): T {
  try {
    return step();
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(`cannot read ${path}: ${whyUnread(cause)}`, { cause });
  }
}
