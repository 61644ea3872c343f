import * as v from 'valibot';
import type { Json } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import { elements, notUnderstood, reading } from '../../../../../src/contract/reading.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { GroupAskedFact, GroupMemberFact, OwnerFact, OwnersListedFact } from '../../facts.ts';
import { errorCode } from '../../../error-code.ts';
import { guid, isListed, missing, objectIn, tell } from '../../graph-page.ts';
import { doubtEmpty } from '../roles/hidden.ts';

const membersArgs = v.strictObject({ call: v.literal('GroupMembers'), group: guid, hidden: v.optional(v.literal(true)) });
const ownersArgs = v.strictObject({ call: v.literal('GroupOwners'), group: guid });
/** Of whatever kind it is: what it is, the lists of its kind tell. */
const object = v.object({ id: guid });

/**
 * Maps a page of the direct members of a group. What is missing of them is about no one in particular: anybody may be the one who is not
 * shown.
 */
export function mapGroupMembers(task: Task, body: Json): Mapped {
  const read = v.safeParse(membersArgs, task.args);
  if (!read.success) return notUnderstood(task);
  const { group: groupId, hidden } = read.output;
  const into = reading(task);
  const error = errorCode(body);
  if (error !== undefined) {
    missing(into, 'vanished', `the members of group ${groupId} are not told, it is not there any more: ${error}`, '/error');
    return into;
  }
  const group = objectIn(into, groupId);
  const asked: GroupAskedFact = { type: 'group-asked', group, what: 'members', managed: null };
  if (isListed(body)) tell(into, 'observation', `asked|members|${group}`, asked, '/value');
  for (const { value, at } of elements(into, body, 'value', object)) {
    const fact: GroupMemberFact = { type: 'group-member', group, member: objectIn(into, value.id) };
    tell(into, 'membership', `member|${group}|${fact.member}`, fact, at);
  }
  if (hidden === true) doubtEmpty(into, body, `group ${groupId}`);
  return into;
}

/** Maps the owners of a group: at most 100 (https://learn.microsoft.com/entra/identity/users/directory-service-limits-restrictions), so one page. */
export function mapGroupOwners(task: Task, body: Json): Mapped {
  const read = v.safeParse(ownersArgs, task.args);
  if (!read.success) return notUnderstood(task);
  const { group: groupId } = read.output;
  const into = reading(task);
  const error = errorCode(body);
  if (error !== undefined) {
    missing(into, 'vanished', `the owners of group ${groupId} are not told, it is not there any more: ${error}`, '/error');
    return into;
  }
  const of = objectIn(into, groupId);
  const found = elements(into, body, 'value', object);
  for (const { value, at } of found) {
    const fact: OwnerFact = { type: 'owner', of, owner: objectIn(into, value.id), sort: 'group' };
    tell(into, 'trust', `owner|${of}|${fact.owner}`, fact, at);
  }
  if (into.gaps.length === 0) {
    const listed: OwnersListedFact = { type: 'owners-listed', of, count: found.length };
    tell(into, 'observation', `owners|${of}`, listed, '/value');
  }
  return into;
}
