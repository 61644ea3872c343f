import type { ScopeId } from '../../../../src/model/ids.ts';
import type { Plane } from '../rbac/actions.ts';
import { sortOf, subscriptionOf } from '../rbac/scopes.ts';
import type { CapabilityRow } from '../tables/capabilities.ts';
import type { Estate } from './estate.ts';

const VAULT = 'microsoft.keyvault/vaults';

/** What comes to nothing at a place, whatever roles say. */
export type Closed = '' | 'vaults' | 'credentials';

/** Whether an action is one of those that come to nothing. */
export function isClosed({ plane, type, action }: CapabilityRow, closed: Closed): boolean {
  if (closed === 'credentials') return action === ADMINISTRATORS_CREDENTIAL;
  return closed === 'vaults' && isInVaults(plane, type);
}

const ADMINISTRATORS_CREDENTIAL = 'Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action';

function isInVaults(plane: Plane, type: string): boolean {
  return plane === 'data' && (type === VAULT || type.startsWith(`${VAULT}/`));
}

/** Contents of vaults that go by their own policies; credentials of a cluster that has no local accounts. */
export function closedIn(estate: Estate): (scope: ScopeId) => Closed {
  const byPolicy = vaultsByPolicy(estate);
  const shut = new Set(estate.of.cluster.flatMap(({ value }) => (value.localAccounts ? [] : [value.resource])));
  return (scope) => (shut.has(scope) ? 'credentials' : byPolicy(scope) ? 'vaults' : '');
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
