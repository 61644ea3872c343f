import type { Area } from '../../../area.ts';
import type { EntraSettings } from '../../settings.ts';

export const auditArea: Area<EntraSettings> = { surfaces: [], calls: [] };
