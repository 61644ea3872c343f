import type { Surface } from '../../../../../src/contract/connector.ts';

const governance = { provesAbsence: 'yes', service: 'governance', follows: [] } as const;

/** What packages give is told again by the memberships and roles they become, and decided there: here it says until when. */
export const accessPackages: Surface = {
  ...governance,
  id: 'entra:access-packages',
  yields: ['assignment'],
  permission: 'EntitlementManagement.Read.All',
  ifUnread: 'which access packages people hold, and until when',
  role: 'describes',
};

export const accessReviews: Surface = {
  ...governance,
  id: 'entra:access-reviews',
  yields: ['observation'],
  permission: 'AccessReview.Read.All',
  ifUnread: 'which access is reviewed, and whether what is decided is applied by itself',
  role: 'describes',
};

export const partners: Surface = {
  ...governance,
  id: 'entra:partners',
  yields: ['assignment', 'observation'],
  permission: 'DelegatedAdminRelationship.Read.All',
  ifUnread: 'which partners administer the tenant, with which roles and until when',
  role: 'grants',
};

export const consentPolicies: Surface = {
  ...governance,
  id: 'entra:consent-policies',
  yields: ['observation'],
  permission: 'Policy.Read.All',
  ifUnread: 'what users may consent to, whether they may register applications, and who may invite guests',
  role: 'describes',
};
