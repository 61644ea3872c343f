import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import type { Reading } from '../../../../../src/contract/reading.ts';
import { elements, instant, lost, notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import type { EntityId } from '../../../../../src/model/ids.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { GroupAskedFact, GroupInstanceFact } from '../../facts.ts';
import { errorCode } from '../../../error-code.ts';
import { ending, guid, isListed, missing, objectIn, tell } from '../../graph-page.ts';
import { assignmentType, id, word } from '../roles/held.ts';
import { notManaged } from './calls.ts';

const args = v.strictObject({ call: v.picklist(['GroupPimAssignments', 'GroupPimEligibilities']), group: guid });

const inForce = {
  id,
  // absent or null, it is of the group that was asked
  groupId: v.nullish(guid, null),
  principalId: guid,
  accessId: word('member', 'owner'),
  memberType: word('direct', 'group'),
  startDateTime: v.nullish(instant, null),
  endDateTime: ending,
};
const eligibility = v.object(inForce);
const assignment = v.object({ ...inForce, assignmentType });

/**
 * Maps what Privileged Identity Management holds to be in force in a group. A group that it does not manage is one definite answer, an
 * empty list is another; either way all members are those of the group's own list. That the group is not there is neither.
 */
export function mapGroupPim(task: Task, body: Json): Mapped {
  const read = v.safeParse(args, task.args);
  if (!read.success) return notUnderstood(task);
  const { call, group: groupId } = read.output;
  const into = reading(task);
  const group = objectIn(into, groupId);
  const what = call === 'GroupPimAssignments' ? 'pim-assignments' : 'pim-eligibilities';
  const error = errorCode(body);
  if (error !== undefined && error !== notManaged) {
    missing(into, 'vanished', `activations of group ${groupId} are not told, it is not there any more: ${error}`, '/error');
    return into;
  }
  const asked: GroupAskedFact = { type: 'group-asked', group, what, managed: error === undefined };
  if (error !== undefined || isListed(body)) {
    tell(into, 'observation', `asked|${what}|${group}`, asked, error === undefined ? '/value' : '/error');
  }
  if (error !== undefined) return into;
  if (what === 'pim-assignments') {
    for (const { value, at } of elements(into, body, 'value', assignment))
      push(into, group, value, { of: 'assignment', assignment: value.assignmentType }, at);
  } else {
    for (const { value, at } of elements(into, body, 'value', eligibility))
      push(into, group, value, { of: 'eligibility', assignment: null }, at);
  }
  return into;
}

type InForce = v.InferOutput<typeof eligibility>;

function push(into: Reading, group: EntityId, value: InForce, kind: Pick<GroupInstanceFact, 'of' | 'assignment'>, at: string): void {
  if (value.groupId !== null && objectIn(into, value.groupId) !== group) {
    lost(into, `an instance of group ${value.groupId} answers for ${group}`, `${at}/groupId`);
    return;
  }
  const fact: GroupInstanceFact = {
    type: 'group-instance',
    ...kind,
    id: value.id,
    group,
    principal: objectIn(into, value.principalId),
    access: value.accessId,
    member: value.memberType,
    from: value.startDateTime,
    until: value.endDateTime,
  };
  tell(into, 'membership', `pim|${fact.of}|${fact.id}`, fact, at);
}
