import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { byCodeUnit } from '../../../base/order.ts';
import { RunLedgerError } from '../errors.ts';

/** A ledger's folder as bytes, read past everything that a ledger would refuse: a check has to name what is wrong, and go on. */
export class LedgerFiles {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** `null`: there is no such file. Throws {@link RunLedgerError} `unreadable` where there is one that cannot be read: nothing can be said then. */
  async read(path: string): Promise<Uint8Array | null> {
    try {
      return await readFile(join(this.folder, path));
    } catch (cause) {
      if (isAbsent(cause)) return null;
      throw unreadable(join(this.folder, path), cause);
    }
  }

  /** Paths of the files below a folder, sorted. What is being written (`….new`) means nothing and is left out. */
  async below(path: string): Promise<readonly string[]> {
    try {
      const found = await readdir(join(this.folder, path), { withFileTypes: true, recursive: true });
      return found
        .filter((each) => !each.isDirectory() && !each.name.endsWith('.new'))
        .map((each) => `${path}${each.parentPath.slice(join(this.folder, path).length).replaceAll('\\', '/')}/${each.name}`)
        .sort(byCodeUnit);
    } catch (cause) {
      if (isAbsent(cause)) return [];
      throw unreadable(join(this.folder, path), cause);
    }
  }
}

function isAbsent(cause: unknown): boolean {
  const { code } = cause as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function unreadable(path: string, cause: unknown): RunLedgerError {
  return new RunLedgerError(
    'unreadable',
    `cannot check the ledger: ${path}: ${(cause as NodeJS.ErrnoException).code ?? 'it cannot be read'}`,
    {
      cause,
      hint: 'run as the user it belongs to',
    },
  );
}
