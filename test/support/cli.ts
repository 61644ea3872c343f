import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** The checkout. */
export const root = join(import.meta.dirname, '..', '..');

export interface Ran {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Runs the program as a user would, in a process of its own, with plain output of 80 columns. */
export function runVestige(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1', COLUMNS: '80', ...options.environment };
    const settings = { cwd: options.cwd ?? root, env, maxBuffer: 1 << 28 };
    execFile(process.execPath, [join(root, 'bin', 'vestige.js'), ...args], settings, (error, stdout, stderr) => {
      const exit = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ exit, stdout, stderr });
    });
  });
}
