import { cp, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { inject } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { fakeTerminal } from '../live/terminal.ts';

const PATIENCE_MS = 120_000;

/**
 * Copies the state folder that `vestige demo` leaves to where it is wanted, and on demand the reports that it writes. The demo runs once for all test files of a run: the first that asks makes
 * it, the others wait. Throws with what it said where it failed.
 */
export async function demoState(target: string, reports?: string): Promise<void> {
  const shared = inject('demoRun');
  const done = join(shared, 'done');
  if (await isFirst(shared)) {
    await writeFile(`${done}.new`, await made(shared));
    await rename(`${done}.new`, done);
  }
  const said = await waited(done);
  if (said !== '') throw new Error(`the demo failed: ${said}`);
  await cp(join(shared, 'home', '.vestige'), target, { recursive: true });
  if (reports !== undefined) await cp(join(shared, 'home', 'out', 'demo'), reports, { recursive: true });
}

async function isFirst(shared: string): Promise<boolean> {
  return mkdir(join(shared, 'home')).then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    },
  );
}

/** What went wrong; empty: nothing. */
async function made(shared: string): Promise<string> {
  const { terminal, err } = fakeTerminal(join(shared, 'home'));
  try {
    const exit = await main(['demo', '--quiet'], terminal);
    return exit === 0 ? '' : `exit ${exit}: ${err()}`;
  } catch (error) {
    return String(error);
  }
}

async function waited(done: string): Promise<string> {
  for (let left = PATIENCE_MS; left > 0; left -= 50) {
    try {
      return await readFile(done, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    await pause(50);
  }
  throw new Error('the demo was not made within two minutes');
}
