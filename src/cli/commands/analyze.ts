import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { instantOf, parseInstant, type Instant } from '../../base/instant.ts';
import type { Json } from '../../base/json.ts';
import { counted } from '../../base/text/count.ts';
import { createCapture, openCapture } from '../../capture/archive.ts';
import { CaptureError } from '../../capture/errors.ts';
import type { CaptureReader } from '../../contract/capture.ts';
import type { Configuration } from '../../run/configuration.ts';
import { captureDumps, type DumpFile } from '../../run/import.ts';
import type { LoggedRun } from '../../run/ledger/logged-run.ts';
import { scopeOf } from '../../run/ledger/scope.ts';
import { answer, type AnswerOptions } from '../answer.ts';
import { logged } from '../ledger/logged.ts';
import type { LedgerOptions } from '../ledger/logbook.ts';
import type { Plugs } from '../plugs.ts';
import { say } from '../present.ts';
import type { RunWiring } from '../run-wiring.ts';
import { loadConfiguration, userPath } from '../settings.ts';
import { stoppable } from '../stopped.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import { whyUnread } from '../why-unread.ts';

export interface AnalyzeOptions extends AnswerOptions, LedgerOptions {
  /** When the files were made. */
  readonly readAt?: string;
  /** By dump format. */
  readonly dumps: Readonly<Record<string, readonly string[]>>;
}

/** Analyses a capture, or the files given, keeps the analysis, prints the report, records and logs the run. Answers the exit code. */
export async function analyzeCommand(
  terminal: Terminal,
  plugs: Plugs,
  capture: string | undefined,
  options: AnalyzeOptions,
): Promise<number> {
  const reporter = await plugs.reporter(options.format);
  const wiring = await plugs.forRun();
  const configuration = await loadConfiguration(terminal, wiring, options);
  const readAt = readAtOf(options.readAt);
  return logged(terminal, options, async (log) => {
    const reader = await captureOf(terminal, wiring, capture, options, { configuration, readAt, log });
    return answer(terminal, wiring, reporter, reader, configuration, options, log);
  });
}

function dumpOptions(wiring: RunWiring): string {
  return wiring.connectors
    .flatMap((core) => core.dumps ?? [])
    .map((dump) => `--${dump.id} FILE`)
    .join(', ');
}

async function captureOf(
  terminal: Terminal,
  wiring: RunWiring,
  capture: string | undefined,
  options: AnalyzeOptions,
  { configuration, readAt, log }: { readonly configuration: Configuration; readonly readAt: Instant | undefined; readonly log: LoggedRun },
): Promise<CaptureReader> {
  const state = userPath(terminal, options.state);
  const files = dumpFiles(terminal, options.dumps);
  if (capture !== undefined) {
    if (files.length > 0) throw new UsageError('cannot analyse a capture and files at once: give one or the other');
    if (readAt !== undefined) throw new UsageError('cannot say when a capture was read: it tells it itself; --read-at is for files');
    const reader = await openCapture(state, capture).catch(async (error: unknown) => {
      const isFile = (await stat(userPath(terminal, capture)).catch(() => undefined))?.isFile() === true;
      if (!isFile || !(error instanceof CaptureError) || error.code !== 'no-such-capture') throw error;
      throw new UsageError(`cannot open ${JSON.stringify(capture)} as a capture: it is a file, and captures are named by id`, {
        cause: error,
        hint: `for what a vendor tool printed: ${dumpOptions(wiring)}`,
      });
    });
    // Its head is read, and none of its pages.
    await log.begin({ command: 'analyze', configuration: configuration.hash, scope: scopeOf(reader.head.sources) });
    return reader;
  }
  if (files.length === 0) {
    throw new UsageError('cannot analyse nothing: name a capture or files', { hint: `for files: ${dumpOptions(wiring)}` });
  }
  for (const file of files) {
    const found = await stat(userPath(terminal, file.name)).catch((cause: unknown) => {
      throw new UsageError(`cannot read ${file.name}: ${whyUnread(cause)}`, { cause });
    });
    if (found.isDirectory()) throw new UsageError(`cannot read ${file.name}: it is a folder`, { hint: 'name the files in it' });
  }
  const formats = new Set(files.map(({ format }) => format));
  const used = wiring.connectors.filter((core) => core.dumps?.some(({ id }) => formats.has(id)));
  const scope = scopeOf(used.map(({ id }) => ({ connector: id, settings: configuration.connectorSettings[id] as Json })));
  await log.begin({ command: 'analyze', configuration: configuration.hash, scope });
  const writer = await createCapture(state, { durable: 'at-seal' });
  const reader = await stoppable(terminal, (stop) => {
    const open = files.map((file) => ({ ...file, open: () => stop.until(file.open()) }));
    return captureDumps(writer, open, wiring.connectors, configuration, readAt);
  }).catch(async (error: unknown) => {
    // Files can be read again: half a capture of them is of no use to anyone.
    await writer.discard();
    throw error;
  });
  say(terminal, options, `capture ${reader.id}: ${counted(reader.count, 'page')} from ${counted(files.length, 'file')}`);
  return reader;
}

function readAtOf(text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined;
  const ms = parseInstant(text);
  if (ms !== undefined) return instantOf(ms);
  throw new UsageError(`cannot take the files to be of ${JSON.stringify(text)}: it is no RFC 3339 time`, {
    hint: 'write 2026-11-22, or 2026-11-22T09:30:00Z',
  });
}

function dumpFiles(terminal: Terminal, dumps: AnalyzeOptions['dumps']): readonly DumpFile[] {
  return Object.entries(dumps).flatMap(([format, names]) =>
    names.map((name) => ({ format, name, open: () => createReadStream(userPath(terminal, name), { highWaterMark: 1 << 20 }) })),
  );
}
