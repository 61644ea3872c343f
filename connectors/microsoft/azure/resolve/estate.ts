import type { Json } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';
import { byKeys } from '../../../../src/base/order.ts';
import type { ActivationPolicy } from '../../../../src/model/activation-policy.ts';
import type { Evidence, FactIndex, FactKind } from '../../../../src/model/fact.ts';
import type { BoundaryId, EntityId, FactKey, ScopeId, SurfaceId } from '../../../../src/model/ids.ts';
import type { FederatedCredentialFact, GroupMemberFact, ServicePrincipalFact, TenantFact } from '../../entra/facts.ts';
import { tenantBoundary } from '../../ids.ts';
import { saidAtIn } from '../../said-at.ts';
import type { AzureFact, AzureRoleFact } from '../facts.ts';
import { ScopeTree, subscriptionOf } from '../rbac/scopes.ts';
import { isLeftOut } from './without.ts';

/** A fact of this connector, and where it was read. */
export interface Of<T> {
  readonly value: T;
  readonly key: FactKey;
  readonly boundary: BoundaryId;
  readonly evidence: readonly Evidence[];
}

interface ApplicationTrust {
  readonly of: EntityId;
  readonly issuer: string;
  readonly evidence: readonly Evidence[];
}

type Facts = { readonly [K in AzureFact['type']]: readonly Of<Extract<AzureFact, { readonly type: K }>>[] };

/** What was read of Azure, and what of the directory decides how to take it. */
export interface Estate {
  readonly of: Facts;
  readonly tree: ScopeTree;
  /** The tenant's boundary that a boundary of Azure belongs to; itself where it is none's. */
  tenantOf(boundary: BoundaryId): BoundaryId;
  /** The boundary that a scope lies in. */
  boundaryOf(scope: ScopeId): BoundaryId;
  role(id: string, boundary: BoundaryId): Of<AzureRoleFact> | undefined;
  /** Ids of all role definitions of the boundary's tenant. */
  roleIds(boundary: BoundaryId): readonly string[];
  /** Groups that a principal is listed in, and those that these are in. */
  groupsOf(principal: EntityId): ReadonlySet<EntityId>;
  /** Whether all members of groups that matter were read, in the principal's tenant. */
  readsMembers(principal: EntityId): boolean;
  /** Service principals and managed identities: they can never be eligible. */
  isServicePrincipal(principal: EntityId): boolean;
  /** The principal of a managed identity by its resource id; `undefined`: nobody listed it, and it stays the name of its resource. */
  principalAt(identity: ScopeId | null): EntityId | undefined;
  /** By application id; `undefined`: nobody listed it in the boundary's tenant. */
  servicePrincipalOf(application: string, boundary: BoundaryId): EntityId | undefined;
  /** Which applications trust whose tokens. */
  readonly applicationTrusts: readonly ApplicationTrust[];
  /** `false`: the tenant has no Privileged Identity Management; `null`: not told. */
  hasPim(boundary: BoundaryId): boolean | null;
  isRead(surface: string, boundary: BoundaryId): boolean;
  policy(id: string): ActivationPolicy | undefined;
  /** When pages speak for, epoch milliseconds; `undefined` = not known. */
  saidAt(evidence: readonly Evidence[]): number | undefined;
}

const kinds: readonly FactKind[] = ['observation', 'policy', 'attachment', 'limiter', 'workload', 'trust', 'resource-policy'];

export function readEstate(
  facts: FactIndex,
  without: ReadonlySet<FactKey>,
  isRead: (surface: SurfaceId, boundary: BoundaryId) => boolean,
): Estate {
  const read = new Map<string, Of<AzureFact>[]>();
  const groups = new Map<EntityId, EntityId[]>();
  const servicePrincipals = new Set<EntityId>();
  const byApplication = new Map<string, EntityId>();
  const applicationTrusts: ApplicationTrust[] = [];
  const pim = new Map<BoundaryId, boolean | null>();
  for (const kind of kinds) {
    for (const { key, boundary, value, pages } of facts.ofKind(kind)) {
      const told = typed(value);
      if (told === undefined) continue;
      if (boundary.startsWith('entra:')) {
        if (told.type === 'service-principal') {
          const { servicePrincipal, appId } = told as unknown as ServicePrincipalFact;
          servicePrincipals.add(servicePrincipal);
          byApplication.set(`${boundary}|${appId.toLowerCase()}`, servicePrincipal);
        } else if (told.type === 'federated-credential' && !without.has(key)) {
          const { of, issuer } = told as unknown as FederatedCredentialFact;
          applicationTrusts.push({ of, issuer, evidence: pages });
        } else if (told.type === 'tenant') pim.set(boundary, (told as unknown as TenantFact).hasPim);
      } else if (boundary.startsWith('azure:') && !isLeftOut(without, key, told as unknown as AzureFact)) {
        const each = { value: told as unknown as AzureFact, key, boundary, evidence: pages };
        const known = read.get(told.type);
        if (known === undefined) read.set(told.type, [each]);
        else known.push(each);
      }
    }
  }
  for (const { value } of facts.ofKind('membership')) {
    const told = typed(value);
    if (told?.type !== 'group-member') continue;
    const { group, member } = told as unknown as GroupMemberFact;
    const known = groups.get(member);
    if (known === undefined) groups.set(member, [group]);
    else known.push(group);
  }
  const of = (type: AzureFact['type']): readonly Of<AzureFact>[] =>
    (read.get(type) ?? []).sort(
      byKeys(
        (each) => each.boundary,
        (each) => each.key,
      ),
    );
  const all = Object.fromEntries(types.map((type) => [type, of(type)])) as unknown as Facts;
  const principals = new Map(all['managed-identity'].map(({ value }) => [value.resource, value.principal]));
  for (const principal of principals.values()) servicePrincipals.add(principal);
  const tenants = tenantsOf(all);
  const tenantOf = (boundary: BoundaryId): BoundaryId => tenants.get(boundary) ?? boundary;
  const roles = new Map(all['role-definition'].map((each) => [`${each.boundary}|${each.value.id}`, each]));
  const anywhere = new Map(all['role-definition'].map((each) => [each.value.id, each]));
  const roleIds = new Map<BoundaryId, string[]>();
  for (const { boundary, value } of all['role-definition']) roleIds.set(boundary, [...(roleIds.get(boundary) ?? []), value.id]);
  const policies = new Map<string, ActivationPolicy>();
  for (const { value } of facts.ofKind('activation-policy')) policies.set(value.id, value);
  const closed = new Map<EntityId, ReadonlySet<EntityId>>();
  return {
    of: all,
    tree: new ScopeTree(parentsOf(all)),
    tenantOf,
    boundaryOf: (scope) => subscriptionOf(scope) ?? containerOf(scope),
    role: (id, boundary) => roles.get(`${tenantOf(boundary)}|${id}`) ?? anywhere.get(id),
    roleIds: (boundary) => roleIds.get(tenantOf(boundary)) ?? [],
    groupsOf(principal) {
      let known = closed.get(principal);
      if (known === undefined) {
        const found = new Set(groups.get(principal));
        for (const each of found) for (const outer of groups.get(each) ?? []) found.add(outer);
        closed.set(principal, (known = found));
      }
      return known;
    },
    readsMembers: (principal) => isRead('entra:group-members', tenantBoundary(principal.split('/')[1] ?? '')),
    isServicePrincipal: (principal) => servicePrincipals.has(principal),
    principalAt: (identity) => (identity === null ? undefined : principals.get(identity)),
    servicePrincipalOf: (application, boundary) =>
      byApplication.get(`${tenantBoundary(tenantOf(boundary).slice('azure:'.length))}|${application}`),
    applicationTrusts,
    hasPim: (boundary) => pim.get(tenantBoundary(tenantOf(boundary).slice('azure:'.length))) ?? null,
    isRead: (surface, boundary) => isRead(`azure:${surface}`, boundary),
    policy: (id) => policies.get(id),
    saidAt: saidAtIn(facts),
  };
}

const types: readonly AzureFact['type'][] = [
  'subscription',
  'parent',
  'role-definition',
  'role-assignment',
  'role-instance',
  'role-schedule',
  'deny-assignment',
  'carrier',
  'managed-identity',
  'federated-credential',
  'vault',
  'cluster',
  'classic-administrator',
  'lighthouse',
];

function typed(value: unknown): { readonly type: string } | undefined {
  const json = value as Json;
  return isJsonObject(json) && typeof json['type'] === 'string' ? (json as unknown as { readonly type: string }) : undefined;
}

function tenantsOf({ subscription, parent }: Facts): ReadonlyMap<BoundaryId, BoundaryId> {
  return new Map([
    ...parent.filter(({ value }) => value.kind === 'subscription').map(({ value, boundary }) => [value.scope, boundary] as const),
    ...subscription.map(({ boundary, value }) => [boundary, `azure:${value.tenant}`] as const),
  ]);
}

/** A subscription whose place was not told lies in its tenant's root for sure. */
function parentsOf(all: Facts): ReadonlyMap<ScopeId, readonly ScopeId[]> {
  const parents = new Map<ScopeId, ScopeId[]>();
  for (const { value } of all.parent) parents.set(value.scope, [...(parents.get(value.scope) ?? []), value.parent]);
  for (const [subscription, tenant] of tenantsOf(all)) if (!parents.has(subscription)) parents.set(subscription, [tenant]);
  const containers = new Set([...parents.values()].flat());
  for (const { value } of [...all['role-assignment'], ...all['role-instance'], ...all['deny-assignment']]) containers.add(value.scope);
  for (const each of containers)
    if (each !== containerOf(each) && !each.startsWith('/') && !parents.has(each)) parents.set(each, [containerOf(each)]);
  return parents;
}

/** `azure:<tenant>/<management group>` lies in `azure:<tenant>`. */
function containerOf(scope: ScopeId): BoundaryId {
  const end = scope.indexOf('/');
  return end <= 0 ? scope : scope.slice(0, end);
}
