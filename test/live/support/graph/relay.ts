import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isJsonObject } from '../../../../src/base/json.ts';

export interface Relayed {
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly status: number;
  /** What the other side had against it. */
  readonly violations: readonly string[];
}

export interface Relay {
  readonly endpoint: string;
  readonly relayed: Relayed[];
  stop(): Promise<void>;
}

/** Signs anybody in to a tenant, and passes all else on to a server that knows no sign-in, keeping what it said of each request. */
export async function startRelay(upstream: string, tenant: string): Promise<Relay> {
  const relayed: Relayed[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const url = incoming.url ?? '/';
      const answer = (status: number, body: string): void => {
        outgoing.writeHead(status, { 'content-type': 'application/json' });
        outgoing.end(body);
      };
      const signIn = signedIn(url, tenant, `http://${incoming.headers.host ?? ''}`);
      if (signIn !== undefined) {
        answer(200, JSON.stringify(signIn));
        return;
      }
      const method = incoming.method ?? 'GET';
      passedOn(`${upstream}${url}`, method, Buffer.concat(chunks)).then(
        ({ status, body }) => {
          relayed.push({ method, url, status, violations: status < 400 ? [] : violationsOf(body) });
          answer(status, body);
        },
        (error: unknown) => answer(502, JSON.stringify({ error: { code: 'relay', message: String(error) } })),
      );
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    relayed,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function passedOn(url: string, method: string, body: Buffer): Promise<{ readonly status: number; readonly body: string }> {
  const response = await fetch(url, {
    method,
    headers: { accept: 'application/json', ...(body.length === 0 ? {} : { 'content-type': 'application/json' }) },
    ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
  });
  return { status: response.status, body: await response.text() };
}

/** What the sign-in of Entra says of itself and gives to whoever asks; `undefined` where something else is asked. */
export function signedIn(url: string, tenant: string, root: string): object | undefined {
  const at = `${root}/${tenant}`;
  if (url.includes('/.well-known/openid-configuration')) {
    return {
      issuer: `${at}/v2.0`,
      authorization_endpoint: `${at}/oauth2/v2.0/authorize`,
      token_endpoint: `${at}/oauth2/v2.0/token`,
      jwks_uri: `${at}/keys`,
    };
  }
  if (!url.includes('/oauth2/v2.0/token')) return undefined;
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return {
    token_type: 'Bearer',
    expires_in: 3600,
    access_token: `${part({ alg: 'none' })}.${part({ tid: tenant, oid: 'vestige', roles: [] })}.c2ln`,
  };
}

/** Of a refusal of Prism: where, and what; else what it says of itself. */
function violationsOf(body: string): readonly string[] {
  let read: unknown;
  try {
    read = JSON.parse(body);
  } catch {
    return [body.slice(0, 300)];
  }
  if (!isJsonObject(read)) return [body.slice(0, 300)];
  const { validation, title } = read;
  if (!Array.isArray(validation)) return [typeof title === 'string' ? title : body.slice(0, 300)];
  return validation.map((each: unknown) => {
    if (!isJsonObject(each)) return String(each);
    const { location, message } = each;
    return `${Array.isArray(location) ? location.join('.') : ''}: ${typeof message === 'string' ? message : ''}`;
  });
}
