import type { Instant } from '../../../src/base/instant.ts';
import { DAY_MS, HOUR_MS, instantOf, parseInstant } from '../../../src/base/instant.ts';
import type { Task } from '../../../src/model/page.ts';
import type { BoundaryId } from '../../../src/model/ids.ts';
import type { BoundarySpan } from '../../../src/contract/connector.ts';
import type { AwsSettings } from '../settings.ts';
import { globalRegion } from './regions.ts';
import { cloudTrailEvents } from './surfaces.ts';

/** What the event history keeps (CloudTrail user guide, view-cloudtrail-events.html). */
const KEPT_DAYS = 90;
/** Of what is read anew, so much was read before: records that came late. */
const OVERLAP_MS = 2 * HOUR_MS;

/** Asks for the events of one region between two moments; the first of them is rounded up to an hour of what is kept. */
export function eventsTask(boundary: BoundaryId, region: string, from: Instant, to: Instant, settings: AwsSettings): Task {
  const { cloudTrailTells: tells, brokers } = settings;
  const args = { call: 'LookupEvents', region, from, to, tells, ...(brokers.length === 0 ? {} : { brokers }) };
  return { boundary, surface: cloudTrailEvents.id, args };
}

/** The first moment that is read at `to`, where nothing was read before. */
export function firstMoment(to: Instant, days: number): Instant {
  return instantOf(Math.ceil(((parseInstant(to) ?? 0) - days * DAY_MS) / HOUR_MS) * HOUR_MS);
}

/**
 * What is asked of the logs that were read before: each region from two hours before its last whole moment on, as far back as is kept, and regions
 * that are new from where the settings say. Empty where the settings ask for no events.
 */
export function cloudTrailTasks(since: readonly BoundarySpan[], settings: AwsSettings, now: Instant): readonly Task[] {
  if (!settings.surfaces.includes('cloudtrail-events') || settings.cloudTrailDays === 0) return [];
  const until = new Map<BoundaryId, Map<string, Instant>>();
  for (const { boundary, source, region, to, tells } of since) {
    if (source !== cloudTrailEvents.id || region === null) continue;
    const regions = until.get(boundary) ?? new Map<string, Instant>();
    until.set(boundary, regions);
    // what told of changes alone has not told of use
    const known = regions.get(region) ?? '';
    regions.set(region, tells === 'changes' && settings.cloudTrailTells === 'use' ? known : to > known ? to : known);
  }
  const oldest = firstMoment(now, KEPT_DAYS);
  return [...until].flatMap(([boundary, told]) =>
    [...new Set([globalRegion(settings), ...settings.regions, ...told.keys()])].map((region) => {
      const last = told.get(region) ?? '';
      const begin = last === '' ? firstMoment(now, settings.cloudTrailDays) : instantOf((parseInstant(last) ?? 0) - OVERLAP_MS);
      return eventsTask(boundary, region, begin > oldest ? begin : oldest, now, settings);
    }),
  );
}
