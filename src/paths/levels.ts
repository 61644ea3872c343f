import { at } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import { componentsOf } from './components.ts';
import type { Live } from './live.ts';
import type { Carrying } from './target-sets.ts';

/** The elements that carry a path so far, by rank as {@link Live} tells it; one object for all that come to the same elements. */
export interface Levels {
  /** Certain ones, by their least class. */
  certain(least: number): Carrying;
  /** Possible ones too, by their most lasting class. */
  possible(least: number): Carrying;
}

/** Most estates know few ranks, and what is only possible is rare: each level is compared with those that were asked for before. */
export function levelsOf(graph: Graph, { linkLo, linkHi, grantLo, grantHi }: Live): Levels {
  const known: Carrying[] = [];

  function levelOf(grantRank: Uint8Array, linkRank: Uint8Array, least: number): Carrying {
    const sameLinks = known.find((each) => isAlike(each.linkRank, each.least, linkRank, least));
    const same = known.find((each) => each.components === sameLinks?.components && isAlike(each.grantRank, each.least, grantRank, least));
    if (same !== undefined) return same;
    const made = { grantRank, linkRank, least, components: sameLinks?.components ?? componentsOf(graph, linkRank, least) };
    known.push(made);
    return made;
  }

  const asked = new Map<number, Carrying>();
  function once(key: number, make: () => Carrying): Carrying {
    let level = asked.get(key);
    if (level === undefined) asked.set(key, (level = make()));
    return level;
  }

  return {
    certain: (least) => once(-least, () => levelOf(grantLo, linkLo, least)),
    possible: (least) => once(least, () => levelOf(grantHi, linkHi, least)),
  };
}

/** Whether the same elements reach their level. */
function isAlike(a: Uint8Array, leastA: number, b: Uint8Array, leastB: number): boolean {
  if (a === b && leastA === leastB) return true;
  for (let number = 0; number < a.length; number++) if (at(a, number) >= leastA !== at(b, number) >= leastB) return false;
  return true;
}
