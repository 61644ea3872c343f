import type { Permission } from '../facts.ts';

/** What Microsoft documents of a built-in role, as far as it gives privilege. */
export interface KnownRole {
  readonly name: string;
  readonly permissions: readonly Permission[];
}

function role(name: string, actions: readonly string[], more: Partial<Permission> = {}): KnownRole {
  return { name, permissions: [{ actions, notActions: [], dataActions: [], notDataActions: [], ...more }] };
}

const ASSIGNMENTS = 'Microsoft.Authorization/roleAssignments';

/** A role that gives and takes away some roles and no others. */
function giving(name: string, roles: readonly string[]): KnownRole {
  const only = (action: string, from: string): string =>
    `(!(ActionMatches{'${ASSIGNMENTS}/${action}'})) OR (@${from}[${ASSIGNMENTS}:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals{${roles.join(', ')}})`;
  const condition = `(${only('write', 'Request')}) AND (${only('delete', 'Resource')})`;
  return role(name, [`${ASSIGNMENTS}/write`, `${ASSIGNMENTS}/delete`, 'Microsoft.Resources/deployments/*'], { condition });
}

const vaultData = 'Microsoft.KeyVault/vaults';
const blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers';

/**
 * Built-in roles by id, the same in every tenant, for estates whose role definitions were not read:
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles. Actions that only read are left out.
 */
export const knownRoles: ReadonlyMap<string, KnownRole> = new Map([
  ['8e3af657-a8ff-443c-a75c-2fe8c4bcb635', role('Owner', ['*'])],
  [
    'b24988ac-6180-42a0-ab88-20f7382dd24c',
    role('Contributor', ['*'], {
      notActions: [
        'Microsoft.Authorization/*/Delete',
        'Microsoft.Authorization/*/Write',
        'Microsoft.Authorization/elevateAccess/Action',
        'Microsoft.Blueprint/blueprintAssignments/write',
        'Microsoft.Blueprint/blueprintAssignments/delete',
        'Microsoft.Compute/galleries/share/action',
        'Microsoft.Purview/consents/write',
        'Microsoft.Purview/consents/delete',
        'Microsoft.Resources/deploymentStacks/manageDenySetting/action',
      ],
    }),
  ],
  ['acdd72a7-3385-48ef-bd42-f606fba81ae7', role('Reader', ['*/read'])],
  ['18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', role('User Access Administrator', ['*/read', 'Microsoft.Authorization/*'])],
  [
    'f58310d9-a9f6-439a-9e8d-f62e7b41a168',
    role('Role Based Access Control Administrator', [
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Authorization/roleAssignments/delete',
      '*/read',
    ]),
  ],
  [
    'e40ec5ca-96e0-45a2-b4ff-59039f2c2b59',
    role('Managed Identity Contributor', [
      'Microsoft.ManagedIdentity/userAssignedIdentities/write',
      'Microsoft.ManagedIdentity/userAssignedIdentities/delete',
      'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write',
      'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/delete',
    ]),
  ],
  [
    'f1a07417-d97a-45cb-824c-7a7467783830',
    role('Managed Identity Operator', ['Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action']),
  ],
  [
    '7e559ce2-48d7-4b27-9128-fa1b247f1308',
    role('Managed Identity Federated Identity Credential Contributor', [
      'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write',
      'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/delete',
    ]),
  ],
  [
    'f353d9bd-d4a6-484e-a77a-8050b599b867',
    role('Automation Contributor', ['Microsoft.Automation/automationAccounts/*', 'Microsoft.Insights/diagnosticSettings/*']),
  ],
  [
    '36243c78-bf99-498c-9df9-86d9f8d28608',
    role('Resource Policy Contributor', [
      'Microsoft.Authorization/policyassignments/*',
      'Microsoft.Authorization/policydefinitions/*',
      'Microsoft.Authorization/policyexemptions/*',
      'Microsoft.Authorization/policysetdefinitions/*',
    ]),
  ],
  [
    '9980e02c-c2be-4d73-94e8-173b1dc7cf3c',
    role('Virtual Machine Contributor', ['Microsoft.Compute/virtualMachines/*', 'Microsoft.Compute/virtualMachineScaleSets/*']),
  ],
  [
    '1c0163c0-47e6-4577-8991-ea5c82e286e4',
    role('Virtual Machine Administrator Login', [], {
      dataActions: [
        'Microsoft.Compute/virtualMachines/login/action',
        'Microsoft.Compute/virtualMachines/loginAsAdmin/action',
        'Microsoft.HybridCompute/machines/login/action',
        'Microsoft.HybridCompute/machines/loginAsAdmin/action',
      ],
    }),
  ],
  ['87a39d53-fc1b-424a-814c-f7e04687dc9e', role('Logic App Contributor', ['Microsoft.Logic/*', 'Microsoft.Insights/diagnosticSettings/*'])],
  ['de139f84-1756-47ae-9be6-808fbbe84772', role('Website Contributor', ['Microsoft.Web/sites/*', 'Microsoft.Web/certificates/*'])],
  [
    '0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8',
    role('Azure Kubernetes Service Cluster Admin Role', [
      'Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action',
      'Microsoft.ContainerService/managedClusters/runcommand/action',
    ]),
  ],
  [
    '4abbcc35-e782-43d8-92c5-2d3f1bd2253f',
    role('Azure Kubernetes Service Cluster User Role', ['Microsoft.ContainerService/managedClusters/listClusterUserCredential/action']),
  ],
  [
    '8b54135c-b56d-4d72-a534-26097cfdc8d8',
    giving('Key Vault Data Access Administrator', [
      '00482a5a-887f-4fb3-b363-3b7fe8e74483',
      'a4417e6f-fecd-4de8-b567-7b0420556985',
      '14b46e9e-c2b7-41b4-b07b-48a6ebf60603',
      'e147488a-f6f5-4113-8e2d-b22465e65bf6',
      '12338af0-0e69-4776-bea7-57ae8d297424',
      '21090545-7ca7-4776-b22c-e363652d74d2',
      'b86a8fe4-44ce-4948-aee5-eccb2c155cd7',
      '4633458b-17de-408a-b874-0445c86b69e6',
    ]),
  ],
  [
    '66f75aeb-eabe-4b70-9f1e-c350c4c9ad04',
    giving('Virtual Machine Data Access Administrator (preview)', [
      '1c0163c0-47e6-4577-8991-ea5c82e286e4',
      'fb879df8-f326-4884-b1cf-06f3ad86be52',
    ]),
  ],
  ['00482a5a-887f-4fb3-b363-3b7fe8e74483', role('Key Vault Administrator', [], { dataActions: [`${vaultData}/*`] })],
  [
    'f25e0fa2-a7c8-4377-a976-54943a77a395',
    role('Key Vault Contributor', ['Microsoft.KeyVault/*'], {
      notActions: [
        'Microsoft.KeyVault/locations/deletedVaults/purge/action',
        'Microsoft.KeyVault/hsmPools/*',
        'Microsoft.KeyVault/managedHsms/*',
      ],
    }),
  ],
  ['b86a8fe4-44ce-4948-aee5-eccb2c155cd7', role('Key Vault Secrets Officer', [], { dataActions: [`${vaultData}/secrets/*`] })],
  ['4633458b-17de-408a-b874-0445c86b69e6', role('Key Vault Secrets User', [], { dataActions: [`${vaultData}/secrets/getSecret/action`] })],
  [
    '17d1049b-9a84-46fb-8f53-869881c3d3ab',
    role('Storage Account Contributor', ['Microsoft.Storage/storageAccounts/*', 'Microsoft.Insights/diagnosticSettings/*']),
  ],
  [
    '81a9662b-bebf-436f-a333-f67b29880f12',
    role('Storage Account Key Operator Service Role', [
      'Microsoft.Storage/storageAccounts/listkeys/action',
      'Microsoft.Storage/storageAccounts/regeneratekey/action',
    ]),
  ],
  [
    'b7e6dc6d-f1e8-4753-8033-0f276bb0955b',
    role('Storage Blob Data Owner', [`${blobs}/*`, 'Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action'], {
      dataActions: [`${blobs}/blobs/*`],
    }),
  ],
]);
