import type { BoundaryName } from '../../../src/contract/connector.ts';
import type { FactIndex } from '../../../src/model/fact.ts';
import { azureTenantBoundary } from '../ids.ts';
import type { EntraFact } from './facts.ts';

/** The name of each tenant, for its directory and for what of Azure lies above its subscriptions. */
export function* tenantNames(facts: FactIndex): Iterable<BoundaryName> {
  for (const fact of facts.ofKind('observation')) {
    if (!fact.boundary.startsWith('entra:')) continue;
    const told = fact.value as unknown as EntraFact;
    if (told.type !== 'tenant' || told.name === null) continue;
    yield { boundary: fact.boundary, name: told.name };
    yield { boundary: azureTenantBoundary(told.tenant), name: told.name };
  }
}
