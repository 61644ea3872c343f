import { azureRoles } from '../../../test/connectors/microsoft/world/known.ts';
import { policyRules } from '../../../test/connectors/microsoft/world/policy-rules.ts';
import { joined, listOf, type Item, type List, type Tenant } from '../tenant.ts';
import { azureGroups } from '../graph/groups.ts';

export const MANAGEMENT_GROUPS = 10;
const AUTHORIZATION = '/providers/Microsoft.Authorization';
const roleNames = Object.keys(azureRoles);
/** What is given to most: none of them is able to give roles. Of a whole subscription one row in 25 is more than reading. */
const usual = [
  'Reader',
  'Virtual Machine Contributor',
  'Key Vault Secrets User',
  'Reader',
  'Storage Blob Data Owner',
  'Contributor',
] as const;

export function subscriptionPath(tenant: Tenant, subscription: number): string {
  return `/subscriptions/${tenant.idOf('subscription', subscription)}`;
}

export function groupPath(tenant: Tenant, group: number | 'root'): string {
  return `/providers/Microsoft.Management/managementGroups/${group === 'root' ? tenant.id : `mg-${group}`}`;
}

/** Somebody holds a role somewhere; `number` is of that place alone. */
interface Given {
  readonly scope: string;
  readonly who: string;
  readonly sort: 'User' | 'Group' | 'ServicePrincipal' | 'Unknown';
  readonly role: string;
  readonly way: 'assigned' | 'activated' | 'eligible';
  readonly number: number;
}

/** Every tenth subscription names somebody who is gone. */
export function hasOrphan(subscription: number): boolean {
  return subscription % 10 === 3;
}

/** How many may switch on a role of each subscription, and how many have. */
export const ELIGIBLE = 20;
const ACTIVATED = 3;

function holderOf(tenant: Tenant, subscription: number, at: number): Pick<Given, 'who' | 'sort'> {
  const { holders, users, apps, assignable, subscriptions } = tenant.size;
  const turn = subscription * 1009 + at;
  switch (at % 5) {
    case 0:
      return { who: tenant.idOf('user', holders + ((turn * 31) % (users - holders))), sort: 'User' };
    case 1:
    case 2:
      // a group works in a few subscriptions, and the last in none
      return { who: tenant.idOf('group', assignable + ((subscription + (turn % 4) * 11) % (azureGroups(tenant) - 1))), sort: 'Group' };
    case 3:
      return { who: tenant.idOf('servicePrincipal', (turn * 17) % apps), sort: 'ServicePrincipal' };
    default:
      return { who: tenant.idOf('managedIdentity', (subscription * 3 + (at % 3)) % (subscriptions * 3)), sort: 'ServicePrincipal' };
  }
}

function placeOf(tenant: Tenant, subscription: number, at: number): string {
  const own = subscriptionPath(tenant, subscription);
  if (at % 10 === 0) return own;
  const inGroup = `${own}/resourceGroups/rg-${at % 20}`;
  return at % 10 < 7 ? inGroup : `${inGroup}/providers/Microsoft.Compute/virtualMachines/vm-${at % 20}`;
}

function roleFor(subscription: number, at: number): string {
  if (at === 0) return 'Owner';
  if (at % 10 === 0) return at === 20 ? 'Contributor' : 'Reader';
  return usual[(subscription + at) % usual.length] ?? 'Reader';
}

function givenIn(tenant: Tenant, subscription: number): readonly Given[] {
  const assigned = Array.from({ length: tenant.size.assignments }, (_, at): Given => {
    const scope = placeOf(tenant, subscription, at);
    const role = roleFor(subscription, at);
    const orphan = at === 10 && hasOrphan(subscription);
    const holder = orphan
      ? { who: tenant.idOf('gone', 100 + subscription), sort: 'Unknown' as const }
      : holderOf(tenant, subscription, at + 1);
    return { scope, ...holder, role, way: 'assigned', number: at };
  });
  const own = subscriptionPath(tenant, subscription);
  const switched = Array.from({ length: ELIGIBLE }, (_, at): Given => {
    const holder = holderOf(tenant, subscription, 5 * (at + 20));
    return {
      scope: own,
      ...holder,
      role: at % 4 === 0 ? 'Owner' : 'Contributor',
      way: at < ACTIVATED ? 'activated' : 'eligible',
      number: 1000 + at,
    };
  });
  return [...assigned, ...switched];
}

/** What is given above subscriptions: to a group at each management group, and at the root to somebody who once needed it. */
function givenAbove(tenant: Tenant, group: number | 'root' | '/'): Given {
  const { assignable, holders } = tenant.size;
  if (group === '/')
    return { scope: '/', who: tenant.idOf('user', holders), sort: 'User', role: 'User Access Administrator', way: 'assigned', number: 0 };
  const number = group === 'root' ? MANAGEMENT_GROUPS : group;
  const who = tenant.idOf('group', assignable + (number % (azureGroups(tenant) - 1)));
  return { scope: groupPath(tenant, group), who, sort: 'Group', role: 'Reader', way: 'assigned', number };
}

/** A place that lists are asked of. `/`: above everything. */
export type Place = { readonly subscription: number } | { readonly group: number | 'root' | '/' };

/** All that is given at a place and above it; of a subscription below it too. */
function seenFrom(tenant: Tenant, place: Place): readonly Given[] {
  if ('subscription' in place) {
    const above = [place.subscription % MANAGEMENT_GROUPS, 'root', '/'] as const;
    return [...givenIn(tenant, place.subscription), ...above.map((each) => givenAbove(tenant, each))];
  }
  const chain =
    place.group === '/' ? ['/' as const] : place.group === 'root' ? (['root', '/'] as const) : ([place.group, 'root', '/'] as const);
  return chain.map((each) => givenAbove(tenant, each));
}

function under(scope: string, type: string, name: string): string {
  return `${scope === '/' ? '' : scope}${AUTHORIZATION}/${type}/${name}`;
}

function roleAt(scope: string, role: string): string {
  const subscription = /^\/subscriptions\/[^/]+/.exec(scope)?.[0] ?? '';
  return `${subscription}${AUTHORIZATION}/roleDefinitions/${azureRoles[role]?.id ?? ''}`;
}

type Kind = 'assignments' | 'assignment instances' | 'eligibility instances' | 'assignment schedules' | 'eligibility schedules';
const types: Readonly<Record<Kind, string>> = {
  assignments: 'roleAssignments',
  'assignment instances': 'roleAssignmentScheduleInstances',
  'eligibility instances': 'roleEligibilityScheduleInstances',
  'assignment schedules': 'roleAssignmentSchedules',
  'eligibility schedules': 'roleEligibilitySchedules',
};

/** The list of a sort at a place; its type as a path has it. */
export function accessList(tenant: Tenant, type: string, place: Place): List | undefined {
  const kind = (Object.keys(types) as Kind[]).find((each) => types[each].toLowerCase() === type.toLowerCase());
  if (kind === undefined) return undefined;
  const eligibility = kind.startsWith('eligibility');
  return listOf(
    seenFrom(tenant, place)
      .filter(({ way }) => (eligibility ? way !== 'assigned' : way !== 'eligible'))
      .map((each) => rowOf(tenant, kind, each)),
  );
}

/** All role assignments below the root, as the index has them. */
export function indexRows(tenant: Tenant): List {
  const subscriptions = Array.from({ length: tenant.size.subscriptions }, (_, at) =>
    listOf(
      givenIn(tenant, at)
        .filter(({ way }) => way !== 'eligible')
        .map((each) => rowOf(tenant, 'assignments', each)),
    ),
  );
  const groups = Array.from({ length: MANAGEMENT_GROUPS }, (_, at) => rowOf(tenant, 'assignments', givenAbove(tenant, at)));
  return joined(...subscriptions, listOf(groups));
}

function nameOf(tenant: Tenant, kind: Kind, { scope, number }: Given): string {
  const subscription = /^\/subscriptions\/([^/]+)/.exec(scope)?.[1];
  const place = subscription === undefined ? 100_000 : Number.parseInt(subscription.slice(26), 16);
  return tenant.idOf('row', 20_000_000 + (place * 2000 + number) * 5 + Object.keys(types).indexOf(kind));
}

function rowOf(tenant: Tenant, kind: Kind, given: Given): Item {
  const { scope, who, sort, role, way } = given;
  const type = types[kind];
  const idOf = (each: Kind): string => under(scope, types[each], nameOf(tenant, each, given));
  const shared = {
    scope,
    roleDefinitionId: roleAt(scope, role),
    principalId: who,
    principalType: sort,
    condition: null,
    conditionVersion: null,
  };
  const item = (properties: Item): Item => ({
    id: idOf(kind),
    name: nameOf(tenant, kind, given),
    type: `Microsoft.Authorization/${type}`,
    properties,
  });
  if (kind === 'assignments') {
    const by = tenant.idOf('user', 0);
    return item({ ...shared, createdOn: tenant.day(-100), updatedOn: tenant.day(-100), createdBy: by, updatedBy: by, description: null });
  }
  const activated = way === 'activated' && kind.startsWith('assignment');
  return item({
    ...shared,
    memberType: 'Direct',
    status: 'Provisioned',
    startDateTime: tenant.day(activated ? -0.1 : -100),
    endDateTime: activated ? tenant.day(0.2) : kind.startsWith('eligibility') ? tenant.day(120) : null,
    createdOn: tenant.day(-100),
    ...(kind === 'assignment instances'
      ? {
          assignmentType: activated ? 'Activated' : 'Assigned',
          originRoleAssignmentId: idOf('assignments'),
          roleAssignmentScheduleId: idOf('assignment schedules'),
          linkedRoleEligibilityScheduleId: activated ? idOf('eligibility schedules') : null,
          linkedRoleEligibilityScheduleInstanceId: activated ? idOf('eligibility instances') : null,
        }
      : {}),
    ...(kind === 'eligibility instances' ? { roleEligibilityScheduleId: idOf('eligibility schedules') } : {}),
    ...(kind === 'assignment schedules' ? { assignmentType: activated ? 'Activated' : 'Assigned' } : {}),
  });
}

export const definitions: List = {
  length: roleNames.length,
  item: (at) => {
    const name = roleNames[at] ?? '';
    const { id = '', ...permissions } = azureRoles[name] ?? {};
    return {
      id: `${AUTHORIZATION}/roleDefinitions/${id}`,
      type: 'Microsoft.Authorization/roleDefinitions',
      name: id,
      properties: { roleName: name, type: 'BuiltInRole', description: '', assignableScopes: ['/'], permissions: [permissions] },
    };
  },
};

/** A policy of every role at every scope, all alike: nobody approves. */
export function policies(tenant: Tenant, scope: string): List {
  const rules = policyRules(
    { idOf: () => '', sortOf: () => 'user' },
    { secondFactor: true, justification: true, ticket: false, longest: 'PT8H', permanentAssignment: false, permanentEligibility: true },
    'arm',
  );
  return {
    length: roleNames.length,
    item: (at) => {
      const role = roleNames[at] ?? '';
      const name = `${tenant.idOf('role', 1000 + at)}_${azureRoles[role]?.id ?? ''}`;
      return {
        id: under(scope, 'roleManagementPolicyAssignments', name),
        name,
        type: 'Microsoft.Authorization/RoleManagementPolicyAssignment',
        properties: {
          scope,
          roleDefinitionId: roleAt(scope, role),
          policyId: under(scope, 'roleManagementPolicies', tenant.idOf('role', 1000 + at)),
          effectiveRules: rules,
          policyAssignmentProperties: { roleDefinition: { id: roleAt(scope, role), displayName: role, type: 'BuiltInRole' } },
        },
      };
    },
  };
}
