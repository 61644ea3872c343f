/**
 * The sorts of resources that run what somebody hands them as the managed identity they carry, with what reads one
 * (https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/managed-identities-status, and the resource providers' operations,
 * https://learn.microsoft.com/azure/role-based-access-control/resource-provider-operations). Resource Graph leaves out, without a word, what the
 * caller may not read: of each of these it is asked whether the caller may.
 */
export const carrierReads: readonly string[] = [
  'Microsoft.ApiManagement/service/read',
  'Microsoft.App/containerApps/read',
  'Microsoft.App/jobs/read',
  'Microsoft.Automation/automationAccounts/read',
  'Microsoft.Batch/batchAccounts/read',
  'Microsoft.Compute/virtualMachineScaleSets/read',
  'Microsoft.Compute/virtualMachines/read',
  'Microsoft.ContainerInstance/containerGroups/read',
  'Microsoft.ContainerRegistry/registries/read',
  'Microsoft.ContainerService/managedClusters/read',
  'Microsoft.DataFactory/factories/read',
  'Microsoft.HybridCompute/machines/read',
  'Microsoft.Kubernetes/connectedClusters/read',
  'Microsoft.Logic/workflows/read',
  'Microsoft.MachineLearningServices/workspaces/read',
  'Microsoft.Resources/deploymentScripts/read',
  'Microsoft.StreamAnalytics/streamingjobs/read',
  'Microsoft.Synapse/workspaces/read',
  'Microsoft.Web/sites/read',
];
