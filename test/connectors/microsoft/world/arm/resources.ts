import type { Estate } from '../estate.ts';
import { appIdOf, armScope, foreignTenant, guidOf, objectId, subscriptionId, tenantId } from '../identifiers.ts';
import { federatedOf } from '../graph/objects.ts';
import type { Item } from '../odata.ts';
import type { Asked, Route } from '../route.ts';
import { assignmentItems, definitionItems, roleResource } from './authorization.ts';
import { tableOf } from '../kusto.ts';

const IDENTITIES = 'Microsoft.ManagedIdentity/userAssignedIdentities';

function identityId(estate: Estate, name: string): string {
  const at = estate.world.managedIdentities[name]?.at;
  if (at === undefined) throw new Error(`${name} is no user-assigned identity`);
  return armScope(`${at}/${IDENTITIES}/${name}`);
}

function common(at: string, type: string, name: string): Item {
  const [subscription = '', group = ''] = at.split('/');
  return {
    id: armScope(`${at}/${type}/${name}`),
    name,
    // Resource Graph tells types in lower case
    type: type.toLowerCase(),
    kind: '',
    location: 'switzerlandnorth',
    resourceGroup: group,
    subscriptionId: subscriptionId(subscription),
    tenantId,
    tags: {},
    identity: null,
  };
}

function carriers(estate: Estate): readonly Item[] {
  return (estate.azure?.resources ?? []).map(({ at, type, name, system, user }) => {
    const types = [...(system === undefined ? [] : ['SystemAssigned']), ...(user.length === 0 ? [] : ['UserAssigned'])].join(', ');
    return {
      ...common(at, type, name),
      identity:
        types === ''
          ? null
          : {
              type: types,
              ...(system === undefined ? {} : { principalId: estate.idOf(system), tenantId }),
              ...(user.length === 0
                ? {}
                : {
                    userAssignedIdentities: Object.fromEntries(
                      user.map((each) => [identityId(estate, each), { principalId: estate.idOf(each), clientId: appIdOf(each) }]),
                    ),
                  }),
            },
      properties: {},
    };
  });
}

function userAssigned(estate: Estate): readonly Item[] {
  return Object.entries(estate.world.managedIdentities).flatMap(([name, { at }]) =>
    at === undefined
      ? []
      : [{ ...common(at, IDENTITIES, name), properties: { principalId: estate.idOf(name), clientId: appIdOf(name), tenantId } }],
  );
}

function vaults(estate: Estate): readonly Item[] {
  return (estate.azure?.vaults ?? []).map(({ at, name, policies }) => ({
    ...common(at, 'Microsoft.KeyVault/vaults', name),
    properties: {
      tenantId,
      vaultUri: `https://${name}.vault.azure.net/`,
      enableRbacAuthorization: policies === undefined,
      accessPolicies: (policies ?? []).map(({ who, secrets }) => ({
        tenantId,
        objectId: estate.idOf(who),
        permissions: { keys: [], secrets, certificates: [], storage: [] },
      })),
      sku: { family: 'A', name: 'standard' },
    },
  }));
}

/** https://learn.microsoft.com/rest/api/aks/managed-clusters/list */
function clusters(estate: Estate): readonly Item[] {
  return (estate.azure?.clusters ?? []).map(({ at, name, entra, nodes, issuer, ...more }) => ({
    ...common(at, 'Microsoft.ContainerService/managedClusters', name),
    properties: {
      provisioningState: 'Succeeded',
      kubernetesVersion: '1.33.0',
      enableRBAC: true,
      ...(entra === true
        ? { aadProfile: { managed: true, enableAzureRBAC: more.withoutAzureRoles !== true, adminGroupObjectIDs: null, tenantID: tenantId } }
        : {}),
      ...(more.withoutLocalAccounts === true ? { disableLocalAccounts: true } : {}),
      ...(more.withoutCommands === true ? { apiServerAccessProfile: { disableRunCommand: true } } : {}),
      servicePrincipalProfile: { clientId: more.servicePrincipal === undefined ? 'msi' : appIdOf(more.servicePrincipal) },
      nodeResourceGroup: more.nodesAt?.split('/')[1] ?? `MC_${name}`,
      ...(nodes === undefined
        ? {}
        : {
            identityProfile: {
              kubeletidentity: { resourceId: identityId(estate, nodes), clientId: appIdOf(nodes), objectId: estate.idOf(nodes) },
            },
          }),
      oidcIssuerProfile: issuer === undefined ? { enabled: false } : { enabled: true, issuerURL: issuer },
    },
  }));
}

function registrations(estate: Estate, subscription: string): readonly Item[] {
  return (estate.azure?.lighthouse ?? []).flatMap(({ at, tenant, who, role, eligible }, index) => {
    if (at !== subscription) return [];
    const name = guidOf('lighthouse', String(index));
    const authorization = {
      principalId: objectId(`${tenant}/${who}`),
      principalIdDisplayName: who,
      roleDefinitionId: estate.azureRole(role),
    };
    const registrationDefinition = {
      id: `${armScope(at)}/providers/Microsoft.ManagedServices/registrationDefinitions/${name}`,
      name,
      type: 'Microsoft.ManagedServices/registrationDefinitions',
      properties: {
        description: '',
        registrationDefinitionName: tenant,
        managedByTenantId: foreignTenant(tenant),
        managedByTenantName: tenant,
        manageeTenantId: tenantId,
        provisioningState: 'Succeeded',
        authorizations: eligible === true ? [] : [authorization],
        eligibleAuthorizations:
          eligible === true
            ? [
                {
                  ...authorization,
                  justInTimeAccessPolicy: {
                    multiFactorAuthProvider: 'Azure',
                    maximumActivationDuration: 'PT4H',
                    managedByTenantApprovers: [],
                  },
                },
              ]
            : [],
      },
    };
    return [
      {
        id: `${armScope(at)}/providers/Microsoft.ManagedServices/registrationAssignments/${name}`,
        name,
        type: 'Microsoft.ManagedServices/registrationAssignments',
        properties: {
          registrationDefinitionId: registrationDefinition.id,
          provisioningState: 'Succeeded',
          registrationDefinition,
        },
      },
    ];
  });
}

function subscriptionAt(estate: Estate, { at }: Asked): string | undefined {
  return Object.keys(estate.azure?.subscriptions ?? {}).find((name) => subscriptionId(name) === at[0]?.toLowerCase());
}

/** The tables of Resource Graph. What the caller may not read is left out of them, and nothing says so. */
function tables(estate: Estate): Readonly<Record<string, readonly Item[]>> {
  const lower = (each: Item): Item => ({ ...each, type: String(each['type']).toLowerCase() });
  return {
    authorizationresources: [...assignmentItems(estate).map(({ item }) => item), ...definitionItems(estate)].map(lower),
    resources: [...carriers(estate), ...userAssigned(estate), ...vaults(estate)],
    managedservicesresources: Object.keys(estate.azure?.subscriptions ?? {})
      .flatMap((name) => registrations(estate, name))
      .map(lower),
    resourcecontainers: Object.entries(estate.azure?.subscriptions ?? {}).map(([name, { state }]) => ({
      id: armScope(name),
      name,
      type: 'microsoft.resources/subscriptions',
      subscriptionId: subscriptionId(name),
      tenantId,
      properties: { state },
    })),
  };
}

function liesIn(row: Item, subscription: string): boolean {
  return String(row['id']).toLowerCase().startsWith(`/subscriptions/${subscription.toLowerCase()}/`);
}

export const resourceRoutes: readonly Route[] = [
  {
    name: 'resource-graph',
    service: 'arm',
    method: 'POST',
    path: /^\/providers\/Microsoft\.ResourceGraph\/resources$/i,
    answers: 'rows',
    items: (estate, { body }) => {
      const { query, subscriptions } = body as { readonly query: string; readonly subscriptions?: readonly string[] };
      return tableOf(query, tables(estate)).filter((each) => subscriptions?.some((one) => liesIn(each, one)) ?? true);
    },
  },
  {
    name: 'key-vaults',
    service: 'arm',
    path: /^\/subscriptions\/([^/]+)\/providers\/Microsoft\.KeyVault\/vaults$/i,
    about: subscriptionAt,
    items: (estate, { at }) => vaults(estate).filter((each) => each['subscriptionId'] === at[0]?.toLowerCase()),
  },
  {
    name: 'kubernetes-clusters',
    service: 'arm',
    path: /^\/subscriptions\/([^/]+)\/providers\/Microsoft\.ContainerService\/managedClusters$/i,
    about: subscriptionAt,
    items: (estate, { at }) => clusters(estate).filter((each) => each['subscriptionId'] === at[0]?.toLowerCase()),
  },
  {
    name: 'managed-identities',
    service: 'arm',
    path: /^\/subscriptions\/([^/]+)\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities$/i,
    about: subscriptionAt,
    items: (estate, { at }) => userAssigned(estate).filter((each) => each['subscriptionId'] === at[0]?.toLowerCase()),
  },
  {
    name: 'identity-federated-credentials',
    service: 'arm',
    path: /^(\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+)\/federatedIdentityCredentials$/i,
    items: (estate, { at }) => {
      const name = Object.entries(estate.world.managedIdentities).find(
        ([each, { at: place }]) => place !== undefined && identityId(estate, each).toLowerCase() === at[0]?.toLowerCase(),
      )?.[0];
      if (name === undefined) return { status: 404, code: 'ResourceNotFound', message: 'The Resource was not found.' };
      return federatedOf(estate, name, true).map(({ id, name: own, issuer, subject, audiences, claimsMatchingExpression }) => ({
        id: `${at[0] ?? ''}/federatedIdentityCredentials/${String(own)}`,
        name: own,
        type: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
        properties: {
          issuer,
          subject,
          audiences,
          ...(claimsMatchingExpression === null ? {} : { claimsMatchingExpression }),
          ...(id === undefined ? {} : {}),
        },
      }));
    },
  },
  {
    name: 'lighthouse',
    service: 'arm',
    path: /^\/subscriptions\/([^/]+)\/providers\/Microsoft\.ManagedServices\/registrationAssignments$/i,
    about: subscriptionAt,
    items: (estate, asked) => {
      const subscription = subscriptionAt(estate, asked);
      return subscription === undefined ? [] : registrations(estate, subscription);
    },
  },
  {
    name: 'activity-log',
    service: 'arm',
    path: /^(?:\/subscriptions\/([^/]+))?\/providers\/Microsoft\.Insights\/eventtypes\/management\/values$/i,
    about: subscriptionAt,
    items: () => [],
  },
];

export { roleResource };
