import { byKeys } from '../../base/order.ts';
import { betweenMinutes } from '../../base/text/moment.ts';
import type { Ending } from '../../model/ending.ts';
import type { RequestCase } from '../../model/authorisation.ts';
import type { TimelineEntry } from '../../model/pack.ts';
import type { Verification } from '../../model/verification.ts';
import { refKey } from './asks.ts';
import type { Known } from './known.ts';

const order: readonly TimelineEntry['what'][] = [
  'requested',
  'authorised',
  'granted',
  'seen',
  'event',
  'trigger',
  'due',
  'recorded',
  'not-seen',
  'ended',
  'probed',
  'may-linger',
];

/** All that is told of an access, by whomever, in the order of time. What is told twice (by a request and by its event) is there once. */
export function timelineOf(known: Known, ending: Ending, probes: ReadonlyMap<string, Verification>): readonly TimelineEntry[] {
  const cases = known.requestsFor(ending.access.id, ending.authorisations);
  const entries = [
    ...allowed(known, ending),
    ...cases.flatMap(asked),
    ...reads(ending),
    ...ends(ending),
    ...ending.probes.flatMap((id) => {
      const probe = probes.get(id);
      return probe === undefined ? [] : [probed(probe)];
    }),
  ];
  const told = new Set(entries.flatMap(({ source }) => (source === null ? [] : [refKey(source)])));
  const events = ending.events.flatMap((ref): readonly TimelineEntry[] => {
    const event = known.event(ref);
    if (event === undefined || told.has(refKey(ref))) return [];
    const what = event.type === 'granted' || event.type === 'activated' ? 'granted' : event.type === 'requested' ? 'requested' : 'event';
    const text = `${event.source}: ${event.activity}${event.succeeded ? '' : ' (failed)'}`;
    return [entry(event.at, null, what, text, { source: ref.source, id: ref.id })];
  });
  return [...entries, ...events].sort(
    byKeys(
      ({ at }) => at,
      ({ what }) => String(order.indexOf(what)).padStart(2, '0'),
      ({ text }) => text,
      ({ source }) => (source === null ? '' : refKey(source)),
    ),
  );
}

function entry(
  at: string,
  until: string | null,
  what: TimelineEntry['what'],
  text: string,
  source: TimelineEntry['source'] = null,
): TimelineEntry {
  return { at, until, what, text, source };
}

function allowed(known: Known, { authorisations }: Ending): readonly TimelineEntry[] {
  const words = { request: 'a request that was approved', review: 'a review', 'standing-approval': 'the standing approval of an owner' };
  return authorisations.flatMap((id) => {
    const found = known.authorisation(id);
    if (found === undefined) return [];
    const by = found.approvers.length === 0 ? '' : `, approved by ${found.approvers.join(', ')}`;
    const ticket = found.ticket === null ? '' : ` (${found.ticket})`;
    return [entry(found.from, found.until, 'authorised', `allowed by ${words[found.kind]}${ticket}${by}`)];
  });
}

function asked(its: RequestCase): readonly TimelineEntry[] {
  const name = its.ticket ?? its.id;
  const by = its.requester === null ? '' : ` by ${its.requester}`;
  return [
    ...(its.requestedAt === null ? [] : [entry(its.requestedAt, null, 'requested', `asked for${by} (${name})`)]),
    ...(its.deniedAt === null ? [] : [entry(its.deniedAt, null, 'event', `the request was denied (${name})`)]),
    ...(its.grantedAt === null ? [] : [entry(its.grantedAt, null, 'granted', `given (${name})`)]),
  ];
}

function reads({ firstSeen, lastSeen, ended, outcome }: Ending): readonly TimelineEntry[] {
  const isGone = ended !== null && ended.how !== 'recorded' && ended.how !== 'probed';
  return [
    entry(firstSeen, lastSeen === firstSeen ? null : lastSeen, 'seen', 'seen to be there'),
    ...(isGone ? [entry(ended.before, null, 'not-seen', 'read whole, and not there')] : []),
    ...(outcome === 'reappeared' ? [entry(firstSeen, null, 'event', 'is there again after it had ended')] : []),
  ];
}

function ends({ trigger, due, ended, lingering }: Ending): readonly TimelineEntry[] {
  return [
    ...(trigger === null ? [] : [entry(trigger.at, null, 'trigger', trigger.text, trigger.events[0] ?? null)]),
    ...(due === null ? [] : [entry(due, null, 'due', 'should be gone')]),
    ...(ended === null ? [] : [entry(ended.after, ended.before, 'ended', `ended between ${betweenMinutes(ended.after, ended.before)}`)]),
    ...(ended === null || ended.recorded === null ? [] : [entry(ended.before, null, 'recorded', 'its end was recorded', ended.recorded)]),
    ...lingering.flatMap(({ what, until, state }) =>
      ended === null ? [] : [entry(ended.after, until, 'may-linger', `${what} may go on working (${state})`)],
    ),
  ];
}

function probed({ sentAt, receivedAt, says, because }: Verification): TimelineEntry {
  return entry(sentAt, receivedAt === sentAt ? null : receivedAt, 'probed', `asked by id: ${says}; ${because}`);
}
