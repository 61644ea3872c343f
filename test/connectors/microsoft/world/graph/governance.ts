import type { Route } from '../route.ts';

const none = (): readonly never[] => [];

/** What descriptions say nothing of is there, and empty. */
export const governanceRoutes: readonly Route[] = [
  {
    name: 'package-assignments',
    service: 'graph',
    path: /^\/identityGovernance\/entitlementManagement\/assignments$/i,
    needs: 'pim',
    expands: ['target', 'accessPackage', 'assignmentPolicy'],
    items: none,
  },
  { name: 'access-reviews', service: 'graph', path: /^\/identityGovernance\/accessReviews\/definitions$/i, needs: 'pim', items: none },
  { name: 'contracts', service: 'graph', path: /^\/contracts$/i, items: none },
  {
    name: 'authorization-policy',
    service: 'graph',
    path: /^\/policies\/authorizationPolicy$/i,
    answers: 'one',
    items: () => [
      {
        id: 'authorizationPolicy',
        displayName: 'Authorization Policy',
        description: '',
        allowInvitesFrom: 'adminsAndGuestInviters',
        allowedToSignUpEmailBasedSubscriptions: true,
        allowedToUseSSPR: true,
        allowEmailVerifiedUsersToJoinOrganization: false,
        allowUserConsentForRiskyApps: null,
        blockMsolPowerShell: false,
        guestUserRoleId: '10dae51f-b6af-4016-8d66-8c2a99b929b3',
        defaultUserRolePermissions: {
          allowedToCreateApps: false,
          allowedToCreateSecurityGroups: false,
          allowedToCreateTenants: false,
          allowedToReadBitlockerKeysForOwnedDevice: true,
          allowedToReadOtherUsers: true,
          permissionGrantPoliciesAssigned: [],
        },
      },
    ],
  },
  {
    name: 'permission-grant-policies',
    service: 'graph',
    path: /^\/policies\/permissionGrantPolicies$/i,
    expands: ['includes', 'excludes'],
    items: none,
  },
  { name: 'audit-log', service: 'graph', path: /^\/auditLogs\/directoryAudits$/i, items: none },
  {
    name: 'service-principal-activity',
    service: 'graph',
    path: /^\/reports\/servicePrincipalSignInActivities$/i,
    beta: true,
    needs: 'premium',
    items: none,
  },
  {
    name: 'credential-activity',
    service: 'graph',
    path: /^\/reports\/appCredentialSignInActivities$/i,
    beta: true,
    needs: 'premium',
    items: none,
  },
];
