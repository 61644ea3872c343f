import type { Instant } from '../base/instant.ts';
import type { CaptureReader, CaptureWriter } from '../contract/capture.ts';
import type { ConnectorCore } from '../contract/connector.ts';
import type { Rule } from '../contract/rule.ts';
import type { HistoryStore } from '../contract/store.ts';
import type { RunHead } from '../model/history.ts';
import { analyze, connectorsOf, type Analysis } from '../run/analyze.ts';
import { readConfiguration, type Configuration } from '../run/configuration.ts';
import { runIdOf } from '../run/history/record.ts';
import { captureDumps } from '../run/import.ts';
import { analysed } from '../run/ledger/ended.ts';
import { LoggedRun } from '../run/ledger/logged-run.ts';
import { scopeOf } from '../run/ledger/scope.ts';
import { programVersion } from '../run/version.ts';
import { demoDays, readAtOf, type DemoDay } from './days.ts';
import { withPagesOf } from './estate.ts';
import { filesOn } from './files.ts';
import { demoSettings } from './configuration.ts';
import type { DemoLedger } from './ledger.ts';
import { importRecords } from './records.ts';

/** The day the sample estate is looked at. */
export const demoAsOf: Instant = readAtOf('2026-11-01');

/** The sample estate as it was read, day by day. */
export interface DemoEstate {
  readonly connectors: readonly ConnectorCore<unknown>[];
  readonly configuration: Configuration;
  readonly reads: readonly { readonly day: DemoDay; readonly capture: CaptureReader }[];
}

/**
 * The bundled files of an invented company, Kestrel Freight, as captures, one for each day: what the AWS CLI would print about two of its
 * accounts, and what Microsoft Graph, Azure Resource Manager and IAM Identity Center would answer a live scan. Opens no socket and needs no
 * credentials. The same bytes every time.
 */
export async function readDemo(
  writer: () => CaptureWriter | Promise<CaptureWriter>,
  connectors: readonly ConnectorCore<unknown>[],
  rules: readonly Rule<unknown>[],
): Promise<DemoEstate> {
  const configuration = readConfiguration(demoSettings, { rules, connectors });
  const reads: { readonly day: DemoDay; readonly capture: CaptureReader }[] = [];
  for (const day of demoDays) {
    const capture = await captureDumps(
      withPagesOf(day, await writer(), connectors),
      filesOn(day),
      connectors,
      configuration,
      readAtOf(day),
    );
    reads.push({ day, capture });
  }
  return { connectors, configuration, reads };
}

/** What is done with the days beside recording them. */
export interface DemoWitness {
  /** Where each run, and each import, is logged that is not there yet. */
  readonly ledger?: DemoLedger;
  /** Told each analysis, in the order of the days. */
  readonly keep?: (analysis: Analysis) => Promise<unknown>;
}

/**
 * The whole pipeline over each of the days, recorded one after the other. Answers the analysis of the last, with the history that the others
 * give it. Throws what the store and the ledger throw: a demo of history without a history is none.
 */
export async function runDemo(estate: DemoEstate, store: HistoryStore, { ledger, keep }: DemoWitness = {}): Promise<Analysis> {
  const { connectors, reads } = estate;
  let last: Analysis | undefined;
  // What was recorded before is not told anew with what became known since.
  const known = new Set((await store.runs()).flatMap(({ id, conclusions }) => (conclusions === null ? [] : [id])));
  for (const { day, capture } of reads) {
    const run = runIdOf(capture.id, connectorsOf(capture, connectors));
    if (day !== '2026-11-01' && known.has(run)) continue;
    ledger?.at(readAtOf(day));
    if (day === '2026-11-01') await importRecords(store, ledger);
    const log = new LoggedRun(ledger === undefined || ledger.logged.runs.has(run) ? null : ledger.logbook, true);
    last = await runDay(estate, day, capture, store, log);
    await keep?.(last);
  }
  if (last === undefined) throw new Error('the sample estate was read on no day');
  return last;
}

async function runDay(
  { connectors, configuration }: DemoEstate,
  day: DemoDay,
  capture: CaptureReader,
  store: HistoryStore,
  log: LoggedRun,
): Promise<Analysis> {
  const now = (): number => Date.parse(readAtOf(day));
  await log.begin({ command: 'analyze', configuration: configuration.hash, scope: scopeOf(capture.head.sources) });
  try {
    const recording = { store, now };
    const analysis = await analyze({ capture, connectors, configuration, asOf: readAtOf(day), clock: now, recording });
    const { recorded, report } = analysis;
    if (recorded?.how === 'failed') throw recorded.error;
    await log.end(() => analysed(capture, report, recorded?.how === 'recorded' ? recorded.run : null));
    if (log.failure !== null) throw log.failure.error;
    return analysis;
  } catch (error) {
    await log.abort(error);
    throw error;
  }
}

/** Whether a run is one of these, as this program records them: what another version recorded may tell another story. */
export function isOfDemo({ connectors, reads }: DemoEstate, { id, version }: RunHead): boolean {
  const own = reads.some(({ capture }) => id === runIdOf(capture.id, connectorsOf(capture, connectors)));
  return own && version === programVersion();
}

/** The sample estate of the last day alone, as files that do not tell when they were made. */
export async function captureDemo(
  writer: CaptureWriter,
  connectors: readonly ConnectorCore<unknown>[],
  configuration: Configuration,
): Promise<CaptureReader> {
  return captureDumps(writer, filesOn('2026-11-01'), connectors, configuration);
}
