import { decodeUtf8 } from '../../../base/decode.ts';
import type { Json } from '../../../base/json.ts';
import { classifyFault } from '../../../http/fault.ts';
import { headerOf } from '../../../http/headers.ts';
import type { Received, Request, Sender } from '../../../http/sender.ts';
import { BacklogError } from '../errors.ts';

export interface ClientOptions {
  readonly sender: Sender;
  /** Without a slash at its end. */
  readonly base: string;
  /** Those of every request, the credentials among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly now: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly body: Json;
}

/** Asks a tracker's API. Throttled requests were not carried out and are tried again, of others those that may be carried out twice. */
export interface Client {
  ask(method: Request['method'], path: string, body?: Json): Promise<Answer>;
  /** As `ask`, for what must not be carried out twice: `lost` where it may have been. */
  once(path: string, body: Json): Promise<Answer | 'lost'>;
}

const TRIES = 5;
const FIRST_WAIT_MS = 1000;
/** A secondary limit of GitHub without a time asks for a minute (https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api). */
const THROTTLED_WAIT_MS = 60_000;
/** Longer than this nobody waits for one issue. */
const LONGEST_WAIT_MS = 15 * 60_000;

export function trackerClient(options: ClientOptions): Client {
  async function asked(method: Request['method'], path: string, body: Json | undefined, isOnce: boolean): Promise<Answer | 'lost'> {
    for (let tries = 1; ; tries++) {
      const received = await sent(options, method, path, body);
      if (received !== null && received.status >= 200 && received.status < 300) return answered(received, options, method, path);
      const fault = classifyFault(received?.status ?? null, received?.headers ?? {}, null, options.now());
      const isThrottled = fault.retry === 'throttle';
      if (isOnce && fault.retry === 'server') return 'lost';
      if (fault.retry === 'no' || tries >= TRIES) throw refused(received, options, method, path);
      const wait = isThrottled
        ? (fault.retryAfterMs ?? resetIn(received, options.now()) ?? THROTTLED_WAIT_MS)
        : FIRST_WAIT_MS * 2 ** (tries - 1);
      if (wait > LONGEST_WAIT_MS) throw refused(received, options, method, path);
      await options.sleep(wait, options.signal);
    }
  }
  return {
    async ask(method, path, body) {
      const answer = await asked(method, path, body, false);
      if (answer === 'lost') throw refused(null, options, method, path);
      return answer;
    },
    once: (path, body) => asked('POST', path, body, true),
  };
}

/** `null`: no whole response came. */
async function sent(
  { sender, base, headers, signal }: ClientOptions,
  method: Request['method'],
  path: string,
  body: Json | undefined,
): Promise<Received | null> {
  const whole = { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  try {
    return await sender.send(
      { method, url: `${base}${path}`, headers: whole, ...(body === undefined ? {} : { body: JSON.stringify(body) }) },
      signal,
    );
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Error) return null;
    throw error;
  }
}

function answered({ status, body }: Received, options: ClientOptions, method: string, path: string): Answer {
  const text = decodeUtf8(body);
  if (text === '') return { status, body: null };
  try {
    if (text !== undefined) return { status, body: JSON.parse(text) as Json };
  } catch {
    // told below
  }
  throw new BacklogError(
    'malformed',
    `cannot understand the answer to ${method} ${options.base}${path}: status ${status}, and it is no JSON`,
  );
}

/** When GitHub's primary limit is set anew, in epoch seconds. */
function resetIn(received: Received | null, now: number): number | null {
  const reset = headerOf(received?.headers ?? {}, 'x-ratelimit-reset');
  if (reset === null || !/^\d{1,12}$/.test(reset) || headerOf(received?.headers ?? {}, 'x-ratelimit-remaining') !== '0') return null;
  return Math.max(0, Number(reset) * 1000 - now) + FIRST_WAIT_MS;
}

const MOST_SHOWN = 300;

function refused(received: Received | null, { base }: ClientOptions, method: string, path: string): BacklogError {
  const what = `${method} ${base}${path}`;
  if (received === null)
    return new BacklogError('unreachable', `cannot reach the tracker: ${what} got no answer`, {
      hint: 'push again later: what was done is found then',
    });
  const said = (decodeUtf8(received.body) ?? '').replace(/\s+/g, ' ').slice(0, MOST_SHOWN);
  const code = received.status >= 500 ? 'unreachable' : 'refused';
  const hint =
    received.status === 401 || received.status === 403 || received.status === 404
      ? 'look whether the token is still good, what it may do, and whether the name is right: trackers answer 404 for what a token may not see'
      : undefined;
  return new BacklogError(
    code,
    `cannot do ${what}: the tracker answered ${received.status}${said === '' ? '' : `: ${said}`}`,
    hint === undefined ? {} : { hint },
  );
}
