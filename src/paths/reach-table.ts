import { at } from '../graph/graph.ts';
import type { Graph, Rows } from '../graph/graph.ts';
import type { Capability } from '../model/capability.ts';
import type { ScopeId } from '../model/ids.ts';
import type { Live } from './live.ts';
import { narrowFrom } from './narrow.ts';
import type { Narrow } from './narrow.ts';
import { nearReach } from './near.ts';
import { placeOf, searcherOf } from './search.ts';
import type { Searcher, TargetReach, Work } from './search.ts';

/**
 * Who reaches what, searched target by target and kept in numbers: some twenty bytes for each (identity, target). A target that nothing
 * asks about is never searched, so rights on many narrow scopes cost a question about whole boundaries nothing.
 */
export interface ReachTable {
  /** Capabilities that some grant gives, in the order of their targets. */
  readonly capabilities: readonly Capability[];
  /** The first of a capability's targets, and the one behind its last. */
  rangeOf(capability: Capability): readonly [from: number, until: number];
  targetNamed(capability: Capability, scope: ScopeId): number | undefined;
  /** Searches this one target if need be. `undefined`: no path. */
  find(node: number, target: number): Found | undefined;
  /** A target of a {@link ReachRows}, which was searched. */
  searched(target: number): TargetReach;
  /** The targets of one capability by node, rising. Searches them the first time. */
  ofCapability(capability: Capability): ReachRows;
  /**
   * What one node reaches, at little cost: told for the first few nodes asked about. `undefined`: so many were asked about that tables of
   * all cost less.
   */
  narrow(node: number): Narrow | undefined;
  /** Any targets by node, in the order given. Searches them. */
  over(targets: Int32Array): ReachRows;
  /** Whatever reaches any of these grants, not kept. */
  readonly searchAll: Searcher['searchAll'];
  readonly work: Readonly<Work>;
}

/** A node's place among all that reach one thing. */
export interface Found {
  readonly reach: TargetReach;
  readonly place: number;
}

/** Targets by node, and where the node stands among all that reach each. */
export interface ReachRows extends Rows {
  readonly places: Int32Array;
}

/** So many nodes are asked about one by one. */
const FEW = 4;

export function reachTable(graph: Graph, live: Live): ReachTable {
  const searcher = searcherOf(graph, live);
  const kept: (TargetReach | undefined)[] = new Array<TargetReach | undefined>(graph.targets.length).fill(undefined);
  const ranges = rangesOf(graph);
  const tables = new Map<Capability, ReachRows>();
  const few = new Map<number, Narrow>();

  function reachOf(target: number): TargetReach {
    const known = kept[target];
    if (known !== undefined) return known;
    const found = searcher.search(target);
    kept[target] = found;
    return found;
  }

  function over(targets: Int32Array): ReachRows {
    return tableByNode(graph.identities.length, targets, reachOf);
  }

  /** Who asks about a few identities waits for no search of the whole; who asks about all pays for these few twice. */
  function narrow(node: number): Narrow | undefined {
    let known = few.get(node);
    if (known === undefined && few.size < FEW) few.set(node, (known = narrowFrom(graph, live, node, searcher.searchAll)));
    return known;
  }

  function found(node: number, target: number): Found | undefined {
    // Most of what is shown of a path ends nearby, and each end is another's: a search of all that reaches it would serve this one only.
    const reach = kept[target] ?? nearReach(graph, live, node, target) ?? narrow(node)?.reachOf(target) ?? reachOf(target);
    const place = placeOf(reach.nodes, node);
    return place < 0 ? undefined : { reach, place };
  }

  /** Of one way several things are asked, one after the other. */
  let last: { readonly node: number; readonly target: number; readonly found: Found | undefined } | undefined;

  const targetNamed = namedIn(graph, ranges);

  return {
    narrow,
    work: searcher.work,
    searchAll: searcher.searchAll,
    capabilities: [...ranges.keys()],
    rangeOf: (capability) => ranges.get(capability) ?? [0, 0],
    targetNamed,
    find(node, target) {
      if (last?.node !== node || last.target !== target) last = { node, target, found: found(node, target) };
      return last.found;
    },
    ofCapability(capability) {
      const known = tables.get(capability);
      if (known !== undefined) return known;
      const [from, until] = ranges.get(capability) ?? [0, 0];
      const made = over(Int32Array.from({ length: until - from }, (_, place) => from + place));
      tables.set(capability, made);
      return made;
    },
    searched: reachOf,
    over,
  };
}

/** Look-ups among so many scopes that a table of them is made. */
const MANY = 1 << 10;

/** A few look-ups halve their way among the targets of a capability, which stand in the order of scopes. */
function namedIn({ targets }: Graph, ranges: ReturnType<typeof rangesOf>): ReachTable['targetNamed'] {
  const tables = new Map<Capability, Map<ScopeId, number>>();
  let asked = 0;

  function halving(capability: Capability, scope: ScopeId): number | undefined {
    let [from, until] = ranges.get(capability) ?? [0, 0];
    const end = until;
    while (from < until) {
      const middle = (from + until) >> 1;
      if ((targets[middle]?.scope ?? '') < scope) from = middle + 1;
      else until = middle;
    }
    return from < end && targets[from]?.scope === scope ? from : undefined;
  }

  return (capability, scope) => {
    if (asked++ < MANY) return halving(capability, scope);
    let table = tables.get(capability);
    if (table === undefined) {
      const [from, until] = ranges.get(capability) ?? [0, 0];
      table = new Map(targets.slice(from, until).map((each, place) => [each.scope, from + place]));
      tables.set(capability, table);
    }
    return table.get(scope);
  };
}

/** Targets are in the order of capability, then scope: each capability's stand together. From, and until without. */
function rangesOf(graph: Graph): ReadonlyMap<Capability, readonly [number, number]> {
  const ranges = new Map<Capability, readonly [number, number]>();
  for (const [target, { capability }] of graph.targets.entries()) {
    ranges.set(capability, [ranges.get(capability)?.[0] ?? target, target + 1]);
  }
  return ranges;
}

function tableByNode(size: number, targets: Int32Array, reachOf: (target: number) => TargetReach): ReachRows {
  const start = new Int32Array(size + 1);
  for (const target of targets) {
    const { nodes } = reachOf(target);
    for (let place = 0; place < nodes.length; place++) {
      const row = at(nodes, place) + 1;
      start[row] = at(start, row) + 1;
    }
  }
  for (let node = 0; node < size; node++) start[node + 1] = at(start, node + 1) + at(start, node);
  const next = start.slice(0, size);
  const items = new Int32Array(at(start, size));
  const places = new Int32Array(items.length);
  for (const target of targets) {
    const { nodes } = reachOf(target);
    for (let place = 0; place < nodes.length; place++) {
      const node = at(nodes, place);
      const item = at(next, node);
      items[item] = target;
      places[item] = place;
      next[node] = item + 1;
    }
  }
  return { start, items, places };
}
