import type { Graph } from '../graph/graph.ts';
import { capabilities } from '../model/capability.ts';
import type { Capability } from '../model/capability.ts';
import type { ReachFilter } from '../model/view.ts';
import type { ReachTable } from './reach-table.ts';
import type { MarkedSets, SetsOfCapability } from './sets-of-capability.ts';

export const every: ReadonlySet<Capability> = new Set(capabilities);

/** A filter of reaches. */
export type Wanted = Required<Pick<ReachFilter, 'among'>> & ReachFilter;

export interface OneByOneSources {
  readonly graph: Graph;
  readonly table: Pick<ReachTable, 'narrow' | 'capabilities'>;
  readonly setsOf: (capability: Capability) => SetsOfCapability | undefined;
  /** Of tier 0. Asked for once, when first needed. */
  readonly zeroSets: () => MarkedSets;
  readonly isZero: (node: number, target: number) => boolean;
}

/**
 * What to look at one by one of what a node reaches, rising: most of what a filter leaves out is not among it. Few ask about few, and tables
 * of all would be made for them. `undefined`: so many were asked about that such tables cost less.
 */
export function oneByOneIn({ graph, table, setsOf, zeroSets, isZero }: OneByOneSources) {
  let ofZero: MarkedSets | undefined;
  let asked = 0;

  function firstZeroOf(node: number): readonly number[] {
    const first = (ofZero ??= zeroSets()).first(node, (target) => isZero(node, target));
    return first === undefined ? [] : [first];
  }

  function targetsAmong(node: number, among: ReadonlySet<Capability>): readonly number[] {
    const targets: number[] = [];
    for (const capability of table.capabilities) {
      const sets = among.has(capability) ? setsOf(capability) : undefined;
      if (sets !== undefined) for (const place of sets.any.pool.members(sets.any.setOf(node))) targets.push(sets.from + place);
    }
    return targets;
  }

  return (node: number, { among, tierZero, notWithin, sessions, first }: Wanted): readonly number[] | undefined => {
    const few = table.narrow(node);
    if (few !== undefined) return few.targets;
    if (asked > graph.identities.length) return undefined;
    const isFirstOfAll = first !== undefined && among === every && notWithin === undefined && sessions === undefined;
    const targets =
      tierZero === undefined ? targetsAmong(node, among) : isFirstOfAll ? firstZeroOf(node) : (ofZero ??= zeroSets()).of(node);
    asked += first === undefined ? targets.length : 1;
    return targets;
  };
}
