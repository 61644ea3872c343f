import type { Surface } from '../../../../../src/contract/connector.ts';
import { subscriptions } from '../places/surfaces.ts';

/** Entries come minutes after what they tell of, some later: what is not there yet is not known not to have been. */
export const activityLog: Surface = {
  id: 'azure:activity-log',
  yields: ['life-cycle-event', 'log-span'],
  permission: 'Microsoft.Insights/eventtypes/values/read; for elevated access, Reader at /providers/Microsoft.Insights',
  ifUnread: 'when roles were given, switched on and taken away, by whom, and whether past Privileged Identity Management',
  provesAbsence: 'no',
  role: 'describes',
  service: 'activity-log',
  follows: [subscriptions.id],
};
