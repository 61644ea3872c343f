import type { ActivationPolicy } from '../model/activation-policy.ts';
import type { BoundaryId, ScopeId } from '../model/ids.ts';
import type { View } from '../model/view.ts';
import { boundaryOfName } from '../paths/scope.ts';

/** The boundary that a policy lies in: that of the group it governs, else that of its scope. `null`: neither tells. */
export function boundaryOfPolicy(view: View, { governs, scope }: Pick<ActivationPolicy, 'governs' | 'scope'>): BoundaryId | null {
  return view.identity(governs)?.boundary ?? boundaryOfScope(view, scope);
}

/** The boundary that a scope is, lies in, or, where it is a container of boundaries, is told in. `null`: its name tells none. */
export function boundaryOfScope(view: View, scope: ScopeId): BoundaryId | null {
  if (view.boundaries.some((each) => each.id === scope)) return scope;
  const named = boundaryOfName(scope);
  if (named !== undefined) return named;
  // a container is called by the boundary that tells of it, and by a name of its own: `azure:<tenant>/<management group>`
  const slash = scope.indexOf('/');
  const before = slash < 0 ? undefined : scope.slice(0, slash);
  return view.boundaries.find((each) => each.id === before)?.id ?? null;
}
