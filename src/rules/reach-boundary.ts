import type { Capability } from '../model/capability.ts';
import type { ScopeId } from '../model/ids.ts';
import type { Reach, View } from '../model/view.ts';

/** The boundary that holds the grant at the end of a reach. */
export function boundaryOf(view: View, reach: Reach): string | undefined {
  if (isBoundary(view, reach.scope)) return reach.scope;
  const told = holdersOf(view, reach.capability).get(reach.scope);
  return told ?? view.path(reach.identity, reach.capability, reach.scope)?.grant.boundary;
}

const holders = new WeakMap<View, Map<Capability, ReadonlyMap<ScopeId, string | null>>>();

/** The boundary that holds all grants of a capability on a scope; `null` where several do, so that only the path tells. */
function holdersOf(view: View, capability: Capability): ReadonlyMap<ScopeId, string | null> {
  let known = holders.get(view);
  if (known === undefined) holders.set(view, (known = new Map<Capability, ReadonlyMap<ScopeId, string | null>>()));
  let scopes = known.get(capability);
  if (scopes === undefined) {
    const made = new Map<ScopeId, string | null>();
    for (const grant of view.grants()) {
      if (grant.capability !== capability) continue;
      const before = made.get(grant.scope);
      if (before === undefined) made.set(grant.scope, grant.boundary);
      else if (before !== grant.boundary) made.set(grant.scope, null);
    }
    known.set(capability, (scopes = made));
  }
  return scopes;
}

/** Whether a scope is a whole boundary that was spoken of, or a container of some. */
export function isBoundary(view: View, scope: string): boolean {
  return boundariesOf(view).spokenOf.has(scope) || view.scopes.isWhole(scope);
}

interface Boundaries {
  readonly spokenOf: ReadonlySet<string>;
  /** Those that hold a grant. */
  readonly ofGrants: ReadonlySet<string>;
}

const boundaries = new WeakMap<View, Boundaries>();

export function boundariesOf(view: View): Boundaries {
  let known = boundaries.get(view);
  if (known === undefined) {
    const ofGrants = new Set<string>();
    for (const grant of view.grants()) ofGrants.add(grant.boundary);
    known = { spokenOf: new Set(view.boundaries.map((each) => each.id)), ofGrants };
    boundaries.set(view, known);
  }
  return known;
}
