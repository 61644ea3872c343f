import type { Json } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { BoundaryId } from '../../../../src/model/ids.ts';
import type { Task } from '../../../../src/model/page.ts';
import type { MicrosoftCall } from '../../call.ts';
import { arg, query } from '../graph-page.ts';
import { APPLICATION, secretMembers, SERVICE_PRINCIPAL } from '../surfaces/applications/calls.ts';
import { applications, appRoleAssignments, delegatedGrants, servicePrincipals } from '../surfaces/applications/surfaces.ts';
import { PERSON } from '../surfaces/people/calls.ts';
import { users } from '../surfaces/people/surfaces.ts';
import { probe } from './surface.ts';

/** What can be asked for by id. */
export type Sort = 'user' | 'service-principal' | 'application' | 'group';

const gone = ['Request_ResourceNotFound'];
const shared = { surface: probe.id, service: 'graph', answers: gone } as const;

/** Objects by id, with what the list of their sort tells of them: plain reads, which come from no index. */
const objects: Readonly<Record<Sort, MicrosoftCall>> = {
  user: object('ProbeUser', 'users', PERSON, ['User.Read.All']),
  'service-principal': object('ProbeServicePrincipal', 'servicePrincipals', SERVICE_PRINCIPAL, ['Application.Read.All']),
  application: object('ProbeApplication', 'applications', APPLICATION, ['Application.Read.All']),
  group: object('ProbeGroup', 'groups', 'id,visibility', ['GroupMember.Read.All']),
};

const appRole: MicrosoftCall = {
  ...shared,
  name: 'ProbeAppRole',
  operation: 'GET /servicePrincipals/{id}/appRoleAssignedTo/{id}',
  path: (args) => `/servicePrincipals/${arg(args, 'resource')}/appRoleAssignedTo/${encodeURIComponent(arg(args, 'id'))}`,
  drops: [],
  permissions: ['Application.Read.All'],
  about: (args) => `${arg(args, 'id')} of service principal ${arg(args, 'resource')}`,
};

const consents: MicrosoftCall = {
  ...shared,
  name: 'ProbeConsents',
  operation: 'GET /oauth2PermissionGrants?$filter=clientId',
  path: (args) => `/oauth2PermissionGrants${query({ $filter: `clientId eq '${arg(args, 'client')}'`, $top: 999 })}`,
  drops: [],
  permissions: ['Directory.Read.All'],
  about: (args) => `of client ${arg(args, 'client')}`,
};

export const probeCalls: readonly MicrosoftCall[] = [...Object.values(objects), appRole, consents];

function object(name: string, collection: string, select: string, permissions: readonly string[]): MicrosoftCall {
  return {
    ...shared,
    name,
    operation: `GET /${collection}/{id}`,
    path: (args) => `/${collection}/${encodeURIComponent(arg(args, 'id'))}${query({ $select: select })}`,
    drops: [...secretMembers],
    permissions,
    about: (args) => arg(args, 'id'),
  };
}

/** `id`: the object's own, without its tenant. */
export function objectTask(boundary: BoundaryId, sort: Sort, id: string): Task {
  return { boundary, surface: probe.id, args: { call: objects[sort].name, id } };
}

export function appRoleTask(boundary: BoundaryId, resource: string, id: string): Task {
  return { boundary, surface: probe.id, args: { call: appRole.name, resource, id } };
}

export function consentsTask(boundary: BoundaryId, client: string): Task {
  return { boundary, surface: probe.id, args: { call: consents.name, client } };
}

/** An answer by id as the list of its sort would have told it. Groups are controls alone, and tell nothing. */
export function asListed(task: Task, body: Json): { readonly task: Task; readonly body: Json } {
  if (task.surface !== probe.id || !isJsonObject(body)) return { task, body };
  const { boundary } = task;
  const one = { value: [body] };
  switch (arg(task.args, 'call')) {
    case objects.user.name:
      return { task: { boundary, surface: users.id, args: { call: 'Users' } }, body: one };
    case objects['service-principal'].name:
      return { task: { boundary, surface: servicePrincipals.id, args: { call: 'ServicePrincipals' } }, body: one };
    case objects.application.name:
      return { task: { boundary, surface: applications.id, args: { call: 'Applications' } }, body: one };
    case appRole.name:
      return {
        task: { boundary, surface: appRoleAssignments.id, args: { call: 'AppRoleAssignedTo', resource: arg(task.args, 'resource') } },
        body: one,
      };
    case consents.name:
      return { task: { boundary, surface: delegatedGrants.id, args: { call: 'DelegatedGrants' } }, body };
    default:
      return { task, body };
  }
}
