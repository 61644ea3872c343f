import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Mapped, Surface } from '../../../src/contract/connector.ts';
import type { Task } from '../../../src/model/page.ts';
import { kindOf } from '../documents.ts';
import { accountBoundary, parseIamArn } from '../identity.ts';
import { ofAnother } from './asked.ts';
import type { Gathered } from './item.ts';
import { asJson } from './item.ts';

/** `MaxSessionDuration` is told by ListRoles and GetRole only (API reference, RoleDetail has no such member). */
export const roleSettings: Surface = {
  id: 'aws:role-settings',
  yields: ['session-limit'],
  permission: 'iam:ListRoles',
  ifUnread: 'how long a session of a role may last, and so how long one may linger after access is taken away',
  provesAbsence: { after: 60_000 },
  role: 'describes',
  service: 'iam',
  follows: [],
};

/** kind `session-limit`; key = role ARN */
export interface SessionLimitFact {
  readonly role: string;
  /** The immutable id of the role the limit was read of. */
  readonly uid: string | null;
  /** 3,600 to 43,200. */
  readonly maxSeconds: number;
}

/** Maps one page of ListRoles. */
export function mapRoleSettings(task: Task, body: Json): Mapped {
  const into: Gathered = { surface: roleSettings.id, facts: [], gaps: [] };
  const lost = (detail: string): void =>
    void into.gaps.push({ boundary: task.boundary, surface: into.surface, cause: 'malformed', detail });
  const roles = isJsonObject(body) ? body['Roles'] : undefined;
  if (!isJsonObject(body) || !Array.isArray(roles)) {
    lost(`the answer of ListRoles has no list Roles: it is ${kindOf(roles)}`);
    return into;
  }
  for (let i = 0; i < roles.length; i++) {
    const role = roles[i] as Json;
    const arn = isJsonObject(role) ? role['Arn'] : undefined;
    const parsed = parseIamArn(arn);
    if (!isJsonObject(role) || parsed === undefined || typeof arn !== 'string' || !parsed.resource.startsWith('role/')) {
      lost(`an element of Roles has no ARN of a role (at /Roles/${i})`);
      continue;
    }
    const boundary = accountBoundary(parsed.account);
    if (boundary !== task.boundary) {
      lost(`${ofAnother(arn, task.boundary)} (at /Roles/${i})`);
      continue;
    }
    const maxSeconds = role['MaxSessionDuration'];
    if (typeof maxSeconds !== 'number' || !Number.isInteger(maxSeconds) || maxSeconds <= 0) {
      const detail = `${arn}: MaxSessionDuration is ${kindOf(maxSeconds)}, a number of seconds was expected (at /Roles/${i})`;
      into.gaps.push({ boundary, surface: into.surface, subject: arn, cause: 'malformed', detail });
      continue;
    }
    const value: SessionLimitFact = { role: arn, uid: typeof role['RoleId'] === 'string' ? role['RoleId'] : null, maxSeconds };
    into.facts.push({ kind: 'session-limit', boundary, surface: into.surface, key: arn, value: asJson(value), pointer: `/Roles/${i}` });
  }
  if (body['IsTruncated'] === true && typeof body['Marker'] !== 'string')
    lost('the answer says it is cut short and gives no marker to go on');
  return into;
}
