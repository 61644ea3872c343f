import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Microsoft } from './respond.ts';

/** The same answers on this machine's network: Microsoft Graph below `/v1.0` and `/beta`, Azure Resource Manager beside them. */
export async function serveMicrosoft(tenant: Microsoft): Promise<{ readonly root: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const body = text === '' ? {} : { body: JSON.parse(text) as unknown };
      const {
        status,
        headers,
        body: answer,
      } = tenant.respond({ method: request.method ?? 'GET', url: `${root()}${request.url ?? '/'}`, ...body });
      response.writeHead(status, headers);
      response.end(JSON.stringify(answer));
    });
  });
  function root(): string {
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    root: root(),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
