import type { MappedSurface } from '../../mapping.ts';

export const regionalSurfaces: readonly MappedSurface[] = [];
