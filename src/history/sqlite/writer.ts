import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';

/*
 * Who writes, in a file beside the store, for SQLite cannot say. It locks nothing and decides nothing: it is read only to name the other one
 * when the store was found busy, and one that a killed process left names nobody.
 */

interface Writer {
  readonly pid: number;
  readonly host: string;
}

export function tellWriter(path: string): void {
  try {
    writeFileSync(fileOf(path), JSON.stringify({ pid: process.pid, host: hostname() } satisfies Writer), { mode: 0o600 });
  } catch {
    // A full disk, or a folder that may not be written in: the store itself will say so, and nothing hangs on this.
  }
}

/** Not the next one's, which may have begun meanwhile. */
export function forgetWriter(path: string): void {
  try {
    if (read(path).pid === process.pid) rmSync(fileOf(path), { force: true });
  } catch {
    // It names nobody once its process is gone.
  }
}

/** `process 4711 on builder-3`, where that can be said. */
export function writerOf(path: string): string | undefined {
  try {
    const { pid, host } = read(path);
    if (typeof pid !== 'number' || typeof host !== 'string') return undefined;
    if (host === hostname() && !lives(pid)) return undefined;
    return `process ${pid} on ${host}`;
  } catch {
    return undefined;
  }
}

function read(path: string): Partial<Writer> {
  return JSON.parse(readFileSync(fileOf(path), 'utf8')) as Partial<Writer>;
}

function fileOf(path: string): string {
  return `${path}-writer`;
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
