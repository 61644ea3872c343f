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
import { programVersion } from '../run/version.ts';
import { demoDays, readAtOf, type DemoDay } from './days.ts';
import { withPagesOf } from './estate.ts';
import { filesOn } from './files.ts';
import { demoKeys, importRecords } from './records.ts';

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
  const configuration = readConfiguration({ assurance: { keys: demoKeys } }, { rules, connectors });
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

/**
 * The whole pipeline over each of the days, recorded one after the other. Answers the analysis of the last, with the history that the others
 * give it. Throws what the store throws: a demo of history without a history is none.
 */
export async function runDemo({ connectors, configuration, reads }: DemoEstate, store: HistoryStore): Promise<Analysis> {
  let last: Analysis | undefined;
  // What was recorded before is not told anew with what became known since.
  const known = new Set((await store.runs()).flatMap(({ id, conclusions }) => (conclusions === null ? [] : [id])));
  for (const { day, capture } of reads) {
    const now = Date.parse(readAtOf(day));
    if (day !== '2026-11-01' && known.has(runIdOf(capture.id, connectorsOf(capture, connectors)))) continue;
    if (day === '2026-11-01') await importRecords(store);
    const recording = { store, now: () => now };
    last = await analyze({ capture, connectors, configuration, asOf: readAtOf(day), clock: () => now, recording });
    if (last.recorded?.how === 'failed') throw last.recorded.error;
  }
  if (last === undefined) throw new Error('the sample estate was read on no day');
  return last;
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
