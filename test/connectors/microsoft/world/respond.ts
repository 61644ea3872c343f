import { worldOf, type WorldInput } from './description.ts';
import { estateOf, hasPim, type Estate } from './estate.ts';
import { armRoutes } from './arm/routes.ts';
import { applicationRoutes } from './graph/applications.ts';
import { governanceRoutes } from './graph/governance.ts';
import { groupRoutes } from './graph/groups.ts';
import { peopleRoutes } from './graph/people.ts';
import { roleRoutes } from './graph/roles.ts';
import { BadQuery, expandsOf, filtered, paged, selected, type Expand, type Item } from './odata.ts';
import { isRefusal, type Asked, type Refusal, type Route } from './route.ts';

export interface Request {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly body?: unknown;
}

export interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Microsoft Graph and Azure Resource Manager for one tenant, literally. */
export interface Microsoft {
  respond(request: Request): Response;
  /** What was asked that no operation of this tenant's answers, or not so: paths, properties, filters. A test fails where there is any. */
  readonly notUnderstood: readonly string[];
  /** Names of the routes asked, each request once, those of a batch too. */
  readonly asked: readonly string[];
}

const routes: readonly Route[] = [...roleRoutes, ...groupRoutes, ...peopleRoutes, ...applicationRoutes, ...governanceRoutes, ...armRoutes];

/** `pageSize`: small, so that every list of a few goes over pages. */
export function microsoftOf(input: WorldInput, { now, pageSize = 5 }: { readonly now: number; readonly pageSize?: number }): Microsoft {
  const estate = estateOf(worldOf(input), now);
  const known = new Set(routes.map(({ name }) => name));
  for (const name of Object.keys(estate.world.refuse)) {
    if (!known.has(name.split(' of ')[0] ?? ''))
      throw new Error(`no operation is called ${name}: there are ${[...known].sort().join(', ')}`);
  }
  const notUnderstood: string[] = [];
  const asked: string[] = [];

  function respond(request: Request): Response {
    const url = new URL(request.url);
    const [version = '', ...rest] = url.pathname.split('/').filter((each) => each !== '');
    const graph = version === 'v1.0' || version === 'beta';
    const path = graph ? `/${rest.join('/')}` : url.pathname;
    if (graph && path === '/$batch') return batch(request, `${url.origin}/${version}`);
    const found = routeOf(request.method, path, graph, version === 'beta');
    if (found === undefined) {
      notUnderstood.push(`${request.method} ${url.pathname}`);
      return refused({ status: 404, code: 'UnknownError', message: `no operation ${request.method} ${url.pathname}` });
    }
    const { route, at } = found;
    asked.push(route.name);
    try {
      return answered(route, { at, query: url.searchParams, body: request.body, beta: version === 'beta' }, url);
    } catch (error) {
      if (!(error instanceof BadQuery)) throw error;
      notUnderstood.push(`${request.method} ${url.pathname}${decodeURIComponent(url.search)}: ${error.message}`);
      return refused({ status: 400, code: 'BadRequest', message: error.message });
    }
  }

  function answered(route: Route, question: Asked, url: URL): Response {
    const refusal = refusalOf(estate, route, question);
    if (refusal !== undefined) return refused(refusal);
    const items = route.items(estate, question);
    if (isRefusal(items)) return refused(items);
    const { query } = question;
    if (route.service === 'arm' && query.get('api-version') === null) {
      throw new BadQuery('the api-version query parameter (?api-version=) is required for all requests');
    }
    if (route.answers === 'rows') return { status: 200, headers, body: rows(items, question.body, pageSize) };
    const expand = expanded(route, query);
    const properties = new Set(items.flatMap((each) => Object.keys(each)));
    if (items.length === 0) for (const each of (query.get('$select') ?? '').split(',')) properties.add(each.trim());
    if (route.answers === 'one') return { status: 200, headers, body: selected(items, query.get('$select'), expand, properties)[0] };
    const wanted = filterNeeded(route, query);
    const kept = filtered(items, wanted, route.functions?.(estate, question));
    const shown = selected(kept, query.get('$select'), expand, properties);
    const size = Math.min(pageSize, Number(query.get('$top') ?? '100'));
    if (route.method === 'POST') return { status: 200, headers, body: { value: shown } };
    const page = paged(shown, query.get('$skiptoken'), size);
    const link = page.next === null ? {} : { [route.service === 'graph' ? '@odata.nextLink' : 'nextLink']: linkTo(url, page.next) };
    const context = route.service === 'graph' ? { '@odata.context': `${url.origin}/v1.0/$metadata#${route.name}` } : {};
    const count = query.get('$count') === 'true' && query.get('$skiptoken') === null ? { '@odata.count': kept.length } : {};
    return { status: 200, headers, body: { ...context, ...count, value: page.items, ...link } };
  }

  function batch(request: Request, root: string): Response {
    const { requests } = request.body as {
      readonly requests: readonly { readonly id: string; readonly method: string; readonly url: string }[];
    };
    if (requests.length > 20)
      return refused({ status: 400, code: 'BadRequest', message: 'Number of batch request steps exceeds the maximum value of 20.' });
    const responses = requests.map(({ id, method, url }) => ({
      id,
      ...respond({ method, url: `${root}${url.startsWith('/') ? '' : '/'}${url}` }),
    }));
    // in no order that one could rely on
    return { status: 200, headers, body: { responses: responses.reverse() } };
  }

  return { respond, notUnderstood, asked };
}

const headers = {
  'content-type': 'application/json',
  date: 'Sun, 22 Nov 2026 12:00:00 GMT',
  'request-id': '7c3c4a5e-0000-4000-8000-000000000000',
};

function routeOf(
  method: string,
  path: string,
  graph: boolean,
  beta: boolean,
): { readonly route: Route; readonly at: readonly string[] } | undefined {
  for (const route of routes) {
    if ((route.service === 'graph') !== graph || (route.method ?? 'GET') !== method || (route.beta === true && !beta)) continue;
    const match = route.path.exec(path);
    if (match !== null) return { route, at: match.slice(1).map((each) => decodeURIComponent((each as string | undefined) ?? '')) };
  }
  return undefined;
}

function linkTo(url: URL, token: string): string {
  const next = new URL(url);
  next.searchParams.set('$skiptoken', token);
  return next.href;
}

function filterNeeded({ filterNeeded: needed, name }: Route, query: URLSearchParams): string | null {
  const filter = query.get('$filter');
  if (needed !== undefined && !needed.some((each) => filter?.includes(each) === true))
    throw new BadQuery(`${name} needs a filter on ${needed.join(' or ')}`);
  return filter;
}

function expanded({ expands = [] }: Route, query: URLSearchParams): readonly Expand[] {
  const asked = expandsOf(query.get('$expand'));
  for (const { name } of asked) if (!expands.includes(name)) throw new BadQuery(`$expand of ${name} is not supported here`);
  return asked;
}

/** Resource Graph pages by `$top` and `$skipToken` of the body, and says how many there are in all. */
function rows(items: readonly Item[], body: unknown, pageSize: number): unknown {
  const options = (body as { readonly options?: { readonly $top?: number; readonly $skipToken?: string } }).options ?? {};
  const page = paged(items, options.$skipToken ?? null, Math.min(pageSize, options.$top ?? 100));
  return {
    totalRecords: items.length,
    count: page.items.length,
    data: page.items,
    facets: [],
    resultTruncated: 'false',
    ...(page.next === null ? {} : { $skipToken: page.next }),
  };
}

function refusalOf(estate: Estate, route: Route, question: Asked): Refusal | undefined {
  const { refuse, licence } = estate.world;
  const about = route.about?.(estate, question);
  const because = (about === undefined ? undefined : refuse[`${route.name} of ${about}`]) ?? refuse[route.name];
  if (because === 'denied') return denied(route);
  const unlicensed = (route.needs === 'pim' && !hasPim(estate)) || (route.needs === 'premium' && licence === 'free');
  if (because !== 'not-licensed' && !unlicensed) return undefined;
  return route.needs === 'premium'
    ? {
        status: 403,
        code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
        message: "Neither tenant is B2C or tenant doesn't have premium license",
      }
    : {
        status: 400,
        code: 'AadPremiumLicenseRequired',
        message: 'The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.',
      };
}

function denied({ service, needs, name }: Route): Refusal {
  if (service === 'arm') {
    return {
      status: 403,
      code: 'AuthorizationFailed',
      message: `The client does not have authorization to perform action of ${name} over scope.`,
    };
  }
  return needs === 'pim'
    ? { status: 403, code: 'PermissionScopeNotGranted', message: 'Authorization failed due to missing permission scope.' }
    : { status: 403, code: 'Authorization_RequestDenied', message: 'Insufficient privileges to complete the operation.' };
}

function refused({ status, code, message }: Refusal): Response {
  return {
    status,
    headers,
    body: { error: { code, message, innerError: { date: '2026-11-22T12:00:00', 'request-id': headers['request-id'] } } },
  };
}
