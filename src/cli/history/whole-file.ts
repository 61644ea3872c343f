import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isStream } from '../streams.ts';
import { UsageError } from '../usage.ts';

/** So many characters are gathered before they are written. */
const PORTION = 1 << 20;

/** Writes a file whole or not at all, readable by its owner only, text by text as somebody gives it. */
export async function writingWhole<T>(path: string, give: (write: (text: string) => Promise<void>) => Promise<T>): Promise<T> {
  const isThere = await isStream(path);
  const draft = isThere ? path : join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}`);
  try {
    const file = await open(draft, isThere ? 'w' : 'wx', 0o600);
    let waiting = '';
    let result: T;
    try {
      result = await give(async (text) => {
        waiting += text;
        if (waiting.length < PORTION) return;
        await file.writeFile(waiting);
        waiting = '';
      });
      await file.writeFile(waiting);
      if (!isThere) await file.sync();
    } finally {
      await file.close();
    }
    if (!isThere) await rename(draft, path);
    return result;
  } catch (cause) {
    if (!isThere) await rm(draft, { force: true });
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw cause;
    throw new UsageError(`cannot write ${path}: ${(cause as Error).message}`, { cause });
  }
}
