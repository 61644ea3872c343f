import type { Policy } from './description.ts';
import type { Estate } from './estate.ts';
import type { Item } from './odata.ts';

/*
 * The rules of a role management policy. Ids are the same for directory roles, groups and Azure; names of types and of approvers are not:
 * https://learn.microsoft.com/graph/identity-governance-pim-rules-overview, https://learn.microsoft.com/rest/api/authorization/role-management-policies
 */

type Where = 'graph' | 'arm';
type Level = 'Eligibility' | 'Assignment';

/** What of a tenant approvers are found in. */
type Named = Pick<Estate, 'idOf' | 'sortOf'>;

export function policyRules(estate: Named, policy: Policy, where: Where): readonly Item[] {
  const { approvers, context } = policy;
  const rule = (id: string, sort: string, caller: 'Admin' | 'EndUser', level: Level, more: Item): Item => ({
    ...(where === 'graph'
      ? { '@odata.type': `#microsoft.graph.unifiedRoleManagementPolicy${sort}` }
      : { ruleType: `RoleManagementPolicy${sort}` }),
    id,
    ...more,
    target: {
      caller,
      operations: [where === 'graph' ? 'all' : 'All'],
      level,
      ...(where === 'graph'
        ? { inheritableSettings: [], enforcedSettings: [] }
        : { targetObjects: null, inheritableSettings: null, enforcedSettings: null }),
    },
  });
  const enabled = [
    ...(policy.secondFactor && context === undefined ? ['MultiFactorAuthentication'] : []),
    ...(policy.justification ? ['Justification'] : []),
    ...(policy.ticket ? ['Ticketing'] : []),
  ];
  const named = (approvers ?? []).map((name) => approver(estate, name, where));
  return [
    rule('Expiration_Admin_Eligibility', 'ExpirationRule', 'Admin', 'Eligibility', {
      isExpirationRequired: !policy.permanentEligibility,
      maximumDuration: 'P365D',
    }),
    rule('Enablement_Admin_Eligibility', 'EnablementRule', 'Admin', 'Eligibility', { enabledRules: [] }),
    rule('Expiration_Admin_Assignment', 'ExpirationRule', 'Admin', 'Assignment', {
      isExpirationRequired: !policy.permanentAssignment,
      maximumDuration: 'P180D',
    }),
    rule('Enablement_Admin_Assignment', 'EnablementRule', 'Admin', 'Assignment', { enabledRules: ['Justification'] }),
    rule('Expiration_EndUser_Assignment', 'ExpirationRule', 'EndUser', 'Assignment', {
      isExpirationRequired: true,
      maximumDuration: policy.longest,
    }),
    rule('Enablement_EndUser_Assignment', 'EnablementRule', 'EndUser', 'Assignment', { enabledRules: enabled }),
    rule('Approval_EndUser_Assignment', 'ApprovalRule', 'EndUser', 'Assignment', {
      setting: {
        isApprovalRequired: approvers !== undefined,
        isApprovalRequiredForExtension: false,
        isRequestorJustificationRequired: true,
        approvalMode: approvers === undefined ? 'NoApproval' : 'SingleStage',
        approvalStages: [
          {
            approvalStageTimeOutInDays: 1,
            isApproverJustificationRequired: true,
            escalationTimeInMinutes: 0,
            isEscalationEnabled: false,
            primaryApprovers: named,
            escalationApprovers: [],
          },
        ],
      },
    }),
    rule('AuthenticationContext_EndUser_Assignment', 'AuthenticationContextRule', 'EndUser', 'Assignment', {
      isEnabled: context !== undefined,
      claimValue: context ?? '',
    }),
    rule('Notification_Admin_EndUser_Assignment', 'NotificationRule', 'EndUser', 'Assignment', {
      notificationType: 'Email',
      recipientType: 'Admin',
      notificationLevel: 'All',
      isDefaultRecipientsEnabled: true,
      notificationRecipients: [],
    }),
  ];
}

function approver(estate: Named, name: string, where: Where): Item {
  const group = estate.sortOf(name) === 'group';
  const id = estate.idOf(name);
  if (where === 'arm') return { id, description: name, isBackup: false, userType: group ? 'Group' : 'User' };
  return group
    ? { '@odata.type': '#microsoft.graph.groupMembers', isBackup: false, id, groupId: id, description: name }
    : { '@odata.type': '#microsoft.graph.singleUser', isBackup: false, id, userId: id, description: name };
}
