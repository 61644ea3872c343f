/*
 * What is the same in every tenant. Role templates and their actions, a few of each:
 * https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference; application permissions:
 * https://learn.microsoft.com/graph/permissions-reference; roles of Azure:
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles.
 */

export interface DirectoryRole {
  readonly template: string;
  readonly privileged: boolean;
  readonly actions: readonly string[];
}

const users = 'microsoft.directory/users';
export const directoryRoles: Readonly<Record<string, DirectoryRole>> = {
  'Global Administrator': {
    template: '62e90394-69f5-4237-9190-012177145e10',
    privileged: true,
    actions: [
      'microsoft.directory/accessReviews/allProperties/allTasks',
      'microsoft.directory/applications/allProperties/allTasks',
      'microsoft.directory/groups/allProperties/allTasks',
      'microsoft.directory/roleAssignments/allProperties/allTasks',
      'microsoft.directory/servicePrincipals/allProperties/allTasks',
      `${users}/allProperties/allTasks`,
    ],
  },
  'Privileged Role Administrator': {
    template: 'e8611ab8-c189-46e8-94e1-60213ab1f814',
    privileged: true,
    actions: [
      'microsoft.directory/directoryRoles/allProperties/allTasks',
      'microsoft.directory/roleAssignments/allProperties/allTasks',
      'microsoft.directory/roleDefinitions/allProperties/allTasks',
      'microsoft.directory/servicePrincipals/appRoleAssignedTo/allTasks',
    ],
  },
  'Privileged Authentication Administrator': {
    template: '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
    privileged: true,
    actions: [`${users}/authenticationMethods/create`, `${users}/authenticationMethods/basic/update`, `${users}/password/update`],
  },
  'Application Administrator': {
    template: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
    privileged: true,
    actions: [
      'microsoft.directory/applications/create',
      'microsoft.directory/applications/credentials/update',
      'microsoft.directory/applications/owners/update',
      'microsoft.directory/servicePrincipals/credentials/update',
    ],
  },
  'Cloud Application Administrator': {
    template: '158c047a-c907-4556-b7ef-446551a6b5f7',
    privileged: true,
    actions: ['microsoft.directory/applications/credentials/update', 'microsoft.directory/servicePrincipals/credentials/update'],
  },
  'User Administrator': {
    template: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
    privileged: true,
    actions: [`${users}/create`, `${users}/password/update`, 'microsoft.directory/groups/members/update'],
  },
  'Directory Synchronization Accounts': {
    template: 'd29b2b05-8046-44ba-8758-1e26182fcf32',
    privileged: true,
    actions: ['microsoft.directory/onPremisesSynchronization/standard/read'],
  },
  'Helpdesk Administrator': {
    template: '729827e3-9c14-49f7-bb1b-9608f156bbb8',
    privileged: true,
    actions: [`${users}/invalidateAllRefreshTokens`, `${users}/password/update`],
  },
  'Groups Administrator': {
    template: 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
    privileged: false,
    actions: ['microsoft.directory/groups/create', 'microsoft.directory/groups/members/update', 'microsoft.directory/groups/owners/update'],
  },
  'Conditional Access Administrator': {
    template: 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9',
    privileged: true,
    actions: ['microsoft.directory/conditionalAccessPolicies/create', 'microsoft.directory/conditionalAccessPolicies/basic/update'],
  },
  'Security Operator': {
    template: '5f2222b1-57c3-48ba-8ad5-d4759f1fde6f',
    privileged: true,
    actions: [
      'microsoft.directory/identityProtection/allProperties/allTasks',
      `${users}/disable`,
      `${users}/enable`,
      `${users}/invalidateAllRefreshTokens`,
      `${users}/password/update`,
    ],
  },
  'Identity Governance Administrator': {
    template: '45d8d3c5-c802-45c6-b32a-1d70b5e1e86e',
    privileged: false,
    actions: [
      'microsoft.directory/entitlementManagement/allProperties/allTasks',
      'microsoft.directory/groups/members/update',
      'microsoft.directory/servicePrincipals/appRoleAssignedTo/update',
    ],
  },
  'Global Reader': {
    template: 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
    privileged: true,
    actions: ['microsoft.directory/allEntities/allProperties/read'],
  },
  'Directory Readers': {
    template: '88d8e3e3-8f55-4a1e-953a-9b9898b8876b',
    privileged: false,
    actions: ['microsoft.directory/groups/standard/read', 'microsoft.directory/users/standard/read'],
  },
  'Reports Reader': {
    template: '4a5d8f65-41da-4de4-8968-e035b65339cf',
    privileged: false,
    actions: ['microsoft.directory/auditLogs/allProperties/read', 'microsoft.directory/signInReports/allProperties/read'],
  },
};

export const graphAppId = '00000003-0000-0000-c000-000000000000';
/** The tenant that Microsoft's own applications are registered in. */
export const microsoftTenant = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';

export const graphAppRoles: Readonly<Record<string, string>> = {
  'RoleManagement.ReadWrite.Directory': '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8',
  'AppRoleAssignment.ReadWrite.All': '06b708a9-e830-4db3-a914-8e69da51d44f',
  'Application.ReadWrite.All': '1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9',
  'Application.ReadWrite.OwnedBy': '18a4783c-866b-4cc7-a460-3d5e5662c884',
  'Directory.ReadWrite.All': '19dbc75e-c2e2-444c-a770-ec69d8559fc7',
  'Group.ReadWrite.All': '62a82d76-70ea-41e2-9197-370581804d09',
  'GroupMember.ReadWrite.All': 'dbaae8cf-10b5-4b86-a4a1-f871c94c6695',
  'PrivilegedAccess.ReadWrite.AzureADGroup': '2f6817f8-7b12-4f0f-bc18-eeaf60705a9e',
  'RoleManagementPolicy.ReadWrite.Directory': '31e08e0a-d3f7-4ca2-ac39-7343fb83e8ad',
  'RoleAssignmentSchedule.ReadWrite.Directory': 'dd199f4a-f148-40a4-a2ec-f0069cc799ec',
  'UserAuthenticationMethod.ReadWrite.All': '50483e42-d915-4231-9639-7fdb7fd190e5',
  'Domain.ReadWrite.All': '7e05723c-0bb0-42da-be95-ae9f08a6e53c',
  'Mail.ReadWrite': 'e2a3a72e-5f79-4c64-b1b1-878b674786c9',
  'EntitlementManagement.ReadWrite.All': '9acd699f-1e81-4958-b001-93b1d2506e19',
  'User.Read.All': 'df021288-bdef-4463-88db-98f22de89214',
};

export interface AzureRole {
  readonly id: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
  readonly condition: string | null;
}

function azureRole(id: string, more: Partial<AzureRole>): AzureRole {
  return { id, actions: [], notActions: [], dataActions: [], notDataActions: [], condition: null, ...more };
}

const reading = ['Microsoft.Authorization/*/read', 'Microsoft.Resources/subscriptions/resourceGroups/read'];
function onlyGiving(roles: string): string {
  const by = (action: string, from: string): string =>
    `(!(ActionMatches{'Microsoft.Authorization/roleAssignments/${action}'})) OR (@${from}[Microsoft.Authorization/roleAssignments:RoleDefinitionId] ForAnyOfAnyValues:GuidEquals{${roles}})`;
  return `(${by('write', 'Request')}) AND (${by('delete', 'Resource')})`;
}

export const azureRoles: Readonly<Record<string, AzureRole>> = {
  Owner: azureRole('8e3af657-a8ff-443c-a75c-2fe8c4bcb635', { actions: ['*'] }),
  Contributor: azureRole('b24988ac-6180-42a0-ab88-20f7382dd24c', {
    actions: ['*'],
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
      'Microsoft.Subscription/cancel/action',
      'Microsoft.Subscription/enable/action',
    ],
  }),
  Reader: azureRole('acdd72a7-3385-48ef-bd42-f606fba81ae7', { actions: ['*/read'] }),
  'User Access Administrator': azureRole('18d7d88d-d35e-4fb5-a5c3-7773c20a72d9', {
    actions: ['*/read', 'Microsoft.Authorization/*', 'Microsoft.Support/*'],
  }),
  'Role Based Access Control Administrator': azureRole('f58310d9-a9f6-439a-9e8d-f62e7b41a168', {
    actions: [
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Authorization/roleAssignments/delete',
      '*/read',
      'Microsoft.Support/*',
    ],
  }),
  'Virtual Machine Contributor': azureRole('9980e02c-c2be-4d73-94e8-173b1dc7cf3c', {
    actions: [...reading, 'Microsoft.Compute/virtualMachines/*', 'Microsoft.Network/networkInterfaces/*', 'Microsoft.Support/*'],
  }),
  'Managed Identity Operator': azureRole('f1a07417-d97a-45cb-824c-7a7467783830', {
    actions: [
      ...reading,
      'Microsoft.ManagedIdentity/userAssignedIdentities/*/read',
      'Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action',
    ],
  }),
  'Key Vault Secrets User': azureRole('4633458b-17de-408a-b874-0445c86b69e6', {
    dataActions: ['Microsoft.KeyVault/vaults/secrets/getSecret/action', 'Microsoft.KeyVault/vaults/secrets/readMetadata/action'],
  }),
  'Key Vault Data Access Administrator': azureRole('8b54135c-b56d-4d72-a534-26097cfdc8d8', {
    actions: [
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Authorization/roleAssignments/delete',
      ...reading,
      'Microsoft.Resources/deployments/*',
      'Microsoft.Support/*',
      'Microsoft.KeyVault/vaults/*/read',
    ],
    // of the eight roles that it gives those that are here
    condition: onlyGiving('00482a5a-887f-4fb3-b363-3b7fe8e74483, 4633458b-17de-408a-b874-0445c86b69e6'),
  }),
  'Key Vault Administrator': azureRole('00482a5a-887f-4fb3-b363-3b7fe8e74483', {
    actions: [...reading, 'Microsoft.KeyVault/vaults/*/read'],
    dataActions: ['Microsoft.KeyVault/vaults/*'],
  }),
  'Azure Kubernetes Service Cluster Admin Role': azureRole('0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8', {
    actions: [
      'Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action',
      'Microsoft.ContainerService/managedClusters/accessProfiles/listCredential/action',
      'Microsoft.ContainerService/managedClusters/read',
      'Microsoft.ContainerService/managedClusters/runcommand/action',
    ],
  }),
  'Azure Kubernetes Service Cluster User Role': azureRole('4abbcc35-e782-43d8-92c5-2d3f1bd2253f', {
    actions: [
      'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action',
      'Microsoft.ContainerService/managedClusters/read',
    ],
  }),
  'Storage Blob Data Owner': azureRole('b7e6dc6d-f1e8-4753-8033-0f276bb0955b', {
    actions: ['Microsoft.Storage/storageAccounts/blobServices/containers/*'],
    dataActions: ['Microsoft.Storage/storageAccounts/blobServices/containers/blobs/*'],
  }),
};
