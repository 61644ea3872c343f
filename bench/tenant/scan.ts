import { azureAreas } from '../../connectors/microsoft/azure/areas.ts';
import { azureCore } from '../../connectors/microsoft/azure/core.ts';
import type { MicrosoftCall } from '../../connectors/microsoft/call.ts';
import { entraAreas } from '../../connectors/microsoft/entra/areas.ts';
import { entraCore } from '../../connectors/microsoft/entra/core.ts';
import { endpointsOf } from '../../connectors/microsoft/live/clouds.ts';
import { Services } from '../../connectors/microsoft/live/service.ts';
import { MicrosoftSession } from '../../connectors/microsoft/live/session.ts';
import { Tokens } from '../../connectors/microsoft/live/tokens.ts';
import type { Json } from '../../src/base/json.ts';
import { Secret } from '../../src/base/redact.ts';
import { wiring } from '../../src/cli/wiring.ts';
import { collect } from '../../src/collect/collect.ts';
import type { CaptureReader, CaptureWriter } from '../../src/contract/capture.ts';
import type { ConnectorCore, Session } from '../../src/contract/connector.ts';
import type { Sender } from '../../src/http/sender.ts';
import { readConfiguration, type Configuration } from '../../src/run/configuration.ts';
import { SkippingClock } from './clock.ts';
import { namedGroups } from './graph/groups.ts';
import type { Tenant } from './tenant.ts';

export const cores = [entraCore, azureCore] as readonly ConnectorCore<unknown>[];

/** The header that tells the tenant what the scan's clock says: its limits go by that. */
export const CLOCK = 'x-bench-now';

/** How long a service takes to answer, milliseconds: pages of a thousand objects. */
const LATENCY = 400;

/** Both connectors as they are set by default; groups that hold roles in subscriptions are named. */
export function configurationFor(tenant: Tenant): Configuration {
  const groups = namedGroups(tenant).map((each) => tenant.idOf('group', each));
  return readConfiguration({ connectors: { entra: { groups }, azure: {} } }, { ...wiring, connectors: cores });
}

export interface Scan {
  readonly capture: CaptureReader;
  /** What it would have taken under the limits, milliseconds. */
  readonly took: number;
}

/** A scan by the real collector and sessions. `sender`: to the tenant; its clock is the scan's. */
export async function scan(
  tenant: Tenant,
  configuration: Configuration,
  writer: CaptureWriter,
  root: string,
  sender: (now: () => number) => Sender,
): Promise<Scan> {
  const clock = new SkippingClock(tenant.now);
  const through = sender(clock.now);
  const slowly: Sender = {
    send: ({ headers, ...request }, signal) =>
      clock.during(() => through.send({ ...request, headers: { ...headers, [CLOCK]: String(clock.now()) } }, signal), LATENCY),
    close: () => undefined,
  };
  const capture = await collect({
    sources: cores.map((core) => ({
      connector: { core, open: () => Promise.resolve(sessionOf(tenant, core.id, root, slowly, clock.now)) },
      settings: (configuration.connectorSettings[core.id] ?? {}) as Json,
    })),
    writer,
    io: { now: clock.now, sleep: clock.sleep, random: () => 0.5, signal: new AbortController().signal, environment: {} },
  });
  through.close();
  return { capture, took: clock.now() - tenant.now };
}

function sessionOf(tenant: Tenant, id: string, root: string, sender: Sender, now: () => number): Session {
  const areas: readonly { readonly calls: readonly MicrosoftCall[] }[] = id === 'entra' ? entraAreas : azureAreas;
  const claims = Buffer.from(JSON.stringify({ tid: tenant.id, oid: tenant.id })).toString('base64url');
  const token = { token: new Secret(`e30.${claims}.e30`), expiresAt: Number.MAX_SAFE_INTEGER };
  const services = new Services({
    endpoints: endpointsOf({ cloud: 'public', endpoints: { graph: root, arm: root } }, {}),
    tokens: new Tokens({ kind: 'bench', getToken: () => Promise.resolve(token) }, tenant.id, now),
    sender,
    graph: (request, send) => send(request),
  });
  return new MicrosoftSession({ calls: areas.flatMap(({ calls }) => calls), services, own: id === 'entra' ? 'graph' : 'arm', now });
}
