import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { holderOfMark, markOfThisProcess } from '../../../src/base/process-mark.ts';

let held = 0;

/** Waits for the lock of a folder that several processes write to; answers how to give it back. Whoever has it may take it again. */
export function lockIn(folder: string): () => void {
  const lock = join(folder, 'lock');
  while (held === 0 && !taken(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  held += 1;
  return () => {
    held -= 1;
    if (held === 0) rmSync(lock, { force: true });
  };
}

/** The lock appears with its holder in it, or not at all. */
function taken(lock: string): boolean {
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, markOfThisProcess());
  try {
    linkSync(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    if (isLeft(lock)) rmSync(lock, { force: true });
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/** The folder outlives the machine that it was made on, where another process may have the number. */
const MOST_MS = 30 * 60_000;

function isLeft(lock: string): boolean {
  const made = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  if (made === undefined) return false;
  if (Date.now() - made > MOST_MS) return true;
  try {
    return holderOfMark(readFileSync(lock, 'utf8')) === null;
  } catch {
    // given back in between
    return false;
  }
}
