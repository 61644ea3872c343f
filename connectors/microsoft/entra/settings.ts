import * as v from 'valibot';
import { sharedSettings } from '../settings.ts';
import { entraSurfaceNames } from './surface-names.ts';

export const entraSettings = v.strictObject({
  ...sharedSettings,
  surfaces: v.optional(
    v.pipe(v.array(v.picklist(entraSurfaceNames)), v.readonly(), v.description('What is read. Default: all but access-reviews')),
    entraSurfaceNames.filter((each) => each !== 'access-reviews'),
  ),
  auditDays: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(0),
      v.maxValue(30),
      v.description('How far back the directory audit log is read, days; the service keeps 30 with a premium licence and 7 without. Default: 29'),
    ),
    29,
  ),
});
export type EntraSettings = v.InferOutput<typeof entraSettings>;
