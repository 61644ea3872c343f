import type { MicrosoftCall } from '../../../call.ts';
import { arg, query } from '../../graph-page.ts';
import { groupMembers, groupOwners, groupPim, groupPolicies, groups } from './surfaces.ts';

const readGroups = ['GroupMember.Read.All'];
/** The code of the directory for an object that is not there. */
const gone = 'Request_ResourceNotFound';
/** The code of Privileged Identity Management for a group that it does not manage. */
export const notManaged = 'ResourceNotFound';

const ofGroup = (args: Parameters<typeof arg>[0]): string => `of group ${arg(args, 'group')}`;
const perGroup = { batched: true, drops: [], about: ofGroup } as const;
const MANAGED = '/identityGovernance/privilegedAccess/group';

/**
 * Microsoft Graph reads of groups. Members and owners are asked of beta: v1.0 leaves service principals out of both
 * (https://learn.microsoft.com/graph/api/group-list-members and /group-list-owners).
 */
export const groupsCalls: readonly MicrosoftCall[] = [
  {
    name: 'Groups',
    surface: groups.id,
    service: 'graph',
    operation: 'GET /groups',
    path: () =>
      `/groups${query({
        $select:
          'id,displayName,createdDateTime,isAssignableToRole,mailEnabled,membershipRule,onPremisesSyncEnabled,securityEnabled,visibility',
        $top: 999,
      })}`,
    drops: [],
    permissions: readGroups,
  },
  {
    ...perGroup,
    name: 'GroupMembers',
    surface: groupMembers.id,
    service: 'graph-beta',
    operation: 'GET /groups/{id}/members',
    path: (args) => `/groups/${arg(args, 'group')}/members${query({ $select: 'id', $top: 999 })}`,
    permissions: readGroups,
    answers: [gone],
  },
  {
    ...perGroup,
    name: 'GroupOwners',
    surface: groupOwners.id,
    service: 'graph-beta',
    operation: 'GET /groups/{id}/owners',
    path: (args) => `/groups/${arg(args, 'group')}/owners${query({ $select: 'id', $top: 999 })}`,
    permissions: readGroups,
    answers: [gone],
  },
  {
    ...perGroup,
    name: 'GroupPimAssignments',
    surface: groupPim.id,
    service: 'graph',
    operation: 'GET /identityGovernance/privilegedAccess/group/assignmentScheduleInstances',
    path: (args) => `${MANAGED}/assignmentScheduleInstances${query({ $filter: `groupId eq '${arg(args, 'group')}'` })}`,
    permissions: ['PrivilegedAssignmentSchedule.Read.AzureADGroup'],
    answers: [gone, notManaged],
  },
  {
    ...perGroup,
    name: 'GroupPimEligibilities',
    surface: groupPim.id,
    service: 'graph',
    operation: 'GET /identityGovernance/privilegedAccess/group/eligibilityScheduleInstances',
    path: (args) => `${MANAGED}/eligibilityScheduleInstances${query({ $filter: `groupId eq '${arg(args, 'group')}'` })}`,
    permissions: ['PrivilegedEligibilitySchedule.Read.AzureADGroup'],
    answers: [gone, notManaged],
  },
  {
    ...perGroup,
    name: 'GroupPolicies',
    surface: groupPolicies.id,
    service: 'graph',
    operation: 'GET /policies/roleManagementPolicyAssignments',
    path: (args) =>
      `/policies/roleManagementPolicyAssignments${query({
        $filter: `scopeId eq '${arg(args, 'group')}' and scopeType eq 'Group'`,
        $expand: 'policy($expand=rules)',
      })}`,
    permissions: ['RoleManagementPolicy.Read.AzureADGroup'],
  },
];
