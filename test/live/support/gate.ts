import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Gate {
  readonly url: string;
  /** Each request, in the order they came, and what the first of the two said to it: `POST /a 201`. */
  readonly asked: readonly string[];
  /** What the first refused, in its words. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

/**
 * Stands before two servers. Each request goes to the one that knows what may be asked, and keeps nothing; where that allows it, to the one that keeps what is
 * written, whose answer is handed on. What is refused by the first is answered as the first did.
 */
export async function gate(knows: string, keeps: () => string): Promise<Gate> {
  const asked: string[] = [];
  const refused: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = 'GET', url = '/' } = request;
      const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
      const init = { method, headers: headers as Record<string, string>, ...(chunks.length === 0 ? {} : { body: Buffer.concat(chunks) }) };
      const first = await fetch(`${knows}${url}`, init);
      const said = await first.text();
      asked.push(`${method} ${url.split('?')[0]} ${first.status}`);
      if (!first.ok) refused.push(`${method} ${url}: ${first.status} ${said}`);
      const second = first.ok ? await fetch(`${keeps()}${url}`, init) : null;
      response.writeHead((second ?? first).status, { 'content-type': 'application/json' });
      response.end(second === null ? said : await second.text());
    })().catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    refused,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
