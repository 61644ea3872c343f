import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { LedgerError, systemCode } from './errors.ts';
import { takeLock } from './lock.ts';

/**
 * What a ledger needs of a disk. A file's bytes are durable when `write` is done; its name, a new name and a name that is gone are
 * durable after `sync` of the folder they are in. Every method throws a `LedgerError`, `unreadable` or `write-failed`.
 */
export interface Disk {
  /** `null`: there is no such file. */
  read(path: string): Promise<Uint8Array | null>;
  /** Names in a folder, in no order; none where the folder is not there. */
  list(folder: string): Promise<readonly string[]>;
  /** With those above it, 0700; answers the folders in which a name is new. */
  makeFolder(folder: string): Promise<readonly string[]>;
  /** A whole file, 0600, in the place of what was there. A crash on the way leaves any bytes. */
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** Atomic, in the place of what was there. */
  rename(from: string, to: string): Promise<void>;
  /** A file, or a folder with all that is in it; nothing where it is not there. */
  remove(path: string): Promise<void>;
  sync(folder: string): Promise<void>;
  /** Keeps other writers out; answers what lets them in. Throws `busy`. */
  lock(folder: string): Promise<() => Promise<void>>;
}

/** The disk of this machine. */
export const realDisk: Disk = {
  async read(path) {
    try {
      return await readFile(path);
    } catch (cause) {
      if (systemCode(cause) === 'ENOENT' || systemCode(cause) === 'ENOTDIR') return null;
      throw unreadable(path, cause);
    }
  },
  async list(folder) {
    try {
      return await readdir(folder);
    } catch (cause) {
      if (systemCode(cause) === 'ENOENT') return [];
      throw unreadable(folder, cause);
    }
  },
  makeFolder: (folder) =>
    writing(folder, async () => {
      const first = await mkdir(folder, { recursive: true, mode: 0o700 });
      const named: string[] = [];
      if (first !== undefined) for (let at = folder; at.length >= first.length; at = dirname(at)) named.push(dirname(at));
      return named;
    }),
  write: (path, bytes) =>
    writing(path, async () => {
      const handle = await open(path, 'w', 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
    }),
  rename: (from, to) => writing(to, () => rename(from, to)),
  remove: (path) => writing(path, () => rm(path, { recursive: true, force: true })),
  sync: (folder) =>
    writing(folder, async () => {
      // Windows has no such call and keeps names with its journal.
      if (process.platform === 'win32') return;
      const handle = await open(folder, 'r');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    }),
  lock: takeLock,
};

async function writing<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new LedgerError('write-failed', `cannot write ${file}: ${systemCode(cause)}`, { file, cause });
  }
}

function unreadable(file: string, cause: unknown): LedgerError {
  return new LedgerError('unreadable', `cannot read ${file}: ${systemCode(cause)}`, { file, cause });
}
