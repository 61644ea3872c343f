import {
  azureScope,
  azureTenantBoundary,
  directoryObject,
  subscriptionBoundary,
  tenantBoundary,
} from '../../../../../connectors/microsoft/ids.ts';
import type { AzureFact, Permission } from '../../../../../connectors/microsoft/azure/facts.ts';
import { resolveAzure } from '../../../../../connectors/microsoft/azure/resolve/resolve.ts';
import type { Json } from '../../../../../src/base/json.ts';
import { buildFactIndex } from '../../../../../src/collect/facts.ts';
import type { FactIndex, MappedFact } from '../../../../../src/model/fact.ts';
import type { Grant, Link } from '../../../../../src/model/grant.ts';
import type { FactKey } from '../../../../../src/model/ids.ts';

export const asOf = '2026-11-22T12:00:00.000Z';
export const tenant = '10000000-0000-4000-8000-000000000000';
export const sub = '20000000-0000-4000-8000-000000000000';
export const group = `/subscriptions/${sub}/resourcegroups/g`;
export const machine = `${group}/providers/microsoft.compute/virtualmachines/m`;
export const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
export const contributor = 'b24988ac-6180-42a0-ab88-20f7382dd24c';
export const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';
export const operator = 'f1a07417-d97a-45cb-824c-7a7467783830';

export function who(name: string): string {
  return directoryObject(tenant, name);
}

export function scope(arm: string): string {
  return azureScope(tenant, arm);
}

export function permission(actions: readonly string[], more: Partial<Permission> = {}): Permission {
  return { actions, notActions: [], dataActions: [], notDataActions: [], ...more };
}

/** A fact of the boundary that it is of. */
export function fact(kind: MappedFact['kind'], boundary: string, key: string, value: AzureFact | Json): MappedFact {
  return { kind, boundary, surface: 'azure:test', key, value, pointer: '' } as unknown as MappedFact;
}

function boundaryOf(at: string): string {
  const id = /^\/subscriptions\/([^/]+)/.exec(at)?.[1];
  return id === undefined ? azureTenantBoundary(tenant) : subscriptionBoundary(id);
}

export function assignment(principal: string, role: string, arm: string, more: Record<string, Json> = {}): MappedFact {
  const id = `${arm}/providers/microsoft.authorization/roleassignments/${principal}-${role}`;
  return fact('attachment', boundaryOf(arm), `assignment|${id}`, {
    type: 'role-assignment',
    id,
    principal: who(principal),
    principalType: 'User',
    role,
    scope: scope(arm),
    condition: null,
    createdAt: null,
    createdBy: null,
    toldBy: 'arm',
    ...more,
  });
}

export function instance(
  of: 'assignment' | 'eligibility',
  principal: string,
  role: string,
  arm: string,
  more: Record<string, Json> = {},
): MappedFact {
  const id = `${arm}/instances/${principal}-${role}`;
  return fact('attachment', boundaryOf(arm), `instance|${of}|${id}`, {
    type: 'role-instance',
    of,
    id,
    principal: who(principal),
    principalType: 'User',
    role,
    scope: scope(arm),
    assignment: of === 'assignment' ? 'assigned' : null,
    member: 'direct',
    status: 'Provisioned',
    from: null,
    until: null,
    origin: null,
    schedule: null,
    linkedEligibility: null,
    condition: null,
    ...more,
  });
}

export function schedule(
  of: 'assignment' | 'eligibility',
  principal: string,
  role: string,
  arm: string,
  more: Record<string, Json> = {},
): MappedFact {
  const id = `${arm}/schedules/${principal}-${role}`;
  return fact('attachment', boundaryOf(arm), `request|${of}|${id}`, {
    type: 'role-schedule',
    of,
    id,
    principal: who(principal),
    role,
    scope: scope(arm),
    assignment: of === 'assignment' ? 'assigned' : null,
    status: 'Provisioned',
    createdAt: null,
    from: null,
    until: null,
    ...more,
  });
}

export function definition(id: string, ...permissions: readonly Permission[]): MappedFact {
  return fact('policy', azureTenantBoundary(tenant), `role|${id}`, {
    type: 'role-definition',
    id,
    name: id,
    custom: true,
    permissions,
  } as unknown as Json);
}

export function deny(name: string, arm: string, more: Record<string, Json> = {}): MappedFact {
  return fact('limiter', boundaryOf(arm), `deny|${name}`, {
    type: 'deny-assignment',
    id: name,
    name,
    scope: scope(arm),
    notToChildren: false,
    permissions: [permission(['*'], { notActions: ['*/read'] })],
    principals: ['everyone'],
    excluded: [],
    condition: null,
    ...more,
  });
}

export function carrier(resource: string, sort: string, ...principals: readonly string[]): MappedFact {
  return fact('workload', boundaryOf(resource), `carrier|${resource}`, {
    type: 'carrier',
    resource,
    sort,
    name: resource.slice(resource.lastIndexOf('/') + 1),
    identities: principals.map((each) => ({ principal: who(each), identity: null })),
  });
}

export function managedIdentity(resource: string, principal: string): MappedFact {
  return fact('trust', boundaryOf(resource), `managed-identity|${resource}`, {
    type: 'managed-identity',
    resource,
    name: principal,
    principal: who(principal),
    clientId: null,
  });
}

export function member(of: string, principal: string): MappedFact {
  return fact('membership', tenantBoundary(tenant), `member|${who(of)}|${who(principal)}`, {
    type: 'group-member',
    group: who(of),
    member: who(principal),
  });
}

export function placed(subscription: string, parent: string): MappedFact {
  const value = { type: 'parent', scope: subscriptionBoundary(subscription), parent: scope(parent), kind: 'subscription', name: null };
  return fact('observation', azureTenantBoundary(tenant), `parent|${subscription}`, value);
}

const page = 'a'.repeat(64);

export function indexOf(facts: readonly MappedFact[]): FactIndex {
  return buildFactIndex([{ page, at: asOf, facts: [placed(sub, '/'), ...facts] }]);
}

export interface Resolved {
  readonly grants: readonly Grant[];
  readonly links: readonly Link[];
  /** `administer standing certain` by who and where. */
  told(principal: string, arm: string): readonly string[];
}

export function resolved(
  facts: readonly MappedFact[],
  {
    isRead = (): boolean => true,
    without = new Set<FactKey>(),
  }: { readonly isRead?: (surface: string) => boolean; readonly without?: ReadonlySet<FactKey> } = {},
): Resolved {
  const all = [...resolveAzure(indexOf(facts), asOf, undefined, without, undefined, isRead)];
  const grants = all.filter((each) => each.type === 'grant');
  return {
    grants,
    links: all.filter((each) => each.type === 'link'),
    told: (principal, arm) =>
      grants
        .filter((each) => each.subject === who(principal) && each.scope === scope(arm))
        .map(({ capability, bounds: { lo, hi }, presence }) => `${capability} ${lo === hi ? lo : `${lo}-${hi}`} ${presence}`)
        .sort(),
  };
}

/** Whether a principal may act as another, by certain links alone. */
export function actsAs(links: readonly Link[], from: string, to: string): boolean {
  const found = new Set([who(from)]);
  for (const each of found) for (const link of links) if (link.from === each && link.presence === 'certain') found.add(link.to);
  return found.has(who(to));
}
