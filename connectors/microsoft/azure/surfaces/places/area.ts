import type { Area } from '../../../area.ts';
import type { AzureSettings } from '../../settings.ts';

export const placesArea: Area<AzureSettings> = { surfaces: [], calls: [] };
