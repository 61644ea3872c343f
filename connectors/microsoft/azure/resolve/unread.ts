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
import type { Held } from './holdings.ts';

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
 * Where role assignments were not read whole, or not all subscriptions are known, anybody of the tenant may have one: a link from everybody, by
 * way of one pool, to what stands for the unread part. Without it somebody who has nothing else would look as if nothing could be there.
 */
export function* unreadLinks(facts: FactIndex, estate: Estate, unread: ReadonlySet<BoundaryId> = new Set()): Iterable<Link> {
  const byTenant = new Map<BoundaryId, BoundaryId[]>();
  for (const boundary of boundariesOf(facts, unread)) {
    const tenant = estate.tenantOf(boundary);
    const surfaces = tenant === boundary ? ['role-assignments', 'root-assignments'] : ['role-assignments'];
    if (surfaces.every((each) => estate.isRead(each, boundary))) continue;
    byTenant.set(tenant, [...(byTenant.get(tenant) ?? []), boundary]);
  }
  for (const directory of estate.isRead('subscriptions', signedIn) ? [] : directoriesIn(facts)) {
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

/**
 * Where not all resources that carry an identity were read, whoever has a role there may change one that nobody knows of, and act as what it
 * carries: a link from each holder, by way of one pool for each place that roles are held in, to what stands for the unread part.
 */
export function* unreadCarriers(
  facts: FactIndex,
  estate: Estate,
  held: readonly Held[],
  unread: ReadonlySet<BoundaryId> = new Set(),
): Iterable<Link> {
  yield* unreadResources(carriersNotRead, facts, estate, held, unread);
}

/** Where not all Kubernetes clusters were read, whoever may come into one there may become its administrator: as above. `held`: of those. */
export function* unreadClusters(
  facts: FactIndex,
  estate: Estate,
  held: readonly Held[],
  unread: ReadonlySet<BoundaryId> = new Set(),
): Iterable<Link> {
  yield* unreadResources(clustersNotRead, facts, estate, held, unread);
}

interface NotRead {
  readonly surface: string;
  /** Of the pool. */
  readonly pool: string;
  readonly name: string;
  readonly text: string;
  readonly because: string;
}

const carriersNotRead: NotRead = {
  surface: 'identity-carriers',
  pool: 'unread-carriers',
  name: 'resources with an identity that were not read',
  text: 'whether a resource that was not read and that it may change carries an identity',
  because: 'not all resources that carry an identity were read: it may be able to change one',
};

const clustersNotRead: NotRead = {
  surface: 'kubernetes-clusters',
  pool: 'unread-clusters',
  name: 'Kubernetes clusters that were not read',
  text: 'whether a cluster that was not read lets it in as an administrator',
  because: 'not all Kubernetes clusters were read: one may let it in as an administrator',
};

function* unreadResources(
  what: NotRead,
  facts: FactIndex,
  estate: Estate,
  held: readonly Held[],
  unread: ReadonlySet<BoundaryId>,
): Iterable<Link> {
  const missing = boundariesOf(facts, unread).filter((each) => estate.tenantOf(each) !== each && !estate.isRead(what.surface, each));
  const above = new Set(missing.map((each) => estate.tenantOf(each)));
  for (const boundary of missing) yield runs(what, `pool:${estate.tenantOf(boundary)}:${what.pool}`, `pool:${boundary}:unread`, boundary);
  const seen = new Set<string>();
  for (const { principal, boundary } of held) {
    const to = above.has(boundary) ? `pool:${boundary}:${what.pool}` : missing.includes(boundary) ? `pool:${boundary}:unread` : undefined;
    if (to === undefined || seen.has(`${principal}|${to}`)) continue;
    seen.add(`${principal}|${to}`);
    yield runs(what, principal, to, boundary);
  }
}

function boundariesOf(facts: FactIndex, unread: ReadonlySet<BoundaryId>): readonly BoundaryId[] {
  return [...new Set([...facts.boundaries, ...unread].filter((each) => /^azure:[0-9a-f]{8}-/.test(each)))].sort(byCodeUnit);
}

/** Any of them may be the directory of a subscription that no list told. */
function directoriesIn(facts: FactIndex): readonly BoundaryId[] {
  return facts.boundaries.filter((each) => /^entra:[0-9a-f]{8}-/.test(each));
}

function leads(from: EntityId, to: EntityId, boundary: BoundaryId): Link {
  const text = 'whether a role assignment that was not read names it';
  const source = { id: 'azure:role-assignments', kind: 'surface', name: 'role assignments that were not read', boundary };
  const because = ['not all role assignments were read: some may be its own'];
  return unknown({ from, to, how: 'can-assume', boundary, source, evidence: [], because }, text);
}

function runs({ surface, name, text, because }: NotRead, from: EntityId, to: EntityId, boundary: BoundaryId): Link {
  const source = { id: `azure:${surface}`, kind: 'surface', name, boundary };
  return unknown({ from, to, how: 'can-run-as', boundary, source, evidence: [], because: [because] }, text);
}

function unknown(ends: Parameters<typeof linkOf>[0], text: string): Link {
  return linkOf(ends, { bounds: unreadBounds, presence: 'possible', conditions: [{ text, settled: 'outside' }] });
}
