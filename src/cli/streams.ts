import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, basename } from 'node:path';
import type { Writable } from 'node:stream';
import { UsageError } from './usage.ts';

/** What the program may print to, and what it may know of it. Handed in, so that tests see every byte. */
export interface Terminal {
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Columns of standard output; 80 where it is no terminal. */
  readonly width: number;
  readonly colour: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly clock: () => number;
  /** Columns of standard error while a line on it may be drawn anew; left out where it is no terminal, or in CI: lines are plain. */
  readonly redraw?: () => number;
  /** Calls back at the first request to end (Ctrl-C); a second one ends the process. Answers what stops listening. Left out: nobody asks. */
  readonly onInterrupt?: (stop: (signal: string) => void) => () => void;
  /** Rejects when the signal aborts first. Left out: the process's timers. */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/**
 * The process's own streams. Colour only on a terminal and never where `NO_COLOR` is set or in CI; `FORCE_COLOR` overrules the
 * terminal, not `NO_COLOR`.
 */
export function processTerminal(): Terminal {
  const { env, stdout, stderr } = process;
  const inCi = (env['CI'] ?? '') !== '';
  const quiet = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  const colour = !quiet && ((stdout.isTTY && !inCi) || (env['FORCE_COLOR'] ?? '') !== '');
  const columns = stdout.isTTY ? stdout.columns : Number(env['COLUMNS']);
  const width = Number.isInteger(columns) && columns >= 40 ? columns : 80;
  const redraw = stderr.isTTY && !inCi && env['TERM'] !== 'dumb' ? { redraw: () => stderr.columns } : {};
  return { stdout, stderr, width, colour, environment: env, cwd: process.cwd(), clock: Date.now, onInterrupt, ...redraw };
}

const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** After the first signal the process's own way is back: the next one ends it. */
function onInterrupt(stop: (signal: string) => void): () => void {
  function deaf(): void {
    for (const each of endings) process.off(each, hear);
  }
  function hear(signal: string): void {
    deaf();
    stop(signal);
  }
  for (const each of endings) process.on(each, hear);
  return deaf;
}

/** Writes all of it, waiting where the reader is slow. A reader that went away (`| head`) is no error. */
export async function writeAll(stream: Writable, chunks: Iterable<Uint8Array | string>): Promise<void> {
  let gone = false;
  const onError = (error: NodeJS.ErrnoException): void => {
    if (error.code === 'EPIPE') gone = true;
    else throw error;
  };
  stream.on('error', onError);
  try {
    for (const chunk of chunks) {
      if (gone || stream.destroyed) return;
      if (!stream.write(chunk)) await Promise.race([once(stream, 'drain'), once(stream, 'close')]).catch(onError);
    }
    // The error of a closed pipe arrives after the write that met it: stay until it could have.
    await new Promise<void>((resolve) => {
      if (gone || stream.destroyed) resolve();
      else stream.write('', () => resolve());
    });
  } finally {
    stream.off('error', onError);
  }
}

/** The reader of a stream went away. */
class ReaderGone extends Error {}

/** Writes text by text as somebody gives it, waiting where the reader is slow. `undefined`: the reader went away (`| head`), which is no error. */
export async function writeGiven<T>(
  stream: Writable,
  give: (write: (text: string) => Promise<void>) => Promise<T>,
): Promise<T | undefined> {
  let failed: Error | undefined;
  const onError = (error: NodeJS.ErrnoException): void => {
    failed ??= error.code === 'EPIPE' ? new ReaderGone() : error;
  };
  stream.on('error', onError);
  try {
    const result = await give(async (text) => {
      if (failed !== undefined) throw failed;
      if (stream.destroyed) throw new ReaderGone();
      if (!stream.write(text)) await Promise.race([once(stream, 'drain'), once(stream, 'close')]).catch(onError);
    });
    // The error of a closed pipe arrives after the write that met it: stay until it could have.
    await writeAll(stream, []);
    return result;
  } catch (error) {
    if (error instanceof ReaderGone) return undefined;
    throw error;
  } finally {
    stream.off('error', onError);
  }
}

/** Writes a file whole or not at all, readable by its owner only: reports hold personal data. */
export async function writeFileWhole(path: string, chunks: Iterable<Uint8Array | string>): Promise<void> {
  await mkdir(dirname(path), { recursive: true }).catch((cause: unknown) => {
    throw new UsageError(`cannot write ${path}: its folder cannot be made`, { cause });
  });
  if (await isStream(path)) return writeInto(path, chunks);
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}`);
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      for (const chunk of chunks) await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (cause) {
    await rm(draft, { force: true });
    throw new UsageError(`cannot write ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** Whether there is a device, a pipe or a socket: a file put in its place would take it away from everybody who uses it. */
export async function isStream(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && !found.isFile() && !found.isDirectory();
}

async function writeInto(path: string, chunks: Iterable<Uint8Array | string>): Promise<void> {
  try {
    const file = await open(path, 'w');
    try {
      for (const chunk of chunks) await file.writeFile(chunk);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new UsageError(`cannot write ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
