import { at } from '../graph/graph.ts';
import type { Facets, Graph } from '../graph/graph.ts';
import type { Authority, Grant, Link } from '../model/grant.ts';
import { classRank } from '../model/persistence.ts';
import type { Bounds, PersistenceClass } from '../model/persistence.ts';
import { longest, stateAt } from '../model/window.ts';
import type { Windows } from '../model/window.ts';

/** When the graph is looked at, and how long a window may be before it counts as no end at all. Milliseconds. */
export interface Clock {
  readonly now: number;
  readonly maxTimeBoundMs: number;
}

/**
 * How far each element carries a path at one moment, as `classRank + 1`; 0 = not at all. `lo` holds certain elements only, by their
 * least class; `hi` the possible ones too, by their most lasting class.
 */
export interface Live {
  readonly linkLo: Uint8Array;
  readonly linkHi: Uint8Array;
  readonly grantLo: Uint8Array;
  readonly grantHi: Uint8Array;
}

export function liveAt(graph: Graph, clock: Clock): Live {
  const links = ranksOf(graph.linkFacet, graph.linkFacets, clock);
  const grants = ranksOf(graph.grantFacet, graph.grantFacets, clock);
  return { linkLo: links.lo, linkHi: links.hi, grantLo: grants.lo, grantHi: grants.hi };
}

/** Whether a path may use it now: not refuted, inside a window, and not a matcher that matches nobody. */
export function isUsable(element: Grant | Link, now: number): boolean {
  return carries(element, element.type === 'link' ? element.openness : undefined, now);
}

function carries(
  { presence, windows }: Pick<Authority, 'presence' | 'windows'>,
  openness: Link['openness'] | undefined,
  now: number,
): boolean {
  return presence !== 'refuted' && openness !== 'none' && stateAt(windows, now) === 'current';
}

/**
 * An element's classes with an end that is too far away counted as none: *effectively standing* (docs/architecture.md). Where neither the class
 * nor an end was told, it may have an end that was not read.
 */
export function effectiveBounds(element: Pick<Authority, 'bounds' | 'windows'>, clock: Clock): Bounds {
  const { lo, hi } = element.bounds;
  if (!hasEnd(lo) && !hasEnd(hi)) return element.bounds;
  const untold = lo !== hi && longest(element.windows, clock.now) === Infinity;
  return { lo: untold ? lo : effectiveClass(lo, element.windows, clock), hi: effectiveClass(hi, element.windows, clock) };
}

export function effectiveClass(persistence: PersistenceClass, windows: Windows, clock: Clock): PersistenceClass {
  return hasEnd(persistence) && longest(windows, clock.now) > clock.maxTimeBoundMs ? 'standing' : persistence;
}

function hasEnd(persistence: PersistenceClass): boolean {
  return persistence === 'time-bound' || persistence === 'activated';
}

function ranksOf(facetOf: Int32Array, facets: Facets, clock: Clock): { readonly lo: Uint8Array; readonly hi: Uint8Array } {
  const facetLo = new Uint8Array(facets.length);
  const facetHi = new Uint8Array(facets.length);
  for (let number = 0; number < facets.length; number++) {
    const facet = facets.at(number);
    if (!carries(facet, facet.link?.openness, clock.now)) continue;
    const bounds = effectiveBounds(facet, clock);
    if (facet.presence === 'certain') facetLo[number] = classRank(bounds.lo) + 1;
    facetHi[number] = classRank(bounds.hi) + 1;
  }
  return { lo: byFacet(facetOf, facetLo), hi: byFacet(facetOf, facetHi) };
}

function byFacet(facetOf: Int32Array, ranks: Uint8Array): Uint8Array {
  const all = new Uint8Array(facetOf.length);
  for (let number = 0; number < all.length; number++) all[number] = at(ranks, at(facetOf, number));
  return all;
}
