import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../src/contract/connector.ts';
import type { Task } from '../../../src/model/page.ts';
import { accountBoundary } from '../identity.ts';

/** The boundary of the one question asked before the account is known. */
export const callerBoundary = 'aws:caller';

export const callerIdentity: Surface = {
  id: 'aws:caller-identity',
  yields: ['boundary'],
  permission: 'none (sts:GetCallerIdentity is always allowed)',
  ifUnread: 'which account the credentials belong to, and so anything about it',
  provesAbsence: 'yes',
  role: 'describes',
  service: 'sts',
};

/** Maps the answer of GetCallerIdentity: the account, and, where the task says so, the question which organization it is in. */
export function mapCallerIdentity(task: Task, body: Json): Mapped {
  const account = isJsonObject(body) ? body['Account'] : undefined;
  if (typeof account !== 'string' || !/^\d{12}$/.test(account)) {
    const detail = 'the answer of GetCallerIdentity names no account of twelve digits (at /Account)';
    return { facts: [], gaps: [{ boundary: task.boundary, surface: callerIdentity.id, cause: 'malformed', detail }] };
  }
  const boundary = accountBoundary(account);
  const organization = isJsonObject(task.args) && task.args['organization'] === true;
  return {
    facts: [
      {
        kind: 'boundary',
        boundary,
        surface: callerIdentity.id,
        // a key of its own: other surfaces tell of the same boundary, and would be taken for who told this
        key: 'caller',
        value: { id: boundary, kind: 'account', name: null },
        pointer: '/Account',
      },
    ],
    gaps: [],
    spawns: organization ? [{ boundary, surface: 'aws:organization', args: { call: 'DescribeOrganization' } }] : [],
  };
}
