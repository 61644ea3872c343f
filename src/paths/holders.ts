import { at } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import type { BoundaryId } from '../model/ids.ts';
import type { Scopes } from '../model/scope.ts';

const NOT_SEEN = -1;
const SEVERAL = -2;

/**
 * By target, the boundary that holds every grant of it; `null` where several do, and, with `scopes`, where the scope is a boundary or a
 * container itself: it lies within none.
 */
export function holdersOf(graph: Graph, scopes?: Scopes): readonly (BoundaryId | null)[] {
  const holders = new Int32Array(graph.targets.length).fill(NOT_SEEN);
  for (let number = 0; number < graph.grantTarget.length; number++) {
    const target = at(graph.grantTarget, number);
    const before = at(holders, target);
    if (before === SEVERAL) continue;
    const boundary = at(graph.grantBoundary, number);
    if (before === NOT_SEEN) holders[target] = scopes?.isWhole(graph.targets[target]?.scope ?? '') === true ? SEVERAL : boundary;
    else if (before !== boundary) holders[target] = SEVERAL;
  }
  return Array.from(holders, (boundary) => (boundary < 0 ? null : (graph.boundaryNames.at(boundary) ?? null)));
}
