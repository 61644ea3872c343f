import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { createGunzip } from 'node:zlib';
import type { NetworkSettings } from './network.ts';

export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** In the place of a text. */
  readonly bytes?: Uint8Array;
}

/** A response, read whole. Times: epoch milliseconds. */
export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** Sends what it is given, once: it follows no redirect and tries nothing again. Rejects where no whole response came. */
export interface Sender {
  send(request: Request, signal: AbortSignal): Promise<Received>;
  close(): void;
}

/** `too-large`: the body went over the limit. Others come as the platform throws them: the connection was cut, or never was there. */
export class TooLargeError extends Error {
  readonly code = 'too-large';
}

export interface SenderOptions {
  readonly network: NetworkSettings;
  readonly now: () => number;
  /** Milliseconds without a byte, before and within a response. */
  readonly idleMs: number;
  /** Of a body, decompressed. */
  readonly mostBytes: number;
}

/** The collector has no more than so many calls under way. */
const MOST_SOCKETS = 64;

export function httpSender({ network, now, idleMs, mostBytes }: SenderOptions): Sender {
  const options = {
    keepAlive: true,
    maxSockets: MOST_SOCKETS,
    ...(network.proxyEnv === null ? {} : { proxyEnv: network.proxyEnv }),
  };
  const agents = { 'http:': new HttpAgent(options), 'https:': new HttpsAgent(options) };
  return {
    async send({ method, url, headers, body: text, bytes: given }, signal) {
      const body = given ?? text;
      signal.throwIfAborted();
      const sentAt = now();
      const response = await new Promise<IncomingMessage>((resolve, reject) => {
        const isHttps = url.startsWith('https:');
        const asked = (isHttps ? requestHttps : requestHttp)(
          url,
          {
            method,
            headers: {
              ...headers,
              'accept-encoding': 'gzip',
              ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
            },
            agent: agents[isHttps ? 'https:' : 'http:'],
            signal,
            timeout: idleMs,
          },
          resolve,
        );
        asked.on('timeout', () => asked.destroy(Object.assign(new Error('no byte came for too long'), { code: 'ETIMEDOUT' })));
        asked.on('error', reject);
        asked.end(body);
      });
      const bytes = await wholeBody(response, mostBytes);
      return { status: response.statusCode ?? 0, headers: response.headers, body: bytes, sentAt, receivedAt: now() };
    },
    close() {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

async function wholeBody(response: IncomingMessage, most: number): Promise<Uint8Array> {
  const isPacked = response.headers['content-encoding']?.toLowerCase() === 'gzip';
  const chunks: Uint8Array[] = [];
  let size = 0;
  const stream = isPacked ? unpacked(response) : response;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > most) {
      response.destroy();
      throw new TooLargeError(`the body holds more than ${most} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function unpacked(response: IncomingMessage): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip();
  // A pipe does not hand on that its source was cut.
  response.on('error', (error) => gunzip.destroy(error));
  return response.pipe(gunzip) as AsyncIterable<Uint8Array>;
}
