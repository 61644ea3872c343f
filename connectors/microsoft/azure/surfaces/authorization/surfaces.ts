import type { Surface } from '../../../../../src/contract/connector.ts';
import { managementGroups, subscriptions } from '../places/surfaces.ts';

const atEveryScope = [subscriptions.id, managementGroups.id];

export const roleDefinitions: Surface = {
  id: 'azure:role-definitions',
  yields: ['policy'],
  permission: 'Microsoft.Authorization/roleDefinitions/read',
  ifUnread: 'what the roles that are given allow',
  provesAbsence: 'yes',
  role: 'grants',
  service: 'arm',
  follows: atEveryScope,
  filtered: true,
};

/**
 * To be given a role is the only way of belonging to anything that Azure itself has: with this list its memberships are told too, of which
 * there are none (groups are the directory's).
 */
export const roleAssignments: Surface = {
  id: 'azure:role-assignments',
  yields: ['attachment', 'membership', 'observation'],
  permission: 'Microsoft.Authorization/roleAssignments/read, Microsoft.Authorization/permissions/read',
  ifUnread: 'who is given which role, at subscriptions and below and at management groups',
  // a removal may take ten minutes to be told everywhere (https://learn.microsoft.com/azure/role-based-access-control/troubleshooting)
  provesAbsence: { after: 600_000 },
  role: 'grants',
  service: 'arm',
  follows: atEveryScope,
  filtered: true,
};

/** Asked of the tenant; a subscription has no part of it. */
export const rootAssignments: Surface = {
  id: 'azure:root-assignments',
  yields: ['attachment'],
  permission: 'Microsoft.Authorization/roleAssignments/read at the root scope',
  ifUnread: 'who is given a role above all subscriptions and management groups, as elevated access does',
  provesAbsence: { after: 600_000 },
  role: 'grants',
  service: 'arm',
  follows: [subscriptions.id],
  filtered: true,
};

/** An index that lags by minutes, and lacks what the caller may not read: it shows what is there, never what is not. */
export const assignmentIndex: Surface = {
  id: 'azure:assignment-index',
  yields: ['observation'],
  permission: 'Microsoft.Authorization/roleAssignments/read',
  ifUnread: 'whether the index of the tenant tells of role assignments that the lists of its subscriptions do not',
  provesAbsence: 'no',
  role: 'describes',
  service: 'resource-graph',
  follows: [subscriptions.id],
  filtered: true,
};

export const denyAssignments: Surface = {
  id: 'azure:deny-assignments',
  yields: ['limiter'],
  permission: 'Microsoft.Authorization/denyAssignments/read',
  ifUnread: 'whether a deny assignment takes away what a role allows',
  provesAbsence: { after: 600_000 },
  role: 'limits',
  service: 'arm',
  follows: atEveryScope,
  filtered: true,
};

/** Retired on 31 August 2024 (https://learn.microsoft.com/azure/role-based-access-control/classic-administrators). */
export const classicAdministrators: Surface = {
  id: 'azure:classic-administrators',
  yields: ['attachment'],
  permission: 'Microsoft.Authorization/classicAdministrators/read',
  ifUnread: 'whether a classic administrator is left',
  provesAbsence: 'yes',
  role: 'grants',
  service: 'arm',
  follows: [subscriptions.id],
  filtered: true,
};
