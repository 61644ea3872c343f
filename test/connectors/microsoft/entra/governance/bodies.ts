import type { JsonObject } from '../../../../../src/base/json.ts';
import { guid, tenant } from '../applications/pages.ts';

export const packageAssignment: JsonObject = {
  id: '2a353749-3749-2a35-4937-352a4937352a',
  state: 'delivered',
  status: 'Delivered',
  expiredDateTime: null,
  schedule: {
    startDateTime: '2026-10-01T00:00:00Z',
    recurrence: null,
    expiration: { type: 'afterDateTime', endDateTime: '2026-12-31T00:00:00Z', duration: null },
  },
  target: { id: 'subject', objectId: guid(42), displayName: 'Ann' },
  accessPackage: { id: guid(600), displayName: 'Sales' },
};

/** As the reference has it, with the system's real name: https://learn.microsoft.com/graph/api/accesspackage-list-resourcerolescopes */
export const groupRole: JsonObject = {
  id: `${guid(610)}_${guid(611)}`,
  createdDateTime: '2026-09-09T19:54:14.853Z',
  role: { id: guid(610), displayName: 'Member', originSystem: 'AadGroup', originId: `Member_${guid(70)}` },
  scope: { id: guid(611), displayName: 'Root', description: 'Root Scope', originId: guid(70), originSystem: 'AadGroup', isRootScope: true },
};

export const appRole: JsonObject = {
  id: `${guid(612)}_${guid(613)}`,
  role: { id: guid(612), displayName: 'Standard User', originSystem: 'AadApplication', originId: guid(80) },
  scope: { id: guid(613), originId: guid(81), originSystem: 'AadApplication', isRootScope: true },
};

/** https://learn.microsoft.com/entra/id-governance/entitlement-management-roles */
export const directoryRole: JsonObject = {
  id: `${guid(614)}_${guid(615)}`,
  role: { id: guid(614), displayName: 'Eligible Member', originSystem: 'DirectoryRole', originId: 'Eligible' },
  scope: { id: guid(615), displayName: 'Root', originSystem: 'DirectoryRole', originId: 'C4E39BD9-1100-46D3-8C65-FB160DA0071F' },
};

export const siteRole: JsonObject = {
  id: `${guid(616)}_${guid(617)}`,
  role: { id: guid(616), displayName: 'Contributors', originSystem: 'SharePointOnline', originId: '4' },
  scope: { id: guid(617), originId: 'https://contoso.sharepoint.com/portals/Community', originSystem: 'SharePointOnline' },
};

export const accessPackage: JsonObject = {
  id: guid(600),
  displayName: 'Sales',
  isHidden: false,
  resourceRoleScopes: [groupRole, appRole, directoryRole, siteRole],
};

export const review: JsonObject = {
  id: '98dcebed-c7f6-46f4-bcf3-4a3fccdb3e2a',
  displayName: 'Admins, quarterly',
  status: 'InProgress',
  createdDateTime: '2026-01-01T00:00:00Z',
  scope: { query: '/groups/119cc181-22f0-4e18-8537-264e7524ee0b/transitiveMembers', queryType: 'MicrosoftGraph' },
  settings: { autoApplyDecisionsEnabled: false },
};

export const reviewInstance: JsonObject = {
  id: guid(620),
  startDateTime: '2026-10-01T00:00:00Z',
  endDateTime: '2026-10-14T00:00:00Z',
  status: 'Completed',
};

/** https://learn.microsoft.com/graph/api/accessreviewinstance-list-decisions */
export const decision: JsonObject = {
  id: guid(630),
  accessReviewId: guid(620),
  reviewedDateTime: '2026-10-10T09:00:00Z',
  decision: 'Deny',
  justification: 'left the team',
  appliedDateTime: '00000000-0000-0000-0000-000000000000',
  applyResult: 'New',
  recommendation: 'Deny',
  principalLink: `https://graph.microsoft.com/v1.0/users/${guid(42)}`,
  resourceLink: `https://graph.microsoft.com/v1.0/groups/${guid(70)}`,
  resource: {
    '@odata.type': '#microsoft.graph.accessReviewInstanceDecisionItemResource',
    id: guid(70),
    displayName: 'Admins',
    type: 'Group',
  },
  reviewedBy: { id: guid(43), displayName: 'Ben', userPrincipalName: 'ben@contoso.example' },
  principal: { '@odata.type': '#microsoft.graph.userIdentity', id: guid(42), displayName: 'Ann' },
};

export const partner: JsonObject = {
  id: `${guid(650)}-${guid(651)}`,
  displayName: 'Fabrikam operations',
  status: 'active',
  duration: 'P730D',
  endDateTime: '2027-06-01T00:00:00Z',
  autoExtendDuration: 'PT0S',
  customer: { tenantId: tenant, displayName: 'Contoso' },
  accessDetails: { unifiedRoles: [{ roleDefinitionId: '62e90394-69f5-4237-9190-012177145e10' }] },
};

export const authorizationPolicy: JsonObject = {
  id: 'authorizationPolicy',
  allowInvitesFrom: 'adminsAndGuestInviters',
  guestUserRoleId: '10DAE51F-B6AF-4016-8D66-8C2A99B929B3',
  defaultUserRolePermissions: {
    allowedToCreateApps: true,
    permissionGrantPoliciesAssigned: ['ManagePermissionGrantsForSelf.microsoft-user-default-legacy'],
  },
};

export const grantPolicy: JsonObject = {
  id: 'microsoft-user-default-low',
  displayName: 'Default User Low Risk Policy',
  includes: [
    {
      id: 'b',
      permissionType: 'delegatedUserConsentable',
      permissionClassification: 'low',
      permissions: ['all'],
      resourceApplication: 'any',
      clientApplicationsFromVerifiedPublisherOnly: true,
    },
  ],
  excludes: [],
};
