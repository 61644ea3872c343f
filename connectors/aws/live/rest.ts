import type { Json, JsonObject } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { headerOf } from '../../../src/http/headers.ts';
import type { AwsService } from '../calls/call.ts';
import type { Client, Watch, WireResponse } from './client.ts';

/** A request as the SDK's signer and handler take it. */
export interface RestRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly method: string;
  readonly path: string;
  readonly query: Record<string, string>;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

export interface RestTransport {
  sign(request: RestRequest): Promise<RestRequest>;
  /** Resolves once the headers are there. */
  send(request: RestRequest, signal: AbortSignal): Promise<WireResponse>;
}

interface Route {
  readonly method: 'GET' | 'POST';
  /** A `{member}` is taken from the request; the other members go to the query of a GET, to the body of a POST. */
  readonly path: string;
}

/** Services without a usable SDK package, as their API references give the addresses of operations. */
const routes: Readonly<Partial<Record<AwsService, Readonly<Record<string, Route>>>>> = {
  rolesanywhere: {
    ListTrustAnchors: { method: 'GET', path: '/trustanchors' },
    ListProfiles: { method: 'GET', path: '/profiles' },
    ListSubjects: { method: 'GET', path: '/subjects' },
    ListCrls: { method: 'GET', path: '/crls' },
    GetSubject: { method: 'GET', path: '/subject/{subjectId}' },
  },
  'account-access': {
    ListApplications: { method: 'POST', path: '/applications-list' },
    ListEntitlements: { method: 'POST', path: '/entitlements-list' },
  },
  mwaa: {
    ListEnvironments: { method: 'GET', path: '/environments' },
    GetEnvironment: { method: 'GET', path: '/environments/{Name}' },
  },
};

/** The name that requests to a service are signed for. */
export function signingName(service: AwsService): string {
  return service === 'mwaa' ? 'airflow' : service;
}

export function isRest(service: AwsService): boolean {
  return Object.hasOwn(routes, service);
}

export function hasRoute(service: AwsService, operation: string): boolean {
  return Object.hasOwn(routes[service] ?? {}, operation);
}

/** Speaks REST-JSON to one service at `base`; errors are named as the SDK names them, for the provider's code. */
export function restClient(service: AwsService, base: URL, transport: RestTransport): Client {
  return {
    async send(operation: string, input: JsonObject, watch: Watch, signal: AbortSignal): Promise<object> {
      const route = routes[service]?.[operation];
      if (route === undefined) throw new TypeError(`${service} has no route for ${operation}`);
      const response = await transport.send(await transport.sign(requestOf(base, route, input)), signal);
      await watch(response);
      const body = bodyOf(response);
      if (response.statusCode < 200 || response.statusCode >= 300) throw errorOf(response, body);
      if (!isJsonObject(body)) throw marked(new SyntaxError('the answer is no JSON object'), response);
      return body;
    },
  };
}

function requestOf(base: URL, { method, path }: Route, input: JsonObject): RestRequest {
  const left = new Map(Object.entries(input).filter(([, value]) => value !== undefined && value !== null));
  const filled = path.replace(/\{(\w+)\}/g, (_, member: string) => {
    const value = left.get(member);
    left.delete(member);
    return typeof value === 'string' ? encodeURIComponent(value) : '';
  });
  const port = base.port === '' ? {} : { port: Number(base.port) };
  const headers = { host: base.host, ...(method === 'POST' ? { 'content-type': 'application/json' } : {}) };
  return {
    protocol: base.protocol,
    hostname: base.hostname,
    ...port,
    method,
    path: `${base.pathname.replace(/\/$/, '')}${filled}`,
    query: method === 'GET' ? Object.fromEntries([...left].map(([name, value]) => [name, textOf(value)])) : {},
    headers,
    ...(method === 'POST' ? { body: JSON.stringify(Object.fromEntries(left)) } : {}),
  };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `undefined` = no JSON. */
function bodyOf({ body }: WireResponse): Json | undefined {
  try {
    return JSON.parse(Buffer.from(body as Uint8Array).toString('utf8')) as Json;
  } catch {
    return undefined;
  }
}

/** The code comes in a header or in one of three members, with a namespace before it or an address after it (AWS restJson1 protocol). */
function errorOf(response: WireResponse, body: Json | undefined): Error {
  const said = isJsonObject(body) ? body : {};
  const code = headerOf(response.headers, 'x-amzn-errortype') ?? said['__type'] ?? said['code'] ?? said['Code'];
  const message = said['message'] ?? said['Message'];
  const error = new Error(typeof message === 'string' ? message : '');
  if (typeof code !== 'string' || code === '') return marked(error, response);
  error.name = code.replace(/^.*#/, '').replace(/:.*$/s, '');
  return Object.assign(marked(error, response), { $fault: response.statusCode < 500 ? 'client' : 'server' });
}

function marked(error: Error, { statusCode }: WireResponse): Error {
  return Object.assign(error, { $metadata: { httpStatusCode: statusCode } });
}
