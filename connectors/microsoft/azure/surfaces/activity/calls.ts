import type { Instant } from '../../../../../src/base/instant.ts';
import { DAY_MS, HOUR_MS, instantOf, parseInstant } from '../../../../../src/base/instant.ts';
import type { BoundarySpan } from '../../../../../src/contract/connector.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { MicrosoftCall } from '../../../call.ts';
import { azureTenantBoundary } from '../../../ids.ts';
import type { AzureSettings } from '../../settings.ts';
import { askedFrom, boundariesTold } from '../../../log-span.ts';
import type { Asked } from '../common/asked.ts';
import { taskAt, textArg } from '../common/asked.ts';
import { scopeList } from '../common/calls.ts';
import { activityLog } from './surface.ts';

/** https://learn.microsoft.com/rest/api/monitor/activity-logs/list, and …/tenant-activity-logs/list without a scope. The time is mandatory. */
const events: MicrosoftCall = scopeList({
  name: 'activity',
  surface: activityLog.id,
  provider: 'Microsoft.Insights/eventtypes/management/values',
  version: '2015-04-01',
  filter: (args) => `eventTimestamp ge '${textArg(args, 'since') ?? ''}' and resourceProvider eq 'Microsoft.Authorization'`,
  permissions: ['Microsoft.Insights/eventtypes/values/read'],
});

export const activityCalls: readonly MicrosoftCall[] = [events];

/**
 * What asks for the entries of so many days before a moment, rounded up to the hour: more than the service keeps is refused. `since`: what was told
 * of whole before, of whatever boundary and source; where that is later, it is asked from there, less the time that entries may be late.
 */
export function activityTask(at: Asked, now: Instant, days: number, since: readonly BoundarySpan[] = []): Task {
  const { boundary, surface, args } = taskAt(activityLog.id, events.name, at);
  const to = parseInstant(now) ?? 0;
  const earliest = Math.ceil((to - days * DAY_MS) / HOUR_MS) * HOUR_MS;
  const from = askedFrom(boundary, surface, earliest, to, since);
  return { boundary, surface, args: { ...(args as object), since: instantOf(from), to: instantOf(to) } };
}

/**
 * What is asked of activity logs that were told of whole before. Which tenant a subscription is of, the settings alone tell before anything was read:
 * without that, logs are read by the settings.
 */
export function activityTasksSince(
  since: readonly BoundarySpan[],
  { tenant, activityDays }: Pick<AzureSettings, 'tenant' | 'activityDays'>,
  now: Instant,
): readonly Task[] {
  if (tenant === undefined || activityDays === 0) return [];
  return boundariesTold(activityLog.id, since).map((boundary) => {
    const subscription = boundary.slice('azure:'.length);
    return activityTask(boundary === azureTenantBoundary(tenant) ? { tenant } : { tenant, subscription }, now, activityDays, since);
  });
}
