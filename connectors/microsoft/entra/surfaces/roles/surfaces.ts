import type { Surface } from '../../../../../src/contract/connector.ts';
import { organization } from '../organization/surface.ts';

const service = 'directory';

export const roleDefinitions: Surface = {
  id: 'entra:role-definitions',
  // what secrets a directory keeps (of devices) its roles alone let anybody read: they have no policies of their own
  yields: ['policy', 'secret-policy'],
  permission: 'RoleManagement.Read.Directory',
  ifUnread: 'what each directory role allows, and which roles the tenant made itself',
  provesAbsence: 'yes',
  role: 'grants',
  service,
  follows: [],
};

/** A role that is switched on looks like a permanent one here: which it is, the instances tell. */
export const roleAssignments: Surface = {
  id: 'entra:role-assignments',
  yields: ['attachment'],
  permission: 'RoleManagement.Read.Directory',
  ifUnread: 'who holds which directory role',
  provesAbsence: 'yes',
  role: 'grants',
  service,
  follows: [],
};

/** A tenant without the licence has none: then it is not asked, and the role assignments tell all. */
export const roleAssignmentInstances: Surface = {
  id: 'entra:role-assignment-instances',
  yields: ['attachment'],
  permission: 'RoleManagement.Read.Directory',
  ifUnread: 'which directory roles are permanent, which end, and which were switched on for a while',
  provesAbsence: 'yes',
  role: 'grants',
  service,
  follows: [organization.id],
};

export const roleEligibilityInstances: Surface = {
  id: 'entra:role-eligibility-instances',
  yields: ['attachment'],
  permission: 'RoleManagement.Read.Directory',
  ifUnread: 'who may switch on which directory role',
  provesAbsence: 'yes',
  role: 'grants',
  service,
  follows: [organization.id],
};

export const roleAssignmentSchedules: Surface = {
  id: 'entra:role-assignment-schedules',
  yields: ['attachment'],
  permission: 'RoleManagement.Read.Directory',
  ifUnread: 'which directory roles somebody will hold later, and which request gave those held now',
  provesAbsence: 'yes',
  role: 'describes',
  service,
  follows: [organization.id],
};

export const roleEligibilitySchedules: Surface = {
  id: 'entra:role-eligibility-schedules',
  yields: ['attachment'],
  permission: 'RoleManagement.Read.Directory',
  ifUnread: 'which directory roles somebody may switch on later, and which request allowed it',
  provesAbsence: 'yes',
  role: 'describes',
  service,
  follows: [organization.id],
};

export const rolePolicies: Surface = {
  id: 'entra:role-policies',
  yields: ['activation-policy'],
  permission: 'RoleManagement.Read.Directory',
  ifUnread: 'what must be done before a directory role is switched on, who approves it, and whether it may be given for good',
  provesAbsence: 'yes',
  role: 'describes',
  service,
  follows: [organization.id],
};

/** Members are asked of those units to which a role is limited, and of those that only such roles reach. */
export const administrativeUnits: Surface = {
  id: 'entra:administrative-units',
  yields: ['observation', 'membership'],
  permission: 'AdministrativeUnit.Read.All; Member.Read.Hidden for units with hidden members',
  ifUnread: 'whom roles that are limited to an administrative unit reach, and whom only those reach',
  provesAbsence: 'yes',
  role: 'grants',
  service,
  follows: [roleAssignments.id, roleAssignmentInstances.id, roleEligibilityInstances.id],
  batch: 20,
};
