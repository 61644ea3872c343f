import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { instantOf, parseInstant, type Instant } from '../../base/instant.ts';
import { createCapture, openCapture } from '../../capture/archive.ts';
import type { CaptureReader } from '../../contract/capture.ts';
import type { Configuration } from '../../run/configuration.ts';
import { captureDumps, type DumpFile } from '../../run/import.ts';
import { answer, type AnswerOptions } from '../answer.ts';
import { reporterNamed, say } from '../present.ts';
import { loadConfiguration, userPath } from '../settings.ts';
import type { Terminal } from '../streams.ts';
import { UsageError } from '../usage.ts';
import type { Wiring } from '../wiring.ts';

export interface AnalyzeOptions extends AnswerOptions {
  /** When the files were made. */
  readonly readAt?: string;
  /** By dump format. */
  readonly dumps: Readonly<Record<string, readonly string[]>>;
}

/** Analyses a capture, or the files given, keeps the analysis, prints the report and records the run. Answers the exit code. */
export async function analyzeCommand(
  terminal: Terminal,
  wiring: Wiring,
  capture: string | undefined,
  options: AnalyzeOptions,
): Promise<number> {
  const reporter = reporterNamed(wiring, options.format);
  const configuration = await loadConfiguration(terminal, wiring, options);
  const readAt = readAtOf(options.readAt);
  const reader = await captureOf(terminal, wiring, capture, options, { configuration, readAt });
  return answer(terminal, wiring, reporter, reader, configuration, options);
}

async function captureOf(
  terminal: Terminal,
  wiring: Wiring,
  capture: string | undefined,
  options: AnalyzeOptions,
  { configuration, readAt }: { readonly configuration: Configuration; readonly readAt: Instant | undefined },
): Promise<CaptureReader> {
  const state = userPath(terminal, options.state);
  const files = dumpFiles(terminal, options.dumps);
  if (capture !== undefined) {
    if (files.length > 0) throw new UsageError('cannot analyse a capture and files at once: give one or the other');
    if (readAt !== undefined) throw new UsageError('cannot say when a capture was read: it tells it itself; --read-at is for files');
    return openCapture(state, capture);
  }
  if (files.length === 0) {
    const kinds = wiring.connectors.flatMap((core) => core.dumps ?? []).map((dump) => `--${dump.id} FILE`);
    throw new UsageError('cannot analyse nothing: name a capture or files', { hint: `for files: ${kinds.join(', ')}` });
  }
  for (const file of files) {
    await access(userPath(terminal, file.name)).catch((cause: unknown) => {
      throw new UsageError(
        `cannot read ${file.name}: ${(cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (cause as Error).message}`,
        { cause },
      );
    });
  }
  const writer = await createCapture(state, { durable: 'at-seal' });
  const reader = await captureDumps(writer, files, wiring.connectors, configuration, readAt).catch(async (error: unknown) => {
    // Files can be read again: half a capture of them is of no use to anyone.
    await writer.discard();
    throw error;
  });
  say(terminal, options, `capture ${reader.id}: ${reader.count} pages from ${files.length} file${files.length === 1 ? '' : 's'}`);
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
