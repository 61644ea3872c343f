import { azureAreas } from '../../../../connectors/microsoft/azure/areas.ts';
import { azureCore } from '../../../../connectors/microsoft/azure/core.ts';
import type { MicrosoftCall, MicrosoftService } from '../../../../connectors/microsoft/call.ts';
import { entraAreas } from '../../../../connectors/microsoft/entra/areas.ts';
import { entraCore } from '../../../../connectors/microsoft/entra/core.ts';
import { instantOf } from '../../../../src/base/instant.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import { memoryCapture } from '../../../../src/capture/archive.ts';
import { wiring, type Wiring } from '../../../../src/cli/wiring.ts';
import { collect } from '../../../../src/collect/collect.ts';
import type { ConnectorCore, Part, Session, TaskAt } from '../../../../src/contract/connector.ts';
import type { GapCause } from '../../../../src/model/gap.ts';
import type { Analysis } from '../../../../src/run/analyze.ts';
import { analyze } from '../../../../src/run/analyze.ts';
import { readConfiguration, type Configuration } from '../../../../src/run/configuration.ts';
import { microsoftOf, type Request, type Response } from '../world/respond.ts';
import type { WorldInput } from '../world/description.ts';

/** The moment that every case is answered for. */
export const asOf = Date.parse('2026-11-22T12:00:00Z');

/** What stands between the service and the session: a broken engine of the tests. */
export type Meddler = (request: Request, answer: Response) => Response;

export interface Scanned extends Analysis {
  readonly configuration: Configuration;
  /** What was asked that the tenant did not understand. */
  readonly notUnderstood: readonly string[];
}

const cores = [entraCore, azureCore] as readonly ConnectorCore<unknown>[];
const callsOf = { entra: callTable(entraAreas), azure: callTable(azureAreas) } as const;
const own: Wiring = { ...wiring, connectors: cores };
const roots: Readonly<Record<MicrosoftService, string>> = {
  graph: 'https://graph.microsoft.com/v1.0',
  'graph-beta': 'https://graph.microsoft.com/beta',
  arm: 'https://management.azure.com',
  'resource-graph': 'https://management.azure.com',
};

/** The tenant, read by the real collector and cores over its literal answers, and judged by every rule. */
export async function scanned(
  world: WorldInput,
  meddle: Meddler = (_, answer) => answer,
  groupMembers: 'all' | 'of-interest' = world.azure === undefined ? 'of-interest' : 'all',
): Promise<Scanned> {
  const tenant = microsoftOf(world, { now: asOf });
  const configuration = readConfiguration(
    { connectors: { entra: { groupMembers }, ...(world.azure === undefined ? {} : { azure: {} }) } },
    own,
  );
  const asked = cores.filter((core) => core.id === 'entra' || world.azure !== undefined);
  const send = (request: Request): Response => meddle(request, tenant.respond(request));
  const capture = await collect({
    sources: asked.map((core) => ({
      connector: { core, open: () => Promise.resolve(sessionOf(core.id === 'entra' ? callsOf.entra : callsOf.azure, send)) },
      settings: (configuration.connectorSettings[core.id] ?? {}) as Json,
    })),
    writer: memoryCapture(),
    io: { now: () => asOf, random: () => 0.5, sleep: () => Promise.resolve(), signal: new AbortController().signal, environment: {} },
  });
  const analysis = await analyze({ capture, connectors: cores, configuration, asOf: instantOf(asOf), clock: () => asOf });
  return { ...analysis, configuration, notUnderstood: tenant.notUnderstood };
}

type Calls = ReadonlyMap<string, MicrosoftCall>;

function callTable(areas: readonly { readonly calls: readonly MicrosoftCall[] }[]): Calls {
  return new Map(areas.flatMap(({ calls }) => calls.map((call) => [call.name, call] as const)));
}

function sessionOf(calls: Calls, send: (request: Request) => Response): Session {
  const at = instantOf(asOf);
  const wire = { sentAt: at, receivedAt: at, providerDate: null, requestId: null, status: 200, raw: null };
  return {
    read: (batch) => {
      const [first, ...rest] = batch;
      const parts: readonly [Part, ...Part[]] = rest.length === 0 ? [alone(first, calls, send)] : together(batch, calls, send);
      return Promise.resolve({ parts, wire });
    },
    close: () => Promise.resolve(),
  };
}

function callFor({ task }: TaskAt, calls: Calls): MicrosoftCall {
  const name = isJsonObject(task.args) ? task.args['call'] : undefined;
  const call = typeof name === 'string' ? calls.get(name) : undefined;
  if (call === undefined) throw new Error(`no call of the tables is asked by ${JSON.stringify(task)}`);
  return call;
}

function requestOf(at: TaskAt, call: MicrosoftCall): Request {
  const args = at.task.args as JsonObject;
  const body = call.body?.(args, at.cursor);
  const below = call.body === undefined ? (at.cursor ?? call.path(args)) : call.path(args);
  return {
    method: call.body === undefined ? 'GET' : 'POST',
    url: `${roots[call.service]}${below}`,
    ...(body === undefined ? {} : { body }),
  };
}

function alone(at: TaskAt, calls: Calls, send: (request: Request) => Response): Part {
  const call = callFor(at, calls);
  return partOf(at, call, send(requestOf(at, call)));
}

function together(batch: readonly [TaskAt, ...TaskAt[]], calls: Calls, send: (request: Request) => Response): readonly [Part, ...Part[]] {
  const { service } = callFor(batch[0], calls);
  const requests = batch.map((at, index) => {
    const call = callFor(at, calls);
    if (call.service !== service || call.batched !== true) throw new Error(`${call.name} cannot go with others in one request`);
    return { id: String(index), method: 'GET', url: requestOf(at, call).url.slice(roots[service].length) };
  });
  const answer = send({ method: 'POST', url: `${roots[service]}/$batch`, body: { requests } });
  const { responses } = answer.body as { readonly responses: readonly (Response & { readonly id: string })[] };
  const parts = batch.map((at, index): Part => {
    const response = responses.find(({ id }) => id === String(index));
    if (response === undefined) throw new Error('a part of the batch has no answer');
    return partOf(at, callFor(at, calls), response);
  });
  return parts as [Part, ...Part[]];
}

function partOf({ task, cursor }: TaskAt, call: MicrosoftCall, { status, body }: Response): Part {
  const {
    '@odata.nextLink': graphNext,
    nextLink,
    '@odata.context': _,
    $skipToken,
    ...rest
  } = dropped(body as Json, new Set(call.drops)) as JsonObject;
  if (status >= 400) {
    const answered = call.answers?.includes(codeOf(rest)) === true;
    return { task, cursor, body: rest, next: null, ...(answered ? {} : { refused: causeOf(status, codeOf(rest)) }) };
  }
  const link = graphNext ?? nextLink;
  const next = typeof link === 'string' ? link.slice(roots[call.service].length) : typeof $skipToken === 'string' ? $skipToken : null;
  return { task, cursor, body: rest, next };
}

function dropped(value: Json, names: ReadonlySet<string>): Json {
  if (Array.isArray(value)) return value.map((each) => dropped(each as Json, names));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      names.has(key) && each !== null ? { $dropped: 'secret' } : dropped(each as Json, names),
    ]),
  );
}

function codeOf(body: JsonObject): string {
  const error = body['error'];
  const code = isJsonObject(error) ? error['code'] : undefined;
  return typeof code === 'string' ? code : '';
}

function causeOf(status: number, code: string): GapCause {
  if (code === 'AadPremiumLicenseRequired' || code === 'Authentication_RequestFromNonPremiumTenantOrB2CTenant') return 'not-licensed';
  if (status === 403) return 'denied';
  return status === 404 ? 'vanished' : 'malformed';
}
