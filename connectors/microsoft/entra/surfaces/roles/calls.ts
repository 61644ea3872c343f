import type { MicrosoftCall } from '../../../call.ts';
import { arg, query } from '../../graph-page.ts';
import { betaLacks } from './definitions.ts';
import {
  administrativeUnits,
  roleAssignmentInstances,
  roleAssignments,
  roleAssignmentSchedules,
  roleDefinitions,
  roleEligibilityInstances,
  roleEligibilitySchedules,
  rolePolicies,
} from './surfaces.ts';

const DEFINITION = 'id,templateId,displayName,isBuiltIn,isEnabled,rolePermissions';
const read = { service: 'graph', drops: [], permissions: ['RoleManagement.Read.Directory'] } as const;
const DIRECTORY = '/roleManagement/directory';

/** Microsoft Graph reads of directory roles. Instances and schedules take no page size: the service sets it. */
export const rolesCalls: readonly MicrosoftCall[] = [
  {
    ...read,
    // Microsoft's own label `isPrivileged` is told by beta alone. Where that has no such list, v1.0 is asked in its place.
    name: 'RoleDefinitionsBeta',
    surface: roleDefinitions.id,
    service: 'graph-beta',
    operation: 'GET /roleManagement/directory/roleDefinitions',
    path: () => `${DIRECTORY}/roleDefinitions${query({ $select: `${DEFINITION},isPrivileged` })}`,
    answers: betaLacks,
    answerStatuses: [404],
  },
  {
    ...read,
    name: 'RoleDefinitions',
    surface: roleDefinitions.id,
    operation: 'GET /roleManagement/directory/roleDefinitions',
    path: () => `${DIRECTORY}/roleDefinitions${query({ $select: DEFINITION })}`,
  },
  {
    ...read,
    name: 'RoleAssignments',
    surface: roleAssignments.id,
    operation: 'GET /roleManagement/directory/roleAssignments',
    path: () => `${DIRECTORY}/roleAssignments${query({ $top: 999 })}`,
  },
  {
    ...read,
    name: 'RoleAssignmentInstances',
    surface: roleAssignmentInstances.id,
    operation: 'GET /roleManagement/directory/roleAssignmentScheduleInstances',
    path: () => `${DIRECTORY}/roleAssignmentScheduleInstances${query({ $expand: 'activatedUsing' })}`,
  },
  {
    ...read,
    name: 'RoleEligibilityInstances',
    surface: roleEligibilityInstances.id,
    operation: 'GET /roleManagement/directory/roleEligibilityScheduleInstances',
    path: () => `${DIRECTORY}/roleEligibilityScheduleInstances`,
  },
  {
    ...read,
    name: 'RoleAssignmentSchedules',
    surface: roleAssignmentSchedules.id,
    operation: 'GET /roleManagement/directory/roleAssignmentSchedules',
    path: () => `${DIRECTORY}/roleAssignmentSchedules`,
  },
  {
    ...read,
    name: 'RoleEligibilitySchedules',
    surface: roleEligibilitySchedules.id,
    operation: 'GET /roleManagement/directory/roleEligibilitySchedules',
    path: () => `${DIRECTORY}/roleEligibilitySchedules`,
  },
  {
    ...read,
    name: 'RolePolicies',
    surface: rolePolicies.id,
    operation: 'GET /policies/roleManagementPolicyAssignments',
    // the service answers only where both are filtered by
    path: () =>
      `/policies/roleManagementPolicyAssignments${query({
        $filter: "scopeId eq '/' and scopeType eq 'DirectoryRole'",
        $expand: 'policy($expand=rules)',
      })}`,
    about: () => 'of directory roles',
  },
  {
    name: 'AdministrativeUnits',
    surface: administrativeUnits.id,
    service: 'graph',
    operation: 'GET /directory/administrativeUnits',
    path: () => `/directory/administrativeUnits${query({ $select: 'id,displayName,isMemberManagementRestricted,visibility', $top: 999 })}`,
    drops: [],
    permissions: ['AdministrativeUnit.Read.All'],
  },
  {
    name: 'AdministrativeUnitMembers',
    surface: administrativeUnits.id,
    service: 'graph',
    operation: 'GET /directory/administrativeUnits/{id}/members',
    path: (args) => `/directory/administrativeUnits/${arg(args, 'unit')}/members${query({ $select: 'id', $top: 999 })}`,
    batched: true,
    drops: [],
    permissions: ['AdministrativeUnit.Read.All'],
    answers: ['Request_ResourceNotFound'],
    about: (args) => `of administrative unit ${arg(args, 'unit')}`,
  },
];
