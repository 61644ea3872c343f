import type { Area } from '../../../area.ts';
import type { AzureSettings } from '../../settings.ts';

export const activityArea: Area<AzureSettings> = { surfaces: [], calls: [] };
