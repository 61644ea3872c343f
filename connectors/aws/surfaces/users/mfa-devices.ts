import * as v from 'valibot';
import type { Json } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../../src/contract/connector.ts';
import type { Task } from '../../../../src/model/page.ts';
import { boundaryOf } from '../../identity.ts';
import { isOwnIfTold } from '../asked.ts';
import { elements, lost, reading } from '../../../../src/contract/reading.ts';
import { pushDetail, text, userName } from './told.ts';
import { mapUserList } from './user-list.ts';

/** Second factors. The credential report tells whether a user has one: lists are asked of those whom it does not tell. */
export const mfaDevices: Surface = {
  id: 'aws:mfa-devices',
  yields: ['credential-detail'],
  permission: 'iam:ListVirtualMFADevices, iam:ListMFADevices',
  ifUnread: 'whether users of whom the credential report does not tell have a second factor',
  provesAbsence: { after: 60_000 },
  role: 'describes',
  service: 'iam',
  follows: ['aws:authorization-details'],
};

const virtual = v.object({ SerialNumber: text, User: v.optional(v.object({ Arn: v.optional(text) })) });

/** Maps one page of ListVirtualMFADevices (of the account) or of ListMFADevices (of a user; virtual, hardware and passkeys alike). */
export function mapMfaDevices(task: Task, body: Json): Mapped {
  if (!isJsonObject(task.args) || task.args['call'] !== 'ListVirtualMFADevices') {
    const element = v.object({ UserName: userName, SerialNumber: text });
    return mapUserList(task, body, {
      of: 'mfa-devices',
      call: 'ListMFADevices',
      member: 'MFADevices',
      element,
      idOf: ({ SerialNumber }) => SerialNumber,
      arnOf: ({ SerialNumber }) => SerialNumber,
    });
  }
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'VirtualMFADevices', virtual)) {
    if (!isOwnIfTold(into, value.SerialNumber, at)) continue;
    const identity = value.User?.Arn;
    // Without a user it is assigned to nobody and opens nothing.
    if (identity === undefined) continue;
    if (boundaryOf(identity) === task.boundary) pushDetail(into, { type: 'virtual-mfa-device', serial: value.SerialNumber, identity }, at);
    else lost(into, `the device ${value.SerialNumber} is assigned to ${JSON.stringify(identity)}, which is nobody of the account`, at);
  }
  return into;
}
