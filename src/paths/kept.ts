import type { ScopeId } from '../model/ids.ts';
import { arnParts, patternsMeet } from './pattern.ts';

/**
 * What ARNs of backups and of logs look like: service, and how the resource starts. A bucket that holds either has no form of its own and is
 * not known by its name. Formats: AWS Service Authorization Reference, "resource types" of AWS Backup, Amazon EC2, Amazon RDS, Amazon
 * DynamoDB, Amazon CloudWatch Logs and AWS CloudTrail.
 */
const kept: readonly (readonly [service: string, resource: string])[] = [
  ['backup', 'backup-vault:*'],
  ['backup', 'recovery-point:*'],
  ['ec2', 'snapshot/*'],
  ['rds', 'snapshot:*'],
  ['rds', 'cluster-snapshot:*'],
  ['dynamodb', 'table/*/backup/*'],
  ['logs', 'log-group:*'],
  ['cloudtrail', 'trail/*'],
  ['cloudtrail', 'eventdatastore/*'],
];

/**
 * The same of Azure: types of resources, each with the provider, as they stand in a resource id in lower case. Formats: Azure resource provider
 * reference (https://learn.microsoft.com/azure/templates/) of Recovery Services, Data Protection, Compute and Operational Insights.
 */
const keptInAzure: readonly string[] = [
  'microsoft.recoveryservices/vaults',
  'microsoft.dataprotection/backupvaults',
  'microsoft.compute/snapshots',
  'microsoft.compute/restorepointcollections',
  'microsoft.operationalinsights/workspaces',
];

/** `/subscriptions/<id>/resourceGroups/<name>/providers/<provider>/<type>/<name>…`, in lower case. */
const AZURE_RESOURCE = /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+\/providers\/([^/]+\/[^/]+)\/[^/]/;

/** Whether a scope is a backup or a log, something in one, or a pattern that some of these match. */
export function isBackupOrLog(scope: ScopeId): boolean {
  const type = AZURE_RESOURCE.exec(scope)?.[1];
  if (type !== undefined) return keptInAzure.includes(type);
  const parts = arnParts(scope);
  if (parts === undefined) return scope === '*';
  const [, service, , , resource] = parts;
  return kept.some((each) => patternsMeet(service, each[0]) && patternsMeet(resource, each[1]));
}
