import type { Area } from '../../../area.ts';
import type { EntraSettings } from '../../settings.ts';
import { mapRoleAssignmentInstances, mapRoleAssignments, mapRoleEligibilityInstances } from './assignments.ts';
import { rolesCalls } from './calls.ts';
import { mapRoleDefinitions } from './definitions.ts';
import { planRoles } from './plan.ts';
import { mapRolePolicies } from './policies.ts';
import { mapRoleAssignmentSchedules, mapRoleEligibilitySchedules } from './schedules.ts';
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
import { mapAdministrativeUnits } from './units.ts';

/** Directory roles: what they are, who holds them and how lastingly, what switching one on takes, and what they are limited to. */
export const rolesArea: Area<EntraSettings> = {
  surfaces: [
    { surface: roleDefinitions, map: mapRoleDefinitions },
    { surface: roleAssignments, map: mapRoleAssignments },
    { surface: roleAssignmentInstances, map: mapRoleAssignmentInstances },
    { surface: roleEligibilityInstances, map: mapRoleEligibilityInstances },
    { surface: roleAssignmentSchedules, map: mapRoleAssignmentSchedules },
    { surface: roleEligibilitySchedules, map: mapRoleEligibilitySchedules },
    { surface: rolePolicies, map: mapRolePolicies },
    { surface: administrativeUnits, map: mapAdministrativeUnits },
  ],
  calls: rolesCalls,
  plan: planRoles,
  planSees: ['observation', 'attachment'],
};
