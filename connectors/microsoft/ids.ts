import { inOnePiece } from '../../src/base/text/one-piece.ts';
import type { BoundaryId, EntityId, ScopeId } from '../../src/model/ids.ts';

/*
 * Every id of Microsoft's is compared without regard to case by the services themselves, and written in different case by different ones
 * (https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules): all are kept in lower case.
 */

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/** The Entra boundary of a tenant. */
export function tenantBoundary(tenant: string): BoundaryId {
  return `entra:${tenant.toLowerCase()}`;
}

/** The Azure boundary that holds what lies above subscriptions: the root scope `/` and management groups. */
export function azureTenantBoundary(tenant: string): BoundaryId {
  return `azure:${tenant.toLowerCase()}`;
}

export function subscriptionBoundary(subscription: string): BoundaryId {
  return `azure:${subscription.toLowerCase()}`;
}

/** An object of a directory: user, group, service principal, application, administrative unit. The form tells the boundary to everybody. */
export function directoryObject(tenant: string, objectId: string): EntityId {
  if (last?.objectId !== objectId || last.tenant !== tenant) {
    last = { tenant, objectId, id: inOnePiece(`entra/${tenant.toLowerCase()}/${objectId.toLowerCase()}`) };
  }
  return last.id;
}

/** A page tells several things of one object, one after the other: its id is one text. */
let last: { readonly tenant: string; readonly objectId: string; readonly id: EntityId } | undefined;

/** The id of an object within its tenant; `undefined` for any other text. */
export function objectIdOf(id: EntityId): string | undefined {
  const [form, , objectId, ...more] = id.split('/');
  return form === 'entra' && more.length === 0 ? objectId : undefined;
}

/** A part of a directory that roles can be limited to, an administrative unit among others. */
export function directoryScope(tenant: string, directoryScopeId: string): ScopeId {
  const path = directoryScopeId.toLowerCase().replace(/^\/+|\/+$/g, '');
  if (path === '') return tenantBoundary(tenant);
  const [first, second, ...more] = path.split('/');
  // the scope of one application or group is the object itself: `/<object id>`
  if (first !== undefined && second === undefined) return directoryObject(tenant, first);
  if (first === 'administrativeunits' && second !== undefined && more.length === 0) return directoryObject(tenant, second);
  return `entra/${tenant.toLowerCase()}/${path}`;
}

const MANAGEMENT_GROUP = /^\/providers\/microsoft\.management\/managementgroups\/([^/]+)$/;
const SUBSCRIPTION = /^\/subscriptions\/([^/]+)$/;

/** A management group: a container of boundaries. */
export function managementGroup(tenant: string, name: string): ScopeId {
  return `azure:${tenant.toLowerCase()}/${name.toLowerCase()}`;
}

/**
 * A scope of Azure as it is held: the root and management groups are containers of the tenant's boundary, a subscription is a boundary, and
 * all below keeps its resource id, in lower case.
 */
export function azureScope(tenant: string, armScope: string): ScopeId {
  const path = armScope.toLowerCase().replace(/\/+$/, '');
  if (path === '') return azureTenantBoundary(tenant);
  const group = MANAGEMENT_GROUP.exec(path)?.[1];
  if (group !== undefined) return managementGroup(tenant, group);
  const subscription = SUBSCRIPTION.exec(path)?.[1];
  return subscription === undefined ? path : subscriptionBoundary(subscription);
}

/** The last segment of a resource id, which for role definitions is the same at every scope. */
export function lastSegment(resourceId: string): string {
  return resourceId.slice(resourceId.lastIndexOf('/') + 1).toLowerCase();
}
