import { recent, slotsFor } from '../base/recent.ts';
import { at, POOL } from '../graph/graph.ts';
import type { Facet, Graph } from '../graph/graph.ts';
import type { Doubtful } from '../model/view.ts';
import { commonOf } from './common.ts';
import type { Clock } from './live.ts';
import { placeOf } from './search.ts';
import type { TargetReach } from './search.ts';

/** What is in doubt on the path behind a bound of a node's reach: of each element as it is shown, links first. */
export type DoubtsOn = (reach: TargetReach, node: number, certain: boolean) => readonly Doubtful[];

/** Without the path, of which most is certain: only what is in doubt is made, and the ends that many paths share are made once. */
export function doubtsOf(graph: Graph, clock: Clock): DoubtsOn {
  const { linkTold, grantTold, linkFacet, linkFacets, grantFacet, grantFacets, linkTo, nodeKind } = graph;
  const linkAt = recent((link) => doubtful('link', linkTold(link)), slotsFor(linkTo.length, KEPT));
  const grantAt = recent((grant) => doubtful('grant', grantTold(grant)), slotsFor(grantFacet.length, KEPT));
  const facets: Facet[] = [];
  /** Links that are shown as one with what follows them. */
  const before: number[] = [];

  function closed(doubts: Doubtful[], last: () => Doubtful): void {
    if (isInDoubt(facets, clock)) doubts.push(before.length === 0 ? last() : joined(before.map(linkAt), last()));
    facets.length = 0;
    before.length = 0;
  }

  return (reach, node, certain) => {
    const next = certain ? reach.nextLo : reach.nextHi;
    const doubts: Doubtful[] = [];
    for (let from = node; ;) {
      const way = at(next, placeOf(reach.nodes, from));
      if (way < 0) {
        const grant = -way - 1;
        facets.push(grantFacets.at(at(grantFacet, grant)));
        closed(doubts, () => grantAt(grant));
        return doubts;
      }
      from = at(linkTo, way);
      facets.push(linkFacets.at(at(linkFacet, way)));
      if (at(nodeKind, from) === POOL) before.push(way);
      else closed(doubts, () => linkAt(way));
    }
  };
}

/** How many elements are kept. */
const KEPT = 1 << 12;

/** Of one element its own classes, as they were told; of several what holds of all, as {@link commonOf} tells it. */
function isInDoubt(facets: readonly Facet[], clock: Clock): boolean {
  for (const { presence } of facets) if (presence !== 'certain') return true;
  const [first] = facets;
  const { bounds } = first !== undefined && facets.length === 1 ? first : commonOf(facets, clock);
  return bounds.lo !== bounds.hi;
}

function doubtful(type: Doubtful['type'], { boundary, source, because, conditions }: Omit<Doubtful, 'type'>): Doubtful {
  return { type, boundary, source, because, conditions };
}

/** As a path shows links into pools and what follows them: one element, which is there by the first of them. */
function joined(before: readonly Doubtful[], last: Doubtful): Doubtful {
  let { because, conditions } = last;
  for (let at = before.length - 1; at >= 0; at--) {
    const each = before[at] as Doubtful;
    because = both(each.because, because);
    conditions = both(each.conditions, conditions);
  }
  return doubtful(last.type, { boundary: last.boundary, source: (before[0] ?? last).source, because, conditions });
}

function both<T>(some: readonly T[], others: readonly T[]): readonly T[] {
  if (some.length === 0) return others;
  return others.length === 0 ? some : [...some, ...others];
}
