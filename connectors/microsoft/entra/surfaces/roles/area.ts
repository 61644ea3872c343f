import type { Area } from '../../../area.ts';
import type { EntraSettings } from '../../settings.ts';

export const rolesArea: Area<EntraSettings> = { surfaces: [], calls: [] };
