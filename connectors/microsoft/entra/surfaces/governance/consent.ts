import type { Json } from '../../../../../src/base/json.ts';
import { byCodeUnit } from '../../../../../src/base/order.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import { elements, notUnderstood, reading, shaped } from '../../../../../src/contract/reading.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { PermissionGrantCondition, PermissionGrantPolicyFact } from '../../application-facts.ts';
import type { AuthorizationPolicyFact } from '../../facts.ts';
import { arg, tell } from '../../graph-page.ts';
import type { ConditionSet } from './schema.ts';
import { authorizationPolicy, permissionGrantPolicy } from './schema.ts';

/** What users may do by default, or the policies that say which consents are allowed. */
export function mapConsentPolicies(task: Task, body: Json): Mapped {
  const call = arg(task.args, 'call');
  if (call === 'AuthorizationPolicy') return authorization(task, body);
  return call === 'PermissionGrantPolicies' ? grantPolicies(task, body) : notUnderstood(task);
}

function authorization(task: Task, body: Json): Mapped {
  const into = reading(task);
  const value = shaped(into, authorizationPolicy, body, 'the authorization policy could not be read', '');
  if (value === undefined) return into;
  const { allowedToCreateApps, permissionGrantPoliciesAssigned } = value.defaultUserRolePermissions;
  const fact: AuthorizationPolicyFact = {
    type: 'authorization-policy',
    userConsentPolicies: permissionGrantPoliciesAssigned.toSorted(byCodeUnit),
    usersCanRegisterApplications: allowedToCreateApps ?? null,
    guestInvites: value.allowInvitesFrom ?? null,
    guestRole: value.guestUserRoleId?.toLowerCase() ?? null,
  };
  tell(into, 'observation', 'permission-grant|authorization-policy', fact, '');
  return into;
}

function grantPolicies(task: Task, body: Json): Mapped {
  const into = reading(task);
  for (const { value, at } of elements(into, body, 'value', permissionGrantPolicy)) {
    const fact: PermissionGrantPolicyFact = {
      type: 'permission-grant-policy',
      id: value.id,
      name: value.displayName ?? null,
      includes: value.includes.map(conditionOf),
      excludes: value.excludes.map(conditionOf),
    };
    tell(into, 'observation', `permission-grant|${fact.id}`, fact, at);
  }
  return into;
}

function conditionOf(set: ConditionSet): PermissionGrantCondition {
  return {
    permissionType: set.permissionType ?? null,
    permissions: (set.permissions ?? []).toSorted(byCodeUnit),
    classification: set.permissionClassification ?? null,
    resource: set.resourceApplication ?? null,
    verifiedPublishersOnly: set.clientApplicationsFromVerifiedPublisherOnly ?? null,
  };
}
