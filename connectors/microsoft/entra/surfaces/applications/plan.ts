import type { Json } from '../../../../../src/base/json.ts';
import type { FactIndex, FactKind } from '../../../../../src/model/fact.ts';
import type { BoundaryId, EntityId, SurfaceId } from '../../../../../src/model/ids.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { objectIdOf } from '../../../ids.ts';
import type { ApplicationDetailFact } from '../../application-facts.ts';
import type { EntraFact } from '../../facts.ts';
import { tenantsIn } from '../../graph-page.ts';
import { deletedSorts } from './deleted-calls.ts';
import {
  agentIdentities,
  appActivity,
  applications,
  appOwners,
  appRoleAssignments,
  credentialActivity,
  delegatedGrants,
  deletedItems,
  federatedCredentials,
  servicePrincipals,
} from './surfaces.ts';

/** Lists of a whole tenant: nothing need be known to ask. */
const lists: readonly (readonly [SurfaceId, string])[] = [
  [applications.id, 'Applications'],
  [servicePrincipals.id, 'ServicePrincipals'],
  [appOwners.id, 'ApplicationsWithOwners'],
  [appOwners.id, 'ServicePrincipalsWithOwners'],
  [delegatedGrants.id, 'DelegatedGrants'],
  [appActivity.id, 'AppActivity'],
  [credentialActivity.id, 'CredentialActivity'],
  ...deletedSorts.map((each) => [deletedItems.id, `Deleted-${each}`] as const),
];

export const applicationsPlanSees: readonly FactKind[] = ['observation', 'trust'];

/**
 * The lists of each tenant; then what they leave open: federated credentials and owners of those of which the list may not tell all, the
 * sponsors of agents, and who was given the roles of each service principal that offers any, Microsoft Graph's among them.
 */
export function planApplications(seen: FactIndex): readonly Task[] {
  const tasks: Task[] = [];
  const ask = (boundary: BoundaryId, surface: SurfaceId, call: string, args: { readonly [name: string]: Json } = {}): void => {
    tasks.push({ boundary, surface, args: { call, ...args } });
  };
  const boundaries = new Set<BoundaryId>();
  for (const { boundary } of tenantsIn(seen)) {
    boundaries.add(boundary);
    for (const [surface, call] of lists) ask(boundary, surface, call);
  }
  for (const { boundary, value } of seen.ofKind('observation')) {
    if (!boundaries.has(boundary)) continue;
    const fact = value as unknown as EntraFact | ApplicationDetailFact;
    if (fact.type === 'federated-unclear') ask(boundary, federatedCredentials.id, 'FederatedCredentials', { application: idOf(fact.of) });
    if (fact.type === 'owners-unclear') {
      if (fact.sort === 'application') ask(boundary, appOwners.id, 'ApplicationOwners', { application: idOf(fact.of) });
      else ask(boundary, appOwners.id, 'ServicePrincipalOwners', { servicePrincipal: idOf(fact.of) });
    }
  }
  for (const { boundary, value } of seen.ofKind('trust')) {
    if (!boundaries.has(boundary)) continue;
    const fact = value as unknown as EntraFact | ApplicationDetailFact;
    if (fact.type === 'service-principal' && Object.keys(fact.appRoles).length > 0) {
      ask(boundary, appRoleAssignments.id, 'AppRoleAssignedTo', { resource: idOf(fact.servicePrincipal) });
    }
    // the list of service principals tells that there are agents, and beta alone whose
    if (fact.type === 'service-principal' && fact.sort === 'agent') ask(boundary, agentIdentities.id, 'AgentIdentities');
    if (fact.type === 'agent') ask(boundary, agentIdentities.id, 'AgentSponsors', { agent: idOf(fact.agent) });
  }
  return tasks;
}

function idOf(object: EntityId): string {
  return objectIdOf(object) ?? object;
}
