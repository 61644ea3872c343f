import type { Json, JsonObject } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { decodeUtf8 } from '../../../src/base/decode.ts';
import type { Part, TaskAt } from '../../../src/contract/connector.ts';
import type { Headers } from '../../../src/http/headers.ts';
import { classifyFault } from '../../../src/http/fault.ts';
import type { GapCause } from '../../../src/model/gap.ts';
import type { MicrosoftCall } from '../call.ts';
import { withoutSecrets } from './drops.ts';
import { nextOf, withoutLinks } from './links.ts';
import { safeWords } from './words.ts';

/** What came back of one question. `body` `undefined`: what came is no JSON, and `seen` says what it is. */
export interface Said {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json | undefined;
  readonly seen: string;
}

export function notRead({ task, cursor }: TaskAt, refused: GapCause, message: string): Part {
  return { task, cursor, body: { unanswered: { message } }, next: null, refused };
}

/** JSON and nothing else (RFC 8259); a byte order mark before it is let pass, as section 8.1 allows. */
export function saidBy(status: number, headers: Headers, bytes: Uint8Array): Said {
  const text = decodeUtf8(bytes)?.replace(/^\ufeff/, '');
  if (text === undefined) return { status, headers, body: undefined, seen: 'it is no UTF-8 text' };
  if (text.trim() === '') return { status, headers, body: undefined, seen: 'it is empty' };
  try {
    return { status, headers, body: JSON.parse(text) as Json, seen: 'JSON' };
  } catch {
    const seen = /^\s*<(!doctype\s+html|html)\b/i.test(text) ? 'it is an HTML page' : 'it is no JSON, or ends in the middle';
    return { status, headers, body: undefined, seen };
  }
}

/**
 * The page, or the refusal, that an answer is. The provider's own code decides before the status does; of an error code and message are
 * kept and no more. An answer of success that is no JSON object is `malformed`, and one that goes on where it may not is too.
 * `now`: epoch milliseconds.
 */
export function partOf(at: TaskAt, call: MicrosoftCall, root: string, said: Said, now: number): Part {
  const { task, cursor } = at;
  const { status, headers, body } = said;
  if (status >= 200 && status < 300) {
    if (!isJsonObject(body)) return notRead(at, 'malformed', `the answer with status ${status} cannot be read: ${shapeOf(said)}`);
    const next = nextOf(call.service, root, body);
    if ('fault' in next) return notRead(at, 'malformed', next.fault);
    return { task, cursor, body: withoutSecrets(withoutLinks(body), call.drops), next: next.cursor };
  }
  const error = errorOf(body);
  const { cause, retryAfterMs } = classifyFault(status, headers, error?.code ?? null, now);
  const words: Json = error === null ? { unanswered: { message: unexplained(status, said) } } : { error: { ...error } };
  if (error !== null && (call.answers ?? []).includes(error.code)) return { task, cursor, body: words, next: null };
  if (call.answerStatuses?.includes(status) === true) {
    const told = error ?? { code: String(status), message: unexplained(status, said) };
    return { task, cursor, body: { error: { ...told } }, next: null };
  }
  return { task, cursor, body: words, next: null, refused: cause, ...(retryAfterMs === null ? {} : { retryAfterMs }) };
}

function shapeOf({ body, seen }: Said): string {
  return body === undefined ? seen : 'it is JSON, but no object';
}

function unexplained(status: number, said: Said): string {
  if (status >= 300 && status < 400) return `the answer with status ${status} leads elsewhere, and was not followed`;
  return `the answer with status ${status} does not say why: ${said.body === undefined ? said.seen : 'it holds no error of Microsoft'}`;
}

interface ProviderError {
  readonly code: string;
  readonly message: string;
}

/**
 * Both services answer with `{"error":{"code","message"}}` (https://learn.microsoft.com/graph/errors, and the guidelines of Azure's REST
 * APIs). The services behind Graph put an error of their own into its message as JSON, `{"errorCode","message"}`: that one is meant.
 */
function errorOf(body: Json | undefined): ProviderError | null {
  if (!isJsonObject(body)) return null;
  const error = body['error'];
  if (typeof error === 'string') return { code: error, message: safeWords(textIn(body, 'error_description')) };
  if (!isJsonObject(error)) return null;
  const code = textIn(error, 'code');
  const message = textIn(error, 'message');
  const inner = innerOf(message);
  if (inner !== null) return inner;
  return code === '' && message === '' ? null : { code, message: safeWords(message) };
}

function innerOf(message: string): ProviderError | null {
  if (!message.trimStart().startsWith('{')) return null;
  try {
    const said = JSON.parse(message) as Json;
    if (!isJsonObject(said)) return null;
    const code = textIn(said, 'errorCode');
    return code === '' ? null : { code, message: safeWords(textIn(said, 'message')) };
  } catch {
    // It only looked like one: the message is then taken as it stands.
    return null;
  }
}

function textIn(value: JsonObject, name: string): string {
  const text = value[name];
  return typeof text === 'string' ? text : '';
}
