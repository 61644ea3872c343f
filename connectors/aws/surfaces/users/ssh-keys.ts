import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { allAbout } from '../asked.ts';
import { elements, errorName, instant, lost, notUnderstood, reading } from '../../../../src/contract/reading.ts';
import { isOfUser, plainCredential, pushServiceCredential, status, text, userArn, userName } from './told.ts';
import { isGone } from './user-list.ts';

/** SSH keys for CodeCommit, which no credential report shows. */
export const sshKeys: Surface = {
  id: 'aws:ssh-keys',
  yields: ['service-credential'],
  permission: 'iam:ListSSHPublicKeys',
  ifUnread: 'which users have SSH keys for CodeCommit, and how old they are',
  provesAbsence: { after: 60_000 },
  role: 'describes',
  service: 'iam',
  follows: ['aws:authorization-details'],
};

const args = v.strictObject({ user: userArn });
const key = v.object({ UserName: userName, SSHPublicKeyId: text, Status: status, UploadDate: instant });

/** Maps one page of ListSSHPublicKeys. A user whom nobody knows any more has none. */
export function mapSshKeys(task: Task, body: Json): Mapped {
  const given = v.safeParse(args, task.args);
  if (!given.success) return notUnderstood(task);
  const { user: identity } = given.output;
  const into = reading(task);
  const error = errorName(body);
  if (error !== undefined) {
    if (!isGone(error)) lost(into, `the answer of ListSSHPublicKeys is an error nobody expected: ${error}`, '/error', identity);
    return into;
  }
  const found = allAbout(elements(into, body, 'SSHPublicKeys', key), ({ value, at }) => isOfUser(into, identity, value.UserName, at));
  for (const { value, at } of found) {
    const id = value.SSHPublicKeyId;
    const state = value.Status === 'Active' ? 'active' : 'inactive';
    const name = `SSH key ${id}`;
    pushServiceCredential(into, { ...plainCredential, id, identity, kind: 'ssh-key', name, state, createdAt: value.UploadDate }, at);
  }
  return into;
}
