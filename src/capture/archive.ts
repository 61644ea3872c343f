import { chmod, mkdir, mkdtemp, open, readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../base/bytes/canonical.ts';
import type { Json } from '../base/json.ts';
import { byKeys } from '../base/order.ts';
import type { CaptureId } from '../model/ids.ts';
import { CaptureError, systemCode } from './errors.ts';
import { PlaceTable } from './index-file.ts';
import { capturesOf, files, finishedName, syncDirectory, unfinishedName, unreadable, writeDurably } from './layout.ts';
import { isHeld, takeLock } from './lock.ts';
import { openDirectory } from './reader.ts';
import type { StoredCapture } from './reader.ts';
import { pagesMagic } from './record.ts';
import { salvage } from './salvage.ts';
import { storedWriter } from './writer.ts';
import type { Durability, StoredWriter } from './writer.ts';

export { CaptureError } from './errors.ts';
export type { CaptureErrorCode } from './errors.ts';
export { memoryCapture } from './memory.ts';
export type { StoredCapture } from './reader.ts';
export type { Dropped, Durability, StoredWriter } from './writer.ts';

export interface CreateOptions {
  /** Default `each-page`. */
  readonly durable?: Durability;
  /** Said again by `unfinishedCaptures` and by the resumed writer, so that its maker can tell whether to go on with it. No secrets. */
  readonly intent?: Json;
}

/** Begins a capture under `<state>/captures`, folders made as needed, readable by the owner only. */
export async function createCapture(state: string, options: CreateOptions = {}): Promise<StoredWriter> {
  const captures = capturesOf(state);
  const { durable = 'each-page', intent = null } = options;
  try {
    await mkdir(captures, { recursive: true, mode: 0o700 });
    await chmod(captures, 0o700);
    const directory = await mkdtemp(join(captures, 'unfinished-'));
    const name = directory.slice(captures.length + 1);
    const unlock = await takeLock(directory, name);
    await writeDurably(join(directory, files.intent), canonicalJson(intent));
    const handle = await open(join(directory, files.pages), 'wx', 0o600);
    await handle.write(pagesMagic, 0, pagesMagic.length, 0);
    await syncDirectory(directory);
    await syncDirectory(captures);
    return storedWriter({
      directory,
      name,
      handle,
      intent,
      durable,
      table: new PlaceTable(),
      offset: pagesMagic.length,
      dropped: null,
      unlock,
    });
  } catch (cause) {
    if (cause instanceof CaptureError) throw cause;
    throw new CaptureError('write-failed', `cannot begin a capture in ${captures}: ${systemCode(cause)}`, { file: captures, cause });
  }
}

/**
 * Goes on with a capture that a killed or stopped scan left. Every record is verified; from the first one that is not whole (as a
 * rule the one being written at that moment) the file is cut off, and `dropped` says so. Throws `busy` while its maker still runs.
 */
export async function resumeCapture(state: string, name: string, options: { readonly durable?: Durability } = {}): Promise<StoredWriter> {
  const directory = join(capturesOf(state), name);
  if (!unfinishedName.test(name))
    throw unknown(`cannot resume the capture ${JSON.stringify(name)}: an unfinished one is named unfinished-…`);
  await stat(directory).catch((cause: unknown) => {
    throw systemCode(cause) === 'ENOENT'
      ? unknown(`cannot resume the capture ${name}: there is no ${directory}`)
      : unreadable(directory, cause);
  });
  const unlock = await takeLock(directory, name);
  try {
    const { handle, table, offset, dropped } = await salvage(directory);
    const intent = await intentOf(directory);
    return storedWriter({ directory, name, handle, intent, durable: options.durable ?? 'each-page', table, offset, dropped, unlock });
  } catch (error) {
    await unlock();
    throw error instanceof CaptureError ? error : unreadable(directory, error);
  }
}

/** Opens a finished capture by its id, its folder's name, or enough of the beginning to be the only one. */
export async function openCapture(state: string, id: CaptureId): Promise<StoredCapture> {
  const names = (await listCaptures(state)).map((each) => each.name);
  const fitting = names.includes(id) ? [id] : names.filter((name) => id.length >= 4 && name.startsWith(id));
  const [name, another] = fitting;
  if (name === undefined)
    throw unknown(`cannot open the capture ${JSON.stringify(id)}: none of the ${names.length} in ${capturesOf(state)} is named so`);
  if (another !== undefined) {
    throw new CaptureError(
      'ambiguous-name',
      `cannot open the capture ${JSON.stringify(id)}: ${fitting.length} begin so, ${name} and ${another} among them`,
    );
  }
  return openDirectory(join(capturesOf(state), name), name);
}

export interface CaptureEntry {
  readonly name: string;
  readonly id: CaptureId;
  /** When the folder got its content by this machine's clock, epoch milliseconds. For people; no part of the capture. */
  readonly modifiedMs: number;
}

/** The finished captures by name. Not opened, so not verified. No state folder = none. */
export async function listCaptures(state: string): Promise<readonly CaptureEntry[]> {
  const entries: CaptureEntry[] = [];
  for (const name of await namesIn(state, finishedName)) {
    entries.push({ name, id: name.slice(0, 64), modifiedMs: (await stat(join(capturesOf(state), name))).mtimeMs });
  }
  return entries.sort(byKeys((each) => each.name));
}

/** How many bytes the files of a finished capture take. */
export async function captureBytes(state: string, name: string): Promise<number> {
  const directory = join(capturesOf(state), name);
  let bytes = 0;
  for (const entry of await readdir(directory)) bytes += (await statOrNull(join(directory, entry)))?.size ?? 0;
  return bytes;
}

export interface UnfinishedEntry {
  readonly name: string;
  readonly intent: Json;
  /** Size of its pages on disk. */
  readonly bytes: number;
  readonly modifiedMs: number;
  /** Its maker still runs. */
  readonly busy: boolean;
}

/** Captures that were begun and not sealed, by name. */
export async function unfinishedCaptures(state: string): Promise<readonly UnfinishedEntry[]> {
  const entries: UnfinishedEntry[] = [];
  for (const name of await namesIn(state, unfinishedName)) {
    const directory = join(capturesOf(state), name);
    const pages = await statOrNull(join(directory, files.pages));
    const { mtimeMs } = pages ?? (await stat(directory));
    entries.push({
      name,
      intent: await intentOf(directory),
      bytes: pages?.size ?? 0,
      modifiedMs: mtimeMs,
      busy: await isHeld(directory, name),
    });
  }
  return entries.sort(byKeys((each) => each.name));
}

async function namesIn(state: string, pattern: RegExp): Promise<readonly string[]> {
  const captures = capturesOf(state);
  try {
    return (await readdir(captures, { withFileTypes: true }))
      .filter((each) => each.isDirectory() && pattern.test(each.name))
      .map((each) => each.name);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return [];
    throw unreadable(captures, cause);
  }
}

/** `null` when it was killed before it could say. */
async function intentOf(directory: string): Promise<Json> {
  try {
    return JSON.parse(await readFile(join(directory, files.intent), 'utf8')) as Json;
  } catch (cause) {
    if (cause instanceof SyntaxError || systemCode(cause) === 'ENOENT') return null;
    throw unreadable(join(directory, files.intent), cause);
  }
}

async function statOrNull(path: string): Promise<{ readonly size: number; readonly mtimeMs: number } | null> {
  try {
    return await stat(path);
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return null;
    throw unreadable(path, cause);
  }
}

function unknown(message: string): CaptureError {
  return new CaptureError('no-such-capture', message);
}
