import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import { elements, instant, notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { RoleAssignmentFact, RoleInstanceFact } from '../../facts.ts';
import { ending, tell } from '../../graph-page.ts';
import { doubtNone } from '../../never-empty.ts';
import { assignmentType, hasPlace, holding, holdingOf, id, memberType, NO_PLACE, untold } from './held.ts';
import { isCall } from './is-call.ts';

const assignment = v.pipe(
  v.object({ ...holding, condition: v.nullish(v.string(), null) }),
  v.check((value) => hasPlace(value), NO_PLACE),
);

/** Maps a page of `roleAssignments`. Whoever made the tenant holds a role, and the last that holds Global Administrator can't be taken away. */
export function mapRoleAssignments(task: Task, body: Json): Mapped {
  if (!isCall(task, 'RoleAssignments')) return notUnderstood(task);
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'value', assignment)) {
    const fact: RoleAssignmentFact = { type: 'role-assignment', ...holdingOf(into, value), condition: value.condition };
    tell(into, 'attachment', `assignment|${fact.id}`, fact, at);
  }
  doubtNone(into, body, 'role assignments');
  return into;
}

const inForce = {
  ...holding,
  memberType,
  startDateTime: v.nullish(instant, null),
  endDateTime: ending,
};
const assignmentInstance = v.pipe(
  v.object({
    ...inForce,
    assignmentType,
    roleAssignmentOriginId: untold,
    roleAssignmentScheduleId: untold,
    activatedUsing: v.nullish(v.object({ id }), null),
  }),
  v.check((value) => hasPlace(value), NO_PLACE),
);
const eligibilityInstance = v.pipe(
  v.object({ ...inForce, roleEligibilityScheduleId: untold }),
  v.check((value) => hasPlace(value), NO_PLACE),
);

/** Maps a page of `roleAssignmentScheduleInstances`: one for each role assignment, those made elsewhere too. */
export function mapRoleAssignmentInstances(task: Task, body: Json): Mapped {
  if (!isCall(task, 'RoleAssignmentInstances')) return notUnderstood(task);
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'value', assignmentInstance)) {
    const fact: RoleInstanceFact = {
      type: 'role-instance',
      of: 'assignment',
      ...holdingOf(into, value),
      assignment: value.assignmentType,
      member: value.memberType,
      from: value.startDateTime,
      until: value.endDateTime,
      origin: value.roleAssignmentOriginId,
      schedule: value.roleAssignmentScheduleId,
      activatedUsing: value.activatedUsing?.id ?? null,
    };
    tell(into, 'attachment', `instance|assignment|${fact.id}`, fact, at);
  }
  doubtNone(into, body, 'role assignments in force');
  return into;
}

/** Maps a page of `roleEligibilityScheduleInstances`. An eligibility stays listed while it is switched on. */
export function mapRoleEligibilityInstances(task: Task, body: Json): Mapped {
  if (!isCall(task, 'RoleEligibilityInstances')) return notUnderstood(task);
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'value', eligibilityInstance)) {
    const fact: RoleInstanceFact = {
      type: 'role-instance',
      of: 'eligibility',
      ...holdingOf(into, value),
      assignment: null,
      member: value.memberType,
      from: value.startDateTime,
      until: value.endDateTime,
      origin: null,
      schedule: value.roleEligibilityScheduleId,
      activatedUsing: null,
    };
    tell(into, 'attachment', `instance|eligibility|${fact.id}`, fact, at);
  }
  return into;
}
