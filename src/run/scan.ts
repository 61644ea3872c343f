import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '../base/instant.ts';
import type { Json } from '../base/json.ts';
import { collect } from '../collect/collect.ts';
import type { Budget, CollectIo, Progress } from '../collect/io.ts';
import type { CaptureReader, CaptureWriter } from '../contract/capture.ts';
import type { BoundarySpan, Connector } from '../contract/connector.ts';
import type { Page } from '../model/page.ts';
import { analyze, type Analysis } from './analyze.ts';
import type { Configuration } from './configuration.ts';
import { spansIn } from './assure/journal.ts';
import type { Recording } from './history/recording.ts';
import { analysed } from './ledger/ended.ts';
import type { LoggedRun } from './ledger/logged-run.ts';
import { scopeOf } from './ledger/scope.ts';

export interface CaptureInput {
  readonly connectors: readonly Connector<unknown>[];
  readonly configuration: Configuration;
  /** Where pages go: a folder of the state, or memory. */
  readonly writer: CaptureWriter;
  /** Pages the writer holds from a run that was ended early: what they answer is not asked again. */
  readonly resumed?: AsyncIterable<Page>;
  /** The real clock, chance and environment, or a test's. */
  readonly io: CollectIo;
  readonly progress?: (progress: Progress) => void;
  readonly budget?: Budget;
  /** What logs were told of whole by earlier runs: they are read from there. Left out: as far back as the settings say. */
  readonly since?: readonly BoundarySpan[];
}

export interface ScanInput extends CaptureInput {
  /** Default: the capture's last receive time. */
  readonly asOf?: Instant;
  /** Where the run is recorded. Left out: nowhere. */
  readonly recording?: Recording;
  /** Where it is logged: its intent before the first read, its end or abort after. What could not be logged is in its `failure`. */
  readonly log?: LoggedRun;
}

export interface Scan extends Analysis {
  readonly capture: CaptureReader;
}

/** Reads live systems into a capture. Never changes a scanned system. An abort throws and leaves a capture that can be resumed. */
export function captureLive(input: CaptureInput): Promise<CaptureReader> {
  const { connectors, configuration, writer, resumed, io, progress, budget, since = [] } = input;
  const sources = connectors.map((connector) => ({
    connector,
    settings: configuration.connectorSettings[connector.core.id] as Json,
    since: since.filter(({ boundary }) => boundary.startsWith(`${connector.core.id}:`)),
  }));
  return collect({
    sources,
    writer,
    io,
    ...(resumed === undefined ? {} : { resumed }),
    ...(progress === undefined ? {} : { progress }),
    ...(budget === undefined ? {} : { budget }),
  });
}

/**
 * Captures live systems and analyses what was read. Whatever is refused becomes a line of the coverage and an open question.
 */
export async function scan(input: ScanInput): Promise<Scan> {
  const { connectors, configuration, log } = input;
  const scope = scopeOf(connectors.map(({ core }) => ({ connector: core.id, settings: configuration.connectorSettings[core.id] as Json })));
  await log?.begin({ command: 'scan', configuration: configuration.hash, scope });
  try {
    const done = await captureAndAnalyze(input);
    const { capture, report, recorded } = done;
    await log?.end(() => analysed(capture, report, recorded?.how === 'recorded' ? recorded.run : null));
    return done;
  } catch (error) {
    await log?.abort(error);
    throw error;
  }
}

async function captureAndAnalyze(input: ScanInput): Promise<Scan> {
  const { connectors, configuration, io, asOf, recording } = input;
  const since = recording === undefined ? [] : await spansIn(recording.store);
  const capture = await captureLive({ since, ...input });
  const analysis = await analyze({
    capture,
    connectors: connectors.map((connector) => connector.core),
    configuration,
    clock: io.now,
    ...(asOf === undefined ? {} : { asOf }),
    ...(recording === undefined ? {} : { recording }),
  });
  return { ...analysis, capture };
}

/** The io of a real run: the caller's clock and chance, the process's timers. */
export function realIo(from: Pick<CollectIo, 'now' | 'random' | 'signal' | 'environment'>): CollectIo {
  return {
    ...from,
    sleep: async (milliseconds, signal) => {
      await sleep(milliseconds, undefined, { signal });
    },
  };
}
