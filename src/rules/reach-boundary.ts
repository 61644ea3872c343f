import type { Reach, View } from '../model/view.ts';

/** The boundary that holds the grant at the end of a reach. */
export function boundaryOf(view: View, reach: Reach): string | undefined {
  if (isBoundary(view, reach.scope)) return reach.scope;
  return view.holderOf(reach.capability, reach.scope) ?? view.path(reach.identity, reach.capability, reach.scope)?.grant.boundary;
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
    known = { spokenOf: new Set(view.boundaries.map((each) => each.id)), ofGrants: view.holders() };
    boundaries.set(view, known);
  }
  return known;
}
