import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { CaptureError, systemCode } from './errors.ts';

/*
 * <state>/captures/                       0700
 *   <capture id>/                         0700, finished; never changed again
 *     pages.bin  index.bin  manifest.json 0600
 *   <capture id>-<head tag>/              the same pages under another head (other settings, other gaps)
 *   unfinished-XXXXXX/                    0700, being made or left by a killed scan
 *     pages.bin  intent.json  lock        0600
 */
export const files = { pages: 'pages.bin', index: 'index.bin', manifest: 'manifest.json', intent: 'intent.json', lock: 'lock' } as const;

export function capturesOf(state: string): string {
  return join(state, 'captures');
}

export const finishedName = /^[0-9a-f]{64}(-[0-9a-f]{12})?$/;
export const unfinishedName = /^unfinished-[A-Za-z0-9]+$/;

/** Writes a new file, 0600, and returns when the disk has it. */
export async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(path, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the names in a folder durable. Windows has no such call and keeps names with its journal. */
export async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** `length` bytes from `offset`, or fewer where the file ends. */
export async function readAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

export function unreadable(file: string, cause: unknown): CaptureError {
  return new CaptureError('unreadable', `cannot read ${file}: ${systemCode(cause)}`, { file, cause });
}
