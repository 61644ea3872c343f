import * as v from 'valibot';
import { guid, text, time } from '../../graph-page.ts';

const id = v.pipe(v.string(), v.nonEmpty());

/** https://learn.microsoft.com/graph/api/resources/accesspackageassignment */
export const packageAssignment = v.object({
  id,
  state: v.string(),
  status: text,
  expiredDateTime: time,
  schedule: v.optional(
    v.nullable(
      v.object({ expiration: v.optional(v.nullable(v.object({ type: text, endDateTime: time, duration: text }))), startDateTime: time }),
    ),
  ),
  target: v.optional(v.nullable(v.object({ objectId: v.optional(v.nullable(guid)) }))),
  accessPackage: v.optional(v.nullable(v.object({ id: guid, displayName: text }))),
});

/** https://learn.microsoft.com/graph/api/resources/accesspackage, of which the roles are read one by one */
export const accessPackage = v.object({ id: guid });

const origin = { originSystem: v.string(), originId: v.string() };

/** https://learn.microsoft.com/graph/api/resources/accesspackageresourcerolescope */
export const resourceRoleScope = v.object({
  id,
  role: v.object({ ...origin, displayName: text }),
  scope: v.object({ ...origin, displayName: text }),
});
export type ResourceRoleScope = v.InferOutput<typeof resourceRoleScope>;

/** https://learn.microsoft.com/graph/api/resources/accessreviewscheduledefinition */
export const accessReview = v.object({
  id: guid,
  displayName: text,
  status: text,
  createdDateTime: time,
  scope: v.optional(v.nullable(v.object({ query: text }))),
  settings: v.optional(v.nullable(v.object({ autoApplyDecisionsEnabled: v.optional(v.nullable(v.boolean())) }))),
});

/** https://learn.microsoft.com/graph/api/resources/accessreviewinstance */
export const accessReviewInstance = v.object({ id: guid, status: v.string() });

/** https://learn.microsoft.com/graph/api/resources/accessreviewinstancedecisionitem */
export const reviewDecision = v.object({
  id,
  accessReviewId: guid,
  decision: v.string(),
  applyResult: text,
  reviewedDateTime: time,
  // where nobody applied it, the reference has an empty GUID for it
  appliedDateTime: text,
  justification: text,
  principal: v.optional(v.nullable(v.object({ id: text }))),
  principalLink: text,
  resource: v.optional(v.nullable(v.object({ '@odata.type': text, id: text, type: text, accessPackageId: text }))),
  resourceLink: text,
  reviewedBy: v.optional(v.nullable(v.object({ id: text }))),
});
export type ReviewDecision = v.InferOutput<typeof reviewDecision>;

/** https://learn.microsoft.com/graph/api/resources/delegatedadminrelationship */
export const partner = v.object({
  id,
  displayName: text,
  status: v.string(),
  endDateTime: time,
  autoExtendDuration: text,
  customer: v.optional(v.nullable(v.object({ tenantId: guid, displayName: text }))),
  partner: v.optional(v.nullable(v.object({ tenantId: guid }))),
  accessDetails: v.object({ unifiedRoles: v.array(v.object({ roleDefinitionId: guid })) }),
});

/** https://learn.microsoft.com/graph/api/resources/authorizationpolicy */
export const authorizationPolicy = v.object({
  allowInvitesFrom: text,
  guestUserRoleId: text,
  defaultUserRolePermissions: v.object({
    allowedToCreateApps: v.optional(v.nullable(v.boolean())),
    permissionGrantPoliciesAssigned: v.array(v.string()),
  }),
});

const conditionSet = v.object({
  permissionType: text,
  permissionClassification: text,
  permissions: v.optional(v.nullable(v.array(v.string()))),
  resourceApplication: text,
  clientApplicationsFromVerifiedPublisherOnly: v.optional(v.nullable(v.boolean())),
});

/** https://learn.microsoft.com/graph/api/resources/permissiongrantpolicy */
export const permissionGrantPolicy = v.object({
  id,
  displayName: text,
  includes: v.array(conditionSet),
  excludes: v.array(conditionSet),
});
export type ConditionSet = v.InferOutput<typeof conditionSet>;
