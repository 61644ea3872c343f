import type { GapCause } from '../../../../src/model/gap.ts';
import type { Response } from '../world/respond.ts';
import type { Meddled, Place } from './scan.ts';

/** One way in which an answer can go wrong. */
export interface Fault {
  readonly name: string;
  /** `undefined`: such an answer cannot go wrong in this way. */
  readonly of: (place: Place) => Meddled | undefined;
  /** The next answer to the same question is right again. */
  readonly once?: true;
  /** The pages after it go wrong in the same way. */
  readonly ofEveryPage?: true;
  /** It may take nothing away: it decides nothing there, or the same is asked in another way. */
  readonly mayNotMatter?: true;
  /** What the gap may say of it, by what the services' documentation says that such an answer means. None: it has to heal. */
  readonly causes: readonly GapCause[];
}

type Item = Readonly<Record<string, unknown>>;

const isGraph = ({ call }: Place): boolean => call.service === 'graph' || call.service === 'graph-beta';

function error(status: number, code: string, headers: Readonly<Record<string, string>> = {}): Response {
  return { status, headers, body: { error: { code, message: 'planted' } } };
}

/** In the words of each service. */
function said(status: number, graph: string | null, arm: string | null, headers?: Readonly<Record<string, string>>): Fault['of'] {
  return (place) => {
    const code = isGraph(place) ? graph : arm;
    return code === null ? undefined : error(status, code, headers);
  };
}

function listName({ call }: Place): string {
  return call.service === 'resource-graph' ? 'data' : 'value';
}

function bodyOf({ answer }: Place): Item | undefined {
  return answer.status === 200 && typeof answer.body === 'object' && answer.body !== null ? (answer.body as Item) : undefined;
}

function itemsOf(place: Place): readonly Item[] | undefined {
  const items = bodyOf(place)?.[listName(place)];
  return Array.isArray(items) ? (items as readonly Item[]) : undefined;
}

function changed(change: (body: Item, place: Place) => Item | undefined): Fault['of'] {
  return (place) => {
    const body = bodyOf(place);
    if (body === undefined || itemsOf(place) === undefined) return undefined;
    const made = change(body, place);
    return made === undefined ? undefined : { body: made };
  };
}

function without(body: Item, name: string): Item {
  return Object.fromEntries(Object.entries(body).filter(([each]) => each !== name));
}

/** `at`: the first, or the last. */
function replaced(at: 0 | -1, make: (item: Item) => unknown): Fault['of'] {
  return changed((body, place) => {
    const items = itemsOf(place) ?? [];
    const index = at === 0 ? 0 : items.length - 1;
    if (items.length === 0 || (at === -1 && index === 0)) return undefined;
    return { ...body, [listName(place)]: items.map((each, i) => (i === index ? make(each) : each)) };
  });
}

function linked(make: (url: string) => string): Fault['of'] {
  return changed((body, place) => {
    if (place.call.service === 'resource-graph') return undefined;
    const root = isGraph(place) ? 'https://graph.microsoft.com' : 'https://management.azure.com';
    return { ...body, [isGraph(place) ? '@odata.nextLink' : 'nextLink']: make(`${root}${place.url}`) };
  });
}

const times = (count: number, name: string, of: Fault['of']): Fault => ({
  name: `${name} once`,
  of,
  causes: [],
  ...(count === 1 ? { once: true } : {}),
});
const passing: readonly (readonly [number, string, string])[] = [
  [500, 'InternalServerError', 'InternalServerError'],
  [502, 'BadGateway', 'BadGateway'],
  [503, 'ServiceUnavailable', 'ServiceUnavailable'],
  [504, 'GatewayTimeout', 'GatewayTimeout'],
];

const text =
  (given: string): Fault['of'] =>
  () => ({ text: given });

/** Of an answer that is one object, the list in it. */
const EXPANDED = 'resourceRoleScopes';

export const faults: readonly Fault[] = [
  times(1, '401', said(401, 'InvalidAuthenticationToken', 'ExpiredAuthenticationToken')),
  { name: '401', of: said(401, 'InvalidAuthenticationToken', 'ExpiredAuthenticationToken'), causes: ['expired-credentials'] },
  { name: '403', of: said(403, 'Authorization_RequestDenied', 'AuthorizationFailed'), causes: ['denied'] },
  { name: '403 without a body', of: () => ({ status: 403, text: '' }), causes: ['denied'] },
  { name: '403 PermissionScopeNotGranted', of: said(403, 'PermissionScopeNotGranted', null), causes: ['denied'] },
  { name: '400 not licensed', of: said(400, 'AadPremiumLicenseRequired', 'AadPremiumLicenseRequired'), causes: ['not-licensed'] },
  { name: '404', mayNotMatter: true, of: said(404, 'Request_ResourceNotFound', 'ResourceNotFound'), causes: ['vanished'] },
  { name: '404 without a body', mayNotMatter: true, of: () => ({ status: 404, text: '' }), causes: ['vanished'] },
  { name: '410', of: said(410, 'Gone', 'Gone'), causes: ['vanished'] },
  { name: '400 unknown', mayNotMatter: true, of: said(400, 'BadRequest', 'BadRequest'), causes: ['unsupported'] },
  { name: '302', of: () => ({ status: 302, headers: { location: 'https://portal.example/' }, text: '' }), causes: ['unreachable'] },
  times(1, '429', said(429, 'TooManyRequests', 'SubscriptionRequestsThrottled', { 'retry-after': '5' })),
  { name: '429', of: said(429, 'TooManyRequests', 'SubscriptionRequestsThrottled', { 'retry-after': '5' }), causes: ['throttled'] },
  ...passing.flatMap(([status, graph, arm]): readonly Fault[] => [
    times(1, String(status), said(status, graph, arm)),
    { name: String(status), of: said(status, graph, arm), causes: ['unreachable', 'throttled'] },
  ]),
  times(1, 'cut', ({ isInBatch }) => (isInBatch ? undefined : 'cut')),
  { name: 'cut', of: ({ isInBatch }) => (isInBatch ? undefined : 'cut'), causes: ['unreachable'] },
  { name: 'left out of its batch', of: ({ isInBatch }) => (isInBatch ? 'cut' : undefined), causes: ['malformed'] },
  { name: 'a page of HTML', of: text('<!DOCTYPE html><html><body>Sign in</body></html>'), causes: ['malformed'] },
  { name: 'nothing', of: text(''), causes: ['malformed'] },
  { name: 'JSON that breaks off', of: ({ answer }) => ({ text: JSON.stringify(answer.body).slice(0, -3) }), causes: ['malformed'] },
  { name: 'JSON that is no object', of: text('[]'), causes: ['malformed'] },
  { name: 'an empty object', of: () => ({ body: {} }), causes: ['malformed'] },
  {
    name: 'an error with 200',
    of: () => ({ body: { error: { code: 'Surprise', message: 'planted' } } }),
    causes: ['malformed', 'vanished'],
  },
  { name: 'no list', of: changed((body, place) => without(body, listName(place))), causes: ['malformed'] },
  ...([null, 'text', {}, 1] as const).map((value): Fault => ({
    name: `${JSON.stringify(value)} for a list`,
    of: changed((body, place) => ({ ...body, [listName(place)]: value })),
    causes: ['malformed'],
  })),
  ...([0, -1] as const).flatMap((at): readonly Fault[] =>
    ([42, null, {}, 'text'] as const).map((value) => ({
      name: `${JSON.stringify(value)} for the ${at === 0 ? 'first' : 'last'} item`,
      of: replaced(at, () => value),
      causes: ['malformed'],
    })),
  ),
  { name: 'the first item without its id', mayNotMatter: true, of: replaced(0, (item) => without(item, 'id')), causes: ['malformed'] },
  {
    name: 'a next link to another host',
    of: linked((url) => url.replace(/^https:\/\/[^/]+/, 'https://collector.example')),
    causes: ['malformed'],
  },
  {
    name: 'a next link to a host that begins alike',
    of: linked((url) => url.replace(/^(https:\/\/[^/]+)/, '$1.collector.example')),
    causes: ['malformed'],
  },
  { name: 'a next link over plain HTTP', of: linked((url) => url.replace('https:', 'http:')), causes: ['malformed'] },
  { name: 'a next link to itself', of: linked((url) => url), causes: ['malformed'], ofEveryPage: true },
  {
    name: 'a next link that is a number',
    of: changed((body, place) =>
      place.call.service === 'resource-graph' ? undefined : { ...body, [isGraph(place) ? '@odata.nextLink' : 'nextLink']: 7 },
    ),
    causes: ['malformed'],
  },
  {
    name: 'cut short without a token',
    of: changed((body, place) =>
      place.call.service === 'resource-graph' ? { ...without(body, '$skipToken'), resultTruncated: 'true' } : undefined,
    ),
    causes: ['unsupported'],
  },
  {
    // https://learn.microsoft.com/graph/query-parameters: an expanded relationship of a directory object holds at most 20
    name: 'an expanded list of twenty',
    mayNotMatter: true,
    of: changed((body, place) => {
      const items = itemsOf(place) ?? [];
      const isOwned = ({ owners }: Item): boolean => Array.isArray(owners) && owners.length > 0;
      if (!items.some(isOwned)) return undefined;
      return {
        ...body,
        [listName(place)]: items.map((each) => (isOwned(each) ? { ...each, owners: twenty(each['owners'] as readonly unknown[]) } : each)),
      };
    }),
    causes: ['unsupported', 'malformed'],
  },
  // an expanded collection that does not fit has a link of its own: OData JSON Format 4.01, 4.5.5 (odata.nextLink)
  {
    name: 'an expanded list that goes on',
    of: expanded((body) => ({ ...body, [`${EXPANDED}@odata.nextLink`]: 'https://graph.microsoft.com/v1.0/next' })),
    causes: ['unsupported'],
  },
  { name: 'no expanded list', of: expanded((body) => without(body, EXPANDED)), causes: ['malformed'] },
  { name: 'null for an expanded list', of: expanded((body) => ({ ...body, [EXPANDED]: null })), causes: ['malformed'] },
  { name: 'an expanded list with nothing in an item', of: expanded((body) => ({ ...body, [EXPANDED]: [{}] })), causes: ['malformed'] },
];

function expanded(change: (body: Item) => Item): Fault['of'] {
  return (place) => {
    const body = bodyOf(place);
    return Array.isArray(body?.[EXPANDED]) ? { body: change(body) } : undefined;
  };
}

function twenty(owners: readonly unknown[]): readonly unknown[] {
  return Array.from({ length: 20 }, (_, index) => owners[index % owners.length]);
}

/** The answers of these do not say what they were asked about. */
const blind: ReadonlySet<string> = new Set([
  'AdministrativeUnitMembers',
  'FederatedCredentials',
  'GroupMembers',
  'GroupOwners',
  'callerReads',
  'callerRights',
]);

/** A page of another question in place of the answer, of which something says that it is another's. */
export function swaps(places: readonly Place[]): readonly { readonly place: Place; readonly fault: Fault }[] {
  return places.flatMap((place) => {
    if (blind.has(place.call.name) || /Owners$/.test(place.call.name) || place.at.cursor !== null) return [];
    return places.flatMap((other) => {
      const own = namesIn(other).filter((each) => !namesIn(place).includes(each));
      const text = JSON.stringify(itemsOf(other) ?? bodyOf(other) ?? []).toLowerCase();
      if (other.call !== place.call || other.question === place.question || !own.some((each) => text.includes(each))) return [];
      const body = without(without(bodyOf(other) ?? {}, '@odata.nextLink'), 'nextLink');
      return [{ place, fault: { name: `the answer to ${other.question}`, of: () => ({ body }), causes: ['malformed' as const] } }];
    });
  });
}

/** Ids in what was asked. */
function namesIn({ at: { task } }: Place): readonly string[] {
  return (
    JSON.stringify(task.args)
      .toLowerCase()
      .match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? []
  );
}

/** What becomes of a batch as a whole, about the first question in it. */
export interface BatchFault {
  readonly name: string;
  readonly once?: true;
  readonly of: (responses: readonly Item[]) => Meddled | undefined;
  /** Whether only the first question lacks its answer. */
  readonly concerns: 'first' | 'all';
  readonly causes: readonly GapCause[];
}

const wrapped = (responses: readonly unknown[]): Meddled => ({ body: { responses } });

export const batchFaults: readonly BatchFault[] = [
  { name: 'refused', of: () => error(403, 'Authorization_RequestDenied'), concerns: 'all', causes: ['denied'] },
  { name: 'throttled once', once: true, of: () => error(429, 'TooManyRequests', { 'retry-after': '2' }), concerns: 'all', causes: [] },
  { name: 'throttled', of: () => error(429, 'TooManyRequests', { 'retry-after': '2' }), concerns: 'all', causes: ['throttled'] },
  { name: 'failing', of: () => error(500, 'InternalServerError'), concerns: 'all', causes: ['unreachable'] },
  { name: 'failing once', once: true, of: () => error(500, 'InternalServerError'), concerns: 'all', causes: [] },
  { name: 'cut', of: () => 'cut', concerns: 'all', causes: ['unreachable'] },
  { name: 'cut once', once: true, of: () => 'cut', concerns: 'all', causes: [] },
  { name: 'a page of HTML', of: () => ({ text: '<html></html>' }), concerns: 'all', causes: ['malformed'] },
  { name: 'without its list', of: () => ({ body: {} }), concerns: 'all', causes: ['malformed'] },
  { name: 'with an empty list', of: () => wrapped([]), concerns: 'all', causes: ['malformed'] },
  { name: 'one answer doubled', of: (all) => wrapped([all[0], ...all]), concerns: 'first', causes: ['malformed'] },
  {
    name: 'one answer with another id',
    of: (all) => wrapped([{ ...all[0], id: '99' }, ...all.slice(1)]),
    concerns: 'first',
    causes: ['malformed'],
  },
  {
    name: 'one answer with a number for its id',
    of: (all) => wrapped([{ ...all[0], id: 1 }, ...all.slice(1)]),
    concerns: 'first',
    causes: ['malformed'],
  },
  {
    name: 'one answer without a status',
    of: (all) => wrapped([without(all[0] ?? {}, 'status'), ...all.slice(1)]),
    concerns: 'first',
    causes: ['malformed'],
  },
  { name: 'one answer that is none', of: (all) => wrapped([null, ...all.slice(1)]), concerns: 'first', causes: ['malformed'] },
];
