import { at } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import type { Capability } from '../model/capability.ts';
import type { ScopeId } from '../model/ids.ts';
import type { Live } from './live.ts';
import { placeOf, searcherOf } from './search.ts';
import type { TargetReach, Work } from './search.ts';

/** Who reaches what, searched target by target and kept in numbers: some twenty bytes for each (identity, target). */
export interface ReachTable {
  targetNamed(capability: Capability, scope: ScopeId): number | undefined;
  /** Searches this one target if need be. `undefined`: no path. */
  find(node: number, target: number): { readonly reach: TargetReach; readonly place: number } | undefined;
  /** Searches every target the first time. In the order of targets. */
  targetsOf(node: number): Int32Array;
  readonly work: Readonly<Work>;
}

export function reachTable(graph: Graph, live: Live): ReachTable {
  const searcher = searcherOf(graph, live);
  const kept: (TargetReach | undefined)[] = new Array<TargetReach | undefined>(graph.targets.length).fill(undefined);
  let byNode: { readonly start: Int32Array; readonly targets: Int32Array } | undefined;
  let numbers: ReadonlyMap<string, number> | undefined;

  function reachOf(target: number): TargetReach {
    const known = kept[target] ?? searcher.search(target);
    kept[target] = known;
    return known;
  }

  return {
    work: searcher.work,
    targetNamed(capability, scope) {
      numbers ??= new Map(graph.targets.map((each, number) => [`${each.capability}\n${each.scope}`, number]));
      return numbers.get(`${capability}\n${scope}`);
    },
    find(node, target) {
      const reach = reachOf(target);
      const place = placeOf(reach.nodes, node);
      return place < 0 ? undefined : { reach, place };
    },
    targetsOf(node) {
      byNode ??= tableByNode(
        graph.identities.length,
        graph.targets.map((_, target) => reachOf(target)),
      );
      return byNode.targets.subarray(at(byNode.start, node), at(byNode.start, node + 1));
    },
  };
}

function tableByNode(size: number, reaches: readonly TargetReach[]): { readonly start: Int32Array; readonly targets: Int32Array } {
  const start = new Int32Array(size + 1);
  for (const { nodes } of reaches) for (const node of nodes) start[node + 1] = at(start, node + 1) + 1;
  for (let node = 0; node < size; node++) start[node + 1] = at(start, node + 1) + at(start, node);
  const next = start.slice(0, size);
  const targets = new Int32Array(at(start, size));
  for (const [target, { nodes }] of reaches.entries()) {
    for (const node of nodes) {
      const place = at(next, node);
      targets[place] = target;
      next[node] = place + 1;
    }
  }
  return { start, targets };
}
