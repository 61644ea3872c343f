import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import type { ConnectorIo } from '../../src/contract/connector.ts';
import type { MicrosoftCall, MicrosoftService } from './call.ts';
import { checkedNetwork, credentialSource } from './credentials.ts';
import type { EntraSettings } from './entra/settings.ts';
import { endpointsOf } from './live/clouds.ts';
import type { Received, Request } from '../../src/http/sender.ts';
import { httpSender } from '../../src/http/sender.ts';
import type { GraphTransport } from './live/service.ts';
import { Services } from './live/service.ts';
import { MicrosoftSession } from './live/session.ts';
import { Tokens } from './live/tokens.ts';

/** Of a body: the largest pages that Graph gives, of a thousand users or audit rows, are a few MiB. */
const MOST_BYTES = 128 * 1024 * 1024;
/** Reports and audit logs of a large tenant may be silent for most of a minute before the first byte. Milliseconds. */
const IDLE_MS = 100_000;

export interface OpenOptions {
  readonly settings: Pick<EntraSettings, 'tenant' | 'cloud' | 'credential' | 'clientId' | 'endpoints'>;
  readonly io: ConnectorIo;
  readonly calls: readonly MicrosoftCall[];
  readonly own: MicrosoftService;
  readonly mostBytes?: number;
  readonly idleMs?: number;
}

/** Opens a session over a table of calls. Rejects for a configuration that cannot sign in or be trusted; nothing is sent before the first read. */
export async function openWith({
  settings,
  io,
  calls,
  own,
  mostBytes = MOST_BYTES,
  idleMs = IDLE_MS,
}: OpenOptions): Promise<MicrosoftSession> {
  const { now, environment, signal } = io;
  const network = checkedNetwork(environment);
  const endpoints = endpointsOf(settings, environment);
  const sender = httpSender({ network, now, idleMs, mostBytes });
  const direct = httpSender({ network: { ...network, proxyEnv: null }, now, idleMs, mostBytes });
  const source = credentialSource({ settings, environment, endpoints, sender, direct, signal, now });
  const tokens = new Tokens(source, source.choice.tenant, now);
  const closing = {
    send: (request: Request, abort: AbortSignal) => sender.send(request, abort),
    close() {
      sender.close();
      direct.close();
    },
  };
  const services = new Services({ endpoints, tokens, sender: closing, graph: await graphTransport() });
  return new MicrosoftSession({ calls, services, own, now });
}

/**
 * The Graph client, with our sender for its only middleware: it neither tries again nor follows redirects nor cuts waits. It writes method,
 * headers and body; the address is ours, since it parses queries into names and puts them together anew, where a link has to be
 * followed as it was given.
 */
async function graphTransport(): Promise<GraphTransport> {
  const { Client, ResponseType } = await import('@microsoft/microsoft-graph-client');
  return async (request, send) => {
    const sending = new Sending(request, send);
    const { origin, pathname } = new URL(request.url);
    const [, version = '', ...path] = pathname.split('/');
    const client = Client.initWithMiddleware({ middleware: sending, baseUrl: origin, defaultVersion: version });
    const asked = client
      .api(`/${path.join('/')}`)
      .headers({ ...request.headers })
      .responseType(ResponseType.RAW);
    try {
      await (request.method === 'POST' ? asked.post(request.body) : asked.get());
    } catch (error) {
      // The client wraps whatever was thrown: what happened on the wire is told as it was.
      throw sending.failed ?? error;
    }
    if (sending.received === null) throw new TypeError('the Graph client sent nothing');
    return sending.received;
  };
}

class Sending implements Middleware {
  readonly #request: Request;
  readonly #send: (request: Request) => Promise<Received>;
  received: Received | null = null;
  failed: unknown = null;

  constructor(request: Request, send: (request: Request) => Promise<Received>) {
    this.#request = request;
    this.#send = send;
  }

  async execute(context: Context): Promise<void> {
    const { method, headers, body } = context.options ?? {};
    try {
      this.received = await this.#send({
        method: method === 'POST' ? 'POST' : 'GET',
        url: this.#request.url,
        headers: lowerCased(headers as Readonly<Record<string, string>> | undefined),
        ...(typeof body === 'string' ? { body } : {}),
      });
    } catch (error) {
      this.failed = error;
      throw error;
    }
    context.response = new Response(null, { status: 200 });
  }
}

function lowerCased(headers: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
