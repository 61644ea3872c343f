import type { Plane } from '../rbac/actions.ts';

/** An action with which one has a resource do as one says. */
export interface WayIn {
  readonly action: string;
  readonly plane: Plane;
}

function control(...actions: readonly string[]): readonly WayIn[] {
  return actions.map((action) => ({ action, plane: 'control' }));
}

function data(...actions: readonly string[]): readonly WayIn[] {
  return actions.map((action) => ({ action, plane: 'data' }));
}

/**
 * By type of resource, what lets one run code on it, or change what it runs, with the identities it carries: any one is enough. Microsoft's
 * word on it: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/managed-identity-best-practice-recommendations
 * ("Consider the effect of assigning managed identities to Azure resources"); actions as in
 * https://learn.microsoft.com/azure/role-based-access-control/resource-provider-operations.
 */
const waysIn: Readonly<Record<string, readonly WayIn[]>> = {
  'microsoft.compute/virtualmachines': [
    ...control(
      'Microsoft.Compute/virtualMachines/write',
      'Microsoft.Compute/virtualMachines/runCommand/action',
      'Microsoft.Compute/virtualMachines/runCommands/write',
      'Microsoft.Compute/virtualMachines/extensions/write',
    ),
    ...data(
      'Microsoft.Compute/virtualMachines/login/action',
      'Microsoft.Compute/virtualMachines/loginAsAdmin/action',
      'Microsoft.Compute/virtualMachines/WACloginAsAdmin/action',
    ),
  ],
  'microsoft.compute/virtualmachinescalesets': control(
    'Microsoft.Compute/virtualMachineScaleSets/write',
    'Microsoft.Compute/virtualMachineScaleSets/extensions/write',
    'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/runCommand/action',
    'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/runCommands/write',
  ),
  'microsoft.hybridcompute/machines': [
    ...control('Microsoft.HybridCompute/machines/extensions/write', 'Microsoft.HybridCompute/machines/runCommands/write'),
    // tokens of the machine are for its administrators alone: https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication
    ...data('Microsoft.HybridCompute/machines/loginAsAdmin/action', 'Microsoft.HybridCompute/machines/WACloginAsAdmin/action'),
  ],
  'microsoft.automation/automationaccounts': control(
    'Microsoft.Automation/automationAccounts/runbooks/write',
    'Microsoft.Automation/automationAccounts/runbooks/draft/write',
    'Microsoft.Automation/automationAccounts/jobs/write',
  ),
  'microsoft.web/sites': control(
    'Microsoft.Web/sites/write',
    'Microsoft.Web/sites/publishxml/action',
    'Microsoft.Web/sites/host/listkeys/action',
    'Microsoft.Web/sites/config/list/action',
  ),
  'microsoft.web/sites/slots': control('Microsoft.Web/sites/slots/write', 'Microsoft.Web/sites/slots/publishxml/action'),
  'microsoft.logic/workflows': control('Microsoft.Logic/workflows/write'),
  'microsoft.containerinstance/containergroups': control(
    'Microsoft.ContainerInstance/containerGroups/write',
    'Microsoft.ContainerInstance/containerGroups/containers/exec/action',
  ),
  'microsoft.app/containerapps': [...control('Microsoft.App/containerApps/write'), ...data('Microsoft.App/containerApps/exec/action')],
  'microsoft.app/jobs': [...control('Microsoft.App/jobs/write'), ...data('Microsoft.App/jobs/exec/action')],
  'microsoft.resources/deploymentscripts': control('Microsoft.Resources/deploymentScripts/write'),
  'microsoft.datafactory/factories': control('Microsoft.DataFactory/factories/write', 'Microsoft.DataFactory/factories/pipelines/write'),
  'microsoft.machinelearningservices/workspaces': control(
    'Microsoft.MachineLearningServices/workspaces/write',
    'Microsoft.MachineLearningServices/workspaces/jobs/write',
    'Microsoft.MachineLearningServices/workspaces/computes/write',
  ),
  'microsoft.batch/batchaccounts': control('Microsoft.Batch/batchAccounts/write', 'Microsoft.Batch/batchAccounts/listKeys/action'),
  'microsoft.apimanagement/service': control(
    'Microsoft.ApiManagement/service/write',
    'Microsoft.ApiManagement/service/apis/policies/write',
    'Microsoft.ApiManagement/service/policies/write',
  ),
  'microsoft.containerregistry/registries': control(
    'Microsoft.ContainerRegistry/registries/tasks/write',
    'Microsoft.ContainerRegistry/registries/scheduleRun/action',
  ),
};

export const CLUSTER = 'microsoft.containerservice/managedclusters';

/** Their identities serve the service itself (keys of the customer, delivery of events): writing them has nothing run as these. */
const serving: ReadonlySet<string> = new Set([
  // what its control plane acts as; its nodes have another, and both are told of each cluster
  CLUSTER,
  'microsoft.storage/storageaccounts',
  'microsoft.compute/diskencryptionsets',
  'microsoft.recoveryservices/vaults',
  'microsoft.dataprotection/backupvaults',
  'microsoft.documentdb/databaseaccounts',
  'microsoft.sql/servers',
  'microsoft.eventhub/namespaces',
  'microsoft.servicebus/namespaces',
  'microsoft.cognitiveservices/accounts',
  'microsoft.appconfiguration/configurationstores',
  'microsoft.operationalinsights/workspaces',
  'microsoft.operationalinsights/clusters',
]);

/** `known`: Microsoft documents that these lead in. Else: whether writing it leads in is not known. Empty: nothing does. */
export function waysInto(sort: string): { readonly ways: readonly WayIn[]; readonly known: boolean } {
  const ways = waysIn[sort];
  if (ways !== undefined) return { ways, known: true };
  return serving.has(sort) ? { ways: [], known: true } : { ways: control(`${sort}/write`), known: false };
}

/** Writing one of these gives it a user-assigned identity, which then serves whoever runs code there. */
export const attachable: readonly WayIn[] = [
  ...Object.entries(waysIn).flatMap(([sort, ways]) =>
    ways.filter((each) => each.plane === 'control' && each.action.toLowerCase() === `${sort}/write`),
  ),
  // its nodes act as the identity that it is given for them
  ...control('Microsoft.ContainerService/managedClusters/write'),
];

/** What lets one into a cluster as its administrator; which of these are open each cluster tells. */
export type ClusterDoor = 'settings' | 'add-ons' | 'local-account' | 'user-credential' | 'command' | 'roles' | 'bindings';

/** What runs code in a cluster as any service account there, or makes its caller one who may. */
export const runsInClusters = [
  'pods/write',
  'pods/exec/action',
  'apps/daemonsets/write',
  'apps/deployments/write',
  'apps/statefulsets/write',
  'batch/cronjobs/write',
  'batch/jobs/write',
  'serviceaccounts/impersonate/action',
  'users/impersonate/action',
] as const;

/** What gives rights in a cluster: those that the giver has, or any (https://kubernetes.io/docs/reference/access-authn-authz/rbac/). */
export const bindsInClusters = [
  'rbac.authorization.k8s.io/clusterrolebindings/write',
  'rbac.authorization.k8s.io/rolebindings/write',
] as const;

const inCluster = (each: string): string => `Microsoft.ContainerService/managedClusters/${each}`;

/** What opens each: https://learn.microsoft.com/azure/role-based-access-control/permissions/containers#microsoftcontainerservice. */
export const clusterDoors: Readonly<Record<ClusterDoor, readonly WayIn[]>> = {
  // who is its administrator by Entra ID, and whether it has local accounts, are settings of it
  settings: control(inCluster('write')),
  'add-ons': control('Microsoft.KubernetesConfiguration/fluxConfigurations/write', 'Microsoft.KubernetesConfiguration/extensions/write'),
  'local-account': control(inCluster('listClusterAdminCredential/action'), inCluster('accessProfiles/listCredential/action')),
  'user-credential': control(inCluster('listClusterUserCredential/action')),
  command: control(inCluster('runCommand/action')),
  roles: data(...runsInClusters.map(inCluster)),
  bindings: data(...bindsInClusters.map(inCluster)),
};

// With write on a carrier, either has an identity serve there: the list of operations names the first, the built-in roles the second.
export const ASSIGN_IDENTITY: readonly string[] = [
  'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
  'Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action',
];
/** Lets an outside issuer sign in as the identity. */
export const TRUST_ISSUER = 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write';
/** Makes oneself an entry of a vault that decides by access policies of its own. */
export const VAULT_POLICY: readonly string[] = ['Microsoft.KeyVault/vaults/write', 'Microsoft.KeyVault/vaults/accessPolicies/write'];
