import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import * as v from 'valibot';
import type { MicrosoftCall } from '../../../../connectors/microsoft/call.ts';
import { sharedSettings } from '../../../../connectors/microsoft/settings.ts';
import { openWith, type OpenOptions } from '../../../../connectors/microsoft/open.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import type { Answer, Part, TaskAt } from '../../../../src/contract/connector.ts';
import type { MicrosoftSession } from '../../../../connectors/microsoft/live/session.ts';

export const tenant = '11111111-2222-4333-8444-555555555555';
export const client = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
export const never = new AbortController().signal;

export interface Asked {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown;
  /** The connection ends after the body's first half. */
  readonly cut?: boolean;
  /** Nothing is sent at all. */
  readonly silent?: boolean;
}

/** A token of the form that Entra gives; nobody here checks its signature. */
export function tokenOf(claims: JsonObject): string {
  const part = (value: JsonObject): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.c2lnbmF0dXJl`;
}

/** Plays the sign-in, Graph and Resource Manager on one port. */
export class Cloud {
  /** All but what was asked of the sign-in. */
  readonly asked: Asked[] = [];
  /** What was asked of the sign-in for tokens, as forms. */
  readonly signIns: URLSearchParams[] = [];
  answer: (asked: Asked) => Said | Promise<Said> = () => ({ body: { value: [] } });
  signIn: (form: URLSearchParams, count: number) => Said = (_, count) => ({
    body: {
      token_type: 'Bearer',
      expires_in: 3600,
      access_token: tokenOf({ tid: tenant, oid: 'OID', appid: client, roles: ['B', 'A'], n: count }),
    },
  });
  url = '';
  readonly #tenant: string;

  /** `of`: the tenant that signs in. */
  constructor(of: string = tenant) {
    this.#tenant = of;
  }

  readonly #server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = request.url ?? '';
      const asked: Asked = { method: request.method ?? '', url, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
      void Promise.resolve(this.#said(asked)).then(({ status = 200, headers = {}, body = '', cut = false, silent = false }) => {
        if (silent) return;
        const bytes = typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(JSON.stringify(body));
        response.writeHead(status, {
          'content-type': 'application/json',
          ...(cut ? { 'content-length': String(bytes.length) } : {}),
          ...headers,
        });
        if (!cut) response.end(bytes);
        else response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
      });
    });
  });

  #said(asked: Asked): Said | Promise<Said> {
    if (asked.url.includes('/.well-known/openid-configuration')) {
      const at = `${this.url}/${this.#tenant}`;
      return {
        body: {
          issuer: `${at}/v2.0`,
          authorization_endpoint: `${at}/oauth2/v2.0/authorize`,
          token_endpoint: `${at}/oauth2/v2.0/token`,
          jwks_uri: `${at}/keys`,
        },
      };
    }
    if (asked.url.includes('/oauth2/v2.0/token')) {
      const form = new URLSearchParams(asked.body);
      return this.signIn(form, this.signIns.push(form));
    }
    this.asked.push(asked);
    return this.answer(asked);
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

const path = (args: JsonObject): string => `/${typeof args['path'] === 'string' ? args['path'] : 'things?$top=999'}`;
const plain = { path, drops: [], permissions: [] };

/** One call of each sort. */
export const calls: readonly MicrosoftCall[] = [
  { ...plain, name: 'things', surface: 'entra:things', service: 'graph', operation: 'GET /things', drops: ['hint', 'secretText'] },
  {
    ...plain,
    name: 'eventual',
    surface: 'entra:things',
    service: 'graph',
    operation: 'GET /things',
    headers: { ConsistencyLevel: 'eventual' },
  },
  { ...plain, name: 'beta', surface: 'entra:things', service: 'graph-beta', operation: 'GET /things' },
  {
    ...plain,
    name: 'by-ids',
    surface: 'entra:things',
    service: 'graph',
    operation: 'POST /getByIds',
    body: (args) => ({ ids: args['ids'] ?? [] }),
  },
  {
    ...plain,
    name: 'members',
    surface: 'entra:members',
    service: 'graph',
    operation: 'GET /groups/{id}/members',
    batched: true,
    answers: ['Request_ResourceNotFound'],
    headers: { ConsistencyLevel: 'eventual' },
    drops: ['hint'],
  },
  { ...plain, name: 'lonely', surface: 'entra:members', service: 'graph', operation: 'GET /lonely' },
  { ...plain, name: 'assignments', surface: 'azure:assignments', service: 'arm', operation: 'GET /assignments' },
  {
    ...plain,
    name: 'query',
    surface: 'azure:index',
    service: 'resource-graph',
    operation: 'POST /resources',
    path: () => '/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01',
    body: (_, cursor) => ({ query: 'authorizationresources', options: { $top: 1000, ...(cursor === null ? {} : { $skipToken: cursor }) } }),
  },
];

const settingsSchema = v.strictObject(sharedSettings);

export class Rig {
  readonly cloud = new Cloud();
  now = Date.parse('2026-11-22T00:00:00Z');
  environment: Record<string, string | undefined> = {
    AZURE_TENANT_ID: tenant,
    AZURE_CLIENT_ID: client,
    AZURE_CLIENT_SECRET: 'abc8Q~not-a-real-secret-of-anything-000000',
  };
  readonly #sessions: MicrosoftSession[] = [];

  async open(
    change: Partial<Omit<OpenOptions, 'settings' | 'io'>> & { readonly settings?: Json; readonly signal?: AbortSignal } = {},
  ): Promise<MicrosoftSession> {
    if (this.cloud.url === '') await this.cloud.start();
    const { settings = {}, signal = never, ...more } = change;
    const endpoints = { graph: this.cloud.url, arm: this.cloud.url, login: this.cloud.url };
    const read = v.parse(settingsSchema, { endpoints, ...(settings as JsonObject) });
    const io = { now: () => this.now, signal, environment: this.environment };
    const session = await openWith({ settings: read, io, calls, own: 'graph', ...more });
    this.#sessions.push(session);
    return session;
  }

  async stop(): Promise<void> {
    for (const session of this.#sessions) await session.close();
    if (this.cloud.url !== '') await this.cloud.stop();
  }
}

/** A rig for each test, stopped after it. */
export function rigs(): () => Rig {
  const made: Rig[] = [];
  afterEach(async () => {
    for (const rig of made.splice(0)) await rig.stop();
  });
  return () => {
    const rig = new Rig();
    made.push(rig);
    return rig;
  };
}

export function at(call: string, args: JsonObject = {}, cursor: string | null = null, boundary = `entra:${tenant}`): TaskAt {
  const surface = calls.find((each) => each.name === call)?.surface ?? 'entra:things';
  return { task: { boundary, surface, args: { call, ...args } }, cursor };
}

export async function ask(
  session: MicrosoftSession,
  question: TaskAt,
  signal = never,
): Promise<{ readonly part: Part; readonly answer: Answer; readonly words: string }> {
  const answer = await session.read([question], signal);
  const [part] = answer.parts;
  return { part, answer, words: JSON.stringify(part.body) };
}
