import * as v from 'valibot';
import { sharedSettings } from '../settings.ts';
import { azureSurfaceNames } from './surface-names.ts';

export const azureSettings = v.strictObject({
  ...sharedSettings,
  surfaces: v.optional(
    v.pipe(v.array(v.picklist(azureSurfaceNames)), v.readonly(), v.description('What is read. Default: all but classic-administrators')),
    azureSurfaceNames.filter((each) => each !== 'classic-administrators'),
  ),
  subscriptions: v.optional(
    v.pipe(
      v.array(v.pipe(v.string(), v.toLowerCase())),
      v.readonly(),
      v.description('Ids of the only subscriptions to read. Default: all that the credential sees'),
    ),
  ),
  activityDays: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(0),
      v.maxValue(90),
      v.description('How far back the activity log is read, days; the service keeps 90. Default: 30'),
    ),
    30,
  ),
});
export type AzureSettings = v.InferOutput<typeof azureSettings>;
