import type { Received, Request, Sender } from '../../../src/http/sender.ts';

/** A request of the identity library, as far as it is looked at. */
interface IdentityRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: { toJSON(): Readonly<Record<string, string>> };
  readonly body?: unknown;
}

/** What became of the last exchange with the sign-in: for what its failure means. */
export interface LastExchange {
  /** Where a request was sent and no whole response came: to whom, and why. */
  cut: string | null;
  /** `null` = no response came, or nothing was sent. */
  status: number | null;
  headers: Received['headers'];
}

/**
 * Carries the identity library's requests with our own sender, and so through our proxies and limits. `asHttp`: the origins it has to
 * be told as https and that are not, on this machine.
 */
export class IdentityClient {
  readonly #sender: Sender;
  readonly #signal: AbortSignal;
  readonly #asHttp: ReadonlyMap<string, string>;
  readonly last: LastExchange = { cut: null, status: null, headers: {} };

  constructor(sender: Sender, signal: AbortSignal, asHttp: ReadonlyMap<string, string>) {
    this.#sender = sender;
    this.#signal = signal;
    this.#asHttp = asHttp;
  }

  /** Nothing was exchanged yet for what is asked now: a token may be refused before anything is sent. */
  begin(): void {
    Object.assign(this.last, { cut: null, status: null, headers: {} });
  }

  async sendRequest<R extends IdentityRequest>(
    request: R,
  ): Promise<{ readonly request: R; readonly status: number; readonly headers: PlainHeaders; readonly bodyAsText: string }> {
    this.begin();
    const url = new URL(request.url);
    const target = this.#asHttp.get(url.origin);
    const { body } = request;
    const { status, headers, ...received } = await this.#sent({
      method: request.method === 'POST' ? 'POST' : 'GET',
      url: target === undefined ? request.url : `${target}${request.url.slice(url.origin.length)}`,
      headers: withoutLength(request.headers.toJSON()),
      ...(typeof body === 'string' ? { body } : {}),
    });
    Object.assign(this.last, { cut: null, status, headers });
    return { request, status, headers: new PlainHeaders(headers), bodyAsText: this.#asHttps(Buffer.from(received.body).toString('utf8')) };
  }

  /** What such an origin says of itself, the library takes as https alone too. */
  #asHttps(text: string): string {
    let told = text;
    for (const [https, http] of this.#asHttp) told = told.replaceAll(http, https);
    return told;
  }

  async #sent(request: Request): Promise<Received> {
    try {
      return await this.#sender.send(request, this.#signal);
    } catch (error) {
      const why = error instanceof Error && 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
      this.last.cut = `no whole answer came from ${new URL(request.url).origin}${why}`;
      throw error;
    }
  }
}

function withoutLength(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const set: ReadonlySet<string> = new Set(['content-length', 'accept-encoding', 'connection']);
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !set.has(name.toLowerCase())));
}

/** Headers as the identity library reads them: by names in any case. */
export class PlainHeaders {
  readonly #values = new Map<string, string>();

  constructor(headers: Received['headers']) {
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) this.#values.set(name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value);
    }
  }

  get(name: string): string | undefined {
    return this.#values.get(name.toLowerCase());
  }

  has(name: string): boolean {
    return this.#values.has(name.toLowerCase());
  }

  set(name: string, value: string | number | boolean): void {
    this.#values.set(name.toLowerCase(), String(value));
  }

  delete(name: string): void {
    this.#values.delete(name.toLowerCase());
  }

  toJSON(): Record<string, string> {
    return Object.fromEntries(this.#values);
  }

  [Symbol.iterator](): Iterator<[string, string]> {
    return this.#values.entries();
  }
}
