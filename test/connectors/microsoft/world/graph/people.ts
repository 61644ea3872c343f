import { guidOf, tenantId } from '../identifiers.ts';
import type { Estate } from '../estate.ts';
import type { Item } from '../odata.ts';
import { notFound, type Route } from '../route.ts';
import { applicationItem, directoryItem, groupItem, living, servicePrincipals, userItem } from './objects.ts';

// https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference
const planIds = {
  AAD_PREMIUM: '41781fb2-bc02-4b7c-bd55-b576c07bb09d',
  AAD_PREMIUM_P2: 'eec0eb4f-6444-4f95-aba0-50c24d67f998',
  Entra_Identity_Governance: 'e866a266-3cff-43a3-acca-0c90a7e00c8b',
  EXCHANGE_S_STANDARD: '9aaf7827-d63c-4b61-89c3-182f06f82e5c',
} as const;
const plans = {
  free: ['EXCHANGE_S_STANDARD'],
  untold: [],
  p1: ['AAD_PREMIUM'],
  p2: ['AAD_PREMIUM', 'AAD_PREMIUM_P2'],
  governance: ['AAD_PREMIUM', 'Entra_Identity_Governance'],
} as const;

function listedUsers(estate: Estate): readonly string[] {
  return living(estate.world.users).filter((name) => estate.world.users[name]?.hidden !== true);
}

function binned(estate: Estate, sort: string): readonly Item[] {
  const { users, groups } = estate.world;
  if (sort === 'user')
    return Object.keys(users)
      .filter((name) => users[name]?.deleted !== undefined)
      .map((name) => userItem(estate, name));
  if (sort === 'group')
    return Object.keys(groups)
      .filter((name) => groups[name]?.deleted !== undefined)
      .map((name) => groupItem(estate, name));
  return [];
}

export const peopleRoutes: readonly Route[] = [
  {
    name: 'organization',
    service: 'graph',
    path: /^\/organization$/i,
    items: ({ world }) => [
      {
        id: tenantId,
        displayName: 'Contoso',
        tenantType: 'AAD',
        createdDateTime: '2020-01-01T00:00:00Z',
        countryLetterCode: 'CH',
        onPremisesSyncEnabled: null,
        verifiedDomains: [{ name: 'contoso.example', type: 'Managed', isDefault: true, isInitial: true, capabilities: 'Email' }],
        ...(world.licence === 'untold'
          ? { assignedPlans: null }
          : {
              assignedPlans: plans[world.licence].map((plan) => ({
                assignedDateTime: '2024-01-01T00:00:00Z',
                capabilityStatus: 'Enabled',
                service: plan === 'EXCHANGE_S_STANDARD' ? 'exchange' : 'AADPremiumService',
                servicePlanId: planIds[plan],
              })),
            }),
        provisionedPlans: [],
      },
    ],
  },
  {
    name: 'subscribed-skus',
    service: 'graph',
    path: /^\/subscribedSkus$/i,
    items: ({ world }) =>
      world.licence === 'untold'
        ? []
        : [
            {
              id: `${tenantId}_sku`,
              skuId: guidOf('sku', world.licence),
              skuPartNumber: world.licence.toUpperCase(),
              capabilityStatus: 'Enabled',
              appliesTo: 'User',
              consumedUnits: 1,
              prepaidUnits: { enabled: 10, suspended: 0, warning: 0, lockedOut: 0 },
              servicePlans: plans[world.licence].map((servicePlanName) => ({
                servicePlanId: planIds[servicePlanName],
                servicePlanName,
                provisioningStatus: 'Success',
                appliesTo: 'User',
              })),
            },
          ],
  },
  {
    name: 'users',
    service: 'graph',
    path: /^\/users$/i,
    items: (estate) => listedUsers(estate).map((name) => userItem(estate, name)),
  },
  {
    name: 'user',
    service: 'graph',
    path: /^\/users\/([^/]+)$/i,
    answers: 'one',
    items: (estate, { at }) => {
      const name = living(estate.world.users).find((each) => estate.idOf(each) === at[0]?.toLowerCase());
      return name === undefined ? notFound : [userItem(estate, name)];
    },
  },
  {
    name: 'objects',
    service: 'graph',
    method: 'POST',
    path: /^\/directoryObjects\/getByIds$/i,
    items: (estate, { body }) => {
      const ids = idsOf(body);
      const names = [...listedUsers(estate), ...living(estate.world.groups)];
      const objects = [
        ...names.map((name) => directoryItem(estate, name)),
        ...servicePrincipals(estate).map((each) => ({ '@odata.type': '#microsoft.graph.servicePrincipal', ...each })),
        ...Object.entries(estate.world.apps).flatMap(([name, { home }]) =>
          home === undefined ? [{ '@odata.type': '#microsoft.graph.application', ...applicationItem(estate, name, false) }] : [],
        ),
      ];
      return objects.filter((each) => ids.has(String((each as Item)['id'])));
    },
  },
  ...(['user', 'group', 'application', 'servicePrincipal'] as const).map((sort): Route => ({
    name: `deleted-${sort}s`,
    service: 'graph',
    path: new RegExp(`^/directory/deletedItems/microsoft\\.graph\\.${sort}$`, 'i'),
    items: (estate) => binned(estate, sort),
  })),
  {
    name: 'administrative-units',
    service: 'graph',
    path: /^\/directory\/administrativeUnits$/i,
    items: (estate) =>
      Object.entries(estate.world.units).map(([name, { restricted }]) => ({
        id: estate.idOf(name),
        deletedDateTime: null,
        displayName: name,
        description: null,
        visibility: null,
        isMemberManagementRestricted: restricted ?? false,
        membershipType: null,
        membershipRule: null,
        membershipRuleProcessingState: null,
      })),
  },
  {
    name: 'unit-members',
    service: 'graph',
    path: /^\/directory\/administrativeUnits\/([^/]+)\/members$/i,
    items: (estate, { at }) => {
      const unit = Object.entries(estate.world.units).find(([name]) => estate.idOf(name) === at[0]?.toLowerCase())?.[1];
      return unit === undefined ? notFound : unit.members.map((each) => directoryItem(estate, each));
    },
  },
];

function idsOf(body: unknown): ReadonlySet<string> {
  const ids: unknown = typeof body === 'object' && body !== null && 'ids' in body ? body.ids : undefined;
  if (!Array.isArray(ids) || ids.length > 1000) throw new Error('getByIds takes a list of at most 1000 ids');
  return new Set(ids.map((each) => String(each).toLowerCase()));
}
