import type { Grant, Link } from '../../../../src/model/grant.ts';
import type { EntityId, ScopeId } from '../../../../src/model/ids.ts';
import { tenantBoundary } from '../../ids.ts';
import type { ClusterFact } from '../facts.ts';
import { clusterCredentials } from '../tables/carriers.ts';
import type { Denies } from './denies.ts';
import { linkOf } from './elements.ts';
import type { Estate, Of } from './estate.ts';
import type { Held } from './holdings.ts';
import { standing } from './lasting.ts';
import type { RoleViews } from './role-view.ts';
import { allowed } from './template.ts';

/** Whoever has an administrator's credential of a cluster: many come to it by their roles, and it leads on to what the cluster acts as. */
export function administratorOf(estate: Estate, cluster: ScopeId): EntityId {
  const tenant = estate.tenantOf(estate.boundaryOf(cluster)).slice('azure:'.length);
  return `pool:${tenantBoundary(tenant)}:cluster-administrator|${cluster}`;
}

/** What an administrator of a cluster can do: all in it, act as its nodes, and as what trusts the tokens of its service accounts. */
export function* clusterElements(estate: Estate): Iterable<Grant | Link> {
  const principals = new Map(estate.of['managed-identity'].map(({ value }) => [value.resource, value.principal]));
  for (const of of estate.of.cluster) {
    const { value, boundary, evidence } = of;
    if (!value.localAccounts) continue;
    const who = administratorOf(estate, value.resource);
    const source = sourceOf(of);
    yield {
      type: 'grant',
      key: `grant|${who}|administer|${value.resource}|${source.id}`,
      boundary,
      subject: who,
      capability: 'administer',
      scope: value.resource,
      ...standing,
      presence: 'certain',
      because: [`a local account of cluster ${value.name} is its administrator’s`],
      conditions: [],
      caveats: [],
      source,
      evidence,
      through: [],
    };
    const node =
      value.nodes === null
        ? null
        : ((value.nodes.identity === null ? undefined : principals.get(value.nodes.identity)) ?? value.nodes.principal);
    const link = (to: EntityId, because: string): Link =>
      linkOf({ from: who, to, how: 'can-run-as', boundary, source, evidence, because: [because] });
    if (node !== null) yield link(node, `nodes of cluster ${value.name} act as it`);
    if (value.issuer === null) continue;
    const own = issuerOf(value.issuer);
    const trusting = estate.of['federated-credential'].filter((each) => issuerOf(each.value.issuer) === own);
    for (const each of new Set(trusting.map(({ value: told }) => principals.get(told.of) ?? told.of)))
      yield link(each, `it trusts tokens of service accounts of cluster ${value.name}`);
  }
}

/** Those who may ask clusters for credentials, where they hold their roles. */
export function askingClusters(held: readonly Held[], roles: RoleViews, denies: Denies): readonly Held[] {
  const ways = clusterCredentials['cluster-without-entra'];
  return held.filter((each) =>
    ways.some(
      ({ action, plane }) => allowed(roles.of(each.role, each.boundary), each.condition, denies.viewOf(each), action, plane) !== 'false',
    ),
  );
}

export function sourceOf({ value, key, boundary }: Of<ClusterFact>): Grant['source'] {
  return { id: key, kind: 'kubernetes-cluster', name: value.name, boundary };
}

function issuerOf(url: string): string {
  return url.toLowerCase().replace(/\/+$/, '');
}
