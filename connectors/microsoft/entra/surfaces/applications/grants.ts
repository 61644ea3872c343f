import type { Json } from '../../../../../src/base/json.ts';
import { byCodeUnit } from '../../../../../src/base/order.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import { elements, lost, reading } from '../../../../../src/contract/reading.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { AppRoleAssignmentFact, DelegatedGrantFact } from '../../facts.ts';
import { errorCode } from '../../../error-code.ts';
import { arg, missing, objectIn, tell } from '../../graph-page.ts';
import { appRoleAssignment, delegatedGrant } from './schema.ts';

/** One page of who was given the roles of one service principal. A row about another one than was asked is a gap. */
export function mapAppRoleAssignments(task: Task, body: Json): Mapped {
  const into = reading(task);
  const asked = arg(task.args, 'resource');
  const resource = objectIn(into, asked);
  if (errorCode(body) !== undefined) {
    missing(into, 'vanished', 'the service principal was listed, and was gone when its assignments were asked for', '', resource);
    return into;
  }
  for (const { value, at } of elements(into, body, 'value', appRoleAssignment)) {
    if (value.resourceId !== asked.toLowerCase()) {
      lost(into, `an assignment of service principal ${value.resourceId} came where those of ${asked} were asked for`, `${at}/resourceId`);
      continue;
    }
    const fact: AppRoleAssignmentFact = {
      type: 'app-role-assignment',
      id: value.id,
      principal: objectIn(into, value.principalId),
      principalType: value.principalType ?? null,
      resource,
      appRole: value.appRoleId,
      createdAt: value.createdDateTime ?? null,
    };
    tell(into, 'attachment', `app-role|${fact.id}`, fact, at);
  }
  return into;
}

/** One page of delegated grants: scopes are separated by spaces, and may begin with one. */
export function mapDelegatedGrants(task: Task, body: Json): Mapped {
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'value', delegatedGrant)) {
    const scopes = value.scope.split(/\s+/).filter((each) => each !== '');
    const fact: DelegatedGrantFact = {
      type: 'delegated-grant',
      id: value.id,
      client: objectIn(into, value.clientId),
      resource: objectIn(into, value.resourceId),
      principal: value.consentType === 'Principal' ? objectIn(into, value.principalId) : null,
      scopes: [...new Set(scopes)].sort(byCodeUnit),
    };
    tell(into, 'attachment', `consent|${fact.id}`, fact, at);
  }
  return into;
}
