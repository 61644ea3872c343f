import { impossible } from '../base/errors.ts';
import { at } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import { persistenceClasses } from '../model/persistence.ts';
import type { Bounds, Pattern, PersistenceClass } from '../model/persistence.ts';
import type { Doubtful, Path, Reach } from '../model/view.ts';
import { union } from '../model/window.ts';
import { commonOfPaths } from './common.ts';
import { doubtsOf } from './doubts.ts';
import type { Clock } from './live.ts';
import type { TargetReach } from './search.ts';
import { pathsOf, patternOf } from './witness.ts';

/** Tells what the ways of a node to one thing come to; the node by its place among all that reach it. */
export interface ReachTeller {
  /** `open`: whether an unread source of grants could add a way. */
  told(reach: TargetReach, place: number, open: boolean): Pick<Reach, 'bounds' | 'presence' | 'windows' | 'pattern' | 'caveats'>;
  /** The path behind the lower bound, or behind the upper one where no path is certain. */
  shown(reach: TargetReach, place: number): Path | undefined;
  /** What of that path is in doubt. */
  doubts(reach: TargetReach, place: number): readonly Doubtful[];
}

export function reachTeller(graph: Graph, clock: Clock): ReachTeller {
  const commonOf = commonOfPaths(graph, clock);
  const doubtsOn = doubtsOf(graph, clock);
  const pathOf = pathsOf(graph, clock, commonOf);
  const bounds: (Bounds | undefined)[] = [];

  function shown(reach: TargetReach, place: number): Path | undefined {
    return pathOf(reach, place, at(reach.lo, place) > 0);
  }

  /** Few pairs of classes, many reaches: each pair is one object. */
  function boundsOf(lo: number, hi: number): Bounds {
    return (bounds[lo * persistenceClasses.length + hi] ??= { lo: classOf(lo), hi: classOf(hi) });
  }

  function patternAt(reach: TargetReach, place: number, hi: PersistenceClass): Pattern {
    // Only of sessions the elements tell more than the bound does.
    if (hi !== 'session') return patternOf([], hi);
    const { links, grant } = shown(reach, place) ?? impossible(`the path of a reach of node ${at(reach.nodes, place)} is gone`);
    return patternOf([...links, grant], hi);
  }

  return {
    shown,
    doubts: (reach, place) => doubtsOn(reach, at(reach.nodes, place), at(reach.lo, place) > 0),
    told(reach, place, open) {
      const lo = at(reach.lo, place);
      const hi = at(reach.hi, place);
      const path = commonOf(reach, place, lo > 0);
      // A certain path may also be the widest of all; only else is there a second witness whose windows count.
      const windows = lo > 0 && hi > lo ? union(path.windows, commonOf(reach, place, false).windows) : path.windows;
      return {
        bounds: boundsOf(lo > 0 ? lo - 1 : persistenceClasses.indexOf('session'), open ? persistenceClasses.indexOf('standing') : hi - 1),
        presence: lo > 0 ? 'certain' : 'possible',
        windows,
        pattern: patternAt(reach, place, path.bounds.hi),
        caveats: path.caveats,
      };
    },
  };
}

function classOf(rank: number): PersistenceClass {
  return persistenceClasses[rank] ?? impossible(`a path has the rank ${rank + 1}`);
}
