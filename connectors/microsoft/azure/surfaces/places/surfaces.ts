import type { Surface } from '../../../../../src/contract/connector.ts';

/** The boundary of the one question that is asked before any subscription or tenant is known. */
export const signedIn = 'azure:signed-in';

export const subscriptions: Surface = {
  id: 'azure:subscriptions',
  yields: ['boundary', 'observation'],
  permission: 'Microsoft.Resources/subscriptions/read',
  ifUnread: 'which subscriptions there are, of which tenant they are, and so anything about them',
  provesAbsence: 'yes',
  role: 'describes',
  service: 'arm',
  follows: [],
  shared: true,
  filtered: true,
};

/** Asked of the tenant; a subscription holds none. */
export const managementGroups: Surface = {
  id: 'azure:management-groups',
  yields: ['observation'],
  permission: 'Microsoft.Management/managementGroups/read, Microsoft.Management/managementGroups/descendants/read',
  ifUnread: 'which management groups there are, and which subscriptions inherit from which of them',
  provesAbsence: 'yes',
  role: 'describes',
  service: 'arm',
  follows: [subscriptions.id],
};
