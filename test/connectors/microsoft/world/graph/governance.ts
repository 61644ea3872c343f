import type { AccessPackage, Review } from '../description.ts';
import type { Estate } from '../estate.ts';
import { guidOf } from '../identifiers.ts';
import type { Item } from '../odata.ts';
import type { Asked, Route } from '../route.ts';
import { notFound } from '../route.ts';

const none = (): readonly never[] => [];

function packageNamed({ world }: Estate, { at }: Asked): string | undefined {
  return Object.keys(world.packages).find((name) => packageId(name) === at[0]?.toLowerCase());
}

function packageId(name: string): string {
  return guidOf('access package', name);
}

/** https://learn.microsoft.com/graph/api/resources/accesspackageassignment */
function assignmentItem(estate: Estate, name: string, { who, state, from, until, expired }: AccessPackage['to'][number], at: number): Item {
  const objectId = estate.idOf(who);
  return {
    id: guidOf('package assignment', name, who, String(at)),
    state,
    status: state === 'expired' ? 'ExpiredNotificationTriggered' : 'Delivered',
    expiredDateTime: expired ?? null,
    customExtensionCalloutInstances: [],
    schedule: {
      startDateTime: from,
      recurrence: null,
      expiration:
        until === undefined
          ? { endDateTime: null, duration: null, type: 'noExpiration' }
          : { endDateTime: until, duration: null, type: 'afterDateTime' },
    },
    target: { id: guidOf('package subject', who), objectId, displayName: who, subjectType: 'user' },
    accessPackage: { id: packageId(name), displayName: name, isHidden: false },
  };
}

/** https://learn.microsoft.com/graph/api/accesspackage-list-resourcerolescopes */
function packageItem(estate: Estate, name: string, { gives }: AccessPackage): Item {
  return {
    id: packageId(name),
    displayName: name,
    description: name,
    isHidden: false,
    resourceRoleScopes: gives.map((each) => roleScopeOf(estate, name, each)),
  };
}

function roleScopeOf(estate: Estate, name: string, given: AccessPackage['gives'][number]): Item {
  const [role, scope] = [guidOf('package role', name, JSON.stringify(given)), guidOf('package scope', name, JSON.stringify(given))];
  const of = (originSystem: string, displayName: string, roleId: string, scopeId: string): Item => ({
    id: `${role}_${scope}`,
    createdDateTime: '2026-01-05T08:00:00Z',
    role: { id: role, displayName, description: null, originSystem, originId: roleId },
    scope: { id: scope, displayName: 'Root', description: 'Root Scope', originSystem, originId: scopeId, isRootScope: true },
  });
  if ('site' in given) return of('SharePointOnline', 'Contributors', '4', given.site);
  if ('role' in given) {
    const eligible = given.as === 'eligible';
    return of(
      'DirectoryRole',
      eligible ? 'Eligible Member' : 'Active Member',
      eligible ? 'Eligible' : 'Active',
      estate.directoryRole(given.role),
    );
  }
  const group = estate.idOf(given.group);
  const prefix = { member: 'Member', owner: 'Owner', 'eligible-member': 'EligibleMember', 'eligible-owner': 'EligibleOwner' }[given.as];
  return of('AadGroup', prefix.replace('Eligible', 'Eligible '), `${prefix}_${group}`, group);
}

function reviewsNamed({ world }: Estate, { at }: Asked): readonly (readonly [string, Review])[] {
  return Object.entries(world.reviews).filter(([name]) => guidOf('review', name) === at[0]?.toLowerCase());
}

/** https://learn.microsoft.com/graph/api/resources/accessreviewscheduledefinition */
function reviewItem(name: string, group: string): Item {
  return {
    id: guidOf('review', name),
    displayName: name,
    status: 'InProgress',
    createdDateTime: '2026-01-05T08:00:00Z',
    scope: {
      '@odata.type': '#microsoft.graph.accessReviewQueryScope',
      query: `/groups/${group}/transitiveMembers`,
      queryType: 'MicrosoftGraph',
    },
    settings: { autoApplyDecisionsEnabled: false },
  };
}

function instanceItem(name: string): Item {
  return {
    id: guidOf('review instance', name),
    startDateTime: '2026-11-01T08:00:00Z',
    endDateTime: '2026-11-14T08:00:00Z',
    status: 'Completed',
  };
}

/** https://learn.microsoft.com/graph/api/resources/accessreviewinstancedecisionitem */
function decisionItem(name: string, who: string, group: string, { decision, at, applied }: Review['decisions'][number]): Item {
  const isMade = decision === 'Approve' || decision === 'Deny';
  return {
    id: guidOf('review decision', name, who),
    accessReviewId: guidOf('review instance', name),
    reviewedDateTime: isMade ? at : null,
    decision,
    justification: '',
    appliedDateTime: null,
    applyResult: applied,
    recommendation: 'NoInfoAvailable',
    principalLink: `https://graph.microsoft.com/v1.0/users/${who}`,
    resourceLink: `https://graph.microsoft.com/v1.0/groups/${group}`,
    resource: { id: group, displayName: name, type: 'Group' },
    principal: { '@odata.type': '#microsoft.graph.userIdentity', id: who, displayName: who },
    reviewedBy: { id: '00000000-0000-0000-0000-000000000000', displayName: '', userPrincipalName: '' },
  };
}

/** What descriptions say nothing of is there, and empty. */
export const governanceRoutes: readonly Route[] = [
  {
    name: 'package-assignments',
    service: 'graph',
    path: /^\/identityGovernance\/entitlementManagement\/assignments$/i,
    needs: 'pim',
    expands: ['target', 'accessPackage', 'assignmentPolicy'],
    items: (estate) =>
      Object.entries(estate.world.packages).flatMap(([name, { to }]) => to.map((each, at) => assignmentItem(estate, name, each, at))),
  },
  {
    name: 'access-package',
    service: 'graph',
    path: /^\/identityGovernance\/entitlementManagement\/accessPackages\/([^/]+)$/i,
    answers: 'one',
    needs: 'pim',
    expands: ['resourceRoleScopes'],
    about: packageNamed,
    items: (estate, asked) => {
      const name = packageNamed(estate, asked);
      const told = name === undefined ? undefined : estate.world.packages[name];
      return name === undefined || told === undefined || told.gone === true ? notFound : [packageItem(estate, name, told)];
    },
  },
  {
    name: 'access-reviews',
    service: 'graph',
    path: /^\/identityGovernance\/accessReviews\/definitions$/i,
    needs: 'pim',
    items: (estate) => Object.entries(estate.world.reviews).map(([name, { group }]) => reviewItem(name, estate.idOf(group))),
  },
  {
    name: 'access-review-instances',
    service: 'graph',
    path: /^\/identityGovernance\/accessReviews\/definitions\/([^/]+)\/instances$/i,
    needs: 'pim',
    items: (estate, asked) => reviewsNamed(estate, asked).map(([name]) => instanceItem(name)),
  },
  {
    name: 'access-review-decisions',
    service: 'graph',
    path: /^\/identityGovernance\/accessReviews\/definitions\/([^/]+)\/instances\/([^/]+)\/decisions$/i,
    needs: 'pim',
    items: (estate, asked) =>
      reviewsNamed(estate, asked).flatMap(([name, { group, decisions }]) =>
        decisions.map((each) => decisionItem(name, estate.idOf(each.who), estate.idOf(group), each)),
      ),
  },
  { name: 'contracts', service: 'graph', path: /^\/contracts$/i, items: none },
  {
    name: 'authorization-policy',
    service: 'graph',
    path: /^\/policies\/authorizationPolicy$/i,
    answers: 'one',
    items: ({ world }) => [
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
        guestUserRoleId: world.guestsSeeAll === true ? 'a0b1b346-4d3e-4e8b-98f8-753987be4970' : '10dae51f-b6af-4016-8d66-8c2a99b929b3',
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
