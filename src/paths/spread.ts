import { at } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import type { Live } from './live.ts';

/** Marks every node that now has a certain or possible way to one of `ends`, the ends among them. */
export function leadingTo(graph: Graph, live: Live, ends: Iterable<number>): Uint8Array {
  const marked = new Uint8Array(graph.identities.length);
  spread(graph, live, marked, ends, () => undefined);
  return marked;
}

/** The same, going on from marks that are already there; `found` hears of each new node once. */
export function spread(graph: Graph, live: Live, marked: Uint8Array, ends: Iterable<number>, found: (node: number) => void): void {
  const queue: number[] = [];
  const mark = (node: number): void => {
    if (at(marked, node) !== 0) return;
    marked[node] = 1;
    found(node);
    queue.push(node);
  };
  for (const end of ends) mark(end);
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (let row = at(graph.inLinks.start, node); row < at(graph.inLinks.start, node + 1); row++) {
      const link = at(graph.inLinks.items, row);
      if (at(live.linkHi, link) > 0) mark(at(graph.linkFrom, link));
    }
  }
}

/** Every node among `marked` that `from` now has a certain or possible way to through such nodes, itself among them. */
export function reachableFrom(graph: Graph, live: Live, from: number, marked: Uint8Array): ReadonlySet<number> {
  const seen = new Set([from]);
  for (const node of seen) {
    for (let row = at(graph.outLinks.start, node); row < at(graph.outLinks.start, node + 1); row++) {
      const link = at(graph.outLinks.items, row);
      const to = at(graph.linkTo, link);
      if (at(marked, to) !== 0 && at(live.linkHi, link) > 0) seen.add(to);
    }
  }
  return seen;
}
