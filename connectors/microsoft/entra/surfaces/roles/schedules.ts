import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, instant, lost, notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { RoleScheduleFact } from '../../facts.ts';
import { tell } from '../../graph-page.ts';
import { assignmentType, endOf, hasPlace, holding, holdingOf, memberType, NO_PLACE, scheduleInfo, untold } from './held.ts';
import { isCall } from './is-call.ts';

const planned = {
  ...holding,
  memberType,
  status: untold,
  createdDateTime: v.nullish(instant, null),
  createdUsing: untold,
  scheduleInfo,
};
const assignmentSchedule = v.pipe(
  v.object({ ...planned, assignmentType }),
  v.check((value) => hasPlace(value), NO_PLACE),
);
const eligibilitySchedule = v.pipe(
  v.object(planned),
  v.check((value) => hasPlace(value), NO_PLACE),
);

/** Maps a page of `roleAssignmentSchedules`. */
export function mapRoleAssignmentSchedules(task: Task, body: Json): Mapped {
  if (!isCall(task, 'RoleAssignmentSchedules')) return notUnderstood(task);
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'value', assignmentSchedule)) {
    push(into, value, { of: 'assignment', assignment: value.assignmentType }, at);
  }
  return into;
}

/** Maps a page of `roleEligibilitySchedules`. */
export function mapRoleEligibilitySchedules(task: Task, body: Json): Mapped {
  if (!isCall(task, 'RoleEligibilitySchedules')) return notUnderstood(task);
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'value', eligibilitySchedule)) {
    push(into, value, { of: 'eligibility', assignment: null }, at);
  }
  return into;
}

type Planned = v.InferOutput<typeof eligibilitySchedule>;

function push(into: Reading, value: Planned, kind: Pick<RoleScheduleFact, 'of' | 'assignment'>, at: string): void {
  const until = endOf(value.scheduleInfo);
  if (until === undefined) {
    lost(into, `the schedule ${value.id} says that it ends, and not when`, `${at}/scheduleInfo/expiration`);
    return;
  }
  const fact: RoleScheduleFact = {
    type: 'role-schedule',
    ...kind,
    ...holdingOf(into, value),
    member: value.memberType,
    status: value.status,
    createdAt: value.createdDateTime,
    createdUsing: value.createdUsing,
    from: value.scheduleInfo.startDateTime,
    until,
  };
  tell(into, 'attachment', `schedule|${fact.of}|${fact.id}`, fact, at);
}
