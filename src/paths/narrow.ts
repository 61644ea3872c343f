import { at } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import type { Live } from './live.ts';
import type { Searcher, TargetReach } from './search.ts';

/** What one node reaches, without asking who else does. */
export interface Narrow {
  /** Numbers of the targets it has some way to, rising. */
  readonly targets: readonly number[];
  /** The search for one of them, among the nodes it leads to alone: its own bounds and paths are those of the whole search. */
  reachOf(target: number): TargetReach;
}

/**
 * Walks forward from a node. Every way of its own stays among the nodes found, and no other node offers them a way, so a search among them
 * settles each as the search of all does, in the same order. Linear in what it leads to.
 */
export function narrowFrom(graph: Graph, live: Live, node: number, searchAll: Searcher['searchAll']): Narrow {
  const inside = new Uint8Array(graph.identities.length);
  const found = [node];
  inside[node] = 1;
  for (const each of found) {
    const { start, items } = graph.outLinks;
    for (let row = at(start, each); row < at(start, each + 1); row++) {
      const link = at(items, row);
      const to = at(graph.linkTo, link);
      if (at(live.linkHi, link) === 0 || at(inside, to) !== 0) continue;
      inside[to] = 1;
      found.push(to);
    }
  }
  const targets = new Set<number>();
  for (const each of found) {
    const { start, items } = graph.grantsBySubject;
    for (let row = at(start, each); row < at(start, each + 1); row++) {
      const grant = at(items, row);
      if (at(live.grantHi, grant) > 0) targets.add(at(graph.grantTarget, grant));
    }
  }
  const searched = new Map<number, TargetReach>();
  return {
    targets: [...targets].sort((a, b) => a - b),
    reachOf(target) {
      let known = searched.get(target);
      if (known === undefined) {
        const { start, items } = graph.grantsByTarget;
        const grants = items.subarray(at(start, target), at(start, target + 1));
        searched.set(target, (known = searchAll(grants, live.grantLo, inside)));
      }
      return known;
    },
  };
}
