import { at } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import type { Capability } from '../model/capability.ts';
import { persistenceClasses } from '../model/persistence.ts';
import type { Levels } from './levels.ts';
import type { ReachTable } from './reach-table.ts';
import { targetSets } from './target-sets.ts';
import type { Carrying, TargetSets } from './target-sets.ts';

/** The rank of what is standing. */
const STANDING = persistenceClasses.length;

/** Who reaches which targets of one capability. Sets hold the places of targets behind `from`; those that are the same are one object. */
export interface SetsOfCapability {
  /** The first of its targets. */
  readonly from: number;
  /** Of any rank, certain or possible. */
  readonly any: TargetSets;
  /** Standing, certain or possible. */
  readonly possible: TargetSets;
  readonly certain: TargetSets;
  /** Those of other levels are made when they are asked for. */
  readonly at: (level: Carrying) => TargetSets;
}

/** Made when first asked for; `undefined`: no grant gives the capability. */
export function setsOfCapabilities(
  graph: Graph,
  table: Pick<ReachTable, 'rangeOf'>,
  levels: Levels,
): (capability: Capability) => SetsOfCapability | undefined {
  const known = new Map<Capability, SetsOfCapability | undefined>();

  function setsOver(from: number, until: number): SetsOfCapability {
    const places = new Int32Array(graph.targets.length).fill(-1);
    for (let target = from; target < until; target++) places[target] = target - from;
    const made = new Map<Carrying, TargetSets>();
    const over = (level: Carrying): TargetSets => {
      let sets = made.get(level);
      if (sets === undefined) made.set(level, (sets = targetSets(graph, places, level)));
      return sets;
    };
    return {
      from,
      any: over(levels.possible(1)),
      possible: over(levels.possible(STANDING)),
      certain: over(levels.certain(STANDING)),
      at: over,
    };
  }

  return (capability) => {
    if (!known.has(capability)) {
      const [from, until] = table.rangeOf(capability);
      known.set(capability, from === until ? undefined : setsOver(from, until));
    }
    return known.get(capability);
  };
}

/** Who reaches which of the targets that are marked, certainly or possibly. Numbers of targets, rising. */
export interface MarkedSets {
  of(node: number): readonly number[];
  first(node: number, isWanted: (target: number) => boolean): number | undefined;
}

export function setsOfMarked(graph: Graph, marks: Uint8Array, levels: Levels): MarkedSets {
  const targets = Int32Array.from(graph.targets.keys()).filter((target) => at(marks, target) !== 0);
  const places = new Int32Array(graph.targets.length).fill(-1);
  for (let place = 0; place < targets.length; place++) places[at(targets, place)] = place;
  const { setOf, pool } = targetSets(graph, places, levels.possible(1));
  return {
    of: (node) => pool.members(setOf(node)).map((place) => at(targets, place)),
    first(node, isWanted) {
      const place = pool.first(setOf(node), (each) => isWanted(at(targets, each)));
      return place === undefined ? undefined : at(targets, place);
    },
  };
}
