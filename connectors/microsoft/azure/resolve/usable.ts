import type { ScopeSort } from '../rbac/scopes.ts';
import { isOfSort } from '../rbac/scopes.ts';
import type { CapabilityRow } from '../tables/capabilities.ts';
import type { Closed } from './closed.ts';

/** Where an action can be used at all: a role on one machine does not cancel the subscription. */
export function isUsable({ on, type }: CapabilityRow, sort: ScopeSort): boolean {
  if (on === 'anywhere' || sort === 'whole') return true;
  if (on === 'whole') return false;
  if (on === 'group' || sort === 'group') return sort === 'group';
  return isOfSort(type, sort.endsWith(NAMESPACES) ? sort.slice(0, -NAMESPACES.length) : sort);
}

/** Roles over contents of a cluster are given at one of its namespaces too (https://learn.microsoft.com/azure/aks/manage-azure-rbac). */
const NAMESPACES = '/namespaces';

/** What roles at a scope are asked about. */
export interface Place {
  readonly sort: ScopeSort;
  readonly closed: Closed;
}

export function isUsableAt(row: CapabilityRow, { sort, closed }: Place): boolean {
  return isUsable(row, sort) && !closed.shuts(row);
}
