import type { MappedSurface } from '../../mapping.ts';

export const identityCenterSurfaces: readonly MappedSurface[] = [];
