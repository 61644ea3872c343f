import type { Surface } from '../../../../../src/contract/connector.ts';
import { organization } from '../organization/surface.ts';
import { roleAssignmentInstances, roleAssignments, roleEligibilityInstances } from '../roles/surfaces.ts';

const service = 'directory';

export const groups: Surface = {
  id: 'entra:groups',
  yields: ['identity', 'observation'],
  permission: 'GroupMember.Read.All',
  ifUnread: 'which groups there are, which of them roles can be assigned to, and whose members follow from a rule',
  provesAbsence: 'yes',
  role: 'describes',
  service,
  follows: [],
};

/**
 * What tells which groups are asked of: the list, whatever gives a group something, and the members of those that were asked. Groups of a
 * group are found in its members, so that all three lists of a group follow from that one.
 */
const interest = [
  groups.id,
  roleAssignments.id,
  roleAssignmentInstances.id,
  roleEligibilityInstances.id,
  'entra:app-role-assignments',
  'entra:group-members',
  'entra:group-pim',
];

export const groupMembers: Surface = {
  id: 'entra:group-members',
  yields: ['membership', 'observation'],
  permission: 'GroupMember.Read.All; Member.Read.Hidden for groups with hidden members',
  ifUnread: 'who is in the groups that hold roles or permissions',
  provesAbsence: 'yes',
  role: 'grants',
  service,
  follows: interest,
  batch: 20,
};

export const groupOwners: Surface = {
  id: 'entra:group-owners',
  yields: ['trust', 'observation'],
  permission: 'GroupMember.Read.All',
  ifUnread: 'who owns the groups that hold roles or permissions, and so may add members to them',
  provesAbsence: 'yes',
  role: 'grants',
  service,
  follows: interest,
  batch: 20,
};

/** A tenant without the licence has none: then it is not asked, and the lists of members and owners tell all. */
export const groupPim: Surface = {
  id: 'entra:group-pim',
  yields: ['membership', 'observation'],
  permission: 'PrivilegedAssignmentSchedule.Read.AzureADGroup, PrivilegedEligibilitySchedule.Read.AzureADGroup',
  ifUnread: 'who may switch on a membership or ownership of a group, and which members are there for a while only',
  provesAbsence: 'yes',
  role: 'grants',
  service,
  follows: [organization.id, ...interest],
  batch: 20,
};

export const groupPolicies: Surface = {
  id: 'entra:group-policies',
  yields: ['activation-policy'],
  permission: 'RoleManagementPolicy.Read.AzureADGroup',
  ifUnread:
    'what must be done before a membership or ownership of a group is switched on, who approves it, and whether it may be given for good',
  provesAbsence: 'yes',
  role: 'describes',
  service,
  follows: [groupPim.id],
  batch: 20,
};
