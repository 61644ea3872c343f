import type { Surface } from '../../../../../src/contract/connector.ts';
import { subscriptions } from '../places/surfaces.ts';

/** Told by an index; what the caller may not read is left out of it, and its own rights are asked to know of what. */
export const identityCarriers: Surface = {
  id: 'azure:identity-carriers',
  // who may change such a resource acts as what it carries: where not all are known, somebody may be more than was found
  yields: ['workload', 'trust'],
  permission: 'read of every sort of resource that runs code (see vestige permissions azure), Microsoft.Authorization/permissions/read',
  ifUnread: 'which resources that run code act as which managed identities',
  provesAbsence: 'no',
  role: 'grants',
  service: 'resource-graph',
  follows: [subscriptions.id],
  filtered: true,
};

/**
 * The only identities that Azure itself has: with this list its identities are told too. Who they are in the directory, and all that act beside
 * them, is the directory's to tell.
 */
export const managedIdentities: Surface = {
  id: 'azure:managed-identities',
  yields: ['trust', 'identity'],
  permission: 'Microsoft.ManagedIdentity/userAssignedIdentities/read',
  ifUnread: 'which managed identities there are to be attached to resources',
  provesAbsence: 'yes',
  role: 'grants',
  service: 'arm',
  follows: [subscriptions.id],
  filtered: true,
};

export const federatedCredentials: Surface = {
  id: 'azure:federated-credentials',
  // user-assigned identities have no credentials but these: where they were read, so were all that Azure keeps
  yields: ['trust', 'credential', 'service-credential'],
  permission: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/read',
  ifUnread: 'who outside may act as a managed identity, such as the workflows of a repository',
  provesAbsence: 'yes',
  role: 'grants',
  service: 'arm',
  follows: [managedIdentities.id],
};

export const keyVaults: Surface = {
  id: 'azure:key-vaults',
  yields: ['resource-policy', 'secret-policy'],
  permission: 'Microsoft.KeyVault/vaults/read',
  ifUnread: 'whom the access policies of key vaults let read secrets and use keys',
  provesAbsence: 'yes',
  role: 'grants',
  service: 'arm',
  follows: [subscriptions.id],
  filtered: true,
};

export const kubernetesClusters: Surface = {
  id: 'azure:kubernetes-clusters',
  yields: ['workload'],
  permission: 'Microsoft.ContainerService/managedClusters/read',
  ifUnread: 'which Kubernetes clusters let whom in as an administrator, and which identities that leads to',
  provesAbsence: 'yes',
  role: 'grants',
  service: 'arm',
  follows: [subscriptions.id],
  filtered: true,
};

export const lighthouse: Surface = {
  id: 'azure:lighthouse',
  yields: ['attachment'],
  permission: 'Microsoft.ManagedServices/registrationAssignments/read, Microsoft.ManagedServices/registrationDefinitions/read',
  ifUnread: 'which other tenants manage the subscription by delegation, and as what',
  provesAbsence: 'yes',
  role: 'grants',
  service: 'arm',
  follows: [subscriptions.id],
  filtered: true,
};
