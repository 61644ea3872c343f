import * as v from 'valibot';
import { directoryObject } from '../../../ids.ts';
import type { AzureInstanceFact, AzureScheduleFact } from '../../facts.ts';
import type { ReadPage, Row } from '../common/listing.ts';
import { mapCalls, rowsOf } from '../common/listing.ts';
import { end, guid, maybeNamed, maybeResourceId, maybeTime, resourceId, role, text, word, words } from '../common/fields.ts';
import { push } from '../common/push.ts';

type Of = AzureInstanceFact['of'];

const given = {
  scope: text,
  roleDefinitionId: role,
  principalId: guid,
  principalType: words,
  status: words,
  startDateTime: maybeTime,
  endDateTime: end,
  memberType: word(['direct', 'group', 'inherited']),
};
const active = word(['assigned', 'activated']);
const instances = {
  assignment: v.object({
    id: resourceId,
    properties: v.object({
      ...given,
      assignmentType: active,
      originRoleAssignmentId: maybeResourceId,
      roleAssignmentScheduleId: maybeResourceId,
      linkedRoleEligibilityScheduleInstanceId: maybeNamed,
      linkedRoleEligibilityScheduleId: maybeNamed,
      condition: words,
    }),
  }),
  eligibility: v.object({
    id: resourceId,
    properties: v.object({ ...given, roleEligibilityScheduleId: maybeResourceId, condition: words }),
  }),
} as const;
const schedules = {
  assignment: v.object({ id: resourceId, properties: v.object({ ...given, assignmentType: active, createdOn: maybeTime }) }),
  eligibility: v.object({ id: resourceId, properties: v.object({ ...given, createdOn: maybeTime }) }),
} as const;

type Given = v.InferOutput<v.ObjectSchema<typeof given, undefined>>;

/** What one row says of who, what and where, whichever list it stands in. */
function common(row: Row<{ readonly properties: Given }>, tenant: string) {
  const { principalId, roleDefinitionId, status, startDateTime, endDateTime } = row.value.properties;
  return {
    principal: directoryObject(tenant, principalId),
    role: roleDefinitionId,
    scope: row.where.scope,
    status,
    from: startDateTime,
    until: endDateTime,
  };
}

/** A row that a scope below tells is "inherited" there, and given directly where it is. */
function memberOf({ where, value }: Row<{ readonly properties: Given }>): AzureInstanceFact['member'] {
  const { memberType } = value.properties;
  return memberType === 'inherited' && where.seenFrom === 'above' ? 'direct' : memberType;
}

function readAssignmentInstances(): ReadPage {
  return (into, body, asked) => {
    for (const row of rowsOf(into, body, asked, instances.assignment, ({ properties }) => properties.scope)) {
      const { id, properties: told } = row.value;
      const fact: AzureInstanceFact = {
        type: 'role-instance',
        of: 'assignment',
        id,
        ...common(row, asked.tenant),
        principalType: told.principalType,
        assignment: told.assignmentType,
        member: memberOf(row),
        origin: told.originRoleAssignmentId,
        schedule: told.roleAssignmentScheduleId,
        linkedEligibility: told.linkedRoleEligibilityScheduleInstanceId ?? told.linkedRoleEligibilityScheduleId,
        condition: told.condition,
      };
      push(into, 'attachment', row.where.boundary, `instance|assignment|${id}`, fact, row.at);
    }
  };
}

function readEligibilityInstances(): ReadPage {
  return (into, body, asked) => {
    for (const row of rowsOf(into, body, asked, instances.eligibility, ({ properties }) => properties.scope)) {
      const { id, properties: told } = row.value;
      const fact: AzureInstanceFact = {
        type: 'role-instance',
        of: 'eligibility',
        id,
        ...common(row, asked.tenant),
        principalType: told.principalType,
        assignment: null,
        member: memberOf(row),
        origin: null,
        schedule: told.roleEligibilityScheduleId,
        linkedEligibility: null,
        condition: told.condition,
      };
      push(into, 'attachment', row.where.boundary, `instance|eligibility|${id}`, fact, row.at);
    }
  };
}

function readSchedules(of: Of): ReadPage {
  return (into, body, asked) => {
    for (const row of rowsOf(into, body, asked, schedules[of], ({ properties }) => properties.scope)) {
      const { id, properties: told } = row.value;
      const assignment = 'assignmentType' in told ? told.assignmentType : null;
      const fact: AzureScheduleFact = {
        type: 'role-schedule',
        of,
        id,
        ...common(row, asked.tenant),
        assignment,
        createdAt: told.createdOn,
      };
      push(into, 'attachment', row.where.boundary, `request|${of}|${id}`, fact, row.at);
    }
  };
}

/** Maps what Privileged Identity Management holds to be in force now. */
export const mapInstances = mapCalls({
  roleAssignmentScheduleInstances: readAssignmentInstances(),
  roleEligibilityScheduleInstances: readEligibilityInstances(),
});

/** Maps what it has planned: in force now, or later. */
export const mapSchedules = mapCalls({
  roleAssignmentSchedules: readSchedules('assignment'),
  roleEligibilitySchedules: readSchedules('eligibility'),
});
