import { groupBy } from '../../base/group.ts';
import { byCodeUnit, byKeys } from '../../base/order.ts';
import type { EntityId } from '../../model/ids.ts';
import type { EventSourceKind, LifeCycleEventType } from '../../model/life-cycle.ts';
import { fold } from './fold.ts';
import { put } from './lists.ts';
import { byTime } from './told.ts';
import type { Told } from './told.ts';

/** Entries that one source tells of one request: they have its correlation. An entry without one is alone. */
export interface Group {
  /** `<source>|<correlation or id>` */
  readonly id: string;
  readonly source: string;
  readonly sourceKind: EventSourceKind;
  /** What succeeded, in the order of time; what is announced is among them. */
  readonly told: readonly Told[];
  /** Every account of everybody it is about for certain, sorted. */
  readonly subjects: readonly EntityId[];
  /** Numbers of tickets that it names or is. */
  readonly tickets: ReadonlySet<string>;
}

/** What belongs together across sources: a request, and what other systems tell with its ticket's number. */
export interface Bundle {
  readonly lead: Group;
  readonly linked: readonly Group[];
}

const ofRequests: ReadonlySet<LifeCycleEventType> = new Set([
  'requested',
  'approved',
  'denied',
  'activated',
  'granted',
  'renewed',
  'expired',
  'revoked',
  'credential-issued',
  'credential-revoked',
  'consented',
  'task-ended',
]);

/**
 * Brings entries together. A number that was typed in joins an entry to a ticket of that number only where both are about the same person, or
 * the ticket names nobody: nobody verified it. What is joined to a ticket is no bundle of its own.
 */
export function bundlesOf(all: readonly Told[]): readonly Bundle[] {
  const of = all.filter(
    ({ event, happened }) => ofRequests.has(event.type) && event.succeeded && (happened || event.type === 'task-ended'),
  );
  const numbers = new Set(of.filter(({ event }) => event.sourceKind === 'ticket').flatMap(({ event }) => numbersOf(event)));
  const groups = [...groupBy(of, groupId)].map(([id, told]) => groupOf(id, told, numbers)).sort(byKeys((each) => each.id));
  const leads = new Map<string, Group[]>();
  for (const group of groups) {
    if (group.sourceKind === 'ticket') for (const number of group.tickets) put(leads, number, group);
  }
  const linked = new Map<Group, Group[]>();
  const taken = new Set<Group>();
  for (const group of groups) {
    if (group.sourceKind === 'ticket') continue;
    for (const lead of new Set([...group.tickets].sort(byCodeUnit).flatMap((number) => leads.get(number) ?? []))) {
      if (!isSamePerson(lead, group)) continue;
      taken.add(group);
      put(linked, lead, group);
    }
  }
  return groups.filter((each) => !taken.has(each)).map((lead) => ({ lead, linked: linked.get(lead) ?? [] }));
}

export function groupsIn({ lead, linked }: Bundle): readonly Group[] {
  return [lead, ...linked];
}

/** In the order of time. */
export function toldIn(bundle: Bundle): readonly Told[] {
  return groupsIn(bundle)
    .flatMap(({ told }) => told)
    .sort(byTime);
}

/** An entry of a request that asks. The start of a plain operation, which the same log tells when it is over, asks nobody. */
export function isRequest({ told, sourceKind }: Group): boolean {
  const types = new Set(told.map(({ event }) => event.type));
  if (!types.has('requested')) return false;
  if (sourceKind !== 'provider-log' || types.has('approved') || types.has('denied') || types.has('activated')) return true;
  const asked = told.filter(({ event }) => event.type === 'requested');
  return !asked.every(({ event: { activity } }) => told.some(({ event }) => event.activity === activity && event.type !== 'requested'));
}

function isSamePerson(a: Group, b: Group): boolean {
  return a.subjects.length === 0 || b.subjects.length === 0 || a.subjects.some((each) => b.subjects.includes(each));
}

/** `<source>|<correlation or id>` */
export function groupId({ event: { source, correlation, id } }: Told): string {
  // an id may be a correlation elsewhere in the source: of the two only one is told by this
  return correlation === null ? `${source}|${id}` : `${source}|${correlation}`;
}

function groupOf(id: string, all: readonly Told[], numbers: ReadonlySet<string>): Group {
  const told = all.toSorted(byTime);
  const { source, sourceKind } = (told[0] as Told).event;
  const typed = told.flatMap(({ event }) => [...numbersOf(event), ...wordsOf(event.justification).filter((word) => numbers.has(word))]);
  const subjects = [...new Set(told.flatMap(({ person }) => person))].sort(byCodeUnit);
  return { id, source, sourceKind, told, subjects, tickets: new Set(typed) };
}

/** A ticket of a ticket system goes by its own number, too. */
function numbersOf({ ticket, correlation, sourceKind }: Told['event']): readonly string[] {
  const own = sourceKind === 'ticket' && correlation !== null ? [fold(correlation)] : [];
  return [...own, ...(ticket === null ? [] : [fold(ticket)])].filter((each) => each !== '');
}

/** Words of a free text that may be a ticket's number: with a digit, and with a letter or four characters at least. */
function wordsOf(text: string | null): readonly string[] {
  if (text === null) return [];
  return fold(text)
    .split(/[^\p{L}\p{N}_-]+/u)
    .filter((word) => /\p{N}/u.test(word) && (/\p{L}/u.test(word) || word.length >= 4));
}
