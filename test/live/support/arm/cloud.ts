import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { signedIn } from '../graph/relay.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { Microsoft } from '../../../connectors/microsoft/world/respond.ts';
import type { ArmServer } from './server.ts';
import { servedLists } from './server.ts';

export interface Cloud {
  readonly endpoint: string;
  /** Pages that Microsoft's server gave. */
  pages(): number;
  /** From here on it is this tenant. */
  begin(tenant: Microsoft): Promise<void>;
  stop(): Promise<void>;
}

const LIST = /^(.*)\/providers\/Microsoft\.Authorization\/(\w+)(\/fake_page_\d+)?$/;

/**
 * A tenant on this machine’s network: the lists of roles, and of what Privileged Identity Management says of them, come from Microsoft’s
 * own generated server, which was given what the tenant has; all else, and each refusal, from the tenant.
 */
export async function startCloud(arm: ArmServer, tenantId: string): Promise<Cloud> {
  let tenant: Microsoft | undefined;
  let pages = 0;

  /** The whole of a list, page after page; what it is refused with otherwise. */
  function whole(url: string): readonly unknown[] | { readonly status: number; readonly body: unknown } {
    const items: unknown[] = [];
    for (let next: string | undefined = url; next !== undefined;) {
      const { status, body } = owned().respond({ method: 'GET', url: next });
      if (status !== 200 || !isJsonObject(body) || !Array.isArray(body['value'])) return { status, body };
      items.push(...(body['value'] as readonly unknown[]));
      next = typeof body['nextLink'] === 'string' ? body['nextLink'] : undefined;
    }
    return items;
  }

  function owned(): Microsoft {
    if (tenant === undefined) throw new Error('no tenant was begun');
    return tenant;
  }

  async function answered(method: string, path: string, body: string): Promise<{ readonly status: number; readonly body: unknown }> {
    const url = new URL(path, endpoint());
    const own = signedIn(path, tenantId, endpoint());
    if (own !== undefined) return { status: 200, body: own };
    const [, scope = '', list = '', later] = LIST.exec(url.pathname) ?? [];
    if (!servedLists.has(list) || url.pathname.startsWith('/v1.0/') || url.pathname.startsWith('/beta/')) {
      return owned().respond({ method, url: url.href, ...(body === '' ? {} : { body: JSON.parse(body) as unknown }) });
    }
    if (later === undefined) {
      const items = whole(url.href);
      if (!Array.isArray(items)) return items as { readonly status: number; readonly body: unknown };
      const filter = url.searchParams.get('$filter') ?? '';
      await arm.hold({ scope: scope === '' ? '/' : scope.toLowerCase(), list, filter, items });
    }
    const response = await fetch(`${arm.endpoint}${path}`);
    pages++;
    return { status: response.status, body: JSON.parse((await response.text()).replaceAll(arm.endpoint, endpoint())) as unknown };
  }

  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      void answered(incoming.method ?? 'GET', incoming.url ?? '/', Buffer.concat(chunks).toString())
        .catch((error: unknown) => ({ status: 500, body: { error: { code: 'cloud', message: String(error) } } }))
        .then(({ status, body: answer }) => {
          outgoing.writeHead(status, { 'content-type': 'application/json', date: 'Sun, 22 Nov 2026 12:00:00 GMT' });
          outgoing.end(JSON.stringify(answer));
        });
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  function endpoint(): string {
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  return {
    endpoint: endpoint(),
    pages: () => pages,
    async begin(other) {
      tenant = other;
      await arm.clear();
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
