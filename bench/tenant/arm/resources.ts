import { listOf, type Item, type List, type Tenant } from '../tenant.ts';
import { GITHUB } from '../graph/applications.ts';
import { groupPath, MANAGEMENT_GROUPS, subscriptionPath } from './access.ts';

const IDENTITIES = 'Microsoft.ManagedIdentity/userAssignedIdentities';
/** Of each subscription. */
export const IDENTITIES_IN_EACH = 3;
const CARRIERS = 20;

export function subscriptions(tenant: Tenant): List {
  return {
    length: tenant.size.subscriptions,
    item: (at) => ({
      id: subscriptionPath(tenant, at),
      subscriptionId: tenant.idOf('subscription', at),
      tenantId: tenant.id,
      displayName: `Subscription ${at}`,
      state: 'Enabled',
      authorizationSource: 'RoleBased',
      managedByTenants: [],
    }),
  };
}

/** Ten management groups below the root, and the subscriptions in them. */
export function descendants(tenant: Tenant): List {
  const node = (id: string, type: string, name: string, displayName: string, parent: string): Item => ({
    id,
    type,
    name,
    properties: { displayName, parent: { id: parent } },
  });
  const groups = Array.from({ length: MANAGEMENT_GROUPS }, (_, at) =>
    node(groupPath(tenant, at), 'Microsoft.Management/managementGroups', `mg-${at}`, `Division ${at}`, groupPath(tenant, 'root')),
  );
  const below = Array.from({ length: tenant.size.subscriptions }, (_, at) =>
    node(
      subscriptionPath(tenant, at),
      'Microsoft.Management/managementGroups/subscriptions',
      tenant.idOf('subscription', at),
      `Subscription ${at}`,
      groupPath(tenant, at % MANAGEMENT_GROUPS),
    ),
  );
  return listOf([...groups, ...below]);
}

function identityPath(tenant: Tenant, subscription: number, at: number): string {
  return `${subscriptionPath(tenant, subscription)}/resourceGroups/rg-0/providers/${IDENTITIES}/identity-${at}`;
}

function identityIds(tenant: Tenant, subscription: number, at: number): Item {
  const number = subscription * IDENTITIES_IN_EACH + at;
  return { principalId: tenant.idOf('managedIdentity', number), clientId: tenant.idOf('appId', tenant.size.apps + 100_000 + number) };
}

export function identities(tenant: Tenant, subscription: number): List {
  return {
    length: IDENTITIES_IN_EACH,
    item: (at) => ({
      id: identityPath(tenant, subscription, at),
      name: `identity-${at}`,
      type: IDENTITIES,
      location: 'switzerlandnorth',
      properties: { ...identityIds(tenant, subscription, at), tenantId: tenant.id },
    }),
  };
}

/** The first of each subscription is what a pipeline signs in as. */
export function federatedOf(path: string, number: number): List {
  if (number !== 0) return listOf([]);
  const subscription = path.split('/')[2] ?? '';
  return listOf([
    {
      id: `${path}/federatedIdentityCredentials/pipeline`,
      name: 'pipeline',
      type: `${IDENTITIES}/federatedIdentityCredentials`,
      properties: {
        issuer: GITHUB,
        subject: `repo:contoso/infra-${subscription.slice(26)}:ref:refs/heads/main`,
        audiences: ['api://AzureADTokenExchange'],
      },
    },
  ]);
}

/** Machines that carry the identities of their subscription, a row each as Resource Graph has it. */
export function carriers(tenant: Tenant, subscription: number): List {
  return {
    length: CARRIERS,
    item: (at) => {
      const carried = at % IDENTITIES_IN_EACH;
      return {
        id: `${subscriptionPath(tenant, subscription)}/resourceGroups/rg-${at}/providers/Microsoft.Compute/virtualMachines/vm-${at}`,
        type: 'microsoft.compute/virtualmachines',
        name: `vm-${at}`,
        identity: {
          type: 'UserAssigned',
          tenantId: tenant.id,
          userAssignedIdentities: { [identityPath(tenant, subscription, carried)]: identityIds(tenant, subscription, carried) },
        },
      };
    },
  };
}

export function vaults(tenant: Tenant, subscription: number): List {
  return {
    length: 2,
    item: (at) => ({
      id: `${subscriptionPath(tenant, subscription)}/resourceGroups/rg-${at}/providers/Microsoft.KeyVault/vaults/kv-${subscription}-${at}`,
      name: `kv-${subscription}-${at}`,
      type: 'Microsoft.KeyVault/vaults',
      properties: {
        tenantId: tenant.id,
        enableRbacAuthorization: at === 0,
        accessPolicies:
          at === 0
            ? []
            : [
                {
                  tenantId: tenant.id,
                  objectId: tenant.idOf('servicePrincipal', (subscription * 7) % tenant.size.apps),
                  permissions: { keys: [], secrets: ['get', 'list'], certificates: [], storage: [] },
                },
              ],
      },
    }),
  };
}

/** Somebody gave a role past the broker, five times a month. */
export function activity(tenant: Tenant, subscription: number): List {
  const own = subscriptionPath(tenant, subscription);
  return {
    length: 5,
    item: (at) => {
      const scope = `${own}/providers/Microsoft.Authorization/roleAssignments/${tenant.idOf('row', 80_000_000 + subscription * 10 + at)}`;
      return {
        eventDataId: tenant.idOf('row', 90_000_000 + subscription * 10 + at),
        eventTimestamp: tenant.day(-1 - at * 5),
        operationName: { value: 'Microsoft.Authorization/roleAssignments/write' },
        status: { value: 'Succeeded' },
        subStatus: { value: 'Created' },
        caller: `person.${at}@contoso.example`,
        claims: { 'http://schemas.microsoft.com/identity/claims/objectidentifier': tenant.idOf('user', at) },
        authorization: { scope },
        resourceId: scope,
        subscriptionId: tenant.idOf('subscription', subscription),
        correlationId: tenant.idOf('request', subscription * 10 + at),
        operationId: tenant.idOf('request', subscription * 10 + at),
        properties: {
          requestbody: JSON.stringify({
            Properties: {
              PrincipalId: tenant.idOf('user', tenant.size.holders + at),
              RoleDefinitionId: `${own}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`,
              Scope: own,
            },
          }),
        },
      };
    },
  };
}
