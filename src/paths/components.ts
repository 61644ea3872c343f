import { at, rowsOf } from '../graph/graph.ts';
import type { Graph, Rows } from '../graph/graph.ts';

/** Nodes that lead to each other by some of the links. */
export interface Components {
  readonly count: number;
  /** By node. A link that was looked at leads to its own component or to one of a lesser number. */
  readonly of: Int32Array;
  /** Nodes by component. */
  readonly members: Rows;
}

/**
 * Tarjan's strongly connected components (SIAM J. Comput. 1972) over the links that carry at least so far, `rank` telling each link's: what
 * one node of a component reaches, all of it reach. Linear in nodes and links.
 */
export function componentsOf(graph: Graph, rank: Uint8Array, least: number): Components {
  const size = graph.nodeKind.length;
  const { start, items } = graph.outLinks;
  const { linkTo } = graph;
  const of = new Int32Array(size).fill(-1);
  /** When each was found, from one on; 0: not yet. */
  const found = new Int32Array(size);
  const low = new Int32Array(size);
  const row = start.slice(0, size);
  const calls: number[] = [];
  const waiting: number[] = [];
  let order = 0;
  let count = 0;

  function enter(node: number): void {
    order++;
    found[node] = order;
    low[node] = order;
    calls.push(node);
    waiting.push(node);
  }

  function leave(node: number): void {
    calls.pop();
    const caller = calls.at(-1);
    if (caller !== undefined && at(low, node) < at(low, caller)) low[caller] = at(low, node);
    if (at(low, node) !== at(found, node)) return;
    for (let member = waiting.pop(); member !== undefined; member = waiting.pop()) {
      of[member] = count;
      if (member === node) break;
    }
    count++;
  }

  for (let first = 0; first < size; first++) {
    if (at(found, first) !== 0) continue;
    enter(first);
    for (let node = calls.at(-1); node !== undefined; node = calls.at(-1)) {
      const place = at(row, node);
      if (place === at(start, node + 1)) {
        leave(node);
        continue;
      }
      row[node] = place + 1;
      const link = at(items, place);
      const to = at(linkTo, link);
      if (at(rank, link) < least) continue;
      if (at(found, to) === 0) enter(to);
      // A node that has a component is on no way back.
      else if (at(of, to) < 0 && at(found, to) < at(low, node)) low[node] = at(found, to);
    }
  }
  return { count, of, members: rowsOf(count, of) };
}
