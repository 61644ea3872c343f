import { at } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import type { BoundaryId } from '../model/ids.ts';

/**
 * By target, the boundary that holds every grant of it; `null` where several do, and where the scope is a boundary itself: it lies
 * within none.
 */
export function holdersOf(graph: Graph): readonly (BoundaryId | null)[] {
  const boundaries = new Set(graph.boundaries.map((each) => each.id));
  const holders = new Array<BoundaryId | null | undefined>(graph.targets.length).fill(undefined);
  for (let number = 0; number < graph.grants.length; number++) {
    const target = at(graph.grantTarget, number);
    const boundary = graph.grants.at(number)?.boundary ?? null;
    const before = holders[target];
    if (before === undefined) holders[target] = boundaries.has(graph.targets[target]?.scope ?? '') ? null : boundary;
    else if (before !== boundary) holders[target] = null;
  }
  return holders.map((each) => each ?? null);
}
