import type { Surface } from '../../../src/contract/connector.ts';

/**
 * The event history of CloudTrail: management events of 90 days, which every account has without a trail. Reading objects, invoking functions and other
 * data events are in no event history (CloudTrail user guide, view-cloudtrail-events.html).
 */
export const cloudTrailEvents: Surface = {
  id: 'aws:cloudtrail-events',
  yields: ['life-cycle-event', 'log-span'],
  permission: 'cloudtrail:LookupEvents',
  ifUnread:
    'who gave and took which right, credential or account, and when; an end is then known from reads alone, and by whom it was made is not',
  provesAbsence: 'no',
  role: 'describes',
  service: 'cloudtrail-events',
  follows: [],
};

/** Which trails keep what is done in the account, and whether they do so now. */
export const trails: Surface = {
  id: 'aws:trails',
  yields: ['observation'],
  permission: 'cloudtrail:DescribeTrails, cloudtrail:GetTrailStatus, cloudtrail:GetEventSelectors',
  ifUnread: 'whether changes in the account are written down for longer than the 90 days of the event history',
  provesAbsence: 'no',
  role: 'describes',
  service: 'regional',
  follows: [],
};
