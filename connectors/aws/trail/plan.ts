import type { Instant } from '../../../src/base/instant.ts';
import type { FactIndex } from '../../../src/model/fact.ts';
import type { Task } from '../../../src/model/page.ts';
import { identityCenterFact } from '../identity-center-facts.ts';
import { enteredAccounts, hubOf } from '../plan/entered.ts';
import type { Plan } from '../plan/plan.ts';
import { callerIdentity } from '../surfaces/caller-identity.ts';
import { globalRegion, logRegions } from './regions.ts';
import { trails } from './surfaces.ts';
import { eventsTask, firstMoment } from './tasks.ts';

/**
 * The trails of every account that is entered, and its events of so many days up to the moment at which the scan learned who it is. That page is in
 * the capture, so that a scan that goes on later asks the very same; where its time is not known, no events are asked for.
 */
export const planTrail: Plan = (seen, _stage, settings) => {
  const accounts = enteredAccounts(seen, settings);
  const tasks: Task[] = [];
  if (settings.surfaces.includes('trails')) {
    const args = { call: 'DescribeTrails', region: globalRegion(settings) };
    for (const boundary of accounts) tasks.push({ boundary, surface: trails.id, args });
  }
  const now = startOf(seen);
  if (!settings.surfaces.includes('cloudtrail-events') || settings.cloudTrailDays === 0 || now === null) return tasks;
  const [hub, center] = [hubOf(seen), centerRegions(seen)];
  const from = firstMoment(now, settings.cloudTrailDays);
  for (const boundary of accounts) {
    for (const region of logRegions(settings, boundary, hub, center)) tasks.push(eventsTask(boundary, region, from, now, settings));
  }
  return tasks;
};

function startOf(seen: FactIndex): Instant | null {
  const times: Instant[] = [];
  for (const { surface, pages } of seen.ofKind('boundary')) {
    if (surface === callerIdentity.id) times.push(...pages.flatMap(({ page }) => seen.saidAt?.(page) ?? []));
  }
  return times.reduce<Instant | null>((least, each) => (least === null || each < least ? each : least), null);
}

/** Of the instances of IAM Identity Center that answered, as far as they tell it. */
function centerRegions(seen: FactIndex): readonly string[] {
  const regions = new Set<string>();
  for (const { value } of seen.ofKind('provider')) {
    const told = identityCenterFact(value);
    if (told?.type === 'identity-center-instance' && told.region !== null) regions.add(told.region);
  }
  return [...regions].sort();
}
