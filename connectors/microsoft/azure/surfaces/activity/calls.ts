import type { Instant } from '../../../../../src/base/instant.ts';
import { DAY_MS, HOUR_MS, instantOf, parseInstant } from '../../../../../src/base/instant.ts';
import type { Task } from '../../../../../src/model/page.ts';
import type { MicrosoftCall } from '../../../call.ts';
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

/** What asks for the entries of so many days before a moment, rounded up to the hour: more than the service keeps is refused. */
export function activityTask(at: Asked, now: Instant, days: number): Task {
  const since = Math.ceil(((parseInstant(now) ?? 0) - days * DAY_MS) / HOUR_MS) * HOUR_MS;
  const { boundary, surface, args } = taskAt(activityLog.id, events.name, at);
  return { boundary, surface, args: { ...(args as object), since: instantOf(since) } };
}
