import type { FactKind } from '../../../../../src/model/fact.ts';
import type { Surface } from '../../../../../src/contract/connector.ts';
import { managementGroups, subscriptions } from '../places/surfaces.ts';

function pimSurface(name: string, what: string, kind: FactKind, role: Surface['role'], ifUnread: string): Surface {
  return {
    id: `azure:${name}`,
    yields: [kind],
    permission: `Microsoft.Authorization/${what}/read`,
    ifUnread,
    provesAbsence: 'yes',
    role,
    service: 'arm',
    follows: [subscriptions.id, managementGroups.id],
    filtered: true,
  };
}

export const assignmentInstances = pimSurface(
  'assignment-instances',
  'roleAssignmentScheduleInstances',
  'attachment',
  'grants',
  'which role assignments are switched on for a while or have an end, and which are there for good',
);
export const eligibilityInstances = pimSurface(
  'eligibility-instances',
  'roleEligibilityScheduleInstances',
  'attachment',
  'grants',
  'who may switch on which role',
);
export const assignmentSchedules = pimSurface(
  'assignment-schedules',
  'roleAssignmentSchedules',
  'attachment',
  'grants',
  'which role assignments begin later',
);
export const eligibilitySchedules = pimSurface(
  'eligibility-schedules',
  'roleEligibilitySchedules',
  'attachment',
  'grants',
  'who may switch on which role later',
);
export const rolePolicies = pimSurface(
  'role-policies',
  'roleManagementPolicyAssignments',
  'activation-policy',
  'describes',
  'what must happen before a role is switched on, and whether it may be given for good',
);
