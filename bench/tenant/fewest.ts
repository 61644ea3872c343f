import { assignableGroups, grants, roleRows, type TenantSize } from './world.ts';

const BATCH = 20;
/** Services whose audit entries are asked each by itself: https://learn.microsoft.com/graph/api/directoryaudit-list has no `or` over them. */
const once: readonly string[] = [
  'organization',
  'roleDefinitions',
  'policies/roleManagementPolicyAssignments',
  'directory/administrativeUnits',
  'oauth2PermissionGrants',
  'reports/servicePrincipalSignInActivities',
  'reports/appCredentialSignInActivities',
  'directory/deletedItems/microsoft.graph.user',
  'directory/deletedItems/microsoft.graph.group',
  'directory/deletedItems/microsoft.graph.application',
  'directory/deletedItems/microsoft.graph.servicePrincipal',
  'identityGovernance/entitlementManagement/assignments',
  'tenantRelationships/delegatedAdminRelationships',
  'authorizationPolicy',
  'policies/permissionGrantPolicies',
];

/**
 * The fewest requests that tell all that a scan by default asks for, worked out from the tenant itself: each list by the longest page the
 * service gives, and each question about a group in a full batch. A batch holds questions of any kind, so those that can be known of
 * together go together. `audit`: how many questions the log takes, which follow from its services and not from the tenant.
 */
export function fewestCalls(size: TenantSize, audit: number): ReadonlyMap<string, number> {
  const pages = (items: number, longest = 999): number => Math.max(1, Math.ceil(items / longest));
  const interest = assignableGroups(size);
  const rows = roleRows(size, 'assignment', 'assignment').length;
  return new Map<string, number>([
    ...once.map((each) => [each, 1] as const),
    ...[
      'roleAssignments',
      'roleAssignmentScheduleInstances',
      'roleEligibilityScheduleInstances',
      'roleAssignmentSchedules',
      'roleEligibilitySchedules',
    ].map((each) => [each, pages(rows)] as const),
    ['users', pages(size.users)],
    ['signInActivity', pages(size.users, 500)],
    ['groups', pages(size.groups)],
    ['applications', pages(size.apps)],
    // their first pages go with the questions about groups
    ['applications?owners', pages(size.apps) - 1],
    ['servicePrincipals', pages(size.apps + 1)],
    ['servicePrincipals?owners', pages(size.apps + 1) - 1],
    ['appRoleAssignedTo', pages(grants(size).length)],
    // members, owners, two lists of PIM and a policy of each group that can hold a role, and the two above
    ['$batch', Math.ceil((interest * 5 + 2) / BATCH)],
    ['auditLogs/directoryAudits', audit],
  ]);
}
