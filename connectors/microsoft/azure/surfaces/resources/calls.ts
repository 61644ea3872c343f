import type { Task } from '../../../../../src/model/page.ts';
import type { MicrosoftCall } from '../../../call.ts';
import type { Asked } from '../common/asked.ts';
import { taskAt, textArg } from '../common/asked.ts';
import { scopeList } from '../common/calls.ts';
import { graphQuery } from '../common/resource-graph.ts';
import { carrierReads } from './sorts.ts';
import { federatedCredentials, identityCarriers, keyVaults, kubernetesClusters, lighthouse, managedIdentities } from './surfaces.ts';

const carriers = graphQuery({
  name: 'carriers',
  surface: identityCarriers.id,
  query: [
    'resources',
    "where isnotempty(identity.type) and identity.type !~ 'None'",
    'project id, type, name, identity',
    'order by id asc',
  ].join(' | '),
  permissions: carrierReads,
});

const callerReads = scopeList({
  name: 'callerReads',
  surface: identityCarriers.id,
  provider: 'Microsoft.Authorization/permissions',
  version: '2022-04-01',
  permissions: ['Microsoft.Authorization/permissions/read'],
});

/** https://learn.microsoft.com/rest/api/managedidentity/user-assigned-identities/list-by-subscription */
const identities = scopeList({
  name: 'userAssignedIdentities',
  surface: managedIdentities.id,
  provider: 'Microsoft.ManagedIdentity/userAssignedIdentities',
  version: '2023-01-31',
  permissions: ['Microsoft.ManagedIdentity/userAssignedIdentities/read'],
});

/** The preview tells of expressions (`claimsMatchingExpression`) too; stable versions leave such credentials without a subject. */
const federated: MicrosoftCall = {
  name: 'federatedIdentityCredentials',
  surface: federatedCredentials.id,
  service: 'arm',
  operation: 'GET {identity}/federatedIdentityCredentials',
  path: (args) => `${encoded(textArg(args, 'identity') ?? '')}/federatedIdentityCredentials?api-version=2025-01-31-preview`,
  drops: [],
  permissions: ['Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/read'],
  about: (args) => `of ${textArg(args, 'identity') ?? 'no identity'}`,
};

const vaults = scopeList({
  name: 'vaults',
  surface: keyVaults.id,
  provider: 'Microsoft.KeyVault/vaults',
  version: '2022-07-01',
  permissions: ['Microsoft.KeyVault/vaults/read'],
});

/** https://learn.microsoft.com/rest/api/aks/managed-clusters/list */
const clusters = scopeList({
  name: 'clusters',
  surface: kubernetesClusters.id,
  provider: 'Microsoft.ContainerService/managedClusters',
  version: '2024-02-01',
  permissions: ['Microsoft.ContainerService/managedClusters/read'],
  drops: ['serverAppSecret', 'secret', 'adminPassword'],
});

/** https://learn.microsoft.com/rest/api/managedservices/registration-assignments/list; expanded, for the definition says who is let in */
const registrations = scopeList({
  name: 'registrationAssignments',
  surface: lighthouse.id,
  provider: 'Microsoft.ManagedServices/registrationAssignments',
  version: '2022-10-01',
  query: '$expandRegistrationDefinition=true',
  permissions: ['Microsoft.ManagedServices/registrationAssignments/read', 'Microsoft.ManagedServices/registrationDefinitions/read'],
});

export const resourcesCalls: readonly MicrosoftCall[] = [carriers, callerReads, identities, federated, vaults, clusters, registrations];

/** All that is asked of one subscription. */
export function resourcesTasks(at: Asked): readonly Task[] {
  return [carriers, callerReads, identities, vaults, clusters, registrations].map(({ name, surface }) => taskAt(surface, name, at));
}

/** `identity`: its resource id. */
export function federatedTask(at: Asked, identity: string): Task {
  const { boundary, surface, args } = taskAt(federatedCredentials.id, federated.name, at);
  return { boundary, surface, args: { ...(args as object), identity } };
}

/** Each segment as a path has it. */
function encoded(resourceId: string): string {
  return resourceId.split('/').map(encodeURIComponent).join('/');
}
