import type { NonEmpty } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import type { ProbeNear } from '../../../../src/contract/connector.ts';
import type { Access } from '../../../../src/model/access.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { Task } from '../../../../src/model/page.ts';
import { objectIdOf } from '../../ids.ts';
import type { Control, Question } from '../../probe.ts';
import { hideMembers } from '../surfaces/roles/hidden.ts';
import type { Sort } from './calls.ts';
import { appRoleTask, consentsTask, objectTask } from './calls.ts';

type Asked = Pick<Question, 'targets' | 'controls' | 'isBeside'>;

/** What is asked of whether an access is there; `undefined`: nothing asks for it so. */
export function askedOf(access: Access, near: ProbeNear): Asked | undefined {
  const at = (surface: string, call: string, args: Readonly<Record<string, string>> = {}): Task => ({
    boundary: access.boundary,
    surface: `entra:${surface}`,
    args: { call, ...args },
  });
  const { kind, source, boundary, subject } = access;
  const sameList = (other: Access): boolean => other.kind === kind && other.id !== access.id;
  const of = (...targets: NonEmpty<Task>): Asked => ({ targets, controls: [], isBeside: sameList });
  // an end, a beginning and an activation are told by Privileged Identity Management alone, which is then there to be asked
  const isManaged = access.from !== null || access.until !== null || access.activated;
  const [sourceKind] = source.split('|');
  switch (sourceKind) {
    case 'directory-role': {
      const managed = [
        at('role-assignment-instances', 'RoleAssignmentInstances'),
        at('role-assignment-schedules', 'RoleAssignmentSchedules'),
      ];
      return of(at('role-assignments', 'RoleAssignments'), ...(isManaged ? managed : []));
    }
    case 'eligible-role':
      return of(at('role-eligibility-instances', 'RoleEligibilityInstances'), at('role-eligibility-schedules', 'RoleEligibilitySchedules'));
    case 'group-membership':
    case 'eligible-membership':
    case 'group-owner':
      return ofGroup(access, at, isManaged);
    case 'owner':
      return ofOwned(access, near, at);
    case 'app-role': {
      const [resource, id] = [objectIdOf(access.scope ?? ''), source.slice('app-role|'.length)];
      if (resource === undefined) return undefined;
      const told = objectControl(boundary, 'service-principal', resource);
      // the list may lag, the id may be another one since: each alone proves less
      return {
        ...of(appRoleTask(boundary, resource, id), at('app-role-assignments', 'AppRoleAssignedTo', { resource })),
        controls: [told],
      };
    }
    case 'consent': {
      const client = objectIdOf(subject);
      return client === undefined
        ? undefined
        : { ...of(consentsTask(boundary, client)), controls: [objectControl(boundary, 'service-principal', client)] };
    }
    case 'federated-credential': {
      const application = objectIdOf(access.objects[0] ?? '');
      if (application === undefined) return undefined;
      return {
        ...of(at('federated-credentials', 'FederatedCredentials', { application })),
        controls: [objectControl(boundary, 'application', application)],
      };
    }
    case 'package':
      return of(at('access-packages', 'PackageAssignments'));
    case 'partner':
      return of(at('partners', 'Partners'));
    default:
      return kind === 'account' || kind === 'credential' || kind === 'trust' ? ofObject(access, near) : undefined;
  }
}

/** Who is in a group; where it hides that from those who may not see it, an empty list proves nothing. */
function ofGroup(
  { kind, objects: [group = ''], boundary, source, id }: Access,
  at: (surface: string, call: string, args: Readonly<Record<string, string>>) => Task,
  isManaged: boolean,
): Asked | undefined {
  const objectId = objectIdOf(group);
  if (objectId === undefined) return undefined;
  const args = { group: objectId };
  const active = source.startsWith('group-owner|') ? at('group-owners', 'GroupOwners', args) : at('group-members', 'GroupMembers', args);
  const targets: NonEmpty<Task> =
    kind === 'eligibility'
      ? [at('group-pim', 'GroupPimEligibilities', args)]
      : [active, ...(isManaged ? [at('group-pim', 'GroupPimAssignments', args)] : [])];
  const control = objectControl(boundary, 'group', objectId, (body) => {
    const visibility = body['visibility'];
    return !hideMembers(typeof visibility === 'string' ? visibility : null);
  });
  return { targets, controls: [control], isBeside: (other) => other.kind === kind && other.id !== id };
}

function ofOwned(
  { objects: [of = ''], boundary, kind, id }: Access,
  near: ProbeNear,
  at: (surface: string, call: string, args: Readonly<Record<string, string>>) => Task,
): Asked | undefined {
  const objectId = objectIdOf(of);
  const sort = sortOf(of, near);
  if (objectId === undefined || (sort !== 'application' && sort !== 'service-principal')) return undefined;
  const target =
    sort === 'application'
      ? at('app-owners', 'ApplicationOwners', { application: objectId })
      : at('app-owners', 'ServicePrincipalOwners', { servicePrincipal: objectId });
  return {
    targets: [target],
    controls: [objectControl(boundary, sort, objectId)],
    isBeside: (other) => other.kind === kind && other.id !== id,
  };
}

/**
 * An account, a credential or the trust in another tenant: told by the object itself. That a credential or an enabled account is gone is proved
 * by the object without it; that the object is gone, by another of its sort that is known to be there.
 */
function ofObject({ kind, boundary, subject, objects: [object = ''] }: Access, near: ProbeNear): Asked | undefined {
  const entity = kind === 'trust' ? object : subject;
  const objectId = objectIdOf(entity);
  const sort = kind === 'trust' ? 'service-principal' : sortOf(entity, near);
  if (objectId === undefined || sort === undefined || sort === 'group') return undefined;
  const controls = [objectControl(boundary, sort, objectId)];
  // what is in the recycle bin comes back with its credentials: that it is not found says nothing of them
  const other = kind === 'credential' ? undefined : nearest(near, sort, entity);
  if (other !== undefined) controls.push(objectControl(boundary, sort, other));
  return { targets: [objectTask(boundary, sort, objectId)], controls, isBeside: () => false };
}

/** Another that was there at the last scan: the first by id, so that the same is asked again. */
function nearest(near: ProbeNear, sort: Sort, but: EntityId): string | undefined {
  const ids = near.accesses.filter(({ kind, subject }) => kind === 'account' && subject !== but && sortOf(subject, near) === sort);
  const [first] = ids.map(({ subject }) => subject).sort();
  return first === undefined ? undefined : objectIdOf(first);
}

function sortOf(id: EntityId, { identities }: ProbeNear): Sort | undefined {
  switch (identities.find((each) => each.id === id)?.kind) {
    case 'user':
    case 'guest':
      return 'user';
    case 'service-principal':
    case 'managed-identity':
    case 'agent':
      return 'service-principal';
    case 'app':
      return 'application';
    case 'group':
      return 'group';
    default:
      return undefined;
  }
}

function objectControl(
  boundary: string,
  sort: Sort,
  id: string,
  also: (body: Readonly<Record<string, unknown>>) => boolean = () => true,
): Control {
  return {
    task: objectTask(boundary, sort, id),
    text: `${sort.replace('-', ' ')} ${id}`,
    shows: ({ body }) => isJsonObject(body) && typeof body['id'] === 'string' && body['id'].toLowerCase() === id && also(body),
  };
}
