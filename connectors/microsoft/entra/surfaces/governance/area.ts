import type { Area } from '../../../area.ts';
import type { EntraSettings } from '../../settings.ts';

export const governanceArea: Area<EntraSettings> = { surfaces: [], calls: [] };
