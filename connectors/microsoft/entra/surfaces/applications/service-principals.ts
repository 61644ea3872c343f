import type * as v from 'valibot';
import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import { byCodeUnit } from '../../../../../src/base/order.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import { elements, lost, reading } from '../../../../../src/contract/reading.ts';
import type { IdentityKind } from '../../../../../src/model/entity.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { ServicePrincipalFact } from '../../facts.ts';
import { objectIn, tell, tellIdentity, tenantIn } from '../../graph-page.ts';
import { doubtNone } from '../../never-empty.ts';
import { isOfMicrosoft } from '../../tables/microsoft.ts';
import { about, tellCredentials } from './credentials.ts';
import { softwareIdentity } from './identities.ts';
import { appRole, servicePrincipal } from './schema.ts';

type Sort = ServicePrincipalFact['sort'];

/** https://learn.microsoft.com/graph/api/resources/serviceprincipal, `servicePrincipalType`; compared without regard to case. */
const sorts: Readonly<Record<string, Sort>> = {
  application: 'application',
  managedidentity: 'managed-identity',
  legacy: 'legacy',
  socialidp: 'social-idp',
  serviceidentity: 'agent',
};

const kinds: Readonly<Record<Sort, IdentityKind>> = {
  application: 'service-principal',
  'managed-identity': 'managed-identity',
  legacy: 'service-principal',
  'social-idp': 'service-principal',
  agent: 'agent',
  other: 'service-principal',
};

/** What a service principal is; a type that this version does not know is one all the same. */
export function sortOf(type: string | null | undefined, derived?: string): Sort {
  if (derived?.toLowerCase().endsWith('.agentidentity') === true) return 'agent';
  return sorts[(type ?? '').toLowerCase()] ?? 'other';
}

export function kindOfSort(sort: Sort): IdentityKind {
  return kinds[sort];
}

/**
 * One page of the list of service principals. The keys of a managed identity are made and renewed by the platform, which nobody can read
 * (https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/managed-identity-best-practice-recommendations): they are no
 * credentials that anybody holds, and are not told.
 */
export function mapServicePrincipals(task: Task, body: Json): Mapped {
  const into = reading(task);
  const items = isJsonObject(body) && Array.isArray(body['value']) ? (body['value'] as readonly Json[]) : [];
  for (const { value, at } of elements(into, body, 'value', servicePrincipal)) {
    const id = objectIn(into, value.id);
    const item = (items[Number(at.slice('/value/'.length))] ?? null) as JsonObject;
    const sort = sortOf(value.servicePrincipalType, value['@odata.type']);
    const home = value.appOwnerOrganizationId ?? null;
    tellIdentity(
      into,
      softwareIdentity({
        id,
        tenant: tenantIn(task),
        kind: kinds[sort],
        name: value.displayName,
        appId: value.appId,
        enabled: value.accountEnabled ?? null,
        providerManaged: isOfMicrosoft(home),
      }),
      at,
    );
    if (sort !== 'agent' && (value.appId ?? null) === null)
      lost(into, `of service principal ${value.id} no appId is told`, `${at}/appId`, id);
    const roles = about(into, id, () => elements(into, item, 'appRoles', appRole, at));
    tell(into, 'trust', `service-principal|${id}`, factOf(value, id, sort, home, roles), at);
    if (sort !== 'managed-identity') tellCredentials(into, item, id, at, 'active');
  }
  // Microsoft's own are in every tenant
  doubtNone(into, body, 'service principals');
  return into;
}

function factOf(
  value: v.InferOutput<typeof servicePrincipal>,
  id: string,
  sort: Sort,
  home: string | null,
  roles: readonly { readonly value: v.InferOutput<typeof appRole> }[],
): ServicePrincipalFact {
  const named = roles.map(({ value: role }) => [role.id, role.value ?? ''] as const).sort(([a], [b]) => byCodeUnit(a, b));
  return {
    type: 'service-principal',
    servicePrincipal: id,
    appId: value.appId ?? value.id,
    sort,
    home,
    resources: (value.alternativeNames ?? [])
      .map((each) => each.toLowerCase())
      .filter((each) => each.startsWith('/subscriptions/'))
      .sort(byCodeUnit),
    appRoles: Object.fromEntries(named),
    assignmentRequired: value.appRoleAssignmentRequired ?? null,
    publisher: value.verifiedPublisher?.displayName ?? null,
  };
}
