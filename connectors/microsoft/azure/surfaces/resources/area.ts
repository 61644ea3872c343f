import type { Task } from '../../../../../src/model/page.ts';
import type { FactIndex } from '../../../../../src/model/fact.ts';
import type { Area } from '../../../area.ts';
import { subscriptionBoundary } from '../../../ids.ts';
import type { AzureFact } from '../../facts.ts';
import type { AzureSettings } from '../../settings.ts';
import type { Seen } from '../places/seen.ts';
import { everySubscription, seenOf } from '../places/seen.ts';
import { federatedTask, resourcesCalls, resourcesTasks } from './calls.ts';
import { mapCarriers } from './carriers.ts';
import { mapClusters } from './clusters.ts';
import { mapFederatedCredentials, mapManagedIdentities } from './identities.ts';
import { mapLighthouse } from './lighthouse.ts';
import { federatedCredentials, identityCarriers, keyVaults, kubernetesClusters, lighthouse, managedIdentities } from './surfaces.ts';
import { mapVaults } from './vaults.ts';

/** Resources that act as identities or hold secrets, and who manages from outside. */
export const resourcesArea: Area<AzureSettings> = {
  surfaces: [
    { surface: identityCarriers, map: mapCarriers },
    { surface: managedIdentities, map: mapManagedIdentities },
    { surface: federatedCredentials, map: mapFederatedCredentials },
    { surface: keyVaults, map: mapVaults },
    { surface: kubernetesClusters, map: mapClusters },
    { surface: lighthouse, map: mapLighthouse },
  ],
  calls: resourcesCalls,
  plan(seen, _stage, settings) {
    const known = seenOf(seen, settings);
    return [...everySubscription(known).flatMap(resourcesTasks), ...federated(seen, known)];
  },
  planSees: ['observation', 'trust'],
};

/** No list tells the federated credentials of several identities. */
function federated(seen: FactIndex, { subscriptions }: Seen): readonly Task[] {
  const tenantOf = new Map(subscriptions.map((each) => [subscriptionBoundary(each.subscription), each]));
  const tasks: Task[] = [];
  for (const { boundary, value: json } of seen.ofKind('trust')) {
    const value = json as unknown as AzureFact;
    const at = tenantOf.get(boundary);
    if (value.type === 'managed-identity' && at !== undefined) {
      tasks.push(federatedTask({ tenant: at.tenant, subscription: at.subscription }, value.resource));
    }
  }
  return tasks;
}
