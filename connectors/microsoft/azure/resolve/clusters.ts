import type { Grant, Link } from '../../../../src/model/grant.ts';
import type { EntityId, ScopeId } from '../../../../src/model/ids.ts';
import { tenantBoundary } from '../../ids.ts';
import type { CarrierFact, ClusterFact } from '../facts.ts';
import type { ClusterDoor } from '../tables/carriers.ts';
import { clusterDoors } from '../tables/carriers.ts';
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

/** A way into a cluster that is open there. */
interface OpenDoor {
  readonly door: ClusterDoor;
  readonly because: string;
  /** What decides whether it leads in after all; left out: it does. */
  readonly doubt?: string;
}

/**
 * Credentials: https://learn.microsoft.com/azure/aks/control-kubeconfig-access#available-permissions-for-cluster-roles. Commands run as an administrator's, but where
 * people sign in with Entra ID they bring a token of their own (`clusterToken` of https://learn.microsoft.com/rest/api/aks/managed-clusters/run-command).
 */
export function openDoors({ name, entra, localAccounts, commands, azureRoles }: ClusterFact): readonly OpenDoor[] {
  const doors: OpenDoor[] = [
    { door: 'settings', because: `settings of ${name} say who administers it` },
    { door: 'add-ons', because: `what is installed in ${name} runs there`, doubt: 'whether what it installs may do all in the cluster' },
  ];
  if (localAccounts) doors.push({ door: 'local-account', because: `${name} hands out the credential of a local account` });
  if (localAccounts && !entra) doors.push({ door: 'user-credential', because: `${name} hands out the credential of a local account` });
  if (commands) {
    const doubt = entra ? { doubt: 'whether the cluster lets who signs in with Entra ID do more than it lets anybody' } : {};
    doors.push({ door: 'command', because: `${name} runs commands that Azure is asked to run`, ...doubt });
  }
  if (azureRoles) {
    doors.push({ door: 'roles', because: `${name} asks roles of Azure who may run what` });
    doors.push({
      door: 'bindings',
      because: `${name} asks roles of Azure who may bind roles`,
      doubt: 'whether it may bind roles with more than it has',
    });
  }
  return doors;
}

/** What an administrator of a cluster can do: all in it, act as its nodes, and as what trusts the tokens of its service accounts. */
export function* clusterElements(estate: Estate): Iterable<Grant | Link> {
  const principalOf = ({ principal, identity }: ActsAs): EntityId | null => estate.principalAt(identity) ?? principal ?? identity;
  for (const of of estate.of.cluster) {
    const { value, boundary, evidence } = of;
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
      because: [`an administrator of cluster ${value.name} may do all in it`],
      conditions: [],
      caveats: [],
      source,
      evidence,
      through: [],
    };
    const told = new Set<EntityId | null>([null]);
    const link = function* (to: EntityId | null, because: string, from: typeof evidence = evidence, doubt?: string): Iterable<Link> {
      if (to === null || told.has(to)) return;
      told.add(to);
      const ends = { from: who, to, how: 'can-run-as', boundary, source, evidence: from, because: [because] } as const;
      yield linkOf(ends, doubt === undefined ? {} : { presence: 'possible', conditions: [{ text: doubt, settled: 'outside' }] });
    };
    if (value.nodes !== null) yield* link(principalOf(value.nodes), `nodes of cluster ${value.name} act as it`);
    const near = estate.of.carrier.filter((each) => value.nodeGroup !== null && estate.tree.contains(value.nodeGroup, each.value.resource));
    for (const each of near.filter(({ value: { sort } }) => machines.has(sort)))
      for (const carried of each.value.identities)
        yield* link(principalOf(carried), `nodes of cluster ${value.name} carry it`, [...evidence, ...each.evidence]);
    if (value.issuer !== null) {
      const own = issuerOf(value.issuer);
      const because = `it trusts tokens of service accounts of cluster ${value.name}`;
      for (const each of estate.of['federated-credential'])
        if (issuerOf(each.value.issuer) === own)
          yield* link(estate.principalAt(each.value.of) ?? each.value.of, because, [...evidence, ...each.evidence]);
      for (const each of estate.applicationTrusts)
        if (issuerOf(each.issuer) === own) yield* link(each.of, because, [...evidence, ...each.evidence]);
    }
    if (value.application !== null) {
      const application = estate.servicePrincipalOf(value.application, boundary);
      const because = `its secret lies on the nodes of cluster ${value.name}`;
      if (application !== undefined) yield* link(application, because);
      else
        yield* link(`pool:${boundary}:unread`, because, evidence, `who signs in as application ${value.application}, which was not listed`);
    }
    const ofCluster = estate.of.carrier.filter((each) => each.value.resource === value.resource).flatMap((each) => each.value.identities);
    for (const each of ofCluster)
      yield* link(principalOf(each), `the control plane of cluster ${value.name} acts as it`, evidence, AS_TOLD);
  }
}

type ActsAs = CarrierFact['identities'][number];

const machines: ReadonlySet<string> = new Set(['microsoft.compute/virtualmachinescalesets', 'microsoft.compute/virtualmachines']);
/** It makes load balancers and disks, and no token of it gets to the cluster. */
const AS_TOLD = 'whether what the control plane does for a cluster can be made to be what its administrator wants';

/** Those who by their roles may come into clusters, where they hold these. */
export function enteringClusters(held: readonly Held[], roles: RoleViews, denies: Denies): readonly Held[] {
  const ways = Object.values(clusterDoors).flat();
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
