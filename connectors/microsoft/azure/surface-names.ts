/** Surfaces that a scan can be told to read or to leave; an id is `azure:<name>`. */
export const azureSurfaceNames = [
  'management-groups',
  'subscriptions',
  'role-definitions',
  'role-assignments',
  'root-assignments',
  'assignment-index',
  'assignment-instances',
  'eligibility-instances',
  'assignment-schedules',
  'eligibility-schedules',
  'role-policies',
  'deny-assignments',
  'classic-administrators',
  'identity-carriers',
  'managed-identities',
  'federated-credentials',
  'key-vaults',
  'kubernetes-clusters',
  'lighthouse',
  'activity-log',
] as const;
export type AzureSurfaceName = (typeof azureSurfaceNames)[number];
