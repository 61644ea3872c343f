import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { holderOfMark, markOfThisProcess } from '../../base/process-mark.ts';
import { files } from './layout.ts';
import { LedgerError, systemCode } from './errors.ts';

/*
 * `lock/<n>` holds {"host":…,"pid":…} of a writer, or {} when it was let go; it is there whole or not at all. The holder is whoever made the highest number. A number is
 * made once, and only above one that was let go or whose process is gone; lower ones are removed by the holder alone. So two that find
 * the same dead holder cannot both take over: one of them makes the next number, and the other one then sees it. A process of another
 * host cannot be asked and is respected; a person may delete the folder.
 */
const mine = new Set<string>();

/** Throws `busy` while another writer has it. Answers what lets go of it. */
export async function takeLock(ledger: string): Promise<() => Promise<void>> {
  const folder = join(ledger, files.lock);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const key = await realpath(folder);
    if (mine.has(key)) throw busy(folder, 'by this process');
    mine.add(key);
    try {
      const number = await taken(folder);
      return async function letGo() {
        try {
          await rename(await prepared(folder, '{}'), join(folder, String(number)));
        } catch (cause) {
          // A person deleted the folder: nobody has it.
          if (systemCode(cause) !== 'ENOENT') throw cause;
        } finally {
          mine.delete(key);
        }
      };
    } catch (error) {
      mine.delete(key);
      throw error;
    }
  } catch (cause) {
    if (cause instanceof LedgerError) throw cause;
    throw new LedgerError('write-failed', `cannot take the lock ${folder}: ${systemCode(cause)}`, { file: folder, cause });
  }
}

async function taken(folder: string): Promise<number> {
  for (;;) {
    const last = Math.max(0, ...(await numbers(folder)));
    const holder = last === 0 ? null : await holderOf(join(folder, String(last)));
    if (holder !== null) throw busy(folder, holder);
    const name = await prepared(folder, markOfThisProcess());
    try {
      await link(name, join(folder, String(last + 1)));
    } catch (cause) {
      // Another one made it first, or became the holder and tidied up.
      if (systemCode(cause) !== 'EEXIST' && systemCode(cause) !== 'ENOENT') throw cause;
      continue;
    } finally {
      await rm(name, { force: true });
    }
    const seen = await numbers(folder);
    if (Math.max(...seen) > last + 1) {
      await rm(join(folder, String(last + 1)), { force: true });
      continue;
    }
    for (const name of await readdir(folder)) if (name !== String(last + 1)) await rm(join(folder, name), { force: true });
    return last + 1;
  }
}

/** A file beside the numbers. Not made durable: after a fall of the machine nobody holds the lock. */
async function prepared(folder: string, content: string): Promise<string> {
  const name = join(folder, `new-${randomUUID()}`);
  await writeFile(name, content, { flag: 'wx', mode: 0o600 });
  return name;
}

async function numbers(folder: string): Promise<readonly number[]> {
  return (await readdir(folder)).filter((name) => /^[1-9]\d{0,14}$/.test(name)).map(Number);
}

/** In words, who has it; `null` when it was let go or its process is gone. */
async function holderOf(file: string): Promise<string | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw cause;
  }
  return holderOfMark(text);
}

function busy(folder: string, by: string): LedgerError {
  return new LedgerError('busy', `cannot write to the ledger: it is being written ${by} (${folder})`, {
    file: folder,
    hint: `try again; if that process is gone, delete ${folder}`,
  });
}
