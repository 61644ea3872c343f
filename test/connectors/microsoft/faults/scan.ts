import { AsyncLocalStorage } from 'node:async_hooks';
import { azureAreas } from '../../../../connectors/microsoft/azure/areas.ts';
import { azureCore } from '../../../../connectors/microsoft/azure/core.ts';
import type { MicrosoftCall } from '../../../../connectors/microsoft/call.ts';
import { entraAreas } from '../../../../connectors/microsoft/entra/areas.ts';
import { entraCore } from '../../../../connectors/microsoft/entra/core.ts';
import { endpointsOf } from '../../../../connectors/microsoft/live/clouds.ts';
import { Services } from '../../../../connectors/microsoft/live/service.ts';
import { MicrosoftSession } from '../../../../connectors/microsoft/live/session.ts';
import { Tokens } from '../../../../connectors/microsoft/live/tokens.ts';
import { instantOf } from '../../../../src/base/instant.ts';
import type { Json } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import { Secret } from '../../../../src/base/redact.ts';
import { memoryCapture } from '../../../../src/capture/archive.ts';
import { wiring, type Wiring } from '../../../../src/cli/wiring.ts';
import { collect } from '../../../../src/collect/collect.ts';
import { taskKey } from '../../../../src/collect/task-key.ts';
import type { CaptureReader } from '../../../../src/contract/capture.ts';
import type { ConnectorCore, Session, TaskAt } from '../../../../src/contract/connector.ts';
import type { Received, Request as Sent } from '../../../../src/http/sender.ts';
import { settler, standingOf } from '../../../../src/judge/settle.ts';
import type { Observation } from '../../../../src/model/question.ts';
import type { Analysis, AnalyzeInput } from '../../../../src/run/analyze.ts';
import { analyze } from '../../../../src/run/analyze.ts';
import { readConfiguration, type Configuration } from '../../../../src/run/configuration.ts';
import type { WorldInput } from '../world/description.ts';
import { appIdOf, objectId, tenantId } from '../world/identifiers.ts';
import { microsoftOf, type Response } from '../world/respond.ts';

export const began = Date.parse('2026-11-22T12:00:00Z');

/** One question to the services, alone or as a part of a batch. */
export interface Place {
  readonly connector: string;
  readonly at: TaskAt;
  readonly call: MicrosoftCall;
  /** As the same question is called in another scan. */
  readonly key: string;
  /** The same, whichever page it is. */
  readonly question: string;
  readonly isInBatch: boolean;
  /** Path and query below the host. */
  readonly url: string;
  /** What the service answers. */
  readonly answer: Response;
}

/** An answer with another content, text that is no JSON, or none as the connection was cut. */
export type Reply = Partial<Omit<Response, 'body'>> & ({ readonly body: unknown } | { readonly text: string });

/** What becomes of an answer; `cut`: the connection ends before it came, or a batch lacks it. */
export type Meddled = Reply | 'cut';

export interface Meddler {
  /** One question. `attempt`: counts from 0. */
  one?(place: Place, attempt: number): Meddled | undefined;
  /** A whole batch, by the answers of its parts (after `one`), each with its id. */
  batch?(places: readonly Place[], responses: readonly Json[], attempt: number): Meddled | undefined;
}

export interface Sight {
  readonly capture: CaptureReader;
  readonly notUnderstood: readonly string[];
  /** Hosts that anything was sent to. */
  readonly hosts: ReadonlySet<string>;
  readonly configuration: Configuration;
}

const cores = [entraCore, azureCore] as readonly ConnectorCore<unknown>[];
export const microsoft: Wiring = { ...wiring, connectors: cores };

export const configuration = readConfiguration({ connectors: { entra: { groupMembers: 'all' }, azure: {} } }, microsoft);

/** A capture by the real collector, sessions and cores of what the tenant answers, through `meddle`. `at`: epoch milliseconds of its start. */
export async function captured(world: WorldInput, meddle: Meddler = {}, at: number = began, pageSize = 4): Promise<Sight> {
  let clock = at;
  const now = (): number => (clock += 1);
  const tenant = microsoftOf(world, { now: at, pageSize });
  const hosts = new Set<string>();
  const attempts = new Map<string, number>();
  const asking = new AsyncLocalStorage<{ readonly connector: string; readonly batch: readonly TaskAt[] }>();

  function nextAttempt(key: string): number {
    const count = attempts.get(key) ?? 0;
    attempts.set(key, count + 1);
    return count;
  }

  function placeOf(url: URL, answer: Response, isInBatch: boolean): Place {
    const { connector = '', batch = [] } = asking.getStore() ?? {};
    const own = `${url.pathname}${url.search}`;
    const below = decoded(own);
    for (const each of batch) {
      const args = isJsonObject(each.task.args) ? each.task.args : {};
      const call = callsOf(connector).find(({ name }) => name === args['call']);
      if (call === undefined) continue;
      const path = each.cursor === null || call.service === 'resource-graph' ? call.path(args) : each.cursor;
      if (!below.endsWith(decoded(path))) continue;
      const question = `${connector} ${taskKey(each.task)}`;
      const key = `${question} at ${each.cursor ?? 'its first page'}`;
      return { connector, at: each, call, key, question, isInBatch, url: own, answer };
    }
    throw new Error(`nobody asks ${below}`);
  }

  function one(url: URL, answer: Response, isInBatch: boolean): Meddled {
    const place = placeOf(url, answer, isInBatch);
    return meddle.one?.(place, nextAttempt(place.key)) ?? answer;
  }

  function several(url: URL, requests: readonly { readonly id: string; readonly url: string }[], answer: Response): Meddled {
    const { responses } = answer.body as { readonly responses: readonly (Response & { readonly id: string })[] };
    const places: Place[] = [];
    const given = requests.flatMap(({ id, url: path }): readonly Json[] => {
      const own = responses.find((each) => each.id === id);
      if (own === undefined) throw new Error(`no answer to ${path}`);
      const inner = new URL(`${url.origin}${url.pathname.slice(0, url.pathname.lastIndexOf('/$batch'))}${path}`);
      places.push(placeOf(inner, own, true));
      const said = one(inner, own, true);
      return said === 'cut'
        ? []
        : [{ ...own, ...said, ...('text' in said ? { body: Buffer.from(said.text).toString('base64') } : {}), id } as unknown as Json];
    });
    const first = places[0]?.key ?? '';
    return meddle.batch?.(places, given, nextAttempt(`batch of ${first}`)) ?? { ...answer, body: { responses: given } };
  }

  function send({ method, url: address, body }: Sent): Promise<Received> {
    const url = new URL(address);
    hosts.add(url.host);
    const read = body === undefined ? undefined : (JSON.parse(body) as unknown);
    const answer = tenant.respond({ method, url: address, ...(read === undefined ? {} : { body: read }) });
    const requests = url.pathname.endsWith('/$batch')
      ? (read as { readonly requests: readonly { readonly id: string; readonly url: string }[] }).requests
      : null;
    const said = requests === null || answer.status !== 200 ? one(url, answer, false) : several(url, requests, answer);
    if (said === 'cut') return Promise.reject(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }));
    const text = 'text' in said ? said.text : JSON.stringify(said.body);
    const sentAt = now();
    return Promise.resolve({
      status: said.status ?? 200,
      headers: { ...answer.headers, ...said.headers, date: new Date(sentAt).toUTCString() },
      body: Buffer.from(text),
      sentAt,
      receivedAt: now(),
    });
  }

  const claims = { tid: tenantId, oid: objectId('vestige'), appid: appIdOf('vestige'), roles: ['Directory.Read.All'] };
  const token = { token: new Secret(`e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`), expiresAt: at + 86_400_000 };

  function open(id: string): Promise<Session> {
    const services = new Services({
      endpoints: endpointsOf({ cloud: 'public', endpoints: {} }, {}),
      tokens: new Tokens({ kind: 'test', getToken: () => Promise.resolve(token) }, tenantId, now),
      sender: { send, close: () => undefined },
      graph: (request, through) => through(request),
    });
    const session = new MicrosoftSession({ calls: callsOf(id), services, own: id === 'entra' ? 'graph' : 'arm', now });
    return Promise.resolve({
      read: (batch, signal) => asking.run({ connector: id, batch }, () => session.read(batch, signal)),
      close: () => session.close(),
    });
  }

  const capture = await collect({
    sources: cores.map((core) => ({
      connector: { core, open: () => open(core.id) },
      settings: configuration.connectorSettings[core.id] as Json,
    })),
    writer: memoryCapture(),
    io: { now, random: () => 0.5, sleep: () => Promise.resolve(), signal: new AbortController().signal, environment: {} },
  });
  return { capture, notUnderstood: tenant.notUnderstood, hosts, configuration };
}

export interface Scanned extends Analysis {
  readonly sight: Sight;
  /** What each rule says to each question. */
  readonly answers: ReadonlyMap<string, Observation['says']>;
}

/** The report of it, and the answer to every question. */
export async function scanned(world: WorldInput, meddle: Meddler = {}): Promise<Scanned> {
  const sight = await captured(world, meddle);
  const analysis = await analyzed(sight, { asOf: instantOf(began) });
  return { ...analysis, sight, answers: answersOf(analysis) };
}

export function analyzed({ capture }: Sight, more: Pick<AnalyzeInput, 'recording' | 'asOf'> = {}): Promise<Analysis> {
  return analyze({ capture, connectors: cores, configuration, clock: () => began, ...more });
}

function answersOf({ view }: Analysis): ReadonlyMap<string, Observation['says']> {
  const settle = settler(view);
  const answers = new Map<string, Observation['says']>();
  for (const { rule, settings } of configuration.rules) {
    for (const question of rule.questions(view, settings)) {
      const answer = rule.answer(view, question, settings);
      const isOpen = answer.says === 'clear' && settle(rule.needs, standingOf(view, question)).length > 0;
      const { subject, capability = '', scope = '' } = question;
      answers.set([rule.id, subject.type, subject.id, capability, scope].join(' '), isOpen ? 'undetermined' : answer.says);
    }
  }
  return answers;
}

function callsOf(id: string): readonly MicrosoftCall[] {
  const areas: readonly { readonly calls: readonly MicrosoftCall[] }[] = id === 'entra' ? entraAreas : azureAreas;
  return areas.flatMap(({ calls }) => calls);
}

function decoded(path: string): string {
  return decodeURIComponent(path.replaceAll('+', ' ')).toLowerCase();
}
