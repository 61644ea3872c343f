import type { BoundaryId, EntityId, ScopeId } from '../../../../../src/model/ids.ts';
import type { LifeCycleEvent } from '../../../../../src/model/life-cycle.ts';
import { azureScope, azureTenantBoundary, directoryObject, lastSegment } from '../../../ids.ts';
import type { Meaning } from './meaning.ts';
import type { AuditEntry } from './schema.ts';
import { changedId, detail, objectId, targetOf, typeOf } from './told-by.ts';

/** Whose, what, where, and what sort of right. */
export interface About {
  readonly subject: EntityId | null;
  readonly object: string | null;
  readonly scope: ScopeId | null;
  readonly what: LifeCycleEvent['what'];
}

/** Who can hold something. */
const holders = ['user', 'serviceprincipal', 'group', 'device', 'application'];
/** User Access Administrator: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
const USER_ACCESS_ADMINISTRATOR = '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9';

/** What an entry is about, by where its sort of entry says it. What it does not say is `null`. */
export function aboutOf(entry: AuditEntry, meaning: Meaning, boundary: BoundaryId): About {
  const tenant = boundary.slice('entra:'.length);
  const named = (id: string | null): EntityId | null => (id === null ? null : directoryObject(tenant, id));
  const told = (subject: string | null, object: string | null, scope: ScopeId | null = null): About => ({
    subject: named(subject),
    object,
    scope,
    what: meaning.what,
  });
  switch (meaning.told) {
    case 'pim':
      return ofPim(entry, meaning, tenant);
    case 'role': {
      const role = changedId(entry, 'Role.TemplateId', 'Role.ObjectID', 'RoleDefinition.ObjectID') ?? targetOf(entry, ['role']);
      const unit = changedId(entry, 'AdministrativeUnit.ObjectID');
      return told(targetOf(entry, holders, role), role, named(unit));
    }
    case 'member':
    case 'owner': {
      const thing = changedId(entry, 'Group.ObjectID', 'Application.ObjectID', 'ServicePrincipal.ObjectID') ?? ownedOf(entry);
      return told(targetOf(entry, holders, thing), named(thing));
    }
    case 'app-role':
      return ofAppRole(entry, told, named);
    case 'consent': {
      const client = changedId(entry, 'ServicePrincipal.ObjectID') ?? targetOf(entry, ['serviceprincipal']);
      return told(client, named(client));
    }
    case 'keys':
    case 'itself':
      return told(targetOf(entry, holders) ?? objectId(entry.targetResources[0]?.id), null);
    case 'definition':
      return told(null, objectId(entry.targetResources[0]?.id) ?? entry.targetResources[0]?.displayName ?? null);
    case 'package':
    case 'decision': {
      const subject =
        targetOf(entry, ['user', 'serviceprincipal']) ?? (meaning.type === 'requested' ? objectId(entry.initiatedBy?.user?.id) : null);
      const thing = entry.targetResources.find((each) => !['user', 'request'].includes(typeOf(each)) && objectId(each.id) !== subject);
      return told(subject, objectId(thing?.id));
    }
    case 'elevated':
      return told(
        targetOf(entry, ['user']) ?? objectId(entry.initiatedBy?.user?.id),
        USER_ACCESS_ADMINISTRATOR,
        azureTenantBoundary(tenant),
      );
    default:
      return meaning.told satisfies never;
  }
}

/** The owned or joined thing where no changed property names it: of two groups nothing tells which is in the other. */
function ownedOf(entry: AuditEntry): string | null {
  const things = entry.targetResources.filter((each) => ['group', 'application', 'serviceprincipal'].includes(typeOf(each)));
  return things.length === 1 ? objectId(things[0]?.id) : null;
}

/** Whoever gets a role of an application: the client's service principal where it is given a permission. Where the role is not told, the resource is. */
function ofAppRole(
  entry: AuditEntry,
  told: (subject: string | null, object: string | null) => About,
  named: (id: string | null) => EntityId | null,
): About {
  const holder = changedId(entry, 'User.ObjectID', 'Group.ObjectID') ?? targetOf(entry, ['user', 'group']);
  const role = changedId(entry, 'AppRole.Id');
  if (holder !== null) return told(holder, role ?? named(targetOf(entry, ['serviceprincipal'])));
  const client = changedId(entry, 'ServicePrincipal.ObjectID');
  const known = client ?? targetOf(entry, ['serviceprincipal'], targetOf(entry, ['serviceprincipal']));
  return told(known, role ?? named(targetOf(entry, ['serviceprincipal'], known)));
}

/** By category: roles of the directory (`RoleManagement`), of Azure (`ResourceManagement`), or the membership of a group (`GroupManagement`). */
function ofPim(entry: AuditEntry, { what }: Meaning, tenant: string): About {
  const category = (entry.category ?? '').toLowerCase();
  const named = (id: string | null): EntityId | null => (id === null ? null : directoryObject(tenant, id));
  if (category === 'groupmanagement') {
    const group = objectId(detail(entry, 'ResourceOriginId')) ?? targetOf(entry, ['group']);
    const role = entry.targetResources
      .find((each) => typeOf(each) === 'role')
      ?.displayName?.trim()
      .toLowerCase();
    const active = role === 'owner' ? 'ownership' : 'membership';
    const subject = targetOf(entry, ['user', 'serviceprincipal']) ?? targetOf(entry, ['group'], group);
    return { subject: named(subject), object: named(group), scope: null, what: what === 'assignment' ? active : what };
  }
  const role = roleIn(detail(entry, 'RoleDefinitionOriginId')) ?? roleIn(detail(entry, 'TemplateId')) ?? targetOf(entry, ['role']);
  const subject = named(targetOf(entry, ['user', 'serviceprincipal', 'group'], role));
  const resource = detail(entry, 'ResourceOriginId');
  const scope = category === 'resourcemanagement' && resource?.startsWith('/') === true ? azureScope(tenant, resource) : null;
  return { subject, object: role, scope, what };
}

/** Of Azure the whole id of the definition may be told, whose last part is the same at every scope. */
function roleIn(told: string | null): string | null {
  return told === null ? null : objectId(lastSegment(told));
}
