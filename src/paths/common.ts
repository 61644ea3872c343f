import { at } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import { lessLasting, weakerPresence } from '../model/persistence.ts';
import type { Bounds, Presence } from '../model/persistence.ts';
import { always, intersect } from '../model/window.ts';
import type { Windows } from '../model/window.ts';
import type { Authority } from '../model/grant.ts';
import { effectiveBounds } from './live.ts';
import type { Clock } from './live.ts';
import { placeOf } from './search.ts';
import type { TargetReach } from './search.ts';

/** What holds of the whole of a path. */
export interface Common {
  readonly bounds: Bounds;
  readonly presence: Presence;
  readonly windows: Windows;
  readonly caveats: readonly string[];
}

/** What holds of all elements at once: the least class of each bound, the weakest presence, the common windows, every caveat once. */
export function commonOf(elements: readonly Pick<Authority, keyof Common>[], clock: Clock): Common {
  const [first] = elements;
  if (first !== undefined && elements.length === 1) return alone(first, clock);
  let common: Common = { bounds: { lo: 'standing', hi: 'standing' }, presence: 'certain', windows: always, caveats: [] };
  for (const each of elements) common = both(common, alone(each, clock));
  return common;
}

function alone(element: Pick<Authority, keyof Common>, clock: Clock): Common {
  const { presence, windows, caveats } = element;
  return { bounds: effectiveBounds(element, clock), presence, windows, caveats };
}

function both(a: Common, b: Common): Common {
  return {
    bounds: { lo: lessLasting(a.bounds.lo, b.bounds.lo), hi: lessLasting(a.bounds.hi, b.bounds.hi) },
    presence: weakerPresence(a.presence, b.presence),
    windows: intersect(a.windows, b.windows),
    caveats: a.caveats.length === 0 ? once(b.caveats) : withAll(once(a.caveats), b.caveats),
  };
}

/** Each text once; the same list where none is there twice. */
function once(texts: readonly string[]): readonly string[] {
  for (let at = 1; at < texts.length; at++) if (texts.indexOf(texts[at] as string) < at) return [...new Set(texts)];
  return texts;
}

/** Each text of both once; the same list where the second adds none. */
function withAll(texts: readonly string[], more: readonly string[]): readonly string[] {
  return more.every((each) => texts.includes(each)) ? texts : [...new Set([...texts, ...more])];
}

/** What holds of the whole of the witness path of the node at a place. `certain`: the one behind the lower bound, which must be there. */
export type CommonOfPath = (reach: TargetReach, place: number, certain: boolean) => Common;

interface Known {
  readonly number: number;
  readonly common: Common;
}

/**
 * Elements have few facets, and paths few combinations of them: each is worked out once, from the end of the path on, so nothing is made
 * for a path of which the like was seen.
 */
export function commonOfPaths(graph: Graph, clock: Clock): CommonOfPath {
  const ofGrants: (Known | undefined)[] = [];
  const ofLinks: (Common | undefined)[] = [];
  /** By the rest of the path and the facet of the link before it. */
  const ofPaths = new Map<number, Known>();
  const linkFacets = graph.linkFacets.length;
  let count = 0;
  const facets: number[] = [];

  function numbered(common: Common): Known {
    return { number: count++, common };
  }

  function ofGrant(facet: number): Known {
    return (ofGrants[facet] ??= numbered(alone(graph.grantFacets.at(facet), clock)));
  }

  function ofLink(facet: number): Common {
    return (ofLinks[facet] ??= alone(graph.linkFacets.at(facet), clock));
  }

  function joined(facet: number, rest: Known): Known {
    const key = rest.number * linkFacets + facet;
    let known = ofPaths.get(key);
    if (known === undefined) ofPaths.set(key, (known = numbered(both(ofLink(facet), rest.common))));
    return known;
  }

  return (reach, place, certain) => {
    const next = certain ? reach.nextLo : reach.nextHi;
    facets.length = 0;
    let way = at(next, place);
    while (way >= 0) {
      facets.push(at(graph.linkFacet, way));
      way = at(next, placeOf(reach.nodes, at(graph.linkTo, way)));
    }
    let known = ofGrant(at(graph.grantFacet, -way - 1));
    for (let index = facets.length - 1; index >= 0; index--) known = joined(facets[index] as number, known);
    return known.common;
  };
}
