import type { MappedSurface } from '../../../../src/contract/mapped-surface.ts';
import { accessAnalyzer, mapAccessAnalyzer } from './access-analyzer.ts';
import { kmsKeys, mapKmsKeys } from './kms-keys.ts';
import { mapRolesAnywhere, rolesAnywhere } from './roles-anywhere.ts';
import { mapSecrets, secrets } from './secrets.ts';
import { mapServiceLastAccessed, serviceLastAccessed } from './service-last-accessed.ts';
import { workloadSurfaces } from './workloads/list.ts';

/** Read on request only. */
export const regionalSurfaces: readonly MappedSurface[] = [
  { surface: secrets, map: mapSecrets },
  { surface: kmsKeys, map: mapKmsKeys },
  { surface: rolesAnywhere, map: mapRolesAnywhere },
  { surface: accessAnalyzer, map: mapAccessAnalyzer },
  ...workloadSurfaces,
  { surface: serviceLastAccessed, map: mapServiceLastAccessed },
];
