import type { Area } from '../../../area.ts';
import type { EntraSettings } from '../../settings.ts';

export const organizationArea: Area<EntraSettings> = { surfaces: [], calls: [] };
