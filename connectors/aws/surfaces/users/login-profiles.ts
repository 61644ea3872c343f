import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { errorName, instant, lost, notUnderstood, reading, shaped } from '../../../../src/contract/reading.ts';
import { isOfUser, plainCredential, pushCredential, pushDetail, userArn, userName } from './told.ts';
import { isGone } from './user-list.ts';

/** Passwords of users of whom the credential report does not tell. */
export const loginProfiles: Surface = {
  id: 'aws:login-profiles',
  yields: ['credential-detail'],
  permission: 'iam:GetLoginProfile',
  ifUnread: 'whether users of whom the credential report does not tell have a password',
  provesAbsence: { after: 60_000 },
  role: 'describes',
  service: 'iam',
  follows: ['aws:authorization-details'],
};

const args = v.strictObject({ user: userArn });
const profile = v.object({ LoginProfile: v.object({ UserName: userName, CreateDate: instant }) });

/** Maps the answer of GetLoginProfile; that there is none is an answer: no password. When it was used is not told. */
export function mapLoginProfiles(task: Task, body: Json): Mapped {
  const given = v.safeParse(args, task.args);
  if (!given.success) return notUnderstood(task);
  const { user } = given.output;
  const into = reading(task);
  const error = errorName(body);
  if (error !== undefined) {
    if (isGone(error)) pushDetail(into, { type: 'list', of: 'password', identity: user, ids: [] }, '/error');
    else lost(into, `the answer of GetLoginProfile is an error nobody expected: ${error}`, '/error', user);
    return into;
  }
  const said = shaped(into, profile, body, `the login profile of ${user} could not be read`, '');
  if (said === undefined || !isOfUser(into, user, said.LoginProfile.UserName, '/LoginProfile/UserName')) return into;
  const id = `${user}#password`;
  const { CreateDate: createdAt } = said.LoginProfile;
  // The credential report may have the same id with a value of its own.
  const value = {
    ...plainCredential,
    id,
    identity: user,
    kind: 'password' as const,
    name: 'password',
    state: 'active' as const,
    createdAt,
  };
  pushCredential(into, value, '/LoginProfile', `login-profile|${user}`);
  pushDetail(into, { type: 'list', of: 'password', identity: user, ids: [id] }, '/LoginProfile');
  return into;
}
