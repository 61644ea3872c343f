import { at } from '../graph/graph.ts';
import type { Facets, Graph, Sequence } from '../graph/graph.ts';
import type { Grant, Link } from '../model/grant.ts';
import type { BoundaryId, EntityId, ScopeId } from '../model/ids.ts';
import type { ElementFilter, LinkFilter, LinkSeen } from '../model/view.ts';
import { isAlways } from '../model/window.ts';

/** What a filter goes by, in numbers. */
interface Elements<T> {
  readonly items: Sequence<T>;
  readonly facetOf: Int32Array;
  readonly facets: Facets;
  readonly sourceKind: (number: number) => string;
  /** Of a link, none. */
  readonly scopeOf?: (number: number) => ScopeId | undefined;
}

export function linksAmong(graph: Graph, filter: ElementFilter): Iterable<Link> {
  const { links, linkFacet, linkFacets, linkSourceKind } = graph;
  return among({ items: links, facetOf: linkFacet, facets: linkFacets, sourceKind: linkSourceKind }, filter);
}

export function grantsAmong(graph: Graph, filter: ElementFilter): Iterable<Grant> {
  const { grants, grantFacet, grantFacets, grantSourceKind, grantTarget, targets } = graph;
  const scopeOf = (grant: number): ScopeId | undefined => targets[at(grantTarget, grant)]?.scope;
  return among({ items: grants, facetOf: grantFacet, facets: grantFacets, sourceKind: grantSourceKind, scopeOf }, filter);
}

/** The elements that a filter asks for, in their order. Only these are made. */
function among<T>(elements: Elements<T>, { windowed, gated, sourceKind, scopes }: ElementFilter): Iterable<T> {
  if (scopes !== undefined) return chosen(elements, { windowed, gated }, onScopes(elements, scopes, sourceKind));
  if (windowed === undefined && gated === undefined && sourceKind === undefined) return elements.items;
  return chosen(elements, { windowed, gated }, sourceKind === undefined ? undefined : ofSourceKind(elements, sourceKind));
}

function onScopes<T>(
  { facetOf, scopeOf, sourceKind: kindOf }: Elements<T>,
  scopes: ReadonlySet<ScopeId>,
  sourceKind: string | undefined,
): readonly number[] {
  const numbers: number[] = [];
  for (let number = 0; number < facetOf.length; number++) {
    const scope = scopeOf?.(number);
    if (scope === undefined || !scopes.has(scope)) continue;
    if (sourceKind === undefined || kindOf(number) === sourceKind) numbers.push(number);
  }
  return numbers;
}

/** Of each element the kind of its source, as a number. */
interface Kinds {
  readonly numbers: ReadonlyMap<string, number>;
  readonly of: Int32Array;
  /** The elements of those kinds that were asked for. */
  readonly asked: Map<string, readonly number[]>;
}

// Several rules ask for one kind of source or another, and each kind is rare.
const kinds = new WeakMap<Int32Array, Kinds>();

function kindsOf({ facetOf, sourceKind }: Omit<Elements<unknown>, 'items' | 'facets'>): Kinds {
  let known = kinds.get(facetOf);
  if (known === undefined) {
    const numbers = new Map<string, number>();
    const of = new Int32Array(facetOf.length);
    let last = '';
    let lastNumber = -1;
    for (let element = 0; element < of.length; element++) {
      const kind = sourceKind(element);
      // Those that stand beside each other mostly come from the same kind of thing.
      if (lastNumber < 0 || kind !== last) {
        last = kind;
        lastNumber = numbers.get(kind) ?? numbers.size;
        numbers.set(kind, lastNumber);
      }
      of[element] = lastNumber;
    }
    kinds.set(facetOf, (known = { numbers, of, asked: new Map() }));
  }
  return known;
}

/** The numbers of the elements whose source is of a kind. */
function ofSourceKind(elements: Omit<Elements<unknown>, 'items' | 'facets'>, kind: string): readonly number[] {
  const { numbers, of, asked } = kindsOf(elements);
  const known = asked.get(kind);
  if (known !== undefined) return known;
  const wanted = numbers.get(kind) ?? -1;
  const found: number[] = [];
  if (wanted >= 0) for (let element = 0; element < of.length; element++) if (of[element] === wanted) found.push(element);
  asked.set(kind, found);
  return found;
}

function* chosen<T>(
  { items, facetOf, facets }: Elements<T>,
  { windowed, gated }: { readonly windowed: true | undefined; readonly gated: true | undefined },
  numbers: readonly number[] | undefined,
): Iterable<T> {
  const unwanted = new Uint8Array(facets.length);
  for (let number = 0; number < facets.length; number++) {
    const facet = facets.at(number);
    if (windowed !== undefined && isAlways(facet.windows)) unwanted[number] = 1;
    if (gated !== undefined && facet.gate === 'none' && facet.gatedBy === undefined) unwanted[number] = 1;
  }
  for (const number of numbers ?? facetOf.keys()) if (at(unwanted, at(facetOf, number)) === 0) yield items.at(number) as T;
}

/** The links that a filter wants, by number; of the others none is made. */
export function linksWanted(graph: Graph, filter: LinkFilter): Pick<Sequence<Link>, 'at'> {
  return { at: (number) => (isWanted(graph, number, filter) ? graph.links.at(number) : undefined) };
}

/** The same, as they are seen. */
export function linksSeen(graph: Graph, filter: LinkFilter): Pick<Sequence<LinkSeen>, 'at'> {
  const { ids, linkFrom, linkFacet, linkFacets, linkDetail, linkSourceKind } = graph;
  return {
    at(number) {
      const { link, presence, windows } = linkFacets.at(at(linkFacet, number));
      if (link === undefined || !isWanted(graph, number, filter)) return undefined;
      const from = ids.at(at(linkFrom, number)) as EntityId;
      const { how, openness } = link;
      return { how, from, presence, windows, openness, detail: linkDetail(number), sourceKind: linkSourceKind(number) };
    },
  };
}

function isWanted({ linkFacet, linkFacets }: Graph, number: number, { among: kinds, written }: LinkFilter): boolean {
  const { link, escalation } = linkFacets.at(at(linkFacet, number));
  return (written === undefined || escalation === undefined) && (kinds === undefined || (link !== undefined && kinds.has(link.how)));
}

/** Every boundary that holds a grant. */
export function grantBoundaries(graph: Graph): ReadonlySet<BoundaryId> {
  const holds = new Uint8Array(graph.boundaryNames.length);
  for (const boundary of graph.grantBoundary) holds[boundary] = 1;
  const found = new Set<BoundaryId>();
  for (const [boundary, does] of holds.entries()) if (does !== 0) found.add(graph.boundaryNames.at(boundary) as BoundaryId);
  return found;
}

/** Pairs of boundaries that a link leads between, each once. Where its end is in none, a link's own boundary stands for it. */
export function crossingsOf(graph: Graph): readonly (readonly [from: BoundaryId, to: BoundaryId])[] {
  const { nodeBoundary, boundaryNames, linkFrom, linkTo } = graph;
  const pairs = new Map<number | string, readonly [BoundaryId, BoundaryId]>();
  for (let link = 0; link < linkFrom.length; link++) {
    const from = at(nodeBoundary, at(linkFrom, link));
    const to = at(nodeBoundary, at(linkTo, link));
    if (from < 0 || from === to) continue;
    const name = boundaryNames.at(from) as BoundaryId;
    const own = to < 0 ? graph.links.at(link)?.boundary : undefined;
    const key = own === undefined ? from * boundaryNames.length + to : `${from} ${own}`;
    if (own !== name && !pairs.has(key)) pairs.set(key, [name, own ?? (boundaryNames.at(to) as BoundaryId)]);
  }
  return [...pairs.values()];
}
