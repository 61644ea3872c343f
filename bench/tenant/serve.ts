// The tenant in a process of its own: `node bench/tenant/serve.ts USERS NOW`. Prints its address; ends with its input. `GET /tally` tells what was asked.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { CLOCK } from './scan.ts';
import { serviceOf } from './service.ts';
import { sizeFor, tenantOf } from './tenant.ts';

const [users = 0, now = 0] = process.argv.slice(2).map(Number);
const service = serviceOf(tenantOf(sizeFor(users), now));
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === '/tally') {
      response.end(JSON.stringify(service.tally()));
      return;
    }
    const text = Buffer.concat(chunks).toString();
    const answer = service.respond({
      method: request.method ?? 'GET',
      url: `${root()}${request.url ?? '/'}`,
      now: Number(request.headers[CLOCK]),
      ...(text === '' ? {} : { body: JSON.parse(text) as unknown }),
    });
    response.writeHead(answer.status, { ...answer.headers, 'content-encoding': 'gzip' });
    response.end(gzipSync(JSON.stringify(answer.body), { level: 1 }));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1');
await once(server, 'listening');

function root(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

process.stdout.write(`${root()}\n`);
process.stdin.resume().on('end', () => {
  server.close();
  server.closeAllConnections();
});
