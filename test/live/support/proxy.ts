import { once } from 'node:events';
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that went through. */
export interface Call {
  /** Whose credentials signed it; `?` where the key was never seen being handed out. */
  readonly account: string;
  /** The access key that signed it. */
  readonly key: string;
  /** As it is signed for: `iam`, `sso`, `organizations`. */
  readonly service: string;
  readonly region: string;
  /** `ListAccounts`; of a REST service its verb and path. */
  readonly operation: string;
  /** The request's members in a canonical order, without those that are the same in all. */
  readonly members: string;
  readonly protocol: 'query' | 'json' | 'rest';
}

/** A call and what became of it. */
export interface Logged extends Call {
  /** Of the server's own answer; `null` = it was not asked, or has not answered. */
  status: number | null;
  /** The server answered with a page in HTML: it does not know the operation. */
  unknown: boolean;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What the client gets instead of what the server said. `cut`: after so many bytes of the body the connection ends; -1 = before any. */
export type Answer = Reply | { readonly cut: number; readonly of: Reply };

/** Stands between client and server: answers itself, or passes on, or changes what was said. */
export type Meddler = (call: Call, forward: () => Promise<Reply>) => Promise<Answer>;

/** What the server should have said, where it does not say what AWS does. */
export type Correction = (call: Call, reply: Reply) => Reply;

export interface Proxy {
  readonly endpoint: string;
  /** Every request that came, in order of arrival, the refused and cut ones too. */
  readonly calls: readonly Logged[];
  /** Forgets the calls; from now on `meddler` stands between. */
  begin(meddler?: Meddler): void;
  stop(): Promise<void>;
}

/** What makes two calls the same question: asked by one account of one service in one region, member by member. */
export function question(call: Call): string {
  return `${call.service}:${call.operation} of ${call.account} in ${call.region} ${call.members}`;
}

const passOn: Meddler = (_, forward) => forward();

/** A proxy before an AWS endpoint. `accounts`: whose the access keys are that it will not see being handed out. */
export async function startProxy(
  target: string,
  accounts: Readonly<Record<string, string>>,
  corrected: Correction = (_, reply) => reply,
): Promise<Proxy> {
  const upstream = new URL(target);
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const owners = new Map(Object.entries(accounts));
  const calls: Logged[] = [];
  let meddle = passOn;

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await bytesOf(incoming);
    const call: Logged = { ...callOf(incoming, body, owners), status: null, unknown: false };
    calls.push(call);
    const answer = await meddle(call, async () => {
      const reply = corrected(call, await forwarded(upstream, agent, incoming, body));
      learn(owners, call, body, reply);
      call.status = reply.status;
      call.unknown = /^\s*<!doctype html/i.test(reply.body.subarray(0, 64).toString());
      return reply;
    });
    if (!('cut' in answer)) {
      outgoing.writeHead(answer.status, { ...answer.headers, 'content-length': String(answer.body.length) });
      outgoing.end(answer.body);
      return;
    }
    if (answer.cut >= 0) {
      const { status, headers, body: whole } = answer.of;
      outgoing.writeHead(status, { ...headers, 'content-length': String(whole.length) });
      await new Promise((resolve) => outgoing.write(whole.subarray(0, answer.cut), resolve));
    }
    incoming.socket.destroy();
  }

  const server = createServer((incoming, outgoing) => {
    serve(incoming, outgoing).catch((error: unknown) => {
      // A client that went away, or a server that did: the other side sees a cut connection, as it would on a real wire.
      incoming.socket.destroy(error instanceof Error ? error : undefined);
    });
  });
  server.on('clientError', (_, socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    begin(meddler = passOn) {
      calls.length = 0;
      meddle = meddler;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      agent.destroy();
      await once(server, 'close');
    },
  };
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function callOf(incoming: IncomingMessage, body: Buffer, owners: ReadonlyMap<string, string>): Call {
  const [, key = '', region = '', service = ''] =
    /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(incoming.headers.authorization ?? '') ?? [];
  const from = { account: owners.get(key) ?? '?', key, region, service };
  const target = incoming.headers['x-amz-target'];
  if (typeof target === 'string') {
    const operation = target.slice(target.lastIndexOf('.') + 1);
    return { ...from, operation, members: canonical(JSON.parse(body.toString() || '{}')), protocol: 'json' };
  }
  const form = new URLSearchParams(body.toString());
  const action = form.get('Action');
  if (action !== null) {
    const members = [...form].filter(([name]) => name !== 'Action' && name !== 'Version').map(([name, value]) => `${name}=${value}`);
    return { ...from, operation: action, members: members.sort().join('&'), protocol: 'query' };
  }
  const { pathname, search } = new URL(incoming.url ?? '/', 'http://any');
  return { ...from, operation: `${incoming.method ?? ''} ${pathname}`, members: `${search}${body.toString()}`, protocol: 'rest' };
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

/** Sessions are handed out through here: whose they are stands in the request's role. */
function learn(owners: Map<string, string>, call: Call, body: Buffer, reply: Reply): void {
  if (call.operation !== 'AssumeRole') return;
  const account = /^arn:[^:]+:iam::(\d{12}):/.exec(new URLSearchParams(body.toString()).get('RoleArn') ?? '')?.[1];
  const key = /<AccessKeyId>([^<]+)</.exec(reply.body.toString())?.[1];
  if (account !== undefined && key !== undefined) owners.set(key, account);
}

function forwarded(upstream: URL, agent: Agent, incoming: IncomingMessage, body: Buffer): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(
      // The host that was signed for stays in its header.
      { host: upstream.hostname, port: upstream.port, method: incoming.method, path: incoming.url, headers: incoming.headers, agent },
      (response) => {
        bytesOf(response).then((whole) => {
          const headers: Record<string, string> = {};
          for (const [name, value] of Object.entries(response.headers)) {
            if (typeof value === 'string' && !hopByHop.has(name)) headers[name] = value;
          }
          resolve({ status: response.statusCode ?? 0, headers, body: whole });
        }, reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

const hopByHop: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'content-length', 'transfer-encoding']);
