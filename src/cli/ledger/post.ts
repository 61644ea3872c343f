import type { Post } from '../../evidence/seal/post.ts';
import { headerOf } from '../../http/headers.ts';
import { networkSettings, requireProxySupport } from '../../http/network.ts';
import { httpSender } from '../../http/sender.ts';
import type { Terminal } from '../streams.ts';

const IDLE_MS = 30_000;
/** A token with the certificates of its maker has a few thousand bytes, lines of signatures a few hundred. */
const MOST_BYTES = 1 << 20;

/** Puts questions to authorities and witnesses: through the proxy of the environment, each once, without following anybody elsewhere. */
export async function withPost<T>(terminal: Terminal, work: (post: Post) => Promise<T>): Promise<T> {
  const network = networkSettings(terminal.environment);
  requireProxySupport(network, process.versions.node);
  const sender = httpSender({ network, now: terminal.clock, idleMs: IDLE_MS, mostBytes: MOST_BYTES });
  const stop = new AbortController();
  const deaf = terminal.onInterrupt?.((signal) => {
    stop.abort(new Error(`stopped by ${signal}`));
  });
  try {
    return await work(async (url, contentType, body) => {
      const {
        status,
        headers,
        body: answer,
      } = await sender.send({ method: 'POST', url, headers: { 'content-type': contentType }, bytes: body }, stop.signal);
      const type = headerOf(headers, 'content-type')?.split(';')[0]?.trim().toLowerCase();
      return { status, contentType: type ?? null, body: answer };
    });
  } finally {
    deaf?.();
    sender.close();
  }
}
