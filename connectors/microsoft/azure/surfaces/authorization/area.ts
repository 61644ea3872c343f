import type { Area } from '../../../area.ts';
import type { AzureSettings } from '../../settings.ts';

export const authorizationArea: Area<AzureSettings> = { surfaces: [], calls: [] };
