import type { Area } from '../../../area.ts';
import type { EntraSettings } from '../../settings.ts';

export const peopleArea: Area<EntraSettings> = { surfaces: [], calls: [] };
