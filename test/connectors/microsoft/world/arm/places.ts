import { armScope, foreignTenant, managementGroupName, subscriptionId, tenantId } from '../identifiers.ts';
import type { Estate } from '../estate.ts';
import type { Item } from '../odata.ts';
import type { Route } from '../route.ts';

function groupItem(name: string): Item {
  return {
    id: armScope(`mg:${name}`),
    type: 'Microsoft.Management/managementGroups',
    name: managementGroupName(name),
    properties: { tenantId, displayName: name === 'root' ? 'Tenant Root Group' : name },
  };
}

function descendants(estate: Estate): readonly Item[] {
  const { azure } = estate;
  return [
    ...Object.entries(azure?.managementGroups ?? {}).map(([name, above]) => ({
      id: armScope(`mg:${name}`),
      type: 'Microsoft.Management/managementGroups',
      name,
      properties: { displayName: name, parent: { id: armScope(`mg:${above.in}`) } },
    })),
    ...Object.entries(azure?.subscriptions ?? {}).map(([name, above]) => ({
      id: armScope(name),
      type: 'Microsoft.Management/managementGroups/subscriptions',
      name: subscriptionId(name),
      properties: { displayName: name, parent: { id: armScope(`mg:${above.in}`) } },
    })),
  ];
}

export const placeRoutes: readonly Route[] = [
  {
    name: 'tenants',
    service: 'arm',
    path: /^\/tenants$/i,
    items: () => [
      {
        id: `/tenants/${tenantId}`,
        tenantId,
        countryCode: 'CH',
        displayName: 'Contoso',
        domains: ['contoso.example'],
        tenantCategory: 'Home',
      },
    ],
  },
  {
    name: 'subscriptions',
    service: 'arm',
    path: /^\/subscriptions$/i,
    items: ({ azure }) =>
      Object.entries(azure?.subscriptions ?? {}).map(([name, { state }]) => ({
        id: armScope(name),
        subscriptionId: subscriptionId(name),
        tenantId,
        displayName: name,
        state,
        subscriptionPolicies: { locationPlacementId: 'Public_2014-09-01', quotaId: 'EnterpriseAgreement_2014-09-01', spendingLimit: 'Off' },
        authorizationSource: 'RoleBased',
        managedByTenants: (azure?.lighthouse ?? [])
          .filter(({ at }) => at === name)
          .map(({ tenant }) => ({ tenantId: foreignTenant(tenant) })),
      })),
  },
  {
    name: 'management-groups',
    service: 'arm',
    path: /^\/providers\/Microsoft\.Management\/managementGroups$/i,
    items: (estate) => [groupItem('root'), ...Object.keys(estate.azure?.managementGroups ?? {}).map((name) => groupItem(name))],
  },
  {
    name: 'management-groups',
    service: 'arm',
    path: /^\/providers\/Microsoft\.Management\/managementGroups\/([^/]+)\/descendants$/i,
    items: (estate, { at }) => (at[0]?.toLowerCase() === tenantId ? descendants(estate) : []),
  },
];
