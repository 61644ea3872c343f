import { dominates } from '../model/capability.ts';
import type { Capability } from '../model/capability.ts';
import type { ScopeId } from '../model/ids.ts';
import type { Scopes } from '../model/scope.ts';

/**
 * Whether capability A at its scope gives all of capability B at its own: A dominates B, and A's scope is B's or holds it. `false` also where
 * the tree does not tell that one scope holds the other: then B may still be had through A, and nothing read says so.
 */
export function dominatesAt(capA: Capability, scopeA: ScopeId, capB: Capability, scopeB: ScopeId, tree: Scopes): boolean {
  return dominates(capA, capB) && tree.contains(scopeA, scopeB);
}
