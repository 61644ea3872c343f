import { hostname } from 'node:os';
import { isJsonObject } from './json.ts';

/** What a process writes into a lock of its own: `{"host":…,"pid":…}`. */
export function markOfThisProcess(): string {
  return JSON.stringify({ host: hostname(), pid: process.pid });
}

/**
 * In words, whose mark it is; `null` where its process is gone, or it says nothing: a mark is written whole, so that one cut short was left by a kill.
 * A mark of this process is of nobody: who holds a lock here is for the caller to know. One of another host stands, for its process cannot be asked.
 */
export function holderOfMark(text: string): string | null {
  const { host, pid } = parsed(text);
  if (host === null || pid === null) return null;
  if (host !== hostname()) return `by process ${pid} on ${host}`;
  return pid !== process.pid && isAlive(pid) ? `by process ${pid}` : null;
}

function parsed(text: string): { readonly host: string | null; readonly pid: number | null } {
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value) && typeof value['host'] === 'string' && typeof value['pid'] === 'number')
      return { host: value['host'], pid: value['pid'] };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return { host: null, pid: null };
}

/** Whether this machine has a process of that number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, and someone else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
