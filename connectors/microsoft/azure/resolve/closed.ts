import type { ScopeId } from '../../../../src/model/ids.ts';
import type { Plane } from '../rbac/actions.ts';
import { isOfSort, sortOf, subscriptionOf } from '../rbac/scopes.ts';
import type { CapabilityRow } from '../tables/capabilities.ts';
import { CLUSTER, clusterDoors } from '../tables/carriers.ts';
import type { ClusterFact } from '../facts.ts';
import type { Estate } from './estate.ts';

const VAULT = 'microsoft.keyvault/vaults';

/** What comes to nothing at a place, whatever roles say. */
export interface Closed {
  /** The same for places where the same comes to nothing; empty: nothing does. */
  readonly key: string;
  shuts(row: CapabilityRow): boolean;
}

const nothing: Closed = { key: '', shuts: () => false };
const vaults: Closed = { key: 'vaults', shuts: ({ plane, type }) => isIn(VAULT, plane, type) };

function isIn(sort: string, plane: Plane, type: string): boolean {
  return plane === 'data' && isOfSort(type, sort);
}

/** Contents of vaults that go by their own policies; of a cluster, credentials, commands and rights in it that it does not let roles of Azure give. */
export function closedIn(estate: Estate): (scope: ScopeId) => Closed {
  const byPolicy = vaultsByPolicy(estate);
  const clusters = new Map(estate.of.cluster.map(({ value }) => [value.resource, closedCluster(value)]));
  return function closedAt(scope) {
    if (byPolicy(scope)) return vaults;
    if (clusters.size === 0) return nothing;
    const cluster = estate.tree.chain(scope).find((each) => sortOf(each) === CLUSTER);
    return (cluster === undefined ? undefined : clusters.get(cluster)) ?? nothing;
  };
}

const isOf = (door: keyof typeof clusterDoors, action: string): boolean => clusterDoors[door].some((each) => each.action === action);

/**
 * Without local accounts nobody is given the credential of one (https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad); roles of Azure
 * say what may be done in a cluster only where it asks them (https://learn.microsoft.com/azure/aks/manage-azure-rbac).
 */
function closedCluster({ localAccounts, azureRoles, commands }: ClusterFact): Closed {
  if (localAccounts && azureRoles && commands) return nothing;
  return {
    key: `cluster ${String(localAccounts)} ${String(azureRoles)} ${String(commands)}`,
    shuts: ({ action, plane, type }) =>
      (!localAccounts && isOf('local-account', action)) ||
      (!azureRoles && isIn(CLUSTER, plane, type)) ||
      (!commands && isOf('command', action)),
  };
}

/**
 * Whether roles over contents of vaults come to nothing at a scope: a vault, or a subscription or group of resources where vaults were read and are, all of
 * which go by access policies of their own: a vault asks either these or roles, never both
 * (https://learn.microsoft.com/azure/key-vault/general/rbac-guide, "Key Vault access model overview"). Above subscriptions it is never said.
 */
function vaultsByPolicy(estate: Estate): (scope: ScopeId) => boolean {
  const byPolicy = new Set<ScopeId>();
  const byRole = new Set<ScopeId>();
  for (const { value } of estate.of.vault) {
    for (const each of estate.tree.chain(value.resource)) (value.policies === null ? byRole : byPolicy).add(each);
  }
  return (scope) => {
    const vault = estate.tree.chain(scope).find((each) => sortOf(each) === VAULT);
    const place = vault ?? scope;
    if (!byPolicy.has(place) || byRole.has(place)) return false;
    const subscription = subscriptionOf(place) ?? place;
    return vault !== undefined || (estate.tenantOf(subscription) !== subscription && estate.isRead('key-vaults', subscription));
  };
}
