import { at } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import { byKeys } from '../base/order.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import type { CrownJewel } from '../model/jewel.ts';
import type { Scopes } from '../model/scope.ts';
import type { JewelReach, Jewels } from '../model/view.ts';
import type { Frontier } from './frontier.ts';
import { searchJewel } from './jewels.ts';
import type { JewelSearch } from './jewels.ts';
import type { Live } from './live.ts';
import type { ReachTeller } from './reach.ts';
import type { Found, ReachTable } from './reach-table.ts';
import { placeOf, witnessOf } from './search.ts';

/** What of a view the jewels are asked with. */
interface Seen {
  readonly graph: Graph;
  readonly live: Live;
  readonly scopes: Scopes;
  readonly frontier: Frontier;
  readonly table: ReachTable;
  readonly teller: ReachTeller;
  readonly nodeNamed: (id: EntityId) => number | undefined;
  readonly isShown: (node: number) => boolean;
  readonly isZero: (node: number, target: number) => boolean;
}

/** Each jewel is searched when it is first asked about, once for everyone. */
export function jewelsIn(seen: Seen, jewels: readonly CrownJewel[]): Jewels {
  const { graph, live, scopes, frontier, table, teller, nodeNamed, isShown, isZero } = seen;
  const all = [...jewels].sort(byKeys((each) => each.name));
  const searches = new Map<CrownJewel, JewelSearch>();
  const openness = new Map<CrownJewel, boolean>();

  function searchOf(jewel: CrownJewel): JewelSearch {
    let known = searches.get(jewel);
    if (known === undefined) searches.set(jewel, (known = searchJewel(graph, live, scopes, jewel, table.searchAll)));
    return known;
  }

  /** Whether a source of grants is missing for everyone where the jewel lies, or where rights to it are held. */
  function isOpen(jewel: CrownJewel): boolean {
    let known = openness.get(jewel);
    if (known === undefined) {
      const places = [...searchOf(jewel).heldIn, ...placesOf(jewel)];
      openness.set(jewel, (known = places.some((boundary) => frontier.isBoundaryOpen(boundary))));
    }
    return known;
  }

  /** Where rights to it may be held beside those found: in the boundary it lies in; rights to a container may be held anywhere. */
  function placesOf({ boundary, scope }: CrownJewel): readonly BoundaryId[] {
    if (boundary !== null) return [boundary];
    const read = graph.boundaries.map((each) => each.id);
    return read.some((each) => each !== scope && scopes.contains(scope, each)) ? read : [scope];
  }

  function foundAt(jewel: CrownJewel, node: number): Found | undefined {
    const { reach, itself } = searchOf(jewel);
    const place = placeOf(reach.nodes, node);
    return place < 0 || !isShown(node) || itself.has(node) ? undefined : { reach, place };
  }

  function reachAt(jewel: CrownJewel, node: number): JewelReach | undefined {
    const found = foundAt(jewel, node);
    if (found === undefined) return undefined;
    const { grant } = witnessOf(graph, found.reach, node, at(found.reach.lo, found.place) > 0);
    const target = at(graph.grantTarget, grant);
    const shown = graph.targets[target];
    if (shown === undefined) return undefined;
    return {
      identity: graph.ids.at(node) as EntityId,
      jewel: jewel.name,
      ...shown,
      ...teller.told(found.reach, found.place, frontier.isOpen(node) || isOpen(jewel)),
      tierZero: isZero(node, target),
    };
  }

  const jewelNamed = (name: string): CrownJewel | undefined => all.find((each) => each.name === name);

  return {
    all,
    *reaches(name) {
      const jewel = jewelNamed(name);
      if (jewel === undefined) return;
      for (const node of searchOf(jewel).reach.nodes) {
        const found = reachAt(jewel, node);
        if (found !== undefined) yield found;
      }
    },
    reachesOf(identity, among) {
      const node = nodeNamed(identity);
      return node === undefined ? [] : all.flatMap((jewel) => (among?.has(jewel.name) === false ? [] : (reachAt(jewel, node) ?? [])));
    },
    path(identity, name) {
      const [node, jewel] = [nodeNamed(identity), jewelNamed(name)];
      const found = node === undefined || jewel === undefined ? undefined : foundAt(jewel, node);
      return found === undefined ? undefined : teller.shown(found.reach, found.place);
    },
  };
}
