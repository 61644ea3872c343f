import { awsCore } from '../../../connectors/aws/core.ts';
import type { Call } from '../../../connectors/aws/calls/call.ts';
import { liveSurfaces } from '../../../connectors/aws/settings.ts';
import { instantOf } from '../../../src/base/instant.ts';
import type { Json } from '../../../src/base/json.ts';
import { memoryCapture } from '../../../src/capture/archive.ts';
import { wiring } from '../../../src/cli/wiring.ts';
import { collect } from '../../../src/collect/collect.ts';
import type { CaptureReader } from '../../../src/contract/capture.ts';
import type { Connector, TaskAt } from '../../../src/contract/connector.ts';
import type { GapCause } from '../../../src/model/gap.ts';
import { readConfiguration, type Configuration } from '../../../src/run/configuration.ts';
import { partOf } from '../../connectors/aws/faults/scan.ts';
import { region } from '../../connectors/aws/regional/estate.ts';

/** What becomes of one page on its way: another body, a refusal, or nothing. */
export type Meddle = (at: TaskAt, call: Call, body: Json) => { readonly body: Json } | { readonly refused: GapCause } | undefined;

export const everything: Json = { role: 'audit', surfaces: [...liveSurfaces], regions: [region] };

export function configurationOf(settings: Json): Configuration {
  return readConfiguration({ connectors: { aws: settings } }, wiring);
}

/** The same without a rule: what is read is recorded, and nothing is found in it. */
export function silentOf(settings: Json): Configuration {
  const rules = Object.fromEntries(wiring.rules.map(({ id }) => [id, 'off']));
  return readConfiguration({ connectors: { aws: settings }, rules }, wiring);
}

/** A live capture, by the real core and collector, of the organization in which every surface has something to say. Begun at `start`. */
export async function liveCapture(start: string, meddle: Meddle = () => undefined, settings: Json = everything): Promise<CaptureReader> {
  let now = Date.parse(start);
  const configuration = configurationOf(settings);
  const connector: Connector<unknown> = {
    core: awsCore,
    open: () =>
      Promise.resolve({
        read: ([at]) => {
          const sentAt = instantOf((now += 10));
          const receivedAt = instantOf((now += 40));
          const providerDate = instantOf(Math.floor(now / 1000) * 1000);
          const wire = { sentAt, receivedAt, providerDate, requestId: null, status: 200, raw: null };
          return Promise.resolve({ parts: [partOf(at, ({ at: asked, call, body }) => meddle(asked, call, body))], wire });
        },
        close: () => Promise.resolve(),
      }),
  };
  return collect({
    sources: [{ connector, settings: configuration.connectorSettings['aws'] as Json }],
    writer: memoryCapture(),
    io: { now: () => now, random: () => 0.5, sleep: () => Promise.resolve(), signal: new AbortController().signal, environment: {} },
  });
}
