import { expandsOf, selected } from '../../test/connectors/microsoft/world/odata.ts';
import type { Answer } from './answer.ts';
import { armAnswers } from './arm/answers.ts';
import { graphAnswers } from './graph/answers.ts';
import { Limits, type Taken } from './limits.ts';
import { Counter, type Tally } from './tally.ts';
import type { Item, Tenant } from './tenant.ts';

export interface Request {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly body?: unknown;
  /** Epoch milliseconds of whoever asks: limits are counted by his clock. */
  readonly now: number;
}

export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface TenantService {
  readonly respond: (request: Request) => Response;
  readonly tally: () => Tally;
}

/** Microsoft Graph and Azure Resource Manager for a generated tenant, within the limits that Microsoft publishes. */
export function serviceOf(tenant: Tenant): TenantService {
  const counter = new Counter();
  const limits = new Limits(tenant.size.users);
  const [graph, arm] = [graphAnswers(tenant), armAnswers(tenant)];

  function respond(request: Request): Response {
    const url = new URL(request.url);
    const [version = '', ...rest] = url.pathname.split('/').slice(1);
    const isGraph = version === 'v1.0' || version === 'beta';
    if (isGraph && rest[0] === '$batch') return batch(request, `${url.origin}/${version}`);
    return one(
      request,
      url,
      isGraph ? graph(`/${rest.join('/')}`, url.searchParams) : arm(url.pathname, url.searchParams, request.body),
      false,
    );
  }

  function one(request: Request, url: URL, answer: Answer | undefined, inBatch: boolean): Response {
    const asked = `${url.pathname}${url.search}${request.body === undefined ? '' : JSON.stringify(request.body)}`;
    if (answer === undefined) {
      counter.unknown(asked);
      return { status: 404, headers, body: { error: { code: 'UnknownError', message: `there is no ${asked}` } } };
    }
    const taken = limits.take(answer.draws, request.now);
    counter.count(answer.operation, asked, inBatch, taken.waitMs !== null);
    return taken.waitMs === null
      ? { status: 200, headers: { ...headers, ...taken.headers }, body: bodyOf(answer, url, request.body) }
      : throttled(taken);
  }

  function batch(request: Request, root: string): Response {
    counter.batch();
    const { requests } = request.body as { readonly requests: readonly { readonly id: string; readonly url: string }[] };
    if (requests.length > 20) return { status: 400, headers, body: { error: { code: 'BadRequest', message: 'more than 20 requests' } } };
    const responses = requests.map(({ id, url: path }) => {
      const url = new URL(`${root}${path}`);
      const answer = graph(url.pathname.replace(/^\/[^/]+/, ''), url.searchParams);
      return { id, ...one({ method: 'GET', url: url.href, now: request.now }, url, answer, true) };
    });
    // in no order that one could rely on
    return { status: 200, headers, body: { responses: responses.reverse() } };
  }

  return { respond, tally: () => counter.tally() };
}

const headers = { 'content-type': 'application/json' } as const;

function throttled({ waitMs }: Taken): Response {
  return {
    status: 429,
    headers: { ...headers, 'retry-after': String(Math.ceil((waitMs ?? 0) / 1000)) },
    body: { error: { code: 'TooManyRequests', message: 'Too many requests.' } },
  };
}

function bodyOf({ list, longest, one, draws }: Answer, url: URL, body: unknown): unknown {
  if (draws.rate === 'resource-graph') return rowsOf(list.length, longest, body, (from, to) => items(from, to));
  const query = url.searchParams;
  const start = Number(query.get('$skiptoken') ?? 0);
  const end = one === true ? 1 : Math.min(list.length, start + longest);
  const told = items(start, end);
  const known = new Set(told.flatMap((each) => Object.keys(each)));
  const shown = told.length === 0 ? told : selected(told, query.get('$select'), expandsOf(query.get('$expand')), known);
  if (one === true) return shown[0];
  if (end >= list.length) return { value: shown };
  const next = new URL(url);
  next.searchParams.set('$skiptoken', String(end));
  return { value: shown, [draws.rate === 'arm' ? 'nextLink' : '@odata.nextLink']: next.href };

  function items(from: number, to: number): readonly Item[] {
    return Array.from({ length: Math.max(0, to - from) }, (_, at) => list.item(from + at));
  }
}

function rowsOf(total: number, longest: number, body: unknown, items: (from: number, to: number) => readonly Item[]): unknown {
  const { $top = 100, $skipToken = '0' } =
    (body as { readonly options?: { readonly $top?: number; readonly $skipToken?: string } }).options ?? {};
  const start = Number($skipToken);
  const end = Math.min(total, start + Math.min(longest, $top));
  const told = items(start, end);
  const more = end < total ? { $skipToken: String(end) } : {};
  return { totalRecords: total, count: told.length, data: told, facets: [], resultTruncated: 'false', ...more };
}
