import type { JsonObject } from '../../../src/base/json.ts';
import { parseInstant } from '../../../src/base/instant.ts';
import type { Call } from '../calls/call.ts';
import { keptEvents } from './record.ts';
import { cloudTrailEvents, trails } from './surfaces.ts';
import { trailGone } from './trails.ts';

/** Fifty events at once are the most (CloudTrail API reference, LookupEvents). */
const PAGE = 50;

/**
 * Which events: those of one name, those that changed something, or all. One attribute is all that a request may have. Times are sent as seconds since 1970, as the
 * service's protocol has them.
 */
function lookup({ from, to, tells, event, token }: JsonObject): JsonObject {
  const attribute =
    typeof event === 'string'
      ? { AttributeKey: 'EventName', AttributeValue: event }
      : tells === 'use'
        ? null
        : { AttributeKey: 'ReadOnly', AttributeValue: 'false' };
  return {
    ...(attribute === null ? {} : { LookupAttributes: [attribute] }),
    StartTime: seconds(from),
    EndTime: seconds(to),
    MaxResults: PAGE,
    ...(token === undefined ? {} : { NextToken: token }),
  };
}

function seconds(moment: unknown): number {
  return Math.floor((parseInstant(typeof moment === 'string' ? moment : '') ?? 0) / 1000);
}

const ofTrail = ({ trail }: JsonObject): JsonObject => ({ TrailName: trail ?? null });
const gone = [trailGone];

export const trailCalls: readonly Call[] = [
  {
    surface: cloudTrailEvents.id,
    task: 'LookupEvents',
    service: 'cloudtrail',
    operation: 'LookupEvents',
    actions: ['cloudtrail:LookupEvents'],
    by: 'account',
    // by-task: what was lost on earlier pages is carried to the last, which says what was told whole
    paging: 'by-task',
    kept: keptEvents,
    input: lookup,
  },
  {
    surface: trails.id,
    task: 'DescribeTrails',
    service: 'cloudtrail',
    operation: 'DescribeTrails',
    actions: ['cloudtrail:DescribeTrails'],
    by: 'account',
    paging: null,
    input: () => ({ includeShadowTrails: true }),
  },
  {
    surface: trails.id,
    task: 'GetTrailStatus',
    service: 'cloudtrail',
    operation: 'GetTrailStatus',
    actions: ['cloudtrail:GetTrailStatus'],
    by: 'account',
    paging: null,
    answers: gone,
    input: ({ trail }) => ({ Name: trail ?? null }),
  },
  {
    surface: trails.id,
    task: 'GetEventSelectors',
    service: 'cloudtrail',
    operation: 'GetEventSelectors',
    actions: ['cloudtrail:GetEventSelectors'],
    by: 'account',
    paging: null,
    answers: gone,
    input: ofTrail,
  },
];
