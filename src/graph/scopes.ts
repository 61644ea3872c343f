import { byCodeUnit, byKeys } from '../base/order.ts';
import { groupBy } from '../base/group.ts';
import type { Gap } from '../model/gap.ts';
import type { BoundaryId, ScopeId } from '../model/ids.ts';
import type { ScopeParent } from '../model/scope.ts';
import type { SurfaceTraits } from './input.ts';
import { connectorOf } from './names.ts';

/** The steps of the tree, each once and in one order, and what of it cannot be. */
export interface JoinedScopes {
  readonly scopes: readonly ScopeParent[];
  readonly gaps: readonly Gap[];
}

/**
 * Joins what was told of the tree of scopes. A scope with two parents keeps both, and one that lies in itself keeps the way round: whatever
 * walks the tree meets more than there is, never less. Either is a `malformed` gap in every one of these boundaries that it may concern, on
 * the surface that tells where boundaries lie.
 */
export function joinScopes(
  told: Iterable<ScopeParent>,
  boundaries: Iterable<BoundaryId>,
  surfaces: readonly SurfaceTraits[],
): JoinedScopes {
  const steps = new Map<string, ScopeParent>();
  for (const each of [...told].sort(byStep)) {
    const key = JSON.stringify([each.scope, each.parent]);
    const known = steps.get(key);
    // of two names told for one step the lesser stays, and any before none
    if (known === undefined || (known.name === null && each.name !== null)) steps.set(key, each);
  }
  const scopes = [...steps.values()];
  const parents = groupBy(scopes, (each) => each.scope);
  const wrong = new Map<ScopeId, string>();
  for (const [scope, up] of parents) {
    const [first, second] = up;
    if (first !== undefined && second !== undefined) wrong.set(scope, `${scope} is told to lie in ${first.parent} and in ${second.parent}`);
    else if (aboveIn(parents, scope).has(scope)) wrong.set(scope, `${scope} is told to lie in itself, by way of ${first?.parent ?? scope}`);
  }
  if (wrong.size === 0) return { scopes, gaps: [] };
  const gaps: Gap[] = [];
  for (const boundary of [...new Set(boundaries)].sort(byCodeUnit)) {
    for (const scope of [boundary, ...aboveIn(parents, boundary)]) {
      const detail = wrong.get(scope);
      if (detail !== undefined) gaps.push({ boundary, surface: placing(boundary, surfaces), cause: 'malformed', detail });
    }
  }
  return { scopes, gaps };
}

const byStep = byKeys<ScopeParent>(
  (each) => each.scope,
  (each) => each.parent,
  (each) => each.kind,
  (each) => each.name ?? '',
);

/** Everything above a scope; itself only where it lies in itself. */
export function aboveIn(parents: ReadonlyMap<ScopeId, readonly Pick<ScopeParent, 'parent'>[]>, scope: ScopeId): ReadonlySet<ScopeId> {
  const above = new Set<ScopeId>();
  const next = [scope];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    for (const { parent } of parents.get(at) ?? []) {
      if (above.has(parent)) continue;
      above.add(parent);
      next.push(parent);
    }
  }
  return above;
}

function placing(boundary: BoundaryId, surfaces: readonly SurfaceTraits[]): string {
  // one that tells of grants as well would leave everyone's open
  const telling = surfaces.filter(
    (each) => each.role !== 'grants' && each.yields.includes('limiter') && connectorOf(each.id) === connectorOf(boundary),
  );
  return telling.map((each) => each.id).sort(byCodeUnit)[0] ?? `${connectorOf(boundary)}:limiter`;
}
