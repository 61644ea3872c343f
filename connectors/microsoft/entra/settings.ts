import * as v from 'valibot';
import { guid, sharedSettings } from '../settings.ts';
import { entraSurfaceNames } from './surface-names.ts';

export const entraSettings = v.strictObject({
  ...sharedSettings,
  surfaces: v.optional(
    v.pipe(
      v.array(v.picklist(entraSurfaceNames)),
      v.readonly(),
      v.description('What is read. Default: all but access-reviews and access-review-decisions'),
    ),
    entraSurfaceNames.filter((each) => !each.startsWith('access-review')),
  ),
  groupMembers: v.optional(
    v.pipe(
      v.picklist(['of-interest', 'all']),
      v.description(
        'Whose members, owners and activations are read. of-interest: groups that roles can be assigned to, that hold a role or an app role, that approve activations, those nested in such groups, and those named under groups. all: every security group too. Who is in a group that was not asked is not known, and nothing that such a group holds is called clear. Default: of-interest',
      ),
    ),
    'of-interest',
  ),
  groups: v.optional(
    v.pipe(
      v.array(guid),
      v.readonly(),
      v.description('Ids of further groups whose members are read, as those that hold roles in Azure subscriptions'),
    ),
    [],
  ),
  auditDays: v.optional(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(0),
      v.maxValue(30),
      v.description(
        'How far back the directory audit log is read, days; the service keeps 30 with a premium licence and 7 without. Default: 29',
      ),
    ),
    29,
  ),
});
export type EntraSettings = v.InferOutput<typeof entraSettings>;
