import type { Json, JsonObject } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Part, TaskAt } from '../../../src/contract/connector.ts';
import type { Headers } from '../../../src/http/headers.ts';
import type { MicrosoftCall } from '../call.ts';
import type { Said } from './answer.ts';
import { notRead, partOf, saidBy } from './answer.ts';
import type { Exchange } from './exchange.ts';
import { slowDownOf } from './pace.ts';
import type { Received } from '../../../src/http/sender.ts';
import type { Services } from './service.ts';

/** https://learn.microsoft.com/graph/json-batching */
export const MOST_IN_BATCH = 20;

export interface Batched {
  readonly at: TaskAt;
  readonly call: MicrosoftCall;
  readonly args: JsonObject;
}

/** Whether a question may go with others: the first page of a GET that says so. A later page is asked for alone. */
export function isBatched({ at, call }: Batched): boolean {
  return (
    call.batched === true && call.body === undefined && at.cursor === null && (call.service === 'graph' || call.service === 'graph-beta')
  );
}

/**
 * Up to {@link MOST_IN_BATCH} questions of one service in one request: a part for each, with a status of its own, told by the id it was
 * asked with and not by its place. A question without an answer, or with two, is `malformed`; where the request itself was refused, so is
 * each question, with the same words.
 */
export async function readBatch(
  asked: readonly Batched[],
  services: Services,
  exchange: Exchange,
  signal: AbortSignal,
  now: () => number,
): Promise<readonly Part[]> {
  const [first] = asked;
  if (first === undefined) return [];
  const { service } = first.call;
  const root = services.rootOf(service);
  const requests = asked.map(({ call, args }, i): JsonObject => {
    return { id: String(i + 1), method: 'GET', url: call.path(args), ...(call.headers === undefined ? {} : { headers: call.headers }) };
  });
  // A batch can be large, and is parsed once.
  const read = new WeakMap<Received, Said>();
  const saidOf = (received: Received): Said => {
    const said = read.get(received) ?? saidBy(received.status, received.headers, received.body);
    read.set(received, said);
    return said;
  };
  const isStale = (received: Received): boolean => (responsesIn(saidOf(received)) ?? []).some((each) => each['status'] === 401);
  const said = saidOf(await services.send({ service, path: '/$batch', body: { requests } }, exchange, signal, isStale));
  const responses = responsesIn(said);
  for (const each of responses ?? []) exchange.slow(slowDownOf(headersOf(each)) ?? 0);
  if (responses === null) {
    const isFine = said.status >= 200 && said.status < 300;
    return asked.map(({ at, call }) =>
      isFine
        ? notRead(at, 'malformed', 'the answer to a batch holds no list of responses')
        : partOf(at, { ...call, answers: [] }, root, said, now()),
    );
  }
  return asked.map(({ at, call }, i) => {
    const own = responses.filter((each) => each['id'] === String(i + 1));
    const [response] = own;
    if (response === undefined || own.length > 1) {
      return notRead(at, 'malformed', `the answer to a batch holds ${own.length} responses to this question of it`);
    }
    const one = saidIn(response);
    if (one === null) return notRead(at, 'malformed', 'the response to this question of a batch has no status');
    return { ...partOf(at, call, root, one, now()), status: one.status };
  });
}

function responsesIn({ status, body }: Said): readonly JsonObject[] | null {
  if (status < 200 || status >= 300 || !isJsonObject(body)) return null;
  const responses: Json = body['responses'] ?? null;
  return Array.isArray(responses) ? responses.filter((each: Json) => isJsonObject(each)) : null;
}

/** A body that is no JSON comes as text, in base64. */
function saidIn(response: JsonObject): Said | null {
  const status = response['status'];
  if (typeof status !== 'number' || !Number.isInteger(status)) return null;
  const body = response['body'];
  const isJson = body !== undefined && body !== null && typeof body !== 'string';
  const seen = isJson ? 'JSON' : typeof body === 'string' ? 'it is no JSON' : 'it is empty';
  return { status, headers: headersOf(response), body: isJson ? body : undefined, seen };
}

function headersOf(response: JsonObject): Headers {
  const headers = response['headers'];
  if (!isJsonObject(headers)) return {};
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : typeof value === 'number' ? [[name, String(value)]] : [],
    ),
  );
}
