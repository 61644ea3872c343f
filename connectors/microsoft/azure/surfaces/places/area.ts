import type { Area } from '../../../area.ts';
import type { AzureSettings } from '../../settings.ts';
import { descendantsTask, placesCalls, subscriptionsTask, subscriptionTask } from './calls.ts';
import { mapManagementGroups } from './management-groups.ts';
import { seenOf } from './seen.ts';
import { mapSubscriptions } from './subscriptions.ts';
import { managementGroups, subscriptions } from './surfaces.ts';

/** Subscriptions, and the management groups that they lie in. */
export const placesArea: Area<AzureSettings> = {
  surfaces: [
    { surface: subscriptions, map: mapSubscriptions },
    { surface: managementGroups, map: mapManagementGroups },
  ],
  calls: placesCalls,
  roots: (settings) => [subscriptionsTask(settings)],
  plan(seen, _stage, settings) {
    const known = seenOf(seen, settings);
    const told = new Set([...known.subscriptions, ...known.leftOut].map((each) => each.subscription));
    const named = (settings.subscriptions ?? []).filter((each) => !told.has(each));
    const alone = new Set([...named, ...known.unlisted]);
    return [...known.tenants.map(descendantsTask), ...[...alone].map((each) => subscriptionTask(each, settings))];
  },
  planSees: ['observation'],
};
