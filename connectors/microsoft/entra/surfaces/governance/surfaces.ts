import type { Surface } from '../../../../../src/contract/connector.ts';

const governance = { provesAbsence: 'yes', service: 'governance', follows: [] } as const;

/** Who has which: what they give is told again by the memberships and roles that it becomes, and decided there. */
export const accessPackages: Surface = {
  ...governance,
  id: 'entra:access-packages',
  yields: ['assignment'],
  permission: 'EntitlementManagement.Read.All',
  ifUnread: 'which access packages people hold, and until when',
  role: 'describes',
};

/** Of the packages that somebody has, or had. Without it nobody knows whether a membership ends with a package. */
export const accessPackageRoles: Surface = {
  ...governance,
  id: 'entra:access-package-roles',
  yields: ['observation'],
  permission: 'EntitlementManagement.Read.All',
  ifUnread: 'which memberships, app roles and directory roles an access package gives, and so which of them end with it',
  role: 'describes',
  follows: [accessPackages.id],
  batch: 20,
};

export const accessReviews: Surface = {
  ...governance,
  id: 'entra:access-reviews',
  yields: ['observation'],
  permission: 'AccessReview.Read.All',
  ifUnread: 'which access is reviewed, what reviewers kept and what they denied, and whether that is applied by itself',
  role: 'describes',
};

/**
 * What reviewers decided. No question waits for it where it is not named: reviews may be held elsewhere. Of a tenant without a review nothing is told
 * whole, nor of a review that was deleted.
 */
export const accessReviewDecisions: Surface = {
  ...governance,
  id: 'entra:access-review-decisions',
  yields: ['observation', 'life-cycle-event', 'review-span'],
  permission: 'AccessReview.Read.All',
  ifUnread: 'what reviewers kept and what they denied',
  role: 'describes',
  follows: [accessReviews.id],
  batch: 20,
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
