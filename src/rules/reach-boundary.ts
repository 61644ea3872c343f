import type { EntityId } from '../model/ids.ts';
import type { Held, View } from '../model/view.ts';

/**
 * The boundary that holds the grant at the end of a way. Where several boundaries hold such grants it depends on whose way it is: `undefined`
 * where no identity is told.
 */
export function boundaryOf(view: View, { capability, scope }: Held, identity?: EntityId): string | undefined {
  if (isBoundary(view, scope)) return scope;
  return view.holderOf(capability, scope) ?? (identity === undefined ? undefined : view.heldIn(identity, capability, scope));
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
