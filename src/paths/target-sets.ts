import { at } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import type { Components } from './components.ts';
import { SetPool } from './set-pool.ts';

/** Which of some targets each node reaches. Nodes that reach the same have one and the same set. */
export interface TargetSets {
  /** The number of a node's set; {@link EMPTY} where it reaches none. */
  readonly setOf: (node: number) => number;
  readonly pool: SetPool;
}

/** The elements that carry far enough: those of at least this rank. */
export interface Carrying {
  readonly grantRank: Uint8Array;
  readonly least: number;
  readonly linkRank: Uint8Array;
  /** Over the same links. */
  readonly components: Components;
}

/**
 * What everyone reaches, worked out forwards for all targets at once: a component reaches what its grants are on and what the components
 * reach that it leads to, which have lesser numbers. A set is a few words of bits and is kept once, so the cost is that of looking at each
 * link once, and does not grow with the pairs of identities and targets as searches target by target do. `placeOf`: by target its place in
 * the list, or -1.
 */
export function targetSets(graph: Graph, placeOf: Int32Array, { grantRank, linkRank, least, components }: Carrying): TargetSets {
  const { of, members, count } = components;
  const { outLinks, linkTo, grantsBySubject, grantTarget } = graph;
  const pool = new SetPool();
  const sets = new Int32Array(count);
  for (let component = 0; component < count; component++) {
    for (let row = at(members.start, component); row < at(members.start, component + 1); row++) {
      const node = at(members.items, row);
      for (let own = at(grantsBySubject.start, node); own < at(grantsBySubject.start, node + 1); own++) {
        const grant = at(grantsBySubject.items, own);
        const place = at(placeOf, at(grantTarget, grant));
        if (place >= 0 && at(grantRank, grant) >= least) pool.add(place);
      }
      for (let out = at(outLinks.start, node); out < at(outLinks.start, node + 1); out++) {
        const link = at(outLinks.items, out);
        const to = at(of, at(linkTo, link));
        if (to !== component && at(linkRank, link) >= least) pool.addAll(at(sets, to));
      }
    }
    sets[component] = pool.taken();
  }
  return { setOf: (node) => at(sets, at(of, node)), pool };
}
