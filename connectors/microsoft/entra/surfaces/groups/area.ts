import type { Area } from '../../../area.ts';
import type { EntraSettings } from '../../settings.ts';

export const groupsArea: Area<EntraSettings> = { surfaces: [], calls: [] };
