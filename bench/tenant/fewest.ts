import { logs } from '../../connectors/microsoft/entra/surfaces/audit/calls.ts';
import { ELIGIBLE, MANAGEMENT_GROUPS } from './arm/access.ts';
import { IDENTITIES_IN_EACH } from './arm/resources.ts';
import { applications, consents, counts, deletedApplications, grantedOn, plants, servicePrincipals } from './graph/applications.ts';
import { groupsOfInterest, isManaged, membersOf } from './graph/groups.ts';
import { deletedUsers } from './graph/people.ts';
import { applicationUse, auditEntries, packageAssignments, packagesHeld, secretUse } from './graph/reports.ts';
import { holdings, roleRows, UNITS } from './graph/roles.ts';
import type { Tenant } from './tenant.ts';

const BATCH = 20;

export interface Fewest {
  /** Requests that go alone, by operation. */
  readonly alone: ReadonlyMap<string, number>;
  /** Questions that may go twenty to a request, by operation. */
  readonly batched: ReadonlyMap<string, number>;
  /** Requests in all: batches full. */
  readonly requests: number;
}

/**
 * The fewest requests that tell all that a scan by default asks for, worked out from the tenant itself: each list by the longest page the
 * service gives, and each question about one object in a full batch. Later pages of such questions go alone.
 */
export function fewestOf(tenant: Tenant): Fewest {
  const { size } = tenant;
  const pages = (items: number, longest = 999): number => Math.max(1, Math.ceil(items / longest));
  const numbers = (to: number): readonly number[] => Array.from({ length: to }, (_, at) => at);
  const interest = groupsOfInterest(tenant);
  const managed = numbers(size.assignable).filter((each) => isManaged(tenant, each)).length;
  const { resources } = counts(tenant);
  const many = numbers(size.apps).filter(plants.manyOwners).length;
  const later = (each: readonly number[]): number => each.reduce((sum, items) => sum + pages(items) - 1, 0);
  const grants = numbers(resources).map((each) => grantedOn(tenant, each).length);
  const ofGraph = grantedOn(tenant, size.apps).length;
  const limited = new Set(holdings(tenant).flatMap(({ unit }) => (unit === undefined ? [] : [unit])));
  const units = numbers(UNITS).filter((each) => each < 2 || limited.has(each)).length;
  const graph = new Map<string, number>([
    ...['organization', 'policies', 'directory/administrativeUnits', 'authorizationPolicy', 'policies/permissionGrantPolicies'].map(one),
    ...['tenantRelationships/delegatedAdminRelationships', 'getByIds', 'roleDefinitions'].map(one),
    ...['group', 'servicePrincipal'].map((each) => one(`directory/deletedItems/microsoft.graph.${each}`)),
    ['directory/deletedItems/microsoft.graph.user', pages(deletedUsers(tenant).length)],
    ['directory/deletedItems/microsoft.graph.application', pages(deletedApplications(tenant).length)],
    ['roleAssignments', pages(roleRows(tenant, 'assignment', 'assignment').length)],
    ['roleAssignmentScheduleInstances', pages(roleRows(tenant, 'assignment', 'instance').length)],
    ['roleEligibilityScheduleInstances', pages(roleRows(tenant, 'eligibility', 'instance').length)],
    ['roleAssignmentSchedules', pages(roleRows(tenant, 'assignment', 'schedule').length)],
    ['roleEligibilitySchedules', pages(roleRows(tenant, 'eligibility', 'schedule').length)],
    ['users', pages(size.users)],
    ['signInActivity', pages(size.users, 500)],
    ['groups', pages(size.groups)],
    ['applications', pages(applications(tenant).length)],
    ['servicePrincipals', pages(servicePrincipals(tenant).length)],
    // their first pages go with the questions about objects
    ['applications?owners', pages(applications(tenant).length) - 1],
    ['servicePrincipals?owners', pages(servicePrincipals(tenant).length) - 1],
    ['appRoleAssignedTo', later([...grants, ofGraph])],
    ['groups/members', later(numbers(interest).map((each) => membersOf(tenant, each).length))],
    ['group/assignment', later(numbers(size.assignable).map((each) => (isManaged(tenant, each) ? membersOf(tenant, each).length : 0)))],
    ['oauth2PermissionGrants', pages(consents(tenant).length)],
    ['reports/servicePrincipalSignInActivities', pages(applicationUse(tenant).length)],
    ['reports/appCredentialSignInActivities', pages(secretUse(tenant).length)],
    ['entitlementManagement/assignments', pages(packageAssignments(tenant).length, 100)],
    [
      'auditLogs/directoryAudits',
      logs.reduce((sum, [service, category]) => sum + pages(auditEntries(tenant, service, category ?? undefined).length), 0),
    ],
  ]);
  const batched = new Map<string, number>([
    ['groups/members', interest],
    ['groups/owners', interest],
    ['group/assignment', interest],
    ['group/eligibility', interest],
    ['policies of groups', managed],
    ['applications?owners', 1],
    ['servicePrincipals?owners', 1],
    ['appRoleAssignedTo', resources + 1],
    ['applications/owners', many],
    ['administrativeUnits/members', units],
    ['entitlementManagement/accessPackages', packagesHeld(tenant)],
  ]);
  const arm = armCalls(tenant, pages);
  const full = Math.ceil(sum(batched) / BATCH);
  const alone = new Map([...graph, ...arm, ['$batch', full] as const]);
  return { alone, batched, requests: sum(alone) };
}

function armCalls({ size }: Tenant, pages: (items: number, longest: number) => number): readonly (readonly [string, number])[] {
  const { subscriptions, assignments } = size;
  // the tenant, its root group and those below it, and subscriptions
  const scopes = 1 + MANAGEMENT_GROUPS + subscriptions;
  const each = (items: number): number => 1 + MANAGEMENT_GROUPS + subscriptions * pages(items, 1000);
  const listed = assignments + 3 + 3;
  return [
    one('arm subscriptions'),
    one('arm descendants'),
    ['arm roleAssignments', 1 + each(listed)],
    ['arm roleDefinitions', 1 + scopes],
    ['arm denyAssignments', scopes],
    ['arm roleAssignmentScheduleInstances', each(listed)],
    ['arm roleEligibilityScheduleInstances', each(ELIGIBLE)],
    ['arm roleAssignmentSchedules', each(listed)],
    ['arm roleEligibilitySchedules', each(ELIGIBLE)],
    ['arm roleManagementPolicyAssignments', scopes],
    ['arm permissions', subscriptions],
    ['arm userAssignedIdentities', subscriptions],
    ['arm vaults', subscriptions],
    ['arm managedClusters', subscriptions],
    ['arm registrationAssignments', subscriptions],
    ['arm eventtypes/management/values', 1 + subscriptions],
    ['arm federatedIdentityCredentials', subscriptions * IDENTITIES_IN_EACH],
    ['arm resource-graph carriers', subscriptions],
    ['arm resource-graph index', pages(subscriptions * (assignments + 3) + MANAGEMENT_GROUPS, 1000)],
  ];
}

function one(name: string): readonly [string, number] {
  return [name, 1];
}

export function sum(counted: ReadonlyMap<string, number>): number {
  return [...counted.values()].reduce((all, each) => all + each, 0);
}
