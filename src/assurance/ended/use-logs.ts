import type { Access } from '../../model/access.ts';
import type { EventSource } from '../../model/authorisation.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import { groupBy } from '../../base/group.ts';
import { byCodeUnit } from '../../base/order.ts';
import type { Asked } from './asked.ts';
import { isEntry } from './given.ts';
import type { Given } from './given.ts';
import { at, msOf, TELLING_MS } from './moments.ts';
import type { SpellEnd } from './spell.ts';

/**
 * What is missing to say that an access was not used after its end, by `until` (the last moment at which something of it could work) and on to the
 * moment of the report as far as logs can tell: `use-logs us-east-1`, or a use that may have come after. Every region in which the
 * boundary's logs tell anything has to be told of without a break. Empty: it was not used.
 */
export function useLacks(asked: Asked, access: Access, given: Given, end: SpellEnd, until: number): readonly string[] {
  const sources = asked.entitled.sources.filter((each) => each.boundary === access.boundary && each.sourceKind === 'provider-log');
  const last = Math.max(end.before, Math.min(asked.now, Math.max(until, asked.now - TELLING_MS)));
  const places = groupBy(sources, ({ region }) => region ?? access.boundary);
  const lacking = [...places].filter(([, told]) => !covers(told, end.after, last)).map(([place]) => place);
  if (places.size === 0) lacking.push(access.boundary);
  else lacking.push(...unreadLogs(asked, access));
  const used = usesAfter(asked, access, given, end).map((each) => `no use after the end: ${each.activity} at ${at(msOf(each.at))}`);
  return [...[...new Set(lacking)].sort(byCodeUnit).map((place) => `use-logs ${place}`), ...used.slice(0, 1)];
}

function covers(sources: readonly EventSource[], from: number, to: number): boolean {
  const spans = sources
    .flatMap(({ spans: told }) => told)
    .filter(({ tells }) => tells === 'use')
    .map((each) => [msOf(each.from), msOf(each.to)] as const)
    .sort(([a], [b]) => a - b);
  let reached = from;
  for (const [begins, ends] of spans) if (begins <= reached) reached = Math.max(reached, ends);
  return spans.length > 0 && reached >= to;
}

/** Logs of the boundary that the last read asked for and did not get whole. */
function unreadLogs({ input: { view } }: Asked, { boundary }: Access): readonly string[] {
  return view
    .coverageOf('log-span', boundary)
    .filter(({ status }) => status === 'partial' || status === 'unread')
    .map(({ surface }) => surface);
}

/**
 * Successful uses by its subject that may have come after the end and may have been of this access: of a credential those that name it or name none, of all
 * else those that name no other access that its subject has.
 */
function usesAfter(asked: Asked, access: Access, { gives }: Given, end: SpellEnd): readonly LifeCycleEvent[] {
  const { entitled, now } = asked;
  const own = new Set(entitled.matchedTo(access));
  const others = asked.presentOf(access.subject).filter(({ id }) => id !== access.id);
  return entitled.eventsOf(access.subject).filter((each) => {
    const when = msOf(each.at);
    if (each.type !== 'used' || !each.succeeded || when <= end.after || when > now) return false;
    if (own.has(each) || each.object === null) return true;
    const names = (objects: readonly string[]): boolean => objects.some((name) => isNamed(name, each.object as string));
    if (names(access.objects)) return true;
    if (access.kind === 'credential') return false;
    if (isEntry(access)) return true;
    return gives.some(({ scope }) => scope === each.object) || !others.some(({ objects }) => names(objects));
  });
}

function isNamed(name: string, object: string): boolean {
  return name === object || name.endsWith(`/${object}`) || object.endsWith(`/${name}`);
}
