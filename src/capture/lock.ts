import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { holderOfMark, markOfThisProcess } from '../base/process-mark.ts';
import { CaptureError, systemCode } from './errors.ts';
import { files, unreadable } from './layout.ts';

/*
 * `lock` holds {"host":…,"pid":…} of the process that writes an unfinished capture. A lock whose process is gone is taken over. One
 * of another host is respected, because its process cannot be asked; a person may delete the file.
 */
const mine = new Set<string>();

/** Throws `busy` while another writer has it. Answers what lets go of it. */
export async function takeLock(directory: string, name: string): Promise<() => Promise<void>> {
  const file = join(directory, files.lock);
  const content = markOfThisProcess();
  for (;;) {
    if (mine.has(directory)) throw busy(name, file, 'by this process');
    try {
      mine.add(directory);
      // Not made durable: after a fall of the machine nobody holds it.
      await writeFile(file, content, { flag: 'wx', mode: 0o600 });
      return async () => {
        await rm(file, { force: true });
        mine.delete(directory);
      };
    } catch (cause) {
      mine.delete(directory);
      if (systemCode(cause) !== 'EEXIST') throw cause;
    }
    const holder = await holderOf(directory);
    if (holder !== null) throw busy(name, file, holder);
    await rm(file, { force: true });
  }
}

/** Whether a writer is known to be at it, in this process or another. */
export async function isHeld(directory: string, name: string): Promise<boolean> {
  return mine.has(directory) || (name !== '' && (await holderOf(directory)) !== null);
}

/** In words, who has it; `null` when there is no lock or its process is gone. */
async function holderOf(directory: string): Promise<string | null> {
  const file = join(directory, files.lock);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw unreadable(file, cause);
  }
  return holderOfMark(text);
}

function busy(name: string, file: string, by: string): CaptureError {
  return new CaptureError('busy', `cannot write to the capture ${name}: it is being written ${by}`, {
    file,
    hint: `if that process is gone, delete ${file}`,
  });
}
