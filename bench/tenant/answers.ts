import type { List, TenantSize } from './world.ts';
import {
  applications,
  GRAPH,
  grants,
  groups,
  isAssignable,
  membersOf,
  numberOf,
  roleDefinitions,
  roleRows,
  servicePrincipals,
  TENANT,
  users,
} from './world.ts';

/** What a path answers: a list, and the longest page that the service gives of it. */
export interface Answer {
  readonly operation: string;
  readonly list: List;
  readonly longest: number;
  /** The answer is an object and no list. */
  readonly one?: true;
}

const none: List = { length: 0, item: () => ({}) };
const single = (item: Readonly<Record<string, unknown>>): List => ({ length: 1, item: () => item });

/** `undefined`: this tenant has no such path. `path` is below the version. Pages: https://learn.microsoft.com/graph/paging. */
export function answerOf(size: TenantSize, path: string, query: URLSearchParams): Answer | undefined {
  const list = (operation: string, of: List, longest = 999): Answer => ({ operation, list: of, longest });
  const [, first = '', second = '', third = ''] = path.split('/');
  const role = /^\/roleManagement\/directory\/(role\w+)$/.exec(path)?.[1];
  const held = role === undefined ? undefined : rolesOf(size)[role];
  if (role !== undefined && held !== undefined) return list(role, held);
  if (first === 'groups' && second !== '') {
    const group = numberOf(second);
    if (third === 'members') return list('groups/members', membersOf(size, group));
    if (third === 'owners') return list('groups/owners', none);
  }
  if (/^\/identityGovernance\/privilegedAccess\/group\//.test(path))
    return list(`group/${path.split('/')[4] ?? ''}`, pimOf(size, path, query));
  if (first === 'users')
    return list(
      query.get('$select')?.includes('signInActivity') === true ? 'signInActivity' : 'users',
      users(size),
      query.get('$select')?.includes('signInActivity') === true ? 500 : 999,
    );
  if (first === 'servicePrincipals' && third === 'appRoleAssignedTo')
    return list('appRoleAssignedTo', second === GRAPH ? grants(size) : none);
  const plain: Readonly<Record<string, List>> = {
    '/organization': single({
      id: TENANT,
      displayName: 'Contoso',
      assignedPlans: [{ capabilityStatus: 'Enabled', service: 'AADPremiumService', servicePlanId: 'eec0eb4f-6444-4f95-aba0-50c24d67f998' }],
    }),
    '/groups': groups(size),
    '/applications': applications(size),
    '/servicePrincipals': servicePrincipals(size),
  };
  const found = plain[path];
  if (found !== undefined) return list(path.slice(1) + (query.get('$expand')?.startsWith('owners') === true ? '?owners' : ''), found);
  if (path === '/policies/authorizationPolicy')
    return {
      operation: 'authorizationPolicy',
      list: single({ id: 'authorizationPolicy', defaultUserRolePermissions: { permissionGrantPoliciesAssigned: [] } }),
      longest: 1,
      one: true,
    };
  return empty.some((each) => each.test(path)) ? list(path.slice(1), none) : undefined;
}

function rolesOf(size: TenantSize): Readonly<Record<string, List>> {
  return {
    roleDefinitions,
    roleAssignments: roleRows(size, 'assignment', 'assignment'),
    roleAssignmentScheduleInstances: roleRows(size, 'assignment', 'instance'),
    roleEligibilityScheduleInstances: roleRows(size, 'eligibility', 'instance'),
    roleAssignmentSchedules: roleRows(size, 'assignment', 'schedule'),
    roleEligibilitySchedules: roleRows(size, 'eligibility', 'schedule'),
  };
}

/** Members of groups under PIM have a row each; the groups here are all of them that hold roles. */
function pimOf(size: TenantSize, path: string, query: URLSearchParams): List {
  const id = /groupId eq '([^']+)'/.exec(query.get('$filter') ?? '')?.[1] ?? '';
  const group = numberOf(id);
  if (!path.endsWith('assignmentScheduleInstances') || !isAssignable(size, group)) return none;
  const members = membersOf(size, group);
  return {
    length: members.length,
    item: (at) => ({
      id: `${id}_member_${at}`,
      principalId: members.item(at)['id'],
      groupId: id,
      accessId: 'member',
      memberType: 'direct',
      assignmentType: 'assigned',
      startDateTime: null,
      endDateTime: null,
    }),
  };
}

const empty: readonly RegExp[] = [
  /^\/policies\/(roleManagementPolicyAssignments|permissionGrantPolicies)$/,
  /^\/directory\/(administrativeUnits|deletedItems\/microsoft\.graph\.\w+)$/,
  /^\/oauth2PermissionGrants$/,
  /^\/reports\/\w+$/,
  /^\/identityGovernance\/(entitlementManagement\/assignments|accessReviews\/definitions)$/,
  /^\/tenantRelationships\/delegatedAdminRelationships$/,
  /^\/auditLogs\/directoryAudits$/,
];
