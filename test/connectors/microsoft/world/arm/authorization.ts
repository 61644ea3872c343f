import type { AzureWorld } from '../description.ts';
import { stateOf, subscriptionOf, type Estate } from '../estate.ts';
import { armScope, guidOf, objectId, tenantId } from '../identifiers.ts';
import { azureRoles } from '../known.ts';
import type { Item } from '../odata.ts';
import type { Asked, Refusal, Route } from '../route.ts';
import { functionsOf, isListed, placeAt } from './scopes.ts';

export type Access = AzureWorld['access'][number];

const AUTHORIZATION = '/providers/Microsoft.Authorization';
export const missing: Refusal = { status: 404, code: 'SubscriptionNotFound', message: 'The subscription could not be found.' };

/** Below `/` there is no segment. */
export function under(scope: string, type: string, name: string): string {
  return `${scope === '/' ? '' : scope}${AUTHORIZATION}/${type}/${name}`;
}

/** At subscriptions and below the definition is named below the subscription, above them below nothing. */
export function roleResource(estate: Estate, role: string, at: string): string {
  const subscription = subscriptionOf(at);
  return `${subscription === undefined ? '' : armScope(subscription)}${AUTHORIZATION}/roleDefinitions/${estate.azureRole(role)}`;
}

export function principalType(estate: Estate, who: string): string {
  const sort = estate.sortOf(who);
  return sort === 'user' ? 'User' : sort === 'group' ? 'Group' : sort === 'gone' ? 'Unknown' : 'ServicePrincipal';
}

export function assignmentId({ who, role, at, from }: Access): string {
  return under(armScope(at), 'roleAssignments', guidOf('azure assignment', who, role, at, from));
}

export function assignmentItems(estate: Estate): readonly { readonly at: string; readonly item: Item }[] {
  return (estate.azure?.access ?? []).flatMap((entry) => {
    if (entry.as === 'eligible' || stateOf(estate, entry) !== 'current') return [];
    const id = assignmentId(entry);
    return [
      {
        at: entry.at,
        item: {
          id,
          type: 'Microsoft.Authorization/roleAssignments',
          name: id.slice(id.lastIndexOf('/') + 1),
          properties: {
            roleDefinitionId: roleResource(estate, entry.role, entry.at),
            principalId: estate.idOf(entry.who),
            principalType: principalType(estate, entry.who),
            scope: armScope(entry.at),
            condition: entry.condition ?? null,
            conditionVersion: entry.condition === undefined ? null : '2.0',
            createdOn: '2025-02-03T10:11:12.1234567Z',
            updatedOn: '2025-02-03T10:11:12.1234567Z',
            createdBy: objectId('someone'),
            updatedBy: objectId('someone'),
            delegatedManagedIdentityResourceId: null,
            description: null,
          },
        },
      },
    ];
  });
}

export function definitionItems(estate: Estate): readonly Item[] {
  const custom = Object.entries(estate.azure?.customRoles ?? {}).map(([name, role]) => ({
    name,
    role,
    sort: 'CustomRole',
    at: [armScope(role.at)],
  }));
  const builtIn = Object.entries(azureRoles).map(([name, role]) => ({ name, role, sort: 'BuiltInRole', at: ['/'] }));
  return [...builtIn, ...custom].map(({ name, role, sort, at }) => ({
    id: `${AUTHORIZATION}/roleDefinitions/${estate.azureRole(name)}`,
    type: 'Microsoft.Authorization/roleDefinitions',
    name: estate.azureRole(name),
    properties: {
      roleName: name,
      type: sort,
      description: '',
      assignableScopes: at,
      permissions: [
        {
          actions: role.actions,
          notActions: role.notActions,
          dataActions: role.dataActions,
          notDataActions: role.notDataActions,
          condition: 'condition' in role ? role.condition : null,
          conditionVersion: 'condition' in role && role.condition !== null ? '2.0' : null,
        },
      ],
      createdOn: '2024-02-03T10:11:12.1234567Z',
      updatedOn: '2024-02-03T10:11:12.1234567Z',
      createdBy: null,
      updatedBy: null,
    },
  }));
}

function denyItems(estate: Estate): readonly { readonly at: string; readonly item: Item }[] {
  return (estate.azure?.denies ?? []).map(({ at, who, except, notToChildren, actions, notActions, dataActions, notDataActions }, index) => {
    const id = under(armScope(at), 'denyAssignments', guidOf('deny', String(index)));
    const principal = (each: string): Item => ({ id: estate.idOf(each), type: principalType(estate, each) });
    return {
      at,
      item: {
        id,
        type: 'Microsoft.Authorization/denyAssignments',
        name: id.slice(id.lastIndexOf('/') + 1),
        properties: {
          denyAssignmentName: `deny ${index}`,
          description: '',
          permissions: [{ actions, notActions, dataActions, notDataActions, condition: null, conditionVersion: null }],
          scope: armScope(at),
          doNotApplyToChildScopes: notToChildren ?? false,
          // https://learn.microsoft.com/azure/role-based-access-control/deny-assignments#the-all-principals-principal
          principals: who.length === 0 ? [{ id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }] : who.map(principal),
          excludePrincipals: except.map(principal),
          isSystemProtected: true,
          condition: null,
          conditionVersion: null,
        },
      },
    };
  });
}

export const scoped = (type: string): RegExp => new RegExp(`^(.*?)/providers/Microsoft\\.Authorization/${type}/?$`, 'i');

/** The last place of the description that the request asks about. */
export function placeOf(estate: Estate, { at }: Asked): string | undefined {
  return placeAt(estate, at[0] ?? '');
}

export function list(
  rows: (estate: Estate) => readonly { readonly at: string; readonly item: Item }[],
): Pick<Route, 'items' | 'about' | 'functions'> {
  return {
    about: placeOf,
    functions: (estate, asked) => functionsOf(estate, placeOf(estate, asked) ?? '/'),
    items: (estate, asked) => {
      const place = placeOf(estate, asked);
      return place === undefined ? missing : rows(estate).flatMap(({ at, item }) => (isListed(estate, place, at) ? [item] : []));
    },
  };
}

export const authorizationRoutes: readonly Route[] = [
  { name: 'azure-role-assignments', service: 'arm', path: scoped('roleAssignments'), ...list(assignmentItems) },
  {
    name: 'azure-role-definitions',
    service: 'arm',
    path: scoped('roleDefinitions'),
    about: placeOf,
    functions: (estate) => ({
      "type eq 'CustomRole'": (item) => (item['properties'] as Item)['type'] === 'CustomRole',
      "type eq 'BuiltInRole'": (item) => (item['properties'] as Item)['type'] === 'BuiltInRole',
      ...functionsOf(estate, '/'),
      'atScope()': () => true,
      'atScopeAndBelow()': () => true,
    }),
    items: (estate, asked) => (placeOf(estate, asked) === undefined ? missing : definitionItems(estate)),
  },
  { name: 'deny-assignments', service: 'arm', path: scoped('denyAssignments'), ...list(denyItems) },
  {
    // what the caller may do there: https://learn.microsoft.com/rest/api/authorization/permissions. Here he is a Reader.
    name: 'own-permissions',
    service: 'arm',
    path: scoped('permissions'),
    about: placeOf,
    items: (estate, asked) =>
      placeOf(estate, asked) === undefined ? missing : [{ actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] }],
  },
  {
    // retired on 31 August 2024
    name: 'classic-administrators',
    service: 'arm',
    path: scoped('classicAdministrators'),
    items: () => [],
  },
];

export { tenantId };
