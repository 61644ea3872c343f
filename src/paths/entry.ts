import { byCodeUnit } from '../base/order.ts';
import { parseInstant } from '../base/instant.ts';
import { at, POOL } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import type { Credential, Identity, IdentityKind } from '../model/entity.ts';
import { classRank, persistenceClasses } from '../model/persistence.ts';
import type { PersistenceClass } from '../model/persistence.ts';
import type { Entry } from '../model/view.ts';
import { crowdOf, liveInto, NAMED, partyText } from './crowd.ts';
import { effectiveClass } from './live.ts';
import type { Clock, Live } from './live.ts';

/** Its own way is not among those that are shown. */
const SHOWN = NAMED - 1;
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
export function entryOf(graph: Graph, live: Live, clock: Clock, identity: Identity | undefined, node: number): Entry {
  if (identity === undefined) return { state: 'unread', persistence: null, ways: [], openers: [] };
  if (identity.id === 'anyone') return { state: 'live', persistence: 'standing', ways: ['open to anyone'], openers: [] };
  if (identity.enabled === false || identity.deletedAt !== undefined)
    return { state: 'none-seen', persistence: null, ways: [], openers: [] };
  const credentials = activeOf(graph, clock, identity);
  const linked = linkWays(graph, live, node);
  const ways = credentials.length === 0 ? linked.trusted : [...credentialWays(credentials, clock), ...linked.trusted];
  const state = ways.length > 0 ? 'live' : isReadToItsEnd(graph, identity) ? 'none-seen' : 'unread';
  const services = serviceWays(credentials);
  if (credentials.length > 0) return made(state, ways, services, listed(linked.opening));
  return (linked.entries[state] ??= made(state, ways, services, (linked.openers ??= listed(linked.opening))));
}

function made(state: Entry['state'], ways: readonly Way[], services: readonly Way[], openers: readonly string[]): Entry {
  const named = listed([...ways, ...services]);
  if (state !== 'live') return { state, persistence: null, ways: named, openers };
  const most = ways.reduce((best, each) => Math.max(best, each.rank), 0);
  return { state, persistence: persistenceClasses[most] ?? 'standing', ways: named, openers };
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
  openers?: readonly string[];
  /** Of those without credentials of their own. */
  readonly entries: { [state in Entry['state']]?: Entry };
}

/** So many links at most are compared with those of others. */
const FEW = 64;
const alike = new WeakMap<Live, Map<string, LinkWays>>();

/** Many roles let in the same parties by the same means: what that comes to is worked out once for all of them. */
function linkWays(graph: Graph, live: Live, node: number): LinkWays {
  const links = liveInto(graph, live, node);
  const key = links.length > FEW ? undefined : keyOf(graph, live, node, links);
  if (key === undefined) return madeWays(graph, live, node, links);
  let known = alike.get(live);
  if (known === undefined) alike.set(live, (known = new Map<string, LinkWays>()));
  let ways = known.get(key);
  if (ways === undefined) known.set(key, (ways = madeWays(graph, live, node, links)));
  return ways;
}

/** Whom the links are from, and how; `undefined` where the node is among those let in, by which it is not told to be entered. */
function keyOf(graph: Graph, live: Live, node: number, links: readonly number[]): string | undefined {
  let key = '';
  for (const link of links) {
    const from = at(graph.linkFrom, link);
    if (from === node || (at(graph.nodeKind, from) === POOL && crowdOf(graph, live, from).reachOf(node) > 0)) return undefined;
    key += `${from},${at(graph.linkFacet, link)};`;
  }
  return key;
}

function madeWays(graph: Graph, live: Live, node: number, links: readonly number[]): LinkWays {
  const trusted = new Map<string, Way>();
  const opening = new Map<string, Way>();
  for (const link of links) {
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
  return { trusted: inOrder(trusted), opening: inOrder(opening), entries: {} };
}

function add(ways: Map<string, Way>, way: Way): void {
  const before = ways.get(way.text) ?? { ...way, count: 1 };
  ways.set(way.text, { text: way.text, rank: Math.max(before.rank, way.rank), count: before.count + way.count - 1 });
}

function inOrder(ways: ReadonlyMap<string, Way>): readonly Way[] {
  return [...ways.values()].sort((a, b) => byCodeUnit(a.text, b.text));
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
  const { reachOf, carrying: all, first } = crowdOf(graph, live, pool);
  const carrying = [...all];
  // its own way into the pool is no way in
  const own = reachOf(self);
  if (own > 0) carrying[own] = (carrying[own] ?? 0) - 1;
  const ways: Way[] = [];
  for (const { node, party, method, reach } of first) {
    if (ways.length === SHOWN) break;
    if (node !== self) ways.push({ text: say(party, method), rank: Math.min(rank, reach - 1), count: 1 });
  }
  const last = ways.at(-1);
  const members = carrying.reduce((sum, each, reach) => (reach === 0 ? sum : sum + each), 0);
  const most = carrying.reduce((best, each, reach) => (reach === 0 || each <= 0 ? best : Math.max(best, Math.min(rank, reach - 1))), 0);
  return last === undefined ? [] : [...ways.slice(0, -1), { text: last.text, rank: most, count: 1 + members - ways.length }];
}

function isReadToItsEnd(graph: Graph, identity: Identity): boolean {
  const { id, boundary, kind } = identity;
  if (boundary === null) return false;
  if (kind === 'group' || kind === 'pool') return true;
  const kinds = holders.has(kind) ? (['credential'] as const) : (['trust'] as const);
  return kinds.every((each) => graph.ledger.gapsIn(each, boundary, id).length === 0);
}
