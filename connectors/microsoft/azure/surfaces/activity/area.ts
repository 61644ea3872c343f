import type { Area } from '../../../area.ts';
import type { AzureSettings } from '../../settings.ts';
import type { Asked } from '../common/asked.ts';
import { everySubscription, seenOf } from '../places/seen.ts';
import { mapActivityLog } from './activity-log.ts';
import { activityCalls, activityTask } from './calls.ts';
import { activityLog } from './surface.ts';

/** What the activity log keeps of roles given and taken: of each subscription, and of the tenant for what is above all of them. */
export const activityArea: Area<AzureSettings> = {
  surfaces: [{ surface: activityLog, map: mapActivityLog }],
  calls: activityCalls,
  plan(seen, _stage, settings) {
    const known = seenOf(seen, settings);
    const { at } = known;
    if (at === null || settings.activityDays === 0) return [];
    const places: readonly Asked[] = [...known.tenants.map((tenant) => ({ tenant })), ...everySubscription(known)];
    return places.map((place) => activityTask(place, at, settings.activityDays));
  },
  planSees: ['observation'],
};
