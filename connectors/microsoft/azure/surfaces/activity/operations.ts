import type { LifeCycleEvent } from '../../../../../src/model/life-cycle.ts';

type Told = Pick<LifeCycleEvent, 'type' | 'what'>;

/**
 * What operations on who may do what are, in the model's words
 * (https://learn.microsoft.com/azure/role-based-access-control/resource-provider-operations#microsoftauthorization). Others of the same provider
 * (policies of resources, locks) give nobody anything and are no events of a right's life.
 */
const plain: Readonly<Record<string, Told>> = {
  'microsoft.authorization/roleassignments/write': { type: 'granted', what: 'assignment' },
  'microsoft.authorization/roleassignments/delete': { type: 'revoked', what: 'assignment' },
  'microsoft.authorization/elevateaccess/action': { type: 'granted', what: 'assignment' },
  'microsoft.authorization/roledefinitions/write': { type: 'policy-changed', what: 'policy' },
  'microsoft.authorization/roledefinitions/delete': { type: 'policy-changed', what: 'policy' },
  'microsoft.authorization/denyassignments/write': { type: 'policy-changed', what: 'policy' },
  'microsoft.authorization/denyassignments/delete': { type: 'policy-changed', what: 'policy' },
  'microsoft.authorization/rolemanagementpolicies/write': { type: 'policy-changed', what: 'policy' },
  'microsoft.authorization/rolemanagementpolicyassignments/write': { type: 'policy-changed', what: 'policy' },
};

const requests: Readonly<Record<string, LifeCycleEvent['what']>> = {
  'microsoft.authorization/roleassignmentschedulerequests/write': 'assignment',
  'microsoft.authorization/roleeligibilityschedulerequests/write': 'eligibility',
};

/** By the type of a request of Privileged Identity Management (…/rest/api/authorization, RequestType). */
const ofRequest: Readonly<Record<string, LifeCycleEvent['type']>> = {
  adminassign: 'granted',
  adminupdate: 'granted',
  adminremove: 'revoked',
  adminextend: 'renewed',
  adminrenew: 'renewed',
  selfactivate: 'activated',
  selfdeactivate: 'revoked',
  // asks somebody else for it
  selfextend: 'requested',
  selfrenew: 'requested',
};

/** What became of a request, by the status that its answer tells; the others say that it was carried out. */
const ofStatus: Readonly<Record<string, LifeCycleEvent['type']>> = {
  pendingapproval: 'requested',
  pendingapprovalprovisioning: 'requested',
  pendingadmindecision: 'requested',
  pendingevaluation: 'requested',
  denied: 'denied',
  admindenied: 'denied',
};

/** `null`: no event of a right's life. `undefined`: a request of a type that is not known. */
export function toldBy(operation: string, requestType: string | null, status: string | null): Told | null | undefined {
  const name = operation.toLowerCase();
  const told = Object.hasOwn(plain, name) ? plain[name] : undefined;
  if (told !== undefined) return told;
  const what = Object.hasOwn(requests, name) ? requests[name] : undefined;
  if (what === undefined) return null;
  const decided = ofStatus[(status ?? '').toLowerCase()];
  if (decided !== undefined) return { type: decided, what };
  if (requestType === null) return { type: 'requested', what };
  const type = ofRequest[requestType.toLowerCase()];
  return type === undefined ? undefined : { type, what };
}

/** Of entries of one request: it was received, and nothing is said yet of what became of it. */
export const unsettled: ReadonlySet<string> = new Set(['started', 'accepted', 'inprogress', 'active']);
