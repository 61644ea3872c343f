import { SealError } from './errors.ts';

export interface Posted {
  readonly status: number;
  /** Without parameters, lower case; `null`: it told none. */
  readonly contentType: string | null;
  readonly body: Uint8Array;
}

/** Sends a body once, follows no redirect, and reads the whole answer, which it bounds. Rejects where none came. */
export type Post = (url: string, contentType: string, body: Uint8Array) => Promise<Posted>;

/** What came back, whatever it says; throws `unreachable`. */
export async function posted(post: Post, url: string, contentType: string, body: Uint8Array): Promise<Posted> {
  try {
    return await post(url, contentType, body);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SealError('unreachable', `cannot reach ${url}: ${why}`, { cause, hint: 'check the address, the proxy and its certificate' });
  }
}

/** The beginning of what a server says about a refusal. */
export function saidBy({ body }: Posted): string {
  const text = Buffer.from(body.subarray(0, 200)).toString('utf8').replaceAll(/\s+/g, ' ').trim();
  return text === '' ? 'nothing more' : JSON.stringify(text);
}
