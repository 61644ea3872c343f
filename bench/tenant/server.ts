import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerOf, type Answer } from './answers.ts';
import type { TenantSize } from './world.ts';

export interface Tally {
  /** HTTP requests. */
  readonly calls: number;
  /** Requests by operation, and of those in a batch the batches; then what the batches held. */
  readonly operations: Readonly<Record<string, number>>;
  readonly batched: Readonly<Record<string, number>>;
  /** Asked more than once, each with how often. */
  readonly repeated: readonly (readonly [string, number])[];
  readonly unknown: readonly string[];
}

interface Served {
  readonly status: number;
  readonly body: unknown;
}

/** Microsoft Graph for a generated tenant, on this machine alone. `GET /tally` tells what was asked. */
export async function serveTenant(size: TenantSize): Promise<{ readonly endpoint: string; stop(): Promise<void> }> {
  const operations = new Map<string, number>();
  const batched = new Map<string, number>();
  const urls = new Map<string, number>();
  const unknown: string[] = [];
  let calls = 0;

  function one(url: URL, inBatch: boolean): Served {
    const key = url.pathname + url.search;
    urls.set(key, (urls.get(key) ?? 0) + 1);
    const answer = answerOf(size, url.pathname.replace(/^\/[^/]+/, ''), url.searchParams);
    if (answer === undefined) {
      unknown.push(key);
      return { status: 404, body: { error: { code: 'UnknownError', message: `there is no ${key}` } } };
    }
    count(inBatch ? batched : operations, answer.operation);
    return { status: 200, body: bodyOf(answer, url) };
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', endpoint());
      if (url.pathname === '/tally') {
        const repeated = [...urls].filter(([, times]) => times > 1);
        const told: Tally = { calls, operations: Object.fromEntries(operations), batched: Object.fromEntries(batched), repeated, unknown };
        response.end(JSON.stringify(told));
        return;
      }
      calls++;
      const { status, body } = url.pathname.endsWith('/$batch') ? batch(Buffer.concat(chunks).toString(), url) : one(url, false);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });

  function batch(text: string, url: URL): Served {
    count(operations, '$batch');
    const { requests } = JSON.parse(text) as { readonly requests: readonly { readonly id: string; readonly url: string }[] };
    const version = url.pathname.split('/')[1] ?? '';
    const responses = requests.map((each) => ({ id: each.id, headers: {}, ...one(new URL(`/${version}${each.url}`, endpoint()), true) }));
    return { status: 200, body: { responses } };
  }

  function endpoint(): string {
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: endpoint(),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function count(among: Map<string, number>, name: string): void {
  among.set(name, (among.get(name) ?? 0) + 1);
}

function bodyOf({ list, longest, one }: Answer, url: URL): unknown {
  if (one === true) return list.item(0);
  const select = url.searchParams.get('$select')?.split(',');
  const expand = url.searchParams.get('$expand')?.replace(/\(.*/, '');
  const start = Number(url.searchParams.get('$skiptoken') ?? 0);
  const end = Math.min(list.length, start + longest);
  const value = Array.from({ length: end - start }, (_, at) => {
    const item = list.item(start + at);
    if (select === undefined) return item;
    return Object.fromEntries(Object.entries(item).filter(([name]) => select.includes(name) || name === expand || name.startsWith('@')));
  });
  if (end === list.length) return { value };
  const next = new URL(url);
  next.searchParams.set('$skiptoken', String(end));
  return { value, '@odata.nextLink': next.href };
}
