import { at } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import type { Live } from './live.ts';

/**
 * Everything that reaches one target, by node number. `lo` and `hi` are `classRank + 1` of the widest path over certain elements, and
 * over certain and possible ones; 0 in `lo` = no certain path. Where all is certain, they are the same arrays. `next…` is the way on: a link's number, or `-(grant + 1)` at the end.
 */
export interface TargetReach {
  readonly nodes: Int32Array;
  readonly lo: Uint8Array;
  readonly hi: Uint8Array;
  readonly nextLo: Int32Array;
  readonly nextHi: Int32Array;
}

/** Counts of work, for benchmarks: a node each time it is taken from a queue, a link each time it is looked at. */
export interface Work {
  nodes: number;
  links: number;
}

export interface Searcher {
  /** The target by its number. */
  search(target: number): TargetReach;
  /**
   * Whatever reaches any of these grants. `grantLo`: how far each carries certainly, where not as it is live. `inside`: marks the nodes to
   * look among; left out, all.
   */
  readonly searchAll: (grants: Int32Array, grantLo?: Uint8Array, inside?: Uint8Array) => TargetReach;
  readonly work: Readonly<Work>;
}

const RANKS = 5;

/**
 * Widest paths to a target, searched backwards from its grants one level at a time, the most lasting first. Each node is settled once
 * and each link into it looked at once, so the cost is linear in what reaches the target and does not depend on the rest of the graph.
 * Between equally lasting ways the grant of its own comes first, then the way with the lesser numbers.
 */
export function searcherOf(graph: Graph, live: Live): Searcher {
  const size = graph.identities.length;
  const best = new Uint8Array(size);
  const next = new Int32Array(size);
  const queues: readonly number[][] = Array.from({ length: RANKS + 1 }, () => []);
  const work: Work = { nodes: 0, links: 0 };

  /** Whether all that the last search met carries as far certainly as it may carry. */
  let even = true;

  /** Fills `best` and `next`, and answers the nodes it touched. Grants in a rising order; `grantLo` and `linkLo` are compared with. */
  function widest(
    grants: Int32Array,
    grantRank: Uint8Array,
    linkRank: Uint8Array,
    grantLo: Uint8Array,
    linkLo: Uint8Array,
    inside?: Uint8Array,
  ): number[] {
    const touched: number[] = [];
    even = true;
    const offer = (node: number, rank: number, way: number): void => {
      const before = at(best, node);
      if (rank <= before || inside?.[node] === 0) return;
      if (before === 0) touched.push(node);
      best[node] = rank;
      next[node] = way;
      queues[rank]?.push(node);
    };
    const { grantSubject, inLinks, linkFrom } = graph;
    for (const grant of grants) {
      const rank = at(grantRank, grant);
      if (rank !== at(grantLo, grant)) even = false;
      offer(at(grantSubject, grant), rank, -(grant + 1));
    }
    for (let level = RANKS; level > 0; level--) {
      const queue = queues[level] ?? [];
      // The queue grows while it is walked: nodes found at this level are settled at this level.
      for (let place = 0; place < queue.length; place++) {
        const node = queue[place] as number;
        if (at(best, node) !== level) continue;
        work.nodes++;
        const end = at(inLinks.start, node + 1);
        work.links += end - at(inLinks.start, node);
        for (let row = at(inLinks.start, node); row < end; row++) {
          const link = at(inLinks.items, row);
          const rank = at(linkRank, link);
          if (rank !== at(linkLo, link)) even = false;
          if (rank > 0) offer(at(linkFrom, link), rank < level ? rank : level, link);
        }
      }
      queue.length = 0;
    }
    return touched;
  }

  function searchAll(grants: Int32Array, grantLo = live.grantLo, inside?: Uint8Array): TargetReach {
    const { grantHi, linkHi, linkLo } = live;
    const nodes = Int32Array.from(widest(grants, grantHi, linkHi, grantLo, linkLo, inside)).sort();
    const { bounds: hi, ways: nextHi } = taken(nodes);
    // Where nothing is in doubt, and no class is a span, the second search would find what the first one did.
    if (even) return { nodes, lo: hi, hi, nextLo: nextHi, nextHi };
    // Certain elements are among the others, so the second search touches no further node.
    widest(grants, grantLo, linkLo, grantLo, linkLo, inside);
    const { bounds: lo, ways: nextLo } = taken(nodes);
    return { nodes, lo, hi, nextLo, nextHi };
  }

  /** What the last search found of these nodes, all that it touched among them; `best` is as before it. */
  function taken(nodes: Int32Array): { readonly bounds: Uint8Array; readonly ways: Int32Array } {
    const bounds = new Uint8Array(nodes.length);
    const ways = new Int32Array(nodes.length);
    for (let place = 0; place < nodes.length; place++) {
      const node = at(nodes, place);
      const rank = at(best, node);
      if (rank === 0) continue;
      bounds[place] = rank;
      ways[place] = at(next, node);
      best[node] = 0;
    }
    return { bounds, ways };
  }

  return {
    search(target) {
      const { start, items } = graph.grantsByTarget;
      return searchAll(items.subarray(at(start, target), at(start, target + 1)));
    },
    searchAll,
    work,
  };
}

/** Where a node stands in a rising list, or -1. */
export function placeOf(nodes: Int32Array, node: number): number {
  let from = 0;
  let until = nodes.length;
  while (from < until) {
    const middle = (from + until) >> 1;
    if (at(nodes, middle) < node) from = middle + 1;
    else until = middle;
  }
  return nodes[from] === node ? from : -1;
}

/** The way behind a bound, in numbers. */
export interface Witness {
  readonly links: readonly number[];
  readonly grant: number;
}

/** The links and the grant of a witness. `certain`: the one behind the lower bound, which must be there. */
export function witnessOf(graph: Graph, reach: TargetReach, from: number, certain: boolean): Witness {
  const next = certain ? reach.nextLo : reach.nextHi;
  const links: number[] = [];
  for (let node = from; ;) {
    const way = at(next, placeOf(reach.nodes, node));
    if (way < 0) return { links, grant: -way - 1 };
    links.push(way);
    node = at(graph.linkTo, way);
  }
}
