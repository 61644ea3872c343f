import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, Call, Meddler, Reply } from './proxy.ts';
import { question } from './proxy.ts';

/**
 * `throttle`: AWS's own word for it. `500`, `503`: AWS's own error with that status. `cut-before`: no answer at all. `cut-inside`: half of
 * the body, of a length announced. `truncated`: half of the body, of the length it has. `html-200`, `html-500`: a page of a portal or an
 * emulator. `slow`: the right answer, late. `expired`: the session of these credentials has ended.
 */
export type Fault = 'throttle' | '500' | '503' | 'cut-before' | 'cut-inside' | 'truncated' | 'html-200' | 'html-500' | 'slow' | 'expired';

/** Faults after which asking again is enough. A page in HTML is none of them: it is not of AWS, and stands. */
export const passingFaults: readonly Fault[] = ['throttle', '500', '503', 'cut-before', 'cut-inside', 'truncated', 'slow'];

export interface Schedule {
  readonly seed: number;
  readonly faults: readonly Fault[];
  /** Of a hundred questions, how many meet faults. */
  readonly share: number;
  /** The most faults one question meets before it is answered. */
  readonly most: number;
}

export interface Dealt {
  readonly meddler: Meddler;
  /** What was dealt, by kind. */
  readonly dealt: ReadonlyMap<Fault, number>;
}

/**
 * Deals faults by the question asked and how often it was asked before, never by the order of arrival: one seed deals the same however
 * the client spreads its calls.
 */
export function dealing({ seed, faults, share, most }: Schedule): Dealt {
  const asked = new Map<string, number>();
  const dealt = new Map<Fault, number>();
  function faultFor(call: Call): Fault | null {
    const name = question(call);
    const times = asked.get(name) ?? 0;
    asked.set(name, times + 1);
    if (draw(seed, name) % 100 >= share) return null;
    if (times >= 1 + (draw(seed, `most ${name}`) % mostOf(call, most))) return null;
    const fault = faults[draw(seed, `${times} ${name}`) % faults.length];
    return fault ?? null;
  }
  return {
    dealt,
    async meddler(call, forward) {
      const fault = faultFor(call);
      if (fault === null) return forward();
      dealt.set(fault, (dealt.get(fault) ?? 0) + 1);
      return suffer(fault, call, forward);
    },
  };
}

/**
 * What one page may take is three failures, whatever it is they befall: getting a session, beginning a job and fetching what it made are
 * one page's trouble, so each of them meets one.
 */
function mostOf(call: Call, most: number): number {
  return call.service === 'sts' || call.operation.endsWith('CredentialReport') ? 1 : most;
}

/** The first session that is handed out for each of these accounts ends after so many answered calls; those after it last. */
export function ending(accounts: readonly string[], after: number): Dealt {
  const first = new Map<string, string>();
  const calls = new Map<string, number>();
  const dealt = new Map<Fault, number>();
  return {
    dealt,
    async meddler(call, forward) {
      if (!accounts.includes(call.account) || call.service === 'sts') return forward();
      if (!first.has(call.account)) first.set(call.account, call.key);
      const made = (calls.get(call.key) ?? 0) + 1;
      calls.set(call.key, made);
      if (first.get(call.account) !== call.key || made <= after) return forward();
      dealt.set('expired', (dealt.get('expired') ?? 0) + 1);
      return suffer('expired', call, forward);
    },
  };
}

/** One fault, as it looks on the wire. */
export async function suffer(fault: Fault, call: Call, forward: () => Promise<Reply>): Promise<Answer> {
  switch (fault) {
    case 'throttle':
      return call.protocol === 'query'
        ? errorOf(call, 400, 'Throttling', 'Rate exceeded')
        : errorOf(call, 400, 'ThrottlingException', 'Rate exceeded');
    case '500':
      return errorOf(call, 500, call.protocol === 'query' ? 'ServiceFailure' : 'InternalFailure', 'something failed inside');
    case '503':
      return errorOf(call, 503, 'ServiceUnavailable', 'come back later');
    case 'expired':
      return errorOf(
        call,
        call.protocol === 'query' ? 403 : 400,
        call.protocol === 'query' ? 'ExpiredToken' : 'ExpiredTokenException',
        'The security token included in the request is expired',
      );
    case 'html-200':
      return page(200);
    case 'html-500':
      return page(500);
    case 'cut-before':
      return { cut: -1, of: page(200) };
    case 'slow':
      await sleep(400);
      return forward();
    case 'cut-inside': {
      const reply = await forward();
      return { cut: reply.body.length >> 1, of: reply };
    }
    case 'truncated': {
      const reply = await forward();
      return { ...reply, body: reply.body.subarray(0, reply.body.length >> 1) };
    }
    default:
      return fault satisfies never;
  }
}

/** An error in the form AWS gives it in the protocol of the call. */
export function errorOf(call: Call, status: number, code: string, message: string): Reply {
  const id = { 'x-amzn-requestid': `meddled-${createHash('sha256').update(question(call)).digest('hex').slice(0, 12)}` };
  if (call.service === 'ec2') {
    const xml = `<Response><Errors><Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error></Errors><RequestID>r</RequestID></Response>`;
    return { status, headers: { ...id, 'content-type': 'text/xml' }, body: Buffer.from(xml) };
  }
  if (call.protocol === 'query') {
    const xml = `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error><RequestId>r</RequestId></ErrorResponse>`;
    return { status, headers: { ...id, 'content-type': 'text/xml' }, body: Buffer.from(xml) };
  }
  const headers = {
    ...id,
    'content-type': call.protocol === 'json' ? 'application/x-amz-json-1.1' : 'application/json',
    'x-amzn-errortype': code,
  };
  return { status, headers, body: Buffer.from(JSON.stringify({ __type: code, message })) };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function page(status: number): Reply {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: Buffer.from('<!doctype html>\n<html lang=en>\n<title>Sign in</title>\n<h1>Sign in to the network</h1>\n</html>\n'),
  };
}

/** The answer to `operation` is for ever the first one, and says that there is more behind the marker that was just asked for. */
export function stuck(operation: string): Meddler {
  const first = new Map<string, Promise<Reply>>();
  return (call, forward) => {
    if (call.operation !== operation) return forward();
    const name = question({ ...call, members: call.members.replace(/&?(Marker|NextToken)=[^&]*|,?"NextToken":"[^"]*"/g, '') });
    const reply = first.get(name) ?? forward().then((said) => ({ ...said, body: Buffer.from(moreOf(call, said.body.toString())) }));
    first.set(name, reply);
    return reply;
  };
}

function moreOf(call: Call, text: string): string {
  if (call.protocol !== 'query') return JSON.stringify({ ...(JSON.parse(text) as object), NextToken: 'again' });
  const bare = text.replace(/<IsTruncated>[^<]*<\/IsTruncated>/, '');
  return bare.replace(`<${call.operation}Result>`, `<${call.operation}Result><IsTruncated>true</IsTruncated><Marker>again</Marker>`);
}

/**
 * moto answers a refused action of every service as XML with a list of errors around it, which no AWS service does: the same refusal in
 * the words AWS uses in each protocol (`AccessDenied` in XML, `AccessDeniedException` in JSON).
 */
export const deniedAsAws: Meddler = async (call, forward) => {
  const reply = await forward();
  if (reply.status !== 403) return reply;
  const message = /<Code>AccessDenied<\/Code>\s*<Message>([^<]*)</.exec(reply.body.toString())?.[1];
  if (message === undefined) return reply;
  if (call.service === 'ec2') return errorOf(call, 403, 'UnauthorizedOperation', message);
  return call.protocol === 'query' ? errorOf(call, 403, 'AccessDenied', message) : errorOf(call, 400, 'AccessDeniedException', message);
};

/** The same number for the same seed and text. */
export function draw(seed: number, text: string): number {
  return createHash('sha256').update(`${seed} ${text}`).digest().readUInt32BE(0);
}
