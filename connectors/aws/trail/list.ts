import type { MappedSurface } from '../../../src/contract/mapped-surface.ts';
import { mapCloudTrailEvents } from './events.ts';
import { cloudTrailEvents, trails } from './surfaces.ts';
import { mapTrails } from './trails.ts';

/** What was done in an account, and what keeps it. */
export const trailSurfaces: readonly MappedSurface[] = [
  { surface: cloudTrailEvents, map: mapCloudTrailEvents },
  { surface: trails, map: mapTrails },
];
