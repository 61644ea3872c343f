import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { isJsonObject } from '../../../src/base/json.ts';
import { freePort } from '../../live/support/port.ts';
import { seeded, startEntra, type Emulator } from './emulator.ts';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What happens to a question before the emulator is asked; `undefined`: it is asked. */
export type Meddler = (path: string) => Meddled | undefined | Promise<undefined>;
type Meddled = Answer & { readonly headers?: Readonly<Record<string, string>> };

/** Answers in the place of the emulator what it lacks, by asking it with the same token; `undefined`: it is asked itself. `path`: of v1.0. */
export type Completer = (method: string, path: string, body: unknown, ask: Asker) => Promise<Answer | undefined>;
export type Asker = (method: string, path: string) => Promise<Answer>;

export interface Tenant {
  readonly endpoint: string;
  /** Of its sign-in, in its own answers. */
  readonly named: string;
  /** Itself, with its own routes of administration. */
  readonly entra: Emulator;
  /** Application permissions of Graph that tokens carry from here on. */
  granted: readonly string[];
  meddle: Meddler;
  /** The time that its answers tell, epoch milliseconds. */
  now: () => number;
  /** Paths asked of Graph, those of a batch too. */
  readonly asked: string[];
  /** How many tokens were given. */
  signIns(): number;
  stop(): Promise<void>;
}

/**
 * The emulator as one more origin, with what it lacks: it gives no application permission of Graph to any client, so that a token that
 * it gave to a credential is exchanged for one of the same client that it signs with those permissions; it has no batches, no beta (asked of
 * v1.0) and no `/organization`.
 */
export async function startTenant(complete: (entra: Emulator) => Completer = () => () => Promise.resolve(undefined)): Promise<Tenant> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  // the identity library knows no sign-in but by https, and our client sends to this machine as it is
  const named = `https://127.0.0.1:${port}`;
  const entra = await startEntra(named);
  const completed = complete(entra);
  const asked: string[] = [];
  let signIns = 0;

  async function graph(method: string, path: string, headers: IncomingHttpHeaders, body: string): Promise<Meddled> {
    asked.push(path);
    const meddled = await tenant.meddle(path);
    if (meddled !== undefined) return meddled;
    if (path.startsWith('/v1.0/organization')) return { status: 200, body: { value: [organization] } };
    const token = (headers.authorization ?? '').replace(/^Bearer /, '');
    const at = path.replace(/^\/beta\//, '/v1.0/');
    const sent: unknown = body === '' ? undefined : JSON.parse(body);
    const own = await completed(method, at, sent, (verb, where) => entra.ask(verb, `/graph${where}`, undefined, token));
    const answer = own ?? (await entra.ask(method, `/graph${at}`, sent, token));
    return { status: answer.status, body: JSON.parse(JSON.stringify(answer.body).replaceAll(`${named}/graph`, endpoint)) as unknown };
  }

  async function batch(headers: IncomingHttpHeaders, version: string, body: string): Promise<Answer> {
    const { requests } = JSON.parse(body) as {
      readonly requests: readonly { readonly id: string; readonly method: string; readonly url: string }[];
    };
    const responses: unknown[] = [];
    for (const { id, method, url } of requests) responses.push({ id, ...(await graph(method, `/${version}${url}`, headers, '')) });
    return { status: 200, body: { responses } };
  }

  async function token(path: string, headers: IncomingHttpHeaders, body: string): Promise<Answer> {
    const response = await fetch(`${entra.origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': headers['content-type'] ?? '' },
      body,
    });
    const given: unknown = await response.json();
    const form = new URLSearchParams(body);
    if (response.status !== 200 || !isJsonObject(given) || form.get('scope')?.includes('graph.microsoft.com') !== true)
      return { status: response.status, body: given };
    signIns++;
    const minted = await entra.ask('POST', '/admin/api/tokens', {
      tokenType: 'access',
      clientId: form.get('client_id'),
      roles: tenant.granted,
      audience: 'https://graph.microsoft.com',
    });
    return { status: 200, body: { ...given, access_token: (minted.body as { readonly token: string }).token } };
  }

  async function answered(method: string, path: string, headers: IncomingHttpHeaders, body: string): Promise<Meddled> {
    const [, version] = /^\/(v1\.0|beta)\//.exec(path) ?? [];
    if (version !== undefined && path.endsWith('/$batch')) return batch(headers, version, body);
    if (version !== undefined) return graph(method, path, headers, body);
    if (path.includes('/oauth2/v2.0/token')) return token(path, headers, body);
    return entra.ask(method, path);
  }

  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      void answered(incoming.method ?? 'GET', incoming.url ?? '/', incoming.headers, Buffer.concat(chunks).toString())
        .catch((error: unknown) => ({ status: 500, body: { error: { code: 'tenant', message: String(error) } }, headers: {} }))
        .then(({ status, body, headers = {} }) => {
          const date = new Date(tenant.now()).toUTCString();
          outgoing.writeHead(status, { 'content-type': 'application/json', date, ...headers });
          outgoing.end(JSON.stringify(body));
        });
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const tenant: Tenant = {
    endpoint,
    named,
    entra,
    granted: [],
    meddle: () => undefined,
    now: () => Date.now(),
    asked,
    signIns: () => signIns,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await entra.stop();
    },
  };
  return tenant;
}

/** Of Entra ID P1: nothing is ever eligible, which the emulator knows nothing of. */
const organization = {
  id: seeded.tenant,
  displayName: 'Entra Emulator',
  assignedPlans: [{ capabilityStatus: 'Enabled', service: 'AADPremiumService', servicePlanId: '41781fb2-bc02-4b7c-bd55-b576c07bb09d' }],
};
