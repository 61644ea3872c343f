import { at } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import { capabilities } from '../model/capability.ts';
import { persistenceClasses } from '../model/persistence.ts';
import type { Levels } from './levels.ts';
import type { ReachTable } from './reach-table.ts';
import { targetSets } from './target-sets.ts';
import type { TargetSets } from './target-sets.ts';

/** What the gravest is looked for in. */
export interface GravestSources {
  readonly graph: Graph;
  readonly table: Pick<ReachTable, 'narrow' | 'find'>;
  readonly levels: Levels;
  readonly zeroTargets: () => Uint8Array;
  readonly isZero: (node: number, target: number) => boolean;
}

const STANDING = persistenceClasses.length;

/** Tier-0 targets with the gravest first, and who has a certain way to them. */
interface Ordered {
  readonly targets: Int32Array;
  /** Standing ones, then all. */
  readonly sets: readonly TargetSets[];
}

/** The tier-0 target that weighs most of those a node has a certain way to: a standing one before others, then by capability, then scope. */
export function gravestOver({ graph, table, levels, zeroTargets, isZero }: GravestSources): (node: number) => number | undefined {
  const weights = graph.targets.map(({ capability }) => capabilities.indexOf(capability));
  let ordered: Ordered | undefined;

  function weightOf(target: number): number {
    return weights[target] ?? 0;
  }

  function made(): Ordered {
    const zero = zeroTargets();
    const targets = Int32Array.from(graph.targets.keys())
      .filter((target) => at(zero, target) !== 0)
      .sort((a, b) => weightOf(a) - weightOf(b) || a - b);
    const placeOf = new Int32Array(graph.targets.length).fill(-1);
    for (let place = 0; place < targets.length; place++) placeOf[at(targets, place)] = place;
    const carrying = new Set([levels.certain(STANDING), levels.certain(1)]);
    return { targets, sets: [...carrying].map((level) => targetSets(graph, placeOf, level)) };
  }

  /** Of the few whose targets are known at little cost: most have a standing way to the first, and no other is looked for. */
  function among(node: number, targets: readonly number[]): number | undefined {
    const inOrder = targets.filter((target) => isZero(node, target)).sort((a, b) => weightOf(a) - weightOf(b) || a - b);
    let first: number | undefined;
    for (const target of inOrder) {
      const found = table.find(node, target);
      const lo = found === undefined ? 0 : at(found.reach.lo, found.place);
      if (lo === STANDING) return target;
      if (lo > 0) first ??= target;
    }
    return first;
  }

  return (node) => {
    const few = ordered === undefined ? table.narrow(node) : undefined;
    if (few !== undefined) return among(node, few.targets);
    const { targets, sets } = (ordered ??= made());
    for (const { setOf, pool } of sets) {
      const place = pool.first(setOf(node), (each) => isZero(node, at(targets, each)));
      if (place !== undefined) return at(targets, place);
    }
    return undefined;
  };
}
