import type { Task } from '../../../../../src/model/page.ts';
import type { MicrosoftCall } from '../../../call.ts';
import type { Asked } from '../common/asked.ts';
import { taskAt } from '../common/asked.ts';
import { atScopeAbove, scopeList } from '../common/calls.ts';
import { graphQuery } from '../common/resource-graph.ts';
import { assignmentIndex, classicAdministrators, denyAssignments, roleAssignments, roleDefinitions, rootAssignments } from './surfaces.ts';

const read = (what: string): readonly string[] => [`Microsoft.Authorization/${what}/read`];
const stable = '2022-04-01';

/** https://learn.microsoft.com/rest/api/authorization/role-assignments/list-for-scope */
const assignments = scopeList({
  name: 'roleAssignments',
  surface: roleAssignments.id,
  provider: 'Microsoft.Authorization/roleAssignments',
  version: stable,
  filter: atScopeAbove,
  permissions: read('roleAssignments'),
});

/** The same list, of the scope above everything. */
const atRoot: MicrosoftCall = {
  ...scopeList({
    name: 'rootAssignments',
    surface: rootAssignments.id,
    provider: 'Microsoft.Authorization/roleAssignments',
    version: stable,
    filter: atScopeAbove,
    permissions: read('roleAssignments'),
  }),
  operation: 'GET /providers/Microsoft.Authorization/roleAssignments',
};

/** What the caller itself may do at a subscription (…/authorization/permissions): asked where the list of assignments shows nothing known. */
const callerRights = scopeList({
  name: 'callerRights',
  surface: roleAssignments.id,
  provider: 'Microsoft.Authorization/permissions',
  version: stable,
  permissions: read('permissions'),
});

/** The first version that tells of conditions in a definition, as some built-in roles have them. */
const conditioned = '2022-05-01-preview';

/** Built-in roles are the same at every scope: asked once, of the tenant. Custom ones are told where they can be given. */
const definitions = scopeList({
  name: 'roleDefinitions',
  surface: roleDefinitions.id,
  provider: 'Microsoft.Authorization/roleDefinitions',
  version: conditioned,
  filter: ({ subscription, group }) =>
    subscription === undefined && group === undefined ? "type eq 'BuiltInRole'" : "type eq 'CustomRole'",
  permissions: read('roleDefinitions'),
});

const denies = scopeList({
  name: 'denyAssignments',
  surface: denyAssignments.id,
  provider: 'Microsoft.Authorization/denyAssignments',
  version: stable,
  filter: atScopeAbove,
  permissions: read('denyAssignments'),
});

const classic = scopeList({
  name: 'classicAdministrators',
  surface: classicAdministrators.id,
  provider: 'Microsoft.Authorization/classicAdministrators',
  version: '2015-07-01',
  permissions: read('classicAdministrators'),
  // what is retired has none: the provider then says that there is no such type, version or operation
  answers: [
    'InvalidResourceType',
    'InvalidResourceNamespace',
    'NoRegisteredProviderFound',
    'OperationNotSupported',
    'Gone',
    'ApiVersionRetired',
  ],
});

/** https://learn.microsoft.com/azure/governance/resource-graph/reference/supported-tables-resources#authorizationresources */
const index = graphQuery({
  name: 'assignmentIndex',
  surface: assignmentIndex.id,
  query: [
    "authorizationresources | where type =~ 'microsoft.authorization/roleassignments'",
    'project id, properties',
    'order by id asc',
  ].join(' | '),
  permissions: read('roleAssignments'),
});

export const authorizationCalls: readonly MicrosoftCall[] = [assignments, atRoot, callerRights, definitions, denies, classic, index];

export function assignmentsTask(at: Asked): Task {
  return taskAt(roleAssignments.id, assignments.name, at);
}
export function rootAssignmentsTask(tenant: string): Task {
  return taskAt(rootAssignments.id, atRoot.name, { tenant });
}
export function callerRightsTask(at: Asked): Task {
  return taskAt(roleAssignments.id, callerRights.name, at);
}
export function definitionsTask(at: Asked): Task {
  return taskAt(roleDefinitions.id, definitions.name, at);
}
export function deniesTask(at: Asked): Task {
  return taskAt(denyAssignments.id, denies.name, at);
}
export function classicTask(at: Asked): Task {
  return taskAt(classicAdministrators.id, classic.name, at);
}
export function indexTask(tenant: string): Task {
  return taskAt(assignmentIndex.id, index.name, { tenant });
}
