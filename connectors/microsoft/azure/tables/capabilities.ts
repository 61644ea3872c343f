import type { Capability } from '../../../../src/model/capability.ts';
import type { Plane } from '../rbac/actions.ts';
import { ASSIGN_IDENTITY, bindsInClusters, runsInClusters } from './carriers.ts';

/** Where an action can be used: `whole`: on subscriptions and what holds them; `anywhere`: on whatever scope; else on resources of a type. */
export type ActsOn = 'whole' | 'group' | 'anywhere' | 'resource';

export interface CapabilityRow {
  readonly action: string;
  readonly plane: Plane;
  readonly capability: Capability;
  readonly on: ActsOn;
  /** Of `resource`: its type in lower case. */
  readonly type: string;
  /** Where Microsoft documents the action. */
  readonly source: string;
}

const operations = 'https://learn.microsoft.com/azure/role-based-access-control/permissions';
const sources = {
  'microsoft.authorization': `${operations}/management-and-governance#microsoftauthorization`,
  'microsoft.automation': `${operations}/management-and-governance#microsoftautomation`,
  'microsoft.insights': `${operations}/monitor#microsoftinsights`,
  'microsoft.operationalinsights': `${operations}/monitor#microsoftoperationalinsights`,
  'microsoft.security': `${operations}/security#microsoftsecurity`,
  'microsoft.keyvault': `${operations}/security#microsoftkeyvault`,
  'microsoft.managedidentity': `${operations}/identity#microsoftmanagedidentity`,
  'microsoft.compute': `${operations}/compute#microsoftcompute`,
  'microsoft.hybridcompute': `${operations}/hybrid-multicloud#microsofthybridcompute`,
  'microsoft.web': `${operations}/web-and-mobile#microsoftweb`,
  'microsoft.logic': `${operations}/integration#microsoftlogic`,
  'microsoft.containerservice': `${operations}/containers#microsoftcontainerservice`,
  'microsoft.containerinstance': `${operations}/containers#microsoftcontainerinstance`,
  'microsoft.containerregistry': `${operations}/containers#microsoftcontainerregistry`,
  'microsoft.storage': `${operations}/storage#microsoftstorage`,
  'microsoft.documentdb': `${operations}/databases#microsoftdocumentdb`,
  'microsoft.servicebus': `${operations}/integration#microsoftservicebus`,
  'microsoft.eventhub': `${operations}/analytics#microsofteventhub`,
  'microsoft.recoveryservices': `${operations}/management-and-governance#microsoftrecoveryservices`,
  'microsoft.dataprotection': `${operations}/management-and-governance#microsoftdataprotection`,
  'microsoft.subscription': `${operations}/management-and-governance#microsoftsubscription`,
  'microsoft.resources': `${operations}/management-and-governance#microsoftresources`,
  'microsoft.app': `${operations}/containers#microsoftapp`,
  'microsoft.batch': `${operations}/compute#microsoftbatch`,
  'microsoft.cache': `${operations}/databases#microsoftcache`,
  'microsoft.cognitiveservices': `${operations}/ai-machine-learning#microsoftcognitiveservices`,
  'microsoft.kubernetes': `${operations}/hybrid-multicloud#microsoftkubernetes`,
  'microsoft.kubernetesconfiguration': `${operations}/hybrid-multicloud#microsoftkubernetesconfiguration`,
  'microsoft.search': `${operations}/ai-machine-learning#microsoftsearch`,
  'microsoft.serialconsole': 'https://learn.microsoft.com/troubleshoot/azure/virtual-machines/linux/serial-console-linux',
} as const;

function rows(capability: Capability, actions: readonly string[], on: ActsOn = 'resource', plane: Plane = 'control'): CapabilityRow[] {
  return actions.map((action) => {
    const provider = action.slice(0, action.indexOf('/')).toLowerCase() as keyof typeof sources;
    return { action, plane, capability, on, type: on === 'resource' ? typeActedOn(action) : '', source: sources[provider] };
  });
}

/** `Microsoft.Web/sites/config/list/Action` acts on `microsoft.web/sites/config`. */
export function typeActedOn(action: string): string {
  const parts = action.toLowerCase().split('/');
  return parts.slice(0, parts.at(-1) === 'action' ? -2 : -1).join('/');
}

/** Clusters whose own rights can be given by roles of Azure. */
const clusters = [
  'Microsoft.ContainerService/managedClusters',
  'Microsoft.ContainerService/fleets',
  'Microsoft.Kubernetes/connectedClusters',
] as const;

const inClusters = [...runsInClusters, ...bindsInClusters] as const;

/**
 * Azure actions that give privilege, and which, after the lists of https://github.com/emiliensocchi/azure-tiering. Left out on purpose:
 * - `elevateAccess/action`: it works for Global Administrators alone, whom the directory tells.
 * - `Microsoft.ManagedServices/registrationAssignments/write`: it is refused without `roleAssignments/write`, which is a row
 *   (https://learn.microsoft.com/azure/lighthouse/how-to/onboard-customer).
 * - `Microsoft.Resources/deployments/write`: a deployment may only write what its caller may.
 * - deletion of what is no backup, log, vault or boundary: it is counted as `write-data` where data goes with it.
 */
export const capabilityRows: readonly CapabilityRow[] = [
  ...rows(
    'grant-privilege',
    [
      'Microsoft.Authorization/roleAssignments/write',
      'Microsoft.Authorization/roleDefinitions/write',
      'Microsoft.Authorization/roleAssignmentScheduleRequests/write',
      'Microsoft.Authorization/roleEligibilityScheduleRequests/write',
    ],
    'anywhere',
  ),
  ...rows(
    'change-guardrail',
    [
      'Microsoft.Authorization/roleManagementPolicies/write',
      'Microsoft.Authorization/policyAssignments/write',
      'Microsoft.Authorization/policyAssignments/delete',
      'Microsoft.Authorization/policyExemptions/write',
      'Microsoft.Authorization/locks/write',
      'Microsoft.Authorization/locks/delete',
      'Microsoft.Authorization/denyAssignments/write',
      'Microsoft.Authorization/denyAssignments/delete',
    ],
    'anywhere',
  ),
  ...rows('mint-credential', [
    'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write',
    'Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action',
    'Microsoft.ContainerService/managedClusters/accessProfiles/listCredential/action',
  ]),
  ...rows('run-as', [
    ...ASSIGN_IDENTITY,
    'Microsoft.Compute/virtualMachines/write',
    'Microsoft.Compute/virtualMachines/runCommand/action',
    'Microsoft.Compute/virtualMachines/runCommands/write',
    'Microsoft.Compute/virtualMachines/extensions/write',
    'Microsoft.Compute/virtualMachineScaleSets/write',
    'Microsoft.Compute/virtualMachineScaleSets/extensions/write',
    'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/runCommand/action',
    'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/runCommands/write',
    'Microsoft.HybridCompute/machines/extensions/write',
    'Microsoft.HybridCompute/machines/runCommands/write',
    'Microsoft.Automation/automationAccounts/runbooks/write',
    'Microsoft.Automation/automationAccounts/jobs/write',
    'Microsoft.Web/sites/write',
    'Microsoft.Web/sites/publishxml/action',
    'Microsoft.Web/sites/host/listkeys/action',
    'Microsoft.Logic/workflows/write',
    'Microsoft.ContainerService/managedClusters/runCommand/action',
    'Microsoft.ContainerService/managedClusters/write',
    'Microsoft.ContainerService/managedClusters/trustedAccessRoleBindings/write',
    'Microsoft.KubernetesConfiguration/extensions/write',
    'Microsoft.KubernetesConfiguration/fluxConfigurations/write',
    'Microsoft.ContainerInstance/containerGroups/write',
    'Microsoft.App/containerApps/write',
    'Microsoft.App/jobs/write',
    'Microsoft.Batch/batchAccounts/pools/write',
    'Microsoft.SerialConsole/serialPorts/connect/action',
    'Microsoft.Resources/deploymentScripts/write',
  ]),
  ...rows(
    'run-as',
    [
      'Microsoft.Compute/virtualMachines/login/action',
      'Microsoft.Compute/virtualMachines/loginAsAdmin/action',
      'Microsoft.HybridCompute/machines/login/action',
      'Microsoft.HybridCompute/machines/loginAsAdmin/action',
      'Microsoft.Compute/virtualMachines/WACloginAsAdmin/action',
      'Microsoft.HybridCompute/machines/WACloginAsAdmin/action',
      'Microsoft.App/containerApps/exec/action',
      'Microsoft.App/jobs/exec/action',
      ...clusters.flatMap((cluster) => inClusters.map((each) => `${cluster}/${each}`)),
    ],
    'resource',
    'data',
  ),
  ...rows('disable-audit', ['Microsoft.Insights/diagnosticSettings/write', 'Microsoft.Insights/diagnosticSettings/delete'], 'anywhere'),
  ...rows('disable-audit', ['Microsoft.Security/pricings/write', 'Microsoft.Security/pricings/delete'], 'whole'),
  ...rows('read-secrets', [
    'Microsoft.Storage/storageAccounts/listKeys/action',
    // whoever makes a new key is told it
    'Microsoft.Storage/storageAccounts/regenerateKey/action',
    'Microsoft.Storage/storageAccounts/listAccountSas/action',
    'Microsoft.DocumentDB/databaseAccounts/listKeys/action',
    // they hold the keys
    'Microsoft.DocumentDB/databaseAccounts/listConnectionStrings/action',
    'Microsoft.Web/sites/config/list/action',
    'Microsoft.ServiceBus/namespaces/authorizationRules/listKeys/action',
    'Microsoft.ServiceBus/namespaces/authorizationRules/regenerateKeys/action',
    'Microsoft.EventHub/namespaces/authorizationRules/listKeys/action',
    'Microsoft.EventHub/namespaces/authorizationRules/regenerateKeys/action',
    'Microsoft.ContainerRegistry/registries/listCredentials/action',
    'Microsoft.Automation/automationAccounts/listKeys/action',
    'Microsoft.Cache/redis/listKeys/action',
    'Microsoft.CognitiveServices/accounts/listKeys/action',
    'Microsoft.Search/searchServices/listAdminKeys/action',
  ]),
  ...rows(
    'read-secrets',
    ['Microsoft.KeyVault/vaults/secrets/getSecret/action', ...clusters.map((cluster) => `${cluster}/secrets/read`)],
    'resource',
    'data',
  ),
  ...rows('destroy', ['Microsoft.Subscription/cancel/action'], 'whole'),
  ...rows('destroy', ['Microsoft.Resources/subscriptions/resourceGroups/delete'], 'group'),
  ...rows('destroy', [
    'Microsoft.OperationalInsights/workspaces/delete',
    'Microsoft.RecoveryServices/vaults/delete',
    'Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/delete',
    'Microsoft.DataProtection/backupVaults/delete',
    'Microsoft.DataProtection/backupVaults/backupInstances/delete',
    'Microsoft.Compute/snapshots/delete',
  ]),
  ...rows('destroy', ['Microsoft.KeyVault/locations/deletedVaults/purge/action'], 'whole'),
  ...rows('destroy', ['Microsoft.KeyVault/vaults/secrets/purge/action', 'Microsoft.KeyVault/vaults/keys/purge/action'], 'resource', 'data'),
  // the keys of an account open all that is in it
  ...rows('write-data', [
    'Microsoft.Storage/storageAccounts/listKeys/action',
    'Microsoft.Storage/storageAccounts/regenerateKey/action',
    'Microsoft.Storage/storageAccounts/delete',
    'Microsoft.DocumentDB/databaseAccounts/listKeys/action',
    'Microsoft.DocumentDB/databaseAccounts/listConnectionStrings/action',
    'Microsoft.DocumentDB/databaseAccounts/delete',
    'Microsoft.ContainerRegistry/registries/push/write',
  ]),
  ...rows(
    'write-data',
    [
      'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write',
      'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/delete',
      'Microsoft.Storage/storageAccounts/fileServices/fileshares/files/write',
      'Microsoft.Storage/storageAccounts/queueServices/queues/messages/write',
      'Microsoft.Storage/storageAccounts/tableServices/tables/entities/write',
      'Microsoft.KeyVault/vaults/secrets/setSecret/action',
      'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/upsert',
    ],
    'resource',
    'data',
  ),
  ...rows('read-data', [
    'Microsoft.Storage/storageAccounts/listKeys/action',
    'Microsoft.Storage/storageAccounts/regenerateKey/action',
    'Microsoft.DocumentDB/databaseAccounts/listKeys/action',
    'Microsoft.DocumentDB/databaseAccounts/listConnectionStrings/action',
    'Microsoft.DocumentDB/databaseAccounts/readonlykeys/action',
    'Microsoft.Compute/disks/beginGetAccess/action',
    'Microsoft.Compute/snapshots/beginGetAccess/action',
  ]),
  ...rows(
    'read-data',
    [
      'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read',
      'Microsoft.Storage/storageAccounts/fileServices/fileshares/files/read',
      'Microsoft.Storage/storageAccounts/queueServices/queues/messages/read',
      'Microsoft.Storage/storageAccounts/tableServices/tables/entities/read',
      'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/read',
      'Microsoft.KeyVault/vaults/keys/decrypt/action',
      'Microsoft.KeyVault/vaults/keys/unwrap/action',
    ],
    'resource',
    'data',
  ),
];

/** Whoever has all of these can give itself the rest: what makes a role an administrator's. */
export const administratorNeeds: readonly string[] = [
  '*/write',
  'Microsoft.Authorization/roleAssignments/write',
  'Microsoft.Authorization/roleAssignments/delete',
  'Microsoft.Authorization/roleDefinitions/write',
  'Microsoft.Authorization/policyAssignments/write',
  'Microsoft.Authorization/locks/delete',
];
