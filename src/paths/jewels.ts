import { at, NOBODY, POOL } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import { dominating } from '../model/capability.ts';
import type { Capability } from '../model/capability.ts';
import type { BoundaryId, ScopeId } from '../model/ids.ts';
import type { CrownJewel } from '../model/jewel.ts';
import type { Scopes } from '../model/scope.ts';
import type { Live } from './live.ts';
import { isPattern, matchesPattern, namesMeet, patternStem } from './pattern.ts';
import { boundaryOfName } from './scope.ts';
import type { Searcher, TargetReach } from './search.ts';

/**
 * Whether a right on a scope is one on the jewel: at an equal or containing scope. A pattern holds what it matches. A jewel that is a pattern
 * stands for each thing it matches, so a right on some of them, by name or by a pattern that has a name in common with it, reaches it.
 */
export function reachesJewel(scope: ScopeId, jewel: CrownJewel, scopes: Scopes): boolean {
  if (scope === jewel.scope || scopes.contains(scope, jewel.scope)) return true;
  if (jewel.boundary === null) return false;
  if (scopes.isWhole(scope)) return scopes.contains(scope, jewel.boundary);
  return (isPattern(scope) || isPattern(jewel.scope)) && namesMeet(scope, jewel.scope);
}

/**
 * Whether a right held in another boundary names the jewel by a name that tells no boundary (an S3 bucket): its own side allows it, and
 * whether the side where the jewel lies does as well is not told by it.
 */
export function isFromElsewhere(scope: ScopeId, heldIn: string, jewel: CrownJewel, scopes: Scopes): boolean {
  return jewel.boundary !== null && heldIn !== jewel.boundary && !scopes.isWhole(scope) && boundaryOfName(scope) === undefined;
}

/** All that reaches a jewel, the boundaries that hold the rights to it, and the nodes that are the jewel. */
export interface JewelSearch {
  readonly reach: TargetReach;
  readonly heldIn: ReadonlySet<BoundaryId>;
  readonly itself: ReadonlySet<number>;
}

/** With one of these an identity is acted as, and whoever has a path to it does. */
const actingAs: ReadonlySet<Capability> = new Set(['impersonate', 'mint-credential', 'run-as']);

/** Searches once, backwards from every right on the jewel. One from elsewhere is never certain. */
export function searchJewel(graph: Graph, live: Live, scopes: Scopes, jewel: CrownJewel, searchAll: Searcher['searchAll']): JewelSearch {
  const wanted = dominating(jewel.capabilities);
  const found: number[] = [];
  const elsewhere: number[] = [];
  const heldIn = new Set<BoundaryId>();
  const itself = nodesOf(graph, jewel);
  for (const [target, { capability, scope }] of graph.targets.entries()) {
    if (!wanted.has(capability) || !reachesJewel(scope, jewel, scopes)) continue;
    const { start, items } = graph.grantsByTarget;
    for (let row = at(start, target); row < at(start, target + 1); row++) {
      const grant = at(items, row);
      if (at(live.grantHi, grant) === 0) continue;
      found.push(grant);
      const boundary = graph.boundaryNames.at(at(graph.grantBoundary, grant)) ?? '';
      heldIn.add(boundary);
      if (isFromElsewhere(scope, boundary, jewel, scopes)) elsewhere.push(grant);
    }
  }
  const ofItself = new Set<number>();
  if (jewel.capabilities.some((each) => actingAs.has(each))) {
    const { start, items } = graph.grantsBySubject;
    for (const node of itself) {
      for (let row = at(start, node); row < at(start, node + 1); row++)
        if (at(live.grantHi, at(items, row)) > 0) ofItself.add(at(items, row));
    }
  }
  const doubtful = elsewhere.filter((each) => !ofItself.has(each));
  const certain = doubtful.length === 0 ? live.grantLo : live.grantLo.slice();
  for (const grant of doubtful) certain[grant] = 0;
  return { reach: searchAll(Int32Array.from(new Set([...found, ...ofItself])).sort(), certain), heldIn, itself };
}

/** The identities that a jewel is: the one its scope names, or those that it matches. */
function nodesOf(graph: Graph, { scope }: CrownJewel): ReadonlySet<number> {
  const only = graph.nodeOf.get(scope);
  if (only !== undefined) return new Set([only]);
  const nodes = new Set<number>();
  if (!isPattern(scope)) return nodes;
  const stem = patternStem(scope);
  for (let node = firstNodeFrom(graph, stem); node < graph.identities.length; node++) {
    const id = graph.ids.at(node) ?? '';
    if (!id.startsWith(stem)) break;
    const kind = at(graph.nodeKind, node);
    if (kind !== POOL && kind !== NOBODY && matchesPattern(scope, id)) nodes.add(node);
  }
  return nodes;
}

/** The first node whose id is not less than a text: nodes stand in the order of their ids. */
function firstNodeFrom(graph: Graph, text: string): number {
  let from = 0;
  let until = graph.identities.length;
  while (from < until) {
    const middle = (from + until) >> 1;
    if ((graph.ids.at(middle) ?? '') < text) from = middle + 1;
    else until = middle;
  }
  return from;
}
