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
