import { impossible } from '../base/errors.ts';
import { at } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import { persistenceClasses } from '../model/persistence.ts';
import type { Pattern, PersistenceClass } from '../model/persistence.ts';
import type { Path, Reach } from '../model/view.ts';
import { union } from '../model/window.ts';
import type { Clock } from './live.ts';
import type { TargetReach } from './search.ts';
import { commonOfPath, pathOf, patternOf } from './witness.ts';

/** A node's place among all that reach one thing. */
export interface Found {
  readonly reach: TargetReach;
  readonly place: number;
}

/** What the ways of a node to one thing come to. `open`: whether an unread source of grants could add one. */
export function toldOf(
  graph: Graph,
  { reach, place }: Found,
  node: number,
  open: boolean,
  clock: Clock,
): Pick<Reach, 'bounds' | 'presence' | 'windows' | 'pattern' | 'caveats'> {
  const lo = at(reach.lo, place);
  const hi = at(reach.hi, place);
  const path = commonOfPath(graph, reach, node, lo > 0, clock);
  // A certain path may also be the widest of all; only else is there a second witness whose windows count.
  const other = lo > 0 && hi > lo ? commonOfPath(graph, reach, node, false, clock) : undefined;
  return {
    bounds: { lo: lo > 0 ? classOf(lo) : 'session', hi: open ? 'standing' : classOf(hi) },
    presence: lo > 0 ? 'certain' : 'possible',
    windows: other === undefined ? path.windows : union(path.windows, other.windows),
    pattern: path.bounds.hi === 'standing' ? 'standing' : patternAt(),
    caveats: path.caveats,
  };

  function patternAt(): Pattern {
    const shown = shownPath(graph, { reach, place }, node, clock) ?? impossible(`the path of a reach of node ${node} is gone`);
    return patternOf([...shown.links, shown.grant], shown.bounds.hi);
  }
}

/** The path behind the lower bound, or behind the upper one where no path is certain. */
export function shownPath(graph: Graph, { reach, place }: Found, node: number, clock: Clock): Path | undefined {
  return pathOf(graph, reach, node, at(reach.lo, place) > 0, clock);
}

function classOf(rank: number): PersistenceClass {
  return persistenceClasses[rank - 1] ?? impossible(`a path has the rank ${rank}`);
}
