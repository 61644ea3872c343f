import type { Answer, Draw } from '../answer.ts';
import { listOf, nothing, numberOf, type Item, type List, type Tenant } from '../tenant.ts';
import { applications, consents, deletedApplications, grantedOn, ownersOfApplication, servicePrincipals } from './applications.ts';
import { groups, managedRows, membersOf, ownersOf } from './groups.ts';
import { deletedUsers, reference, users } from './people.ts';
import { applicationUse, auditEntries, packageAssignments, packageNamed, secretUse } from './reports.ts';
import { groupPolicies, roleDefinitions, rolePolicies, roleRows, units } from './roles.ts';

/** What a path of Microsoft Graph answers, once for each tenant: `path` is below the version. `undefined`: this tenant has no such path. */
export function graphAnswers(tenant: Tenant): (path: string, query: URLSearchParams) => Answer | undefined {
  const lists = listsOf(tenant);
  return (path, query) => {
    const found = lists[path];
    if (found !== undefined) return found(query);
    const about = perObject(tenant, path, query);
    if (about !== undefined) return about;
    return empty.some((each) => each.test(path)) ? answer(path.slice(1), nothing, query, { cost: 1 }) : undefined;
  };
}

/** https://learn.microsoft.com/graph/throttling-limits#identity-and-access-service-limits: units of a read, by its base, `$select` and `$expand`. */
function answer(operation: string, list: List, query: URLSearchParams, more: { readonly cost: number; readonly longest?: number }): Answer {
  const cost = Math.max(1, more.cost - (query.has('$select') ? 1 : 0) + (query.has('$expand') ? 1 : 0));
  const longest = Math.min(more.longest ?? 999, Number(query.get('$top') ?? more.longest ?? 100));
  return { operation, list, longest, draws: { bucket: 'directory', rate: 'directory', cost } };
}

const reports: Draw = { bucket: 'reports', rate: 'reports', cost: 1 };
const unlimited: Draw = { bucket: '', rate: null, cost: 1 };
/** Lists of PIM take no page size: the service sets one that is not told. */
const OWN_PAGE = 999;

function listsOf(tenant: Tenant): Readonly<Record<string, (query: URLSearchParams) => Answer>> {
  const once = new Map<string, List>();
  const kept = (name: string, make: () => List): List => {
    const list = once.get(name) ?? make();
    once.set(name, list);
    return list;
  };
  const plain = (path: string, cost: number, make: () => List, longest?: number): [string, (query: URLSearchParams) => Answer] => [
    path,
    (query) => answer(path.slice(1), kept(path, make), query, { cost, ...(longest === undefined ? {} : { longest }) }),
  ];
  const role = (name: string, make: () => List): [string, (query: URLSearchParams) => Answer] => [
    `/roleManagement/directory/${name}`,
    (query) => ({ ...answer(name, kept(name, make), query, { cost: 1 }), longest: OWN_PAGE }),
  ];
  const report = (name: string, make: () => List): [string, (query: URLSearchParams) => Answer] => [
    `/reports/${name}`,
    (query) => ({ ...answer(`reports/${name}`, kept(name, make), query, { cost: 1 }), draws: reports }),
  ];
  return Object.fromEntries([
    ['/organization', (query: URLSearchParams) => answer('organization', listOf([organization(tenant)]), query, { cost: 1 })],
    [
      '/users',
      (query: URLSearchParams) => {
        const activity = query.get('$select')?.includes('signInActivity') === true;
        // with sign-in activity a page has at most 500 (https://learn.microsoft.com/graph/api/user-list)
        return answer(
          activity ? 'signInActivity' : 'users',
          kept('users', () => users(tenant)),
          query,
          { cost: 2, longest: activity ? 500 : 999 },
        );
      },
    ],
    plain('/groups', 1, () => groups(tenant)),
    withOwners('applications', 2, () => kept('applications', () => applications(tenant))),
    withOwners('servicePrincipals', 1, () => kept('servicePrincipals', () => servicePrincipals(tenant))),
    plain('/oauth2PermissionGrants', 2, () => consents(tenant)),
    plain('/directory/administrativeUnits', 1, () => units(tenant)),
    plain('/directory/deletedItems/microsoft.graph.user', 1, () => deletedUsers(tenant)),
    plain('/directory/deletedItems/microsoft.graph.application', 1, () => deletedApplications(tenant)),
    role('roleDefinitions', () => roleDefinitions),
    role('roleAssignments', () => roleRows(tenant, 'assignment', 'assignment')),
    role('roleAssignmentScheduleInstances', () => roleRows(tenant, 'assignment', 'instance')),
    role('roleEligibilityScheduleInstances', () => roleRows(tenant, 'eligibility', 'instance')),
    role('roleAssignmentSchedules', () => roleRows(tenant, 'assignment', 'schedule')),
    role('roleEligibilitySchedules', () => roleRows(tenant, 'eligibility', 'schedule')),
    report('servicePrincipalSignInActivities', () => applicationUse(tenant)),
    report('appCredentialSignInActivities', () => secretUse(tenant)),
    [
      '/identityGovernance/entitlementManagement/assignments',
      (query: URLSearchParams) => ({
        ...answer(
          'entitlementManagement/assignments',
          kept('packages', () => packageAssignments(tenant)),
          query,
          { cost: 1 },
        ),
        draws: unlimited,
      }),
    ],
    [
      '/policies/authorizationPolicy',
      (query: URLSearchParams) => ({
        ...answer('authorizationPolicy', listOf([authorizationPolicy]), query, { cost: 1 }),
        one: true as const,
      }),
    ],
    [
      '/auditLogs/directoryAudits',
      (query: URLSearchParams) => {
        const filter = query.get('$filter') ?? '';
        const service = /loggedByService eq '([^']+)'/.exec(filter)?.[1] ?? '';
        const entries = auditEntries(tenant, service, /category eq '([^']+)'/.exec(filter)?.[1]);
        return { ...answer('auditLogs/directoryAudits', entries, query, { cost: 1 }), draws: reports };
      },
    ],
  ]);
}

function withOwners(name: string, cost: number, make: () => List): [string, (query: URLSearchParams) => Answer] {
  return [
    `/${name}`,
    (query) => answer(query.get('$expand')?.startsWith('owners') === true ? `${name}?owners` : name, make(), query, { cost }),
  ];
}

function perObject(tenant: Tenant, path: string, query: URLSearchParams): Answer | undefined {
  const [, first = '', id = '', third = ''] = path.split('/');
  const about = /(?:groupId|scopeId) eq '([^']+)'/.exec(query.get('$filter') ?? '')?.[1] ?? '';
  const group = numberOf(first === 'groups' ? id : about, 'group');
  if (path === '/policies/roleManagementPolicyAssignments') {
    const list = group === undefined ? rolePolicies(tenant) : groupPolicies(tenant, group);
    return { ...answer(group === undefined ? 'policies' : 'policies of groups', list, query, { cost: 1 }), longest: OWN_PAGE };
  }
  if (first === 'groups' && group !== undefined && group < tenant.size.groups) {
    if (third === 'members') return answer('groups/members', membersOf(tenant, group), query, { cost: 3 });
    if (third === 'owners') return answer('groups/owners', ownersOf(tenant, group), query, { cost: 2 });
  }
  const managed = /^\/identityGovernance\/privilegedAccess\/group\/(assignment|eligibility)ScheduleInstances$/.exec(path)?.[1];
  if (group !== undefined && (managed === 'assignment' || managed === 'eligibility')) {
    return { ...answer(`group/${managed}`, managedRows(tenant, group, managed), query, { cost: 1 }), longest: OWN_PAGE };
  }
  if (first === 'servicePrincipals' && third === 'appRoleAssignedTo')
    return answer('appRoleAssignedTo', grantedOn(tenant, numberOf(id, 'servicePrincipal')), query, { cost: 2 });
  const app = numberOf(id, 'application');
  if (first === 'applications' && third === 'owners' && app !== undefined)
    return answer('applications/owners', ownersOfApplication(tenant, app), query, { cost: 2 });
  const held = /^\/identityGovernance\/entitlementManagement\/accessPackages\/([^/]+)$/.exec(path)?.[1];
  const item = held === undefined ? undefined : packageNamed(tenant, held);
  if (item !== undefined)
    return { ...answer('entitlementManagement/accessPackages', listOf([item]), query, { cost: 1 }), draws: unlimited, one: true };
  const unit = /^\/directory\/administrativeUnits\/([^/]+)\/members$/.exec(path)?.[1];
  if (unit !== undefined)
    return answer('administrativeUnits/members', membersOfUnit(tenant, numberOf(unit, 'unit') ?? 0), query, { cost: 3 });
  return path === '/directoryObjects/getByIds' ? answer('getByIds', nothing, query, { cost: 1, longest: 1000 }) : undefined;
}

function membersOfUnit(tenant: Tenant, unit: number): List {
  const { users: all, holders } = tenant.size;
  return { length: 30, item: (at) => reference('user', tenant.idOf('user', holders + ((unit * 997 + at * 31) % (all - holders)))) };
}

function organization(tenant: Tenant): Item {
  const plan = (servicePlanId: string): Item => ({ capabilityStatus: 'Enabled', service: 'AADPremiumService', servicePlanId });
  return {
    id: tenant.id,
    displayName: 'Contoso',
    assignedPlans: [plan('41781fb2-bc02-4b7c-bd55-b576c07bb09d'), plan('eec0eb4f-6444-4f95-aba0-50c24d67f998')],
  };
}

const authorizationPolicy: Item = {
  id: 'authorizationPolicy',
  allowInvitesFrom: 'adminsAndGuestInviters',
  guestUserRoleId: '10dae51f-b6af-4016-8d66-8c2a99b929b3',
  defaultUserRolePermissions: { allowedToCreateApps: false, permissionGrantPoliciesAssigned: [] },
};

const empty: readonly RegExp[] = [
  /^\/policies\/permissionGrantPolicies$/,
  /^\/directory\/deletedItems\/microsoft\.graph\.(group|servicePrincipal)$/,
  /^\/identityGovernance\/accessReviews\/definitions$/,
  /^\/tenantRelationships\/delegatedAdminRelationships$/,
];
