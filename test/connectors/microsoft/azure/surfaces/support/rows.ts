import type { JsonObject } from '../../../../../../src/base/json.ts';

/** The rules that decide, as Privileged Identity Management has them for a role that nobody changed. */
export function rules(more: Readonly<Record<string, JsonObject | null>> = {}): readonly JsonObject[] {
  const usual: Readonly<Record<string, JsonObject>> = {
    Expiration_Admin_Eligibility: { isExpirationRequired: true, maximumDuration: 'P365D' },
    Expiration_Admin_Assignment: { isExpirationRequired: false, maximumDuration: 'P180D' },
    Expiration_EndUser_Assignment: { isExpirationRequired: true, maximumDuration: 'PT8H' },
    Enablement_EndUser_Assignment: { enabledRules: ['MultiFactorAuthentication', 'Justification'] },
    Enablement_Admin_Assignment: { enabledRules: ['Justification'] },
    Approval_EndUser_Assignment: { setting: { isApprovalRequired: false, approvalStages: [] } },
    AuthenticationContext_EndUser_Assignment: { isEnabled: false, claimValue: '' },
    Notification_Admin_Admin_Eligibility: { notificationType: 'Email' },
  };
  const merged = { ...usual, ...more };
  return Object.entries(merged).flatMap(([id, rule]) => (rule === null ? [] : [{ id, ...rule }]));
}

const subscription = '/subscriptions/22222222-aaaa-4bbb-8ccc-000000000001';
const role = `${subscription}/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635`;
export const OID = 'http://schemas.microsoft.com/identity/claims/objectidentifier';

/** An entry of the activity log: a role assignment that a person made. */
export function event(more: JsonObject = {}): JsonObject {
  const body = { properties: { principalId: '33333333-AAAA-4bbb-8ccc-000000000001', roleDefinitionId: role, scope: subscription } };
  return {
    eventDataId: 'e1',
    eventTimestamp: '2026-10-30T09:00:00.1234567Z',
    operationName: { value: 'Microsoft.Authorization/roleAssignments/write' },
    status: { value: 'Succeeded' },
    caller: 'bob@contoso.test',
    claims: { [OID]: '33333333-aaaa-4bbb-8ccc-00000000000b', appid: 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c' },
    authorization: {
      action: 'Microsoft.Authorization/roleAssignments/write',
      scope: `${subscription}/providers/Microsoft.Authorization/roleAssignments/x`,
    },
    resourceId: `${subscription}/providers/Microsoft.Authorization/roleAssignments/x`,
    subscriptionId: '22222222-AAAA-4bbb-8ccc-000000000001',
    correlationId: 'c1',
    operationId: 'o1',
    properties: { requestbody: JSON.stringify(body) },
    ...more,
  };
}
