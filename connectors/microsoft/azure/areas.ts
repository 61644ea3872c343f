import type { Area } from '../area.ts';
import type { AzureSettings } from './settings.ts';
import { activityArea } from './surfaces/activity/area.ts';
import { authorizationArea } from './surfaces/authorization/area.ts';
import { pimArea } from './surfaces/pim/area.ts';
import { placesArea } from './surfaces/places/area.ts';
import { resourcesArea } from './surfaces/resources/area.ts';

export const azureAreas: readonly Area<AzureSettings>[] = [placesArea, authorizationArea, pimArea, resourcesArea, activityArea];
