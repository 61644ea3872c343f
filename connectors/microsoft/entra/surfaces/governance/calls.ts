import type { MicrosoftCall } from '../../../call.ts';
import { arg, query } from '../../graph-page.ts';
import { accessPackageRoles, accessPackages, accessReviewDecisions, accessReviews, consentPolicies, partners } from './surfaces.ts';

const ofReview = {
  surface: accessReviewDecisions.id,
  service: 'graph',
  batched: true,
  drops: [],
  permissions: ['AccessReview.Read.All'],
  about: (args: Parameters<typeof arg>[0]): string => `of access review ${arg(args, 'review')}`,
} as const;

export const governanceCalls: readonly MicrosoftCall[] = [
  {
    name: 'PackageAssignments',
    surface: accessPackages.id,
    service: 'graph',
    operation: 'GET /identityGovernance/entitlementManagement/assignments',
    path: () => `/identityGovernance/entitlementManagement/assignments${query({ $expand: 'target,accessPackage' })}`,
    drops: [],
    permissions: ['EntitlementManagement.Read.All'],
  },
  {
    // https://learn.microsoft.com/graph/api/accesspackage-list-resourcerolescopes: only so are role and scope told
    name: 'PackageRoles',
    surface: accessPackageRoles.id,
    service: 'graph',
    operation: 'GET /identityGovernance/entitlementManagement/accessPackages/{id}',
    path: (args) =>
      `/identityGovernance/entitlementManagement/accessPackages/${arg(args, 'package')}${query({
        $expand: 'resourceRoleScopes($expand=role,scope)',
      })}`,
    batched: true,
    drops: [],
    permissions: ['EntitlementManagement.Read.All'],
    about: (args) => `of access package ${arg(args, 'package')}`,
  },
  {
    name: 'AccessReviews',
    surface: accessReviews.id,
    service: 'graph',
    operation: 'GET /identityGovernance/accessReviews/definitions',
    path: () => `/identityGovernance/accessReviews/definitions${query({ $top: 100 })}`,
    drops: [],
    permissions: ['AccessReview.Read.All'],
  },
  {
    ...ofReview,
    name: 'AccessReviewInstances',
    operation: 'GET /identityGovernance/accessReviews/definitions/{id}/instances',
    path: (args) => `/identityGovernance/accessReviews/definitions/${arg(args, 'review')}/instances${query({ $top: 100 })}`,
  },
  {
    ...ofReview,
    name: 'AccessReviewDecisions',
    operation: 'GET /identityGovernance/accessReviews/definitions/{id}/instances/{id}/decisions',
    path: (args) =>
      `/identityGovernance/accessReviews/definitions/${arg(args, 'review')}/instances/${arg(args, 'instance')}/decisions${query({ $top: 100 })}`,
  },
  {
    name: 'Partners',
    surface: partners.id,
    service: 'graph',
    operation: 'GET /tenantRelationships/delegatedAdminRelationships',
    path: () => '/tenantRelationships/delegatedAdminRelationships',
    drops: [],
    permissions: ['DelegatedAdminRelationship.Read.All'],
  },
  {
    name: 'AuthorizationPolicy',
    surface: consentPolicies.id,
    service: 'graph',
    operation: 'GET /policies/authorizationPolicy',
    path: () => '/policies/authorizationPolicy',
    drops: [],
    permissions: ['Policy.Read.All'],
  },
  {
    name: 'PermissionGrantPolicies',
    surface: consentPolicies.id,
    service: 'graph',
    operation: 'GET /policies/permissionGrantPolicies',
    path: () => '/policies/permissionGrantPolicies',
    drops: [],
    permissions: ['Policy.Read.All'],
  },
];
