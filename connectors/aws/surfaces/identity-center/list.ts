import type { SurfaceId } from '../../../../src/model/ids.ts';
import type { MappedSurface } from '../../../../src/contract/mapped-surface.ts';
import { mapAssignments } from './assignments.ts';
import { mapDirectory } from './directory.ts';
import { mapAccountAccess } from './entitlements.ts';
import { mapIdentityCenter } from './instances.ts';
import { mapPermissionSets } from './permission-sets.ts';
import { mapProvisioning } from './provisioning.ts';
import {
  accountAccess,
  identityCenter,
  identityCenterAssignments,
  identityCenterDirectory,
  identityCenterProvisioning,
  permissionSets,
} from './surfaces.ts';

export const identityCenterSurfaces: readonly MappedSurface[] = [
  { surface: identityCenter, map: mapIdentityCenter },
  { surface: permissionSets, map: mapPermissionSets },
  { surface: identityCenterDirectory, map: mapDirectory },
  { surface: identityCenterAssignments, map: mapAssignments },
  { surface: identityCenterProvisioning, map: mapProvisioning },
  { surface: accountAccess, map: mapAccountAccess },
];

/** What every report of an instance speaks of, read or not. */
export const expectedOfInstance: readonly SurfaceId[] = identityCenterSurfaces.map(({ surface }) => surface.id);
