import { azureAreas } from '../../../../connectors/microsoft/azure/areas.ts';
import { azureCore } from '../../../../connectors/microsoft/azure/core.ts';
import type { MicrosoftCall } from '../../../../connectors/microsoft/call.ts';
import { entraAreas } from '../../../../connectors/microsoft/entra/areas.ts';
import { entraCore } from '../../../../connectors/microsoft/entra/core.ts';
import { endpointsOf } from '../../../../connectors/microsoft/live/clouds.ts';
import type { Received, Request as Sent } from '../../../../src/http/sender.ts';
import { Services } from '../../../../connectors/microsoft/live/service.ts';
import { MicrosoftSession } from '../../../../connectors/microsoft/live/session.ts';
import { Tokens } from '../../../../connectors/microsoft/live/tokens.ts';
import { instantOf } from '../../../../src/base/instant.ts';
import type { Json } from '../../../../src/base/json.ts';
import { Secret } from '../../../../src/base/redact.ts';
import { memoryCapture } from '../../../../src/capture/archive.ts';
import { wiring, type Wiring } from '../../../../src/cli/wiring.ts';
import { collect } from '../../../../src/collect/collect.ts';
import type { CaptureReader } from '../../../../src/contract/capture.ts';
import type { ConnectorCore, Session } from '../../../../src/contract/connector.ts';
import type { Analysis } from '../../../../src/run/analyze.ts';
import { analyze } from '../../../../src/run/analyze.ts';
import { readConfiguration, type Configuration } from '../../../../src/run/configuration.ts';
import { microsoftOf, type Request, type Response } from '../world/respond.ts';
import type { WorldInput } from '../world/description.ts';
import { appIdOf, objectId, tenantId } from '../world/identifiers.ts';

/** The moment that every case is answered for. */
export const asOf = Date.parse('2026-11-22T12:00:00Z');

/** What stands between the service and the session: a broken engine of the tests. */
export type Meddler = (request: Request, answer: Response) => Response;

export interface Scanned extends Analysis {
  readonly configuration: Configuration;
  /** What was asked that the tenant did not understand. */
  readonly notUnderstood: readonly string[];
}

export const cores = [entraCore, azureCore] as readonly ConnectorCore<unknown>[];
const own: Wiring = { ...wiring, connectors: cores };

/** The tenant, read by the real collector and cores over its literal answers, and judged by every rule. */
export async function scanned(
  world: WorldInput,
  meddle: Meddler = (_, answer) => answer,
  groupMembers: 'all' | 'of-interest' = 'of-interest',
): Promise<Scanned> {
  const { capture, configuration, notUnderstood } = await captured(world, meddle, groupMembers);
  const analysis = await analyze({ capture, connectors: cores, configuration, asOf: instantOf(asOf), clock: () => asOf });
  return { ...analysis, configuration, notUnderstood };
}

/** The capture alone. `surfaces`: of Entra ID; left out, those that a scan reads by default. `at`: when it is read. */
export async function captured(
  world: WorldInput,
  meddle: Meddler = (_, answer) => answer,
  groupMembers: 'all' | 'of-interest' = 'of-interest',
  surfaces?: readonly string[],
  at: number = asOf,
): Promise<{ readonly capture: CaptureReader; readonly configuration: Configuration; readonly notUnderstood: readonly string[] }> {
  const tenant = microsoftOf(peopled(world), { now: at });
  const configuration = readConfiguration(
    {
      connectors: {
        entra: { groupMembers, ...(surfaces === undefined ? {} : { surfaces }) },
        ...(world.azure === undefined ? {} : { azure: {} }),
      },
    },
    own,
  );
  const asked = cores.filter((core) => core.id === 'entra' || world.azure !== undefined);
  const send = (request: Request): Response => meddle(request, tenant.respond(request));
  const capture = await collect({
    sources: asked.map((core) => ({
      connector: { core, open: () => Promise.resolve(sessionOf(core.id, send, at)) },
      settings: (configuration.connectorSettings[core.id] ?? {}) as Json,
    })),
    writer: memoryCapture(),
    io: { now: () => at, random: () => 0.5, sleep: () => Promise.resolve(), signal: new AbortController().signal, environment: {} },
  });
  return { capture, configuration, notUnderstood: tenant.notUnderstood };
}

/** With somebody who always holds a role: no tenant is without. */
export function peopled(world: WorldInput): WorldInput {
  const held = { who: 'founder', role: 'Reports Reader', as: 'assigned' } as const;
  return { ...world, users: { ...world.users, founder: {} }, roles: [...(world.roles ?? []), held] };
}

/** The real session, signed in, whose requests are answered here and not sent. */
export function sessionOf(id: string, send: (request: Request) => Response, at: number = asOf): Session {
  const own = id === 'entra' ? 'graph' : 'arm';
  const areas: readonly { readonly calls: readonly MicrosoftCall[] }[] = id === 'entra' ? entraAreas : azureAreas;
  const services = new Services({
    endpoints: endpointsOf({ cloud: 'public', endpoints: {} }, {}),
    tokens: new Tokens({ kind: 'test', getToken: () => Promise.resolve(token) }, tenantId, () => asOf),
    sender: { send: (request) => Promise.resolve(received(send(requestOf(request)), at)), close: () => undefined },
    graph: (request, through) => through(request),
  });
  return new MicrosoftSession({ calls: areas.flatMap(({ calls }) => calls), services, own, now: () => at });
}

const claims = { tid: tenantId, oid: objectId('vestige'), appid: appIdOf('vestige'), roles: ['Directory.Read.All'] };
const token = {
  token: new Secret(`e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2lnbmF0dXJl`),
  expiresAt: asOf + 3_600_000,
};

function requestOf({ method, url, body }: Sent): Request {
  return { method, url, ...(body === undefined ? {} : { body: JSON.parse(body) as unknown }) };
}

function received({ status, headers, body }: Response, at: number): Received {
  return { status, headers, body: Buffer.from(JSON.stringify(body)), sentAt: at, receivedAt: at };
}
