import { byKeys } from '../../../src/base/order.ts';
import type { BoundaryName, ScopeParent } from '../../../src/contract/connector.ts';
import type { FactIndex } from '../../../src/model/fact.ts';
import type { ScopeId } from '../../../src/model/ids.ts';
import { azureTenantBoundary, subscriptionBoundary } from '../ids.ts';
import type { AzureFact, ParentFact } from './facts.ts';

/**
 * Tenant ⊃ management groups ⊃ subscriptions, as far as it was told. A subscription whose way up was not told lies in its tenant for sure, and so
 * does a group whose own way up was not told, or leads back to itself.
 */
export function* azureScopes(facts: FactIndex): Iterable<ScopeParent> {
  const parents = new Map<ScopeId, ParentFact & { readonly tenant: ScopeId }>();
  const roots = new Map<ScopeId, { readonly tenant: ScopeId; readonly name: string | null }>();
  for (const { boundary, value: json } of facts.ofKind('observation')) {
    const value = json as unknown as AzureFact;
    if (value.type === 'parent') parents.set(value.scope, { ...value, tenant: boundary });
    if (value.type === 'subscription') {
      roots.set(subscriptionBoundary(value.subscription), { tenant: azureTenantBoundary(value.tenant), name: value.name });
    }
  }
  const steps: ScopeParent[] = [];
  for (const { scope, parent, kind, name, tenant } of parents.values()) {
    const known = leadsTo(parents, scope, tenant);
    steps.push({ scope, parent: known ? parent : tenant, kind: wordsOf(kind), name: name ?? roots.get(scope)?.name ?? null });
  }
  for (const [scope, { tenant, name }] of roots) {
    if (!parents.has(scope)) steps.push({ scope, parent: tenant, kind: wordsOf('subscription'), name });
  }
  yield* steps.sort(byKeys((each) => each.scope));
}

/** Names of subscriptions as the tree of management groups tells them. */
export function* azureBoundaryNames(facts: FactIndex): Iterable<BoundaryName> {
  for (const { value: json } of facts.ofKind('observation')) {
    const value = json as unknown as AzureFact;
    if (value.type === 'parent' && value.kind === 'subscription' && value.name !== null) yield { boundary: value.scope, name: value.name };
  }
}

function leadsTo(parents: ReadonlyMap<ScopeId, ParentFact>, from: ScopeId, tenant: ScopeId): boolean {
  const met = new Set<ScopeId>();
  for (let at: ScopeId | undefined = from; at !== undefined && !met.has(at); at = parents.get(at)?.parent) {
    if (at === tenant) return true;
    met.add(at);
  }
  return false;
}

function wordsOf(kind: ParentFact['kind']): string {
  return kind === 'subscription' ? 'subscription' : 'management group';
}
