import { awsCore } from '../../../../connectors/aws/core.ts';
import { callOf } from '../../../../connectors/aws/calls/list.ts';
import type { Call } from '../../../../connectors/aws/calls/call.ts';
import { cleaned, pageRead } from '../../../../connectors/aws/live/read.ts';
import { liveSurfaces } from '../../../../connectors/aws/settings.ts';
import type { Json } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import { instantOf } from '../../../../src/base/instant.ts';
import { memoryCapture } from '../../../../src/capture/archive.ts';
import { wiring } from '../../../../src/cli/wiring.ts';
import { collect } from '../../../../src/collect/collect.ts';
import type { Connector, Part, TaskAt } from '../../../../src/contract/connector.ts';
import type { GapCause } from '../../../../src/model/gap.ts';
import type { Report } from '../../../../src/model/report.ts';
import { analyze } from '../../../../src/run/analyze.ts';
import { readConfiguration } from '../../../../src/run/configuration.ts';
import { region } from '../regional/estate.ts';
import { pagesOf } from './world.ts';

/** What becomes of one page on its way: another body, or a refusal. */
export type Outcome = { readonly body: Json } | { readonly refused: GapCause };
export interface Place {
  readonly at: TaskAt;
  readonly call: Call;
  readonly body: Json;
}
export type Meddler = (place: Place) => Outcome | undefined;

export const settings: Json = { role: 'audit', surfaces: [...liveSurfaces], regions: [region] };
const start = Date.parse('2026-11-22T00:00:00Z');

/** A live scan of the organization by the real core and collector, whose answers go through `meddle`, and its report. */
export async function scanned(meddle: Meddler = () => undefined, given: Json = settings): Promise<Report> {
  let now = start;
  const configuration = readConfiguration({ connectors: { aws: given } }, wiring);
  const connector: Connector<unknown> = {
    core: awsCore,
    open: () =>
      Promise.resolve({
        read: ([at]) => {
          const sentAt = instantOf((now += 10));
          const wire = { sentAt, receivedAt: sentAt, providerDate: null, requestId: null, status: 200, raw: null };
          return Promise.resolve({ parts: [partOf(at, meddle)], wire });
        },
        close: () => Promise.resolve(),
      }),
  };
  const capture = await collect({
    sources: [{ connector, settings: configuration.connectorSettings['aws'] as Json }],
    writer: memoryCapture(),
    io: {
      now: () => now,
      random: () => 0.5,
      sleep: () => Promise.resolve(),
      signal: new AbortController().signal,
      environment: {},
    },
  });
  const { report } = await analyze({ capture, connectors: wiring.connectors, configuration, clock: () => now });
  return report;
}

/** The page of the world that is asked for, with what the session keeps of it, after `meddle`. */
export function partOf(at: TaskAt, meddle: Meddler): Part {
  const { task, cursor } = at;
  const call = callOf(task);
  if (call === undefined) throw new Error(`nothing asks ${JSON.stringify(task)}`);
  const pages = pagesOf(task);
  const { paging } = call;
  const index =
    cursor === null || paging === null || paging === 'by-task'
      ? 0
      : 1 + pages.findIndex((page) => isJsonObject(page) && page[paging.next] === cursor);
  const body = pages[index];
  if (body === undefined) throw new Error(`there is no page ${index} of ${JSON.stringify(task)}`);
  const read = (of: Json): Part => {
    const page = pageRead(at, paging, of);
    return (isError(of) ? page : cleaned(call, page)).part;
  };
  const { body: kept } = read(body);
  const outcome = meddle({ at, call, body: kept });
  if (outcome !== undefined && 'refused' in outcome) {
    return { task, cursor, body: { error: { name: 'Refused', message: 'no' } }, next: null, refused: outcome.refused };
  }
  return read(outcome === undefined ? kept : outcome.body);
}

/** The session makes these of errors that it knows for answers, and keeps them whole. */
function isError(body: Json): boolean {
  return isJsonObject(body) && 'error' in body;
}
