import { byCodeUnit } from '../../../../src/base/order.ts';
import type { IdentityKind } from '../../../../src/model/entity.ts';
import type { FactIndex } from '../../../../src/model/fact.ts';
import type { Link } from '../../../../src/model/grant.ts';
import type { BoundaryId, EntityId } from '../../../../src/model/ids.ts';
import { unreadBounds } from '../../../../src/model/persistence.ts';
import { azureTenantBoundary, tenantBoundary } from '../../ids.ts';
import { signedIn } from '../surfaces/places/surfaces.ts';
import { linkOf } from './elements.ts';
import type { Estate } from './estate.ts';

/** What roles of Azure can be given to. */
const holders: ReadonlySet<IdentityKind> = new Set([
  'user',
  'guest',
  'group',
  'service-principal',
  'managed-identity',
  'agent',
  'directory-object',
]);

/**
 * Where role assignments were not read whole, or not all subscriptions are known, anybody of the tenant may have one: a link from everybody, by way of one pool, to what stands for
 * the unread part. Without it somebody who has nothing else would look as if nothing could be there.
 */
export function* unreadLinks(facts: FactIndex, estate: Estate, unread: ReadonlySet<BoundaryId> = new Set()): Iterable<Link> {
  const byTenant = new Map<BoundaryId, BoundaryId[]>();
  const boundaries = new Set([...facts.boundaries, ...unread].filter((each) => /^azure:[0-9a-f]{8}-/.test(each)));
  for (const boundary of [...boundaries].sort(byCodeUnit)) {
    const tenant = estate.tenantOf(boundary);
    const surfaces = tenant === boundary ? ['role-assignments', 'root-assignments'] : ['role-assignments'];
    if (surfaces.every((each) => estate.isRead(each, boundary))) continue;
    byTenant.set(tenant, [...(byTenant.get(tenant) ?? []), boundary]);
  }
  const unlisted = estate.isRead('subscriptions', signedIn) ? [] : directoriesIn(facts);
  for (const directory of unlisted) {
    const tenant = azureTenantBoundary(directory.slice('entra:'.length));
    byTenant.set(tenant, [...(byTenant.get(tenant) ?? []), signedIn]);
  }
  if (byTenant.size === 0) return;
  const pools = new Map<BoundaryId, { readonly pool: EntityId; readonly boundary: BoundaryId }>();
  for (const [tenant, missing] of byTenant) {
    const directory = tenantBoundary(tenant.slice('azure:'.length));
    const pool = `pool:${directory}:azure-unread`;
    pools.set(directory, { pool, boundary: tenant });
    for (const boundary of missing) yield leads(pool, `pool:${boundary}:unread`, boundary);
  }
  for (const { value } of facts.ofKind('identity')) {
    const known = value.boundary === null || !holders.has(value.kind) ? undefined : pools.get(value.boundary);
    if (known !== undefined) yield leads(value.id, known.pool, known.boundary);
  }
}

/** Any of them may be the directory of a subscription that no list told. */
function directoriesIn(facts: FactIndex): readonly BoundaryId[] {
  return facts.boundaries.filter((each) => /^entra:[0-9a-f]{8}-/.test(each));
}

function leads(from: EntityId, to: EntityId, boundary: BoundaryId): Link {
  const text = 'whether a role assignment that was not read names it';
  const source = { id: 'azure:role-assignments', kind: 'surface', name: 'role assignments that were not read', boundary };
  const because = ['not all role assignments were read: some may be its own'];
  return linkOf(
    { from, to, how: 'can-assume', boundary, source, evidence: [], because },
    { bounds: unreadBounds, presence: 'possible', conditions: [{ text, settled: 'outside' }] },
  );
}
