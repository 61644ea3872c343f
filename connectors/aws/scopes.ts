import type { ScopeParent } from '../../src/contract/connector.ts';
import type { FactIndex } from '../../src/model/fact.ts';
import type { ScopeId } from '../../src/model/ids.ts';
import { accountBoundary } from './identity.ts';
import { placesOf } from './places.ts';

/** The scope that is a whole organization, `o-…`; it holds every account of it. */
export function organizationScope(id: string): ScopeId {
  return `aws:${id}`;
}

/**
 * Organization ⊃ root ⊃ units ⊃ accounts, as far as it was told: `aws:o-…`, `aws:r-…`, `aws:ou-…` and the boundaries of accounts. An account
 * whose way to the root was not told, or told in two ways, hangs under what is known to be above it, at least its organization. Units
 * without an account that was told of are left out: they hold nothing.
 */
export function* accountScopes(facts: FactIndex): Iterable<ScopeParent> {
  const steps = new Map<string, ScopeParent>();
  for (const [account, { organization, path, name, highest }] of placesOf(facts.ofKind('limiter'))) {
    if (organization === null || organization === undefined) continue;
    const known = path ?? (highest === null || highest === account ? [account] : [highest, account]);
    const way = [organization.id, ...known];
    for (let place = 1; place < way.length; place++) {
      const [node, parent] = [way[place] ?? account, way[place - 1] ?? organization.id];
      const step = { scope: scopeOf(node, account), parent: scopeOf(parent, account), kind: kindOf(node, account) };
      steps.set(`${step.scope}|${step.parent}`, { ...step, name: node === account ? name : null });
    }
  }
  yield* steps.values();
}

function scopeOf(node: string, account: string): ScopeId {
  return node === account ? accountBoundary(account) : `aws:${node}`;
}

function kindOf(node: string, account: string): string {
  if (node === account) return 'account';
  return node.startsWith('r-') ? 'root' : 'organizational unit';
}
