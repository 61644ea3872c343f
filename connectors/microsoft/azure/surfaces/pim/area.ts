import type { Area } from '../../../area.ts';
import type { AzureSettings } from '../../settings.ts';

export const pimArea: Area<AzureSettings> = { surfaces: [], calls: [] };
