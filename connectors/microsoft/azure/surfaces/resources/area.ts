import type { Area } from '../../../area.ts';
import type { AzureSettings } from '../../settings.ts';

export const resourcesArea: Area<AzureSettings> = { surfaces: [], calls: [] };
