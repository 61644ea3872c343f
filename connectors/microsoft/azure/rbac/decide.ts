import type { EntityId, ScopeId } from '../../../../src/model/ids.ts';
import type { Permission } from '../facts.ts';
import type { Plane } from './actions.ts';
import { bothConditions, permits } from './actions.ts';
import type { Situation, Truth } from './condition/evaluate.ts';
import { evaluateCondition, mostOf } from './condition/evaluate.ts';
import { conditionOf } from './condition/read.ts';
import type { ScopeTree } from './scopes.ts';

export interface DecidedAssignment {
  readonly principal: EntityId;
  readonly scope: ScopeId;
  readonly permissions: readonly Permission[];
  readonly condition: string | null;
}

export interface DecidedDeny {
  readonly scope: ScopeId;
  readonly notToChildren: boolean;
  readonly permissions: readonly Permission[];
  readonly principals: readonly (EntityId | 'everyone')[];
  readonly excluded: readonly EntityId[];
  readonly condition: string | null;
}

export interface AccessRequest {
  /** Who asks: its own id and those of all groups it is in. */
  readonly identities: readonly EntityId[];
  readonly action: string;
  readonly plane: Plane;
  readonly scope: ScopeId;
  /** What conditions ask about; left out: nothing is known. */
  readonly attribute?: Situation['attribute'];
}

/**
 * What Azure answers to one request, by what is in force: the roles assigned at the scope and above, less what is denied there
 * (https://learn.microsoft.com/azure/role-based-access-control/overview, "How Azure RBAC determines if a user has access to a resource").
 * `unknown` where conditions decide that ask about what is not known. It reads every assignment; made for single questions.
 */
export function decideAccess(
  tree: ScopeTree,
  assignments: Iterable<DecidedAssignment>,
  denies: Iterable<DecidedDeny>,
  request: AccessRequest,
): Truth {
  const chain = new Set(tree.chain(request.scope));
  const { identities, action, plane } = request;
  const situation: Situation = { action, attribute: request.attribute ?? (() => undefined) };
  const asks = (text: string | null): Truth => {
    if (text === null) return 'true';
    const condition = conditionOf(text);
    return condition === null ? 'unknown' : evaluateCondition(condition, situation);
  };
  let denied: Truth = 'false';
  for (const deny of denies) {
    if (!chain.has(deny.scope) || (deny.notToChildren && deny.scope !== request.scope)) continue;
    if (!deny.principals.some((each) => each === 'everyone' || identities.includes(each))) continue;
    if (deny.excluded.some((each) => identities.includes(each))) continue;
    for (const each of deny.permissions)
      if (permits(each, action, plane)) denied = mostOf([denied, asks(bothConditions(deny.condition, each.condition ?? null))]);
  }
  let allowed: Truth = 'false';
  for (const { principal, scope, permissions, condition } of assignments) {
    if (!chain.has(scope) || !identities.includes(principal)) continue;
    for (const each of permissions)
      if (permits(each, action, plane)) allowed = mostOf([allowed, asks(bothConditions(condition, each.condition ?? null))]);
  }
  if (denied === 'true' || allowed === 'false') return 'false';
  return denied === 'unknown' || allowed === 'unknown' ? 'unknown' : 'true';
}
