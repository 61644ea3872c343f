import { byCodeUnit } from '../base/order.ts';
import { parseInstant } from '../base/instant.ts';
import { at, POOL } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import { nameForm } from '../graph/names.ts';
import type { Credential, Identity, IdentityKind } from '../model/entity.ts';
import { classRank, persistenceClasses } from '../model/persistence.ts';
import type { PersistenceClass } from '../model/persistence.ts';
import type { Entry } from '../model/view.ts';
import { effectiveClass } from './live.ts';
import type { Clock, Live } from './live.ts';

const SHOWN = 10;
/** Kinds that sign in with credentials of their own. */
const holders: ReadonlySet<IdentityKind> = new Set([
  'user',
  'guest',
  'root',
  'service-account',
  'service-principal',
  'managed-identity',
  'app',
  'workload',
  'agent',
]);

/**
 * How an identity can be entered now: live credentials of its own, and links that let others act as it. `none-seen` only where what
 * could hold a way in was read to its end: credentials for identities that sign in, trusts and memberships for the rest. A credential that
 * opens one service only is named and is no way in; whether such ones were read makes no difference. Who could open one by permissions that
 * do so together is named too, and has opened none yet.
 */
export function entryOf(graph: Graph, live: Live, clock: Clock, node: number): Entry {
  const identity = node < 0 ? undefined : graph.identities.at(node);
  if (identity === undefined) return { state: 'unread', persistence: null, ways: [], openers: [] };
  if (identity.id === 'anyone') return { state: 'live', persistence: 'standing', ways: ['open to anyone'], openers: [] };
  if (identity.enabled === false) return { state: 'none-seen', persistence: null, ways: [], openers: [] };
  const credentials = activeOf(graph, clock, identity);
  const { trusted, opening } = linkWays(graph, live, node);
  const openers = listed(opening);
  const ways = [...credentialWays(credentials, clock), ...trusted];
  const named = listed([...ways, ...serviceWays(credentials)]);
  if (ways.length === 0)
    return { state: isReadToItsEnd(graph, identity) ? 'none-seen' : 'unread', persistence: null, ways: named, openers };
  const most = ways.reduce((best, each) => Math.max(best, each.rank), 0);
  return { state: 'live', persistence: persistenceClasses[most] ?? 'standing', ways: named, openers };
}

function listed(ways: readonly Way[]): readonly string[] {
  const count = ways.reduce((sum, each) => sum + each.count, 0);
  const shown = ways.slice(0, SHOWN).map((each) => each.text);
  const more = count - Math.min(ways.length, SHOWN);
  return more > 0 ? [...shown, `and ${more} more`] : shown;
}

interface Way {
  readonly text: string;
  readonly rank: number;
  /** More than one only on the last way of a pool, for those that are not listed. */
  readonly count: number;
}

function activeOf(graph: Graph, clock: Clock, identity: Identity): readonly Credential[] {
  return (graph.credentialsOf.get(identity.id) ?? []).filter(
    (each) => each.state === 'active' && each.kind !== 'mfa-device' && !isOver(each, clock),
  );
}

function credentialWays(credentials: readonly Credential[], clock: Clock): readonly Way[] {
  return credentials
    .filter((each) => each.opens !== 'service')
    .map((each) => ({ text: `${each.name}, active`, rank: classRank(credentialClass(each, clock)), count: 1 }));
}

function serviceWays(credentials: readonly Credential[]): readonly Way[] {
  return credentials
    .filter((each) => each.opens === 'service')
    .map((each) => ({ text: `${each.name}, active, opens one service only`, rank: 0, count: 1 }));
}

/** A credential with an end that is not too far away is time-bound; any other is standing. */
function credentialClass(credential: Credential, clock: Clock): PersistenceClass {
  const until = credential.expiresAt === null ? undefined : parseInstant(credential.expiresAt);
  if (until === undefined) return 'standing';
  const from = credential.createdAt === null ? null : (parseInstant(credential.createdAt) ?? null);
  return effectiveClass('time-bound', [{ from, until }], clock);
}

function isOver(credential: Credential, clock: Clock): boolean {
  const until = credential.expiresAt === null ? undefined : parseInstant(credential.expiresAt);
  return until !== undefined && until <= clock.now;
}

interface LinkWays {
  readonly trusted: readonly Way[];
  /** By links that several permissions make together. */
  readonly opening: readonly Way[];
}

function linkWays(graph: Graph, live: Live, node: number): LinkWays {
  const trusted = new Map<string, Way>();
  const opening = new Map<string, Way>();
  for (const link of liveInto(graph, live, node)) {
    const from = at(graph.linkFrom, link);
    const rank = at(live.linkHi, link) - 1;
    if (from === node) continue;
    const method = graph.linkFacets.at(at(graph.linkFacet, link)).escalation;
    // members of one pool may have come into it by several methods
    const say = (party: string, own: string | undefined): string =>
      method === undefined ? `trusted by ${party}` : `${party} by ${own ?? method}`;
    const ways = method === undefined ? trusted : opening;
    if (at(graph.nodeKind, from) === POOL) for (const way of membersOf(graph, live, from, node, rank, say)) add(ways, way);
    else add(ways, { text: say(partyText(graph, link), method), rank, count: 1 });
  }
  return { trusted: inOrder(trusted), opening: inOrder(opening) };
}

function add(ways: Map<string, Way>, way: Way): void {
  const before = ways.get(way.text) ?? { ...way, count: 1 };
  ways.set(way.text, { text: way.text, rank: Math.max(before.rank, way.rank), count: before.count + way.count - 1 });
}

function inOrder(ways: ReadonlyMap<string, Way>): readonly Way[] {
  return [...ways.values()].sort((a, b) => byCodeUnit(a.text, b.text));
}

/**
 * Who a link is from. An id of a form that everybody reads stays as it is; any other is told by kind and name, with the id where another
 * identity has both in common.
 */
function partyText(graph: Graph, link: number): string {
  // An element's ends are the ids of its nodes.
  const id = graph.ids.at(at(graph.linkFrom, link)) ?? '';
  const identity = graph.identities.at(at(graph.linkFrom, link));
  if (identity?.id !== id || identity.name === id || nameForm(id) !== undefined) return id;
  const name = `${identity.kind} ${identity.name}`;
  return namesakesIn(graph).has(name) ? `${name} (${id})` : name;
}

const namesakes = new WeakMap<Graph, ReadonlySet<string>>();

/** Kinds and names that several identities have in common. */
function namesakesIn(graph: Graph): ReadonlySet<string> {
  let known = namesakes.get(graph);
  if (known === undefined) {
    const seen = new Set<string>();
    const several = new Set<string>();
    for (const identity of graph.identities) {
      const name = `${identity?.kind ?? ''} ${identity?.name ?? ''}`;
      if (seen.has(name)) several.add(name);
      seen.add(name);
    }
    namesakes.set(graph, (known = several));
  }
  return known;
}

/** Somebody in a pool: by a link of its own, and how far the way from there carries, as `linkHi` tells it. */
interface Caller {
  readonly link: number;
  readonly reach: number;
}

/** What the callers of a pool come to. Counted once for a view: many roles hang on one pool. */
interface Crowd {
  /** By node, in the order of links; who comes through other pools is among them. */
  readonly callers: ReadonlyMap<number, Caller>;
  /** How many carry so far, by `linkHi`. */
  readonly carrying: readonly number[];
}

const crowds = new WeakMap<Live, Map<number, Crowd>>();

function crowdOf(graph: Graph, live: Live, pool: number): Crowd {
  let known = crowds.get(live);
  if (known === undefined) crowds.set(live, (known = new Map<number, Crowd>()));
  const before = known.get(pool);
  if (before !== undefined) return before;
  const callers = new Map<number, Caller>();
  // pools may lead to pools, and in a circle: one is walked again only where it is found to carry further
  const carried = new Map<number, number>([[pool, Infinity]]);
  const open = [pool];
  for (let each = open.shift(); each !== undefined; each = open.shift()) {
    for (const link of liveInto(graph, live, each)) {
      const from = at(graph.linkFrom, link);
      const reach = Math.min(carried.get(each) ?? 0, at(live.linkHi, link));
      if (at(graph.nodeKind, from) !== POOL) {
        if (reach > (callers.get(from)?.reach ?? 0)) callers.set(from, { link, reach });
      } else if (reach > (carried.get(from) ?? 0)) {
        carried.set(from, reach);
        open.push(from);
      }
    }
  }
  const carrying = [0, 0, 0, 0, 0, 0];
  for (const { reach } of callers.values()) carrying[reach] = (carrying[reach] ?? 0) + 1;
  const crowd = { callers, carrying };
  known.set(pool, crowd);
  return crowd;
}

/** The first callers of a pool by name, the rest only counted: a pool stands for many, and many roles hang on it. */
function membersOf(
  graph: Graph,
  live: Live,
  pool: number,
  self: number,
  rank: number,
  say: (party: string, method: string | undefined) => string,
): readonly Way[] {
  const { callers, carrying: all } = crowdOf(graph, live, pool);
  const carrying = [...all];
  // its own way into the pool is no way in
  const own = callers.get(self)?.reach;
  if (own !== undefined) carrying[own] = (carrying[own] ?? 0) - 1;
  const ways: Way[] = [];
  for (const [node, { link, reach }] of callers) {
    if (ways.length === SHOWN) break;
    const method = graph.linkFacets.at(at(graph.linkFacet, link)).escalation;
    if (node !== self) ways.push({ text: say(partyText(graph, link), method), rank: Math.min(rank, reach - 1), count: 1 });
  }
  const last = ways.at(-1);
  const members = carrying.reduce((sum, each, reach) => (reach === 0 ? sum : sum + each), 0);
  const most = carrying.reduce((best, each, reach) => (reach === 0 || each <= 0 ? best : Math.max(best, Math.min(rank, reach - 1))), 0);
  return last === undefined ? [] : [...ways.slice(0, -1), { text: last.text, rank: most, count: 1 + members - ways.length }];
}

function liveInto(graph: Graph, live: Live, node: number): readonly number[] {
  const { start, items } = graph.inLinks;
  const links: number[] = [];
  for (let row = at(start, node); row < at(start, node + 1); row++) {
    const link = at(items, row);
    if (at(live.linkHi, link) > 0) links.push(link);
  }
  return links;
}

function isReadToItsEnd(graph: Graph, identity: Identity): boolean {
  const { id, boundary, kind } = identity;
  if (boundary === null) return false;
  if (kind === 'group' || kind === 'pool') return true;
  const kinds = holders.has(kind) ? (['credential'] as const) : (['trust'] as const);
  return kinds.every((each) => graph.ledger.gapsIn(each, boundary, id).length === 0);
}
