import type { BoundaryId } from '../../../src/model/ids.ts';
import type { AwsSettings } from '../settings.ts';

/** Where records of what is of no region stand: IAM, Organizations, sign-in at the global address (IAM user guide, cloudtrail-integration.html). */
const globalRegions: Readonly<Record<AwsSettings['partition'], string>> = {
  aws: 'us-east-1',
  'aws-us-gov': 'us-gov-west-1',
  'aws-cn': 'cn-north-1',
};

export function globalRegion({ partition }: Pick<AwsSettings, 'partition'>): string {
  return globalRegions[partition];
}

/** Whether a region's records are those of what is of no region too; regions are of one partition each. */
export function isGlobal(region: string): boolean {
  return Object.values(globalRegions).includes(region);
}

/**
 * The regions whose log of an account is read: where records of IAM stand, those that the settings name, and, of the account the scan starts from, that of IAM
 * Identity Center, as far as it is known.
 */
export function logRegions(
  settings: AwsSettings,
  account: BoundaryId,
  hub: BoundaryId | undefined,
  center: readonly string[],
): readonly string[] {
  const ofCenter = account === hub ? center : [];
  return [...new Set([globalRegion(settings), ...settings.regions, ...ofCenter])];
}
