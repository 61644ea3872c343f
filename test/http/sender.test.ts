import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { httpSender, type Sender } from '../../src/http/sender.ts';

const never = new AbortController().signal;
const open: (() => void)[] = [];

afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function started(
  listener: RequestListener,
  mostBytes = 100_000,
  idleMs = 5000,
): Promise<{ readonly url: string; readonly sender: Sender }> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sender = httpSender({ network: { proxyEnv: null, extraCaFile: null }, now: () => 17, idleMs, mostBytes });
  open.push(() => {
    sender.close();
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/a?b=c`, sender };
}

const get = (url: string) => ({ method: 'GET', url, headers: { 'x-mine': '1' } }) as const;

describe('a request sent once', () => {
  it('brings status, headers and the whole body, with its times', async () => {
    const { url, sender } = await started((request, response) => {
      response.writeHead(418, { 'x-theirs': request.headers['x-mine'] ?? '' }).end(request.url);
    });
    const received = await sender.send(get(url), never);
    expect(received).toMatchObject({ status: 418, sentAt: 17, receivedAt: 17 });
    expect(received.headers['x-theirs']).toBe('1');
    expect(Buffer.from(received.body).toString()).toBe('/a?b=c');
  });

  it('sends a body with its length in bytes', async () => {
    const { url, sender } = await started((request, response) => {
      request.pipe(response.writeHead(200, { 'x-length': request.headers['content-length'] ?? '' }));
    });
    const received = await sender.send({ method: 'POST', url, headers: {}, body: 'é€' }, never);
    expect(received.headers['x-length']).toBe('5');
    expect(Buffer.from(received.body).toString()).toBe('é€');
  });

  it('follows no redirect and tries nothing again', async () => {
    let asked = 0;
    const { url, sender } = await started((_, response) => {
      asked++;
      response.writeHead(asked === 1 ? 302 : 503, { location: '/elsewhere', 'retry-after': '0' }).end();
    });
    expect((await sender.send(get(url), never)).status).toBe(302);
    expect((await sender.send(get(url), never)).status).toBe(503);
    expect(asked).toBe(2);
  });

  it.each([
    ['plain', false],
    ['packed', true],
  ])('rejects a body that was cut: %s', async (_, isPacked) => {
    const whole = Buffer.from(JSON.stringify({ value: Array.from({ length: 500 }, (__, i) => `${i} ${Math.sin(i)}`) }));
    const bytes = isPacked ? gzipSync(whole) : whole;
    const headers = isPacked ? { 'content-encoding': 'gzip' } : {};
    const cut = await started((_request, response) => {
      response
        .writeHead(200, { ...headers, 'content-length': bytes.length })
        .write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
    });
    await expect(cut.sender.send(get(cut.url), never)).rejects.toThrow();
  });

  it('rejects a packed body that ends early without a word', async () => {
    const bytes = gzipSync(JSON.stringify({ value: ['0123456789'.repeat(50)] }));
    const { url, sender } = await started((_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bytes.subarray(0, bytes.length - 12));
    });
    await expect(sender.send(get(url), never)).rejects.toThrow(expect.objectContaining({ code: 'Z_BUF_ERROR' }));
  });

  it('takes as many bytes as allowed and not one more, counted unpacked', async () => {
    let body: Uint8Array = Buffer.alloc(1000, 'x');
    let headers: Record<string, string> = {};
    const { url, sender } = await started((_, response) => response.writeHead(200, headers).end(body), 1000);
    expect((await sender.send(get(url), never)).body).toHaveLength(1000);
    body = Buffer.alloc(1001, 'x');
    await expect(sender.send(get(url), never)).rejects.toThrow(expect.objectContaining({ code: 'too-large' }));
    body = gzipSync(Buffer.alloc(5_000_000, 'x'));
    headers = { 'content-encoding': 'gzip' };
    await expect(sender.send(get(url), never)).rejects.toThrow(expect.objectContaining({ code: 'too-large' }));
  });

  it('rejects when no byte comes for too long, before the answer and within it', async () => {
    let isBegun = false;
    const { url, sender } = await started(
      (_, response) => {
        if (isBegun) response.writeHead(200).write('a');
      },
      1000,
      60,
    );
    await expect(sender.send(get(url), never)).rejects.toThrow(expect.objectContaining({ code: 'ETIMEDOUT' }));
    isBegun = true;
    await expect(sender.send(get(url), never)).rejects.toThrow();
  });

  it('ends when the signal aborts, before the answer and within it', async () => {
    const stop = new AbortController();
    const { url, sender } = await started((_, response) => {
      response.writeHead(200).write('a');
      setTimeout(() => stop.abort(new Error('stop')), 10);
    });
    await expect(sender.send(get(url), stop.signal)).rejects.toThrow();
    await expect(sender.send(get(url), stop.signal)).rejects.toThrow('stop');
  });
});
