import type { Area } from '../../../area.ts';
import type { EntraSettings } from '../../settings.ts';

export const applicationsArea: Area<EntraSettings> = { surfaces: [], calls: [] };
