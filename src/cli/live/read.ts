import { setTimeout as pause } from 'node:timers/promises';
import { VestigeError } from '../../base/errors.ts';
import type { Json } from '../../base/json.ts';
import type { CaptureReader } from '../../contract/capture.ts';
import type { BoundarySpan } from '../../contract/connector.ts';
import type { Configuration } from '../../run/configuration.ts';
import type { LoggedRun } from '../../run/ledger/logged-run.ts';
import { scopeOf } from '../../run/ledger/scope.ts';
import { captureLive, realIo } from '../../run/scan.ts';
import type { CollectIo, Progress } from '../../collect/io.ts';
import { say, sayWrapped } from '../present.ts';
import { loadConfiguration } from '../settings.ts';
import { StoppedError } from '../stopped.ts';
import type { Terminal } from '../streams.ts';
import type { RunWiring } from '../run-wiring.ts';
import { beginReading, resumeReading, type LiveOptions, type Reading } from './place.ts';
import { watchProgress } from './progress.ts';
import { openSources } from './sources.ts';
import { summaryLines } from './words.ts';

export interface ReadLive {
  readonly capture: CaptureReader;
  /** With the settings that the capture was made with. */
  readonly configuration: Configuration;
}

/**
 * Reads live sources into a sealed capture, and says what it came to. The first Ctrl-C stops it, closes the capture and throws
 * {@link StoppedError}, whose hint says how to go on; so does any failure after pages were read. `since`: what logs were told of whole before.
 * Nothing is asked before `log` has the intent.
 */
export async function readLive(
  terminal: Terminal,
  wiring: RunWiring,
  command: 'scan' | 'capture',
  named: readonly string[],
  options: LiveOptions,
  log: LoggedRun,
  since: readonly BoundarySpan[] = [],
): Promise<ReadLive> {
  const today = await loadConfiguration(terminal, wiring, options);
  const reading =
    options.resume === undefined
      ? await beginReading(terminal, wiring, named, today, options)
      : await resumeReading(terminal, wiring, named, today, options);
  const { writer, configuration } = reading;
  try {
    const connectors = await openSources(wiring, reading.sources);
    const scope = scopeOf(reading.sources.map((id) => ({ connector: id, settings: configuration.connectorSettings[id] as Json })));
    await log.begin({ command, configuration: configuration.hash, scope });
    const capture = await withProgress(terminal, options, (io, progress) =>
      captureLive({ connectors, configuration, writer, resumed: writer.pages(), io, progress, since }),
    );
    say(terminal, options, `capture ${capture.id}`);
    return { capture, configuration };
  } catch (error) {
    throw await left(reading, command, options, error);
  }
}

/** Runs a reading that can be stopped and watched. */
export async function withProgress<T>(
  terminal: Terminal,
  options: { readonly quiet?: boolean },
  run: (io: CollectIo, progress: (progress: Progress) => void) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const deaf = terminal.onInterrupt?.((signal) => {
    stop.abort(new StoppedError(`stopped by ${signal}`));
  });
  const io = realIo({ now: terminal.clock, random: Math.random, signal: stop.signal, environment: terminal.environment });
  const sleep = terminal.sleep ?? io.sleep;
  const started = terminal.clock();
  const watch = watchProgress(terminal, options, terminal.sleep ?? quietSleep);
  try {
    const result = await run({ ...io, sleep }, watch.update);
    const last = await watch.stop();
    for (const line of last === null ? [] : summaryLines(last, terminal.clock() - started)) sayWrapped(terminal, options, line);
    return result;
  } finally {
    await watch.stop();
    deaf?.();
  }
}

/** Of the display: it must not keep the process alive. */
async function quietSleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  await pause(milliseconds, undefined, { signal, ref: false });
}

/** Leaves the capture as it can be gone on with, or takes it away where it holds nothing. Answers what to tell. */
async function left({ writer }: Reading, command: string, options: LiveOptions, error: unknown): Promise<unknown> {
  const pages = writer.count;
  try {
    if (pages === 0 && options.resume === undefined) await writer.discard();
    else await writer.close();
  } catch {
    // The first failure says what happened; that the file could not be closed after it follows from it.
  }
  if (!(error instanceof VestigeError) || error.code === 'impossible' || pages === 0) return error;
  const state = options.state === '.vestige' ? '' : ` --state ${options.state}`;
  const interrupted = error.code === 'interrupted' ? `stopped after ${pages} pages; they are kept` : error.message;
  return new StoppedError(interrupted, { cause: error, hint: `go on with \`vestige ${command} --resume ${writer.name}${state}\`` });
}
