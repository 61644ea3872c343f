import { at, POOL } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import { nameForm } from '../graph/names.ts';
import type { Live } from './live.ts';
import { eachOf } from './people.ts';
import { placeOf } from './search.ts';

/** How many of those in a pool are known by name. */
export const NAMED = 11;

/**
 * Who a link is from. An id of a form that everybody reads stays as it is; any other is told by kind and name, with the id where another
 * identity has both in common.
 */
export function partyText(graph: Graph, link: number): string {
  // An element's ends are the ids of its nodes.
  const id = graph.ids.at(at(graph.linkFrom, link)) ?? '';
  const identity = graph.identities.at(at(graph.linkFrom, link));
  const form = nameForm(id);
  // a form that tells a number and no name helps nobody
  const isReadable = form !== undefined && form.kind !== 'directory-object';
  if (identity?.id !== id || identity.name === id || isReadable || identity.kind === 'directory-object') return id;
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
    for (const identity of eachOf(graph)) {
      const name = `${identity.kind} ${identity.name}`;
      if (seen.has(name)) several.add(name);
      seen.add(name);
    }
    namesakes.set(graph, (known = several));
  }
  return known;
}

/** Somebody in a pool: by a link of its own, and how far the way from there carries. */
interface Caller {
  readonly link: number;
  readonly reach: number;
}

/** What the callers of a pool come to. Counted once for a view: many roles hang on one pool. */
export interface Crowd {
  /** How far the way of a node carries, as `linkHi` tells it; who comes through other pools is among them. 0: it is not in the pool. */
  readonly reachOf: (node: number) => number;
  /** How many carry so far, by `linkHi`. */
  readonly carrying: readonly number[];
  /** The first {@link NAMED} of them. */
  readonly first: readonly Member[];
}

/** Somebody who is named. */
export interface Member {
  readonly node: number;
  readonly party: string;
  /** By which it came into the pool. */
  readonly method: string | undefined;
  readonly reach: number;
}

const crowds = new WeakMap<Live, Map<number, Crowd>>();

export function crowdOf(graph: Graph, live: Live, pool: number): Crowd {
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
  const first: Member[] = [];
  for (const [node, { link, reach }] of callers) {
    if (first.length === NAMED) break;
    first.push({ node, party: partyText(graph, link), method: graph.linkFacets.at(at(graph.linkFacet, link)).escalation, reach });
  }
  const crowd = { reachOf: reachesOf(callers), carrying, first };
  known.set(pool, crowd);
  return crowd;
}

/** Five bytes for each: pools have thousands of callers, and there are many pools. */
function reachesOf(callers: ReadonlyMap<number, Caller>): Crowd['reachOf'] {
  const nodes = Int32Array.from(callers.keys()).sort();
  const reaches = Uint8Array.from(nodes, (node) => callers.get(node)?.reach ?? 0);
  return (node) => {
    const place = placeOf(nodes, node);
    return place < 0 ? 0 : at(reaches, place);
  };
}

/** Links into a node that now carry. */
export function liveInto(graph: Graph, live: Live, node: number): readonly number[] {
  const { start, items } = graph.inLinks;
  const links: number[] = [];
  for (let row = at(start, node); row < at(start, node + 1); row++) {
    const link = at(items, row);
    if (at(live.linkHi, link) > 0) links.push(link);
  }
  return links;
}
