import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { errorName, instant, lost, reading, shaped } from '../../../../src/contract/reading.ts';
import { isOfUser, plainCredential, pushCredential, pushDetail, status, text, userArn, userName } from './told.ts';
import { isGone, mapUserList } from './user-list.ts';

/** Ids and states of access keys as they are now. The credential report tells of the keys themselves, up to four hours late. */
export const accessKeys: Surface = {
  id: 'aws:access-keys',
  yields: ['credential-detail'],
  permission: 'iam:ListAccessKeys, iam:GetAccessKeyLastUsed',
  ifUnread: 'the ids of access keys, those made since the credential report, and proof that a key is gone',
  provesAbsence: { after: 60_000 },
  role: 'describes',
  service: 'iam',
  follows: ['aws:authorization-details'],
};

const key = v.object({ UserName: userName, AccessKeyId: text, Status: status, CreateDate: instant });
const lastUse = v.strictObject({ call: v.literal('GetAccessKeyLastUsed'), user: userArn, key: text });
const used = v.object({ UserName: userName, AccessKeyLastUsed: v.object({ LastUsedDate: v.optional(instant) }) });

/** Maps one answer of ListAccessKeys or GetAccessKeyLastUsed. */
export function mapAccessKeys(task: Task, body: Json): Mapped {
  const use = v.safeParse(lastUse, task.args);
  if (use.success) return mapLastUse(task, body, use.output);
  return mapUserList(task, body, {
    of: 'access-keys',
    call: 'ListAccessKeys',
    member: 'AccessKeyMetadata',
    element: key,
    idOf: ({ AccessKeyId }) => AccessKeyId,
    tell(into, user, { AccessKeyId: id, Status, CreateDate }, at) {
      const state = Status === 'Active' ? 'active' : 'inactive';
      // A key's secret is made with it and never changed.
      pushCredential(into, { ...plainCredential, id, identity: user, kind: 'access-key', name: id, state, createdAt: CreateDate }, at);
    },
  });
}

function mapLastUse(task: Task, body: Json, args: v.InferOutput<typeof lastUse>): Mapped {
  const into = reading(task);
  const error = errorName(body);
  if (error !== undefined) {
    // Deleted since it was listed: nothing is to be told of it.
    if (!isGone(error)) lost(into, `the answer of ${args.call} is an error nobody expected: ${error}`, '/error', args.user);
    return into;
  }
  const said = shaped(into, used, body, `the last use of ${args.key} could not be read`, '');
  if (said === undefined || !isOfUser(into, args.user, said.UserName, '/UserName')) return into;
  const { LastUsedDate = null } = said.AccessKeyLastUsed;
  pushDetail(into, { type: 'last-use', key: args.key, lastUsed: LastUsedDate }, '/AccessKeyLastUsed');
  return into;
}

/** Asked of a key whose last use no report tells. */
export function lastUseTask(boundary: Task['boundary'], user: string, id: string): Task {
  return { boundary, surface: accessKeys.id, args: { call: 'GetAccessKeyLastUsed', user, key: id } };
}
