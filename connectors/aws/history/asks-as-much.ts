import type { SurfaceId } from '../../../src/model/ids.ts';
import type { AwsSettings } from '../settings.ts';
import { liveSurfaces, regionalSurfaces } from '../settings.ts';
import { cloudTrailEvents } from '../trail/surfaces.ts';

const known: ReadonlySet<SurfaceId> = new Set([
  ...liveSurfaces.map((each) => `aws:${each}`),
  'aws:caller-identity',
  'aws:resource-policies',
]);
const inRegions: ReadonlySet<SurfaceId> = new Set(regionalSurfaces.map((each) => `aws:${each}`));
const inOneRegion: ReadonlySet<SurfaceId> = new Set([
  'aws:identity-center',
  'aws:permission-sets',
  'aws:identity-center-directory',
  'aws:identity-center-assignments',
  'aws:identity-center-provisioning',
  'aws:account-access',
]);

/**
 * Whether the settings ask at least as much of a surface as others did, in an account or instance that both read. Which accounts are entered,
 * and as whom, decides which boundaries are read and what is refused there, not what is asked of one. What follows from other surfaces
 * (`surfaces`) is told by the ledger, or is a part of its own (parts.ts). A surface that this table does not know is not comparable.
 */
export function asksAsMuch(surface: SurfaceId, settings: AwsSettings, former: AwsSettings): boolean {
  if (!known.has(surface) || settings.partition !== former.partition) return false;
  if (
    surface === cloudTrailEvents.id &&
    (settings.cloudTrailDays < former.cloudTrailDays || settings.cloudTrailTells !== former.cloudTrailTells)
  )
    return false;
  if (inRegions.has(surface) || surface === cloudTrailEvents.id) return former.regions.every((region) => settings.regions.includes(region));
  if (!inOneRegion.has(surface)) return true;
  return settings.region === former.region && settings.identityCenterRegion === former.identityCenterRegion;
}
