import { randomUUID } from 'node:crypto';
import type { Json } from '../../../src/base/json.ts';
import { untilAborted } from '../../../src/http/abort.ts';
import { headerOf } from '../../../src/http/headers.ts';
import type { MicrosoftService } from '../call.ts';
import type { Endpoints } from './clouds.ts';
import { scopeOf, serviceRoot } from './clouds.ts';
import type { Exchange } from './exchange.ts';
import { urlOf } from './links.ts';
import { claimsAsked } from './own-token.ts';
import type { Received, Request, Sender } from '../../../src/http/sender.ts';
import type { Token, Tokens } from './tokens.ts';

/** What carries requests to Microsoft Graph; Resource Manager is spoken to without it. */
export type GraphTransport = (request: Request, send: (request: Request) => Promise<Received>) => Promise<Received>;

export interface ServicesOptions {
  readonly endpoints: Endpoints;
  readonly tokens: Tokens;
  readonly sender: Sender;
  readonly graph: GraphTransport;
}

export interface Asked {
  readonly service: MicrosoftService;
  /** Below the service's root, with its query. */
  readonly path: string;
  /** Left out: it is a GET. */
  readonly body?: Json;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends requests to the services of one cloud, signed in. */
export class Services {
  readonly #options: ServicesOptions;

  constructor(options: ServicesOptions) {
    this.#options = options;
  }

  rootOf(service: MicrosoftService): string {
    return serviceRoot(this.#options.endpoints, service);
  }

  tokenFor(service: MicrosoftService): Promise<Token> {
    return this.#options.tokens.of(scopeOf(this.#options.endpoints, service));
  }

  /**
   * One request. A 401 is answered once with a token made anew, with the claims that it asks for where it asks for any. `isStale`: whether
   * an answer says the same of a part of it.
   */
  async send(asked: Asked, exchange: Exchange, signal: AbortSignal, isStale?: (received: Received) => boolean): Promise<Received> {
    // Before a token is asked for: none is sent where the address is not one of the service's.
    const url = urlOf(this.rootOf(asked.service), asked.path);
    const token = await untilAborted(this.tokenFor(asked.service), signal);
    const first = await this.#once(asked, url, token, exchange, signal);
    if (first.status !== 401 && isStale?.(first) !== true) return first;
    const { tokens, endpoints } = this.#options;
    const claims = claimsAsked(headerOf(first.headers, 'www-authenticate'));
    const fresh = await untilAborted(tokens.instead(token, scopeOf(endpoints, asked.service), claims), signal);
    return await this.#once(asked, url, fresh, exchange, signal);
  }

  close(): void {
    this.#options.sender.close();
  }

  async #once(asked: Asked, url: string, token: Token, exchange: Exchange, signal: AbortSignal): Promise<Received> {
    const { sender, graph } = this.#options;
    const isGraph = asked.service === 'graph' || asked.service === 'graph-beta';
    const request: Request = {
      method: asked.body === undefined ? 'GET' : 'POST',
      url,
      headers: {
        ...asked.headers,
        accept: 'application/json',
        // Microsoft Graph then serves others before us when it is near a limit (its throttling guidance).
        ...(isGraph ? { 'x-ms-throttle-priority': 'low' } : {}),
        ...(asked.body === undefined ? {} : { 'content-type': 'application/json' }),
        'client-request-id': randomUUID(),
        'user-agent': 'vestige',
        authorization: `Bearer ${token.token.reveal()}`,
      },
      ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
    };
    const send = (each: Request): Promise<Received> => sender.send(each, signal);
    const received = await (isGraph ? graph(request, send) : send(request));
    exchange.saw(received);
    return received;
  }
}
