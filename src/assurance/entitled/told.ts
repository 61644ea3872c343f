import { canonicalJson } from '../../base/bytes/canonical.ts';
import { groupBy } from '../../base/group.ts';
import type { Instant } from '../../base/instant.ts';
import type { Json } from '../../base/json.ts';
import { byCodeUnit, byKeys } from '../../base/order.ts';
import { connectorOf } from '../../graph/names.ts';
import type { EventRef } from '../../model/authorisation.ts';
import type { EntityId } from '../../model/ids.ts';
import type { LifeCycleEvent, LifeCycleEventType } from '../../model/life-cycle.ts';
import type { Match, Matcher } from './match.ts';

/** An event, and whom it is about for certain. */
export interface Told {
  readonly event: LifeCycleEvent;
  /** The accounts it names; empty where it names nobody for certain. */
  readonly accounts: readonly EntityId[];
  /** All accounts of whoever has these, themselves among them. */
  readonly person: readonly EntityId[];
  /** `null`: it names the subject by its id, or has no keys. */
  readonly match: Match | null;
  /** Not in the future of the report. */
  readonly happened: boolean;
}

/** About whoever has the account, and so about all accounts of that person. */
const personWide: ReadonlySet<LifeCycleEventType> = new Set(['left', 'moved', 'incident', 'signal']);

/** What may be told of an account that is not there yet. */
const early: ReadonlySet<LifeCycleEventType> = new Set([
  'requested',
  'approved',
  'denied',
  'activated',
  'granted',
  'renewed',
  'credential-issued',
  'consented',
  'account-created',
]);

/**
 * Each event once by source and id, by time, source and id. Of copies that differ (one log read in two regions, two imports) the one that arrived
 * last stands, then the one whose canonical form is the greater: never the one that came first.
 */
export function toldOf(events: readonly LifeCycleEvent[], matcher: Matcher, asOf: Instant): readonly Told[] {
  const copies = groupBy(events, refText);
  return [...copies.values()]
    .map((all) => toldBy(all.length === 1 ? all[0] : standing(all), matcher, asOf))
    .filter((each) => each !== null)
    .sort(byTime);
}

export const byTime = byKeys<Pick<Told, 'event'>>(
  ({ event }) => event.at,
  ({ event }) => event.source,
  ({ event }) => event.id,
);

export function refOf({ source, id }: LifeCycleEvent): EventRef {
  return { source, id };
}

/** In the order of time, each once. */
export function refsOf(all: readonly Pick<Told, 'event'>[]): readonly EventRef[] {
  const once = new Map(all.map((each) => [refText(each.event), each]));
  return [...once.values()].sort(byTime).map(({ event }) => refOf(event));
}

/** It says what was done, and not what was tried. */
export function isDone({ event, happened }: Told): boolean {
  return happened && event.succeeded;
}

/** Told by somebody other than the system that keeps the right. */
export function isClaim({ sourceKind }: LifeCycleEvent): boolean {
  return sourceKind !== 'provider-log';
}

function refText({ source, id }: LifeCycleEvent): string {
  return JSON.stringify([source, id]);
}

function standing(all: readonly LifeCycleEvent[]): LifeCycleEvent | undefined {
  const texts = all.map((event) => ({ event, arrived: event.arrivedAt ?? '', text: canonicalJson(event as unknown as Json) }));
  return texts.sort((a, b) => byCodeUnit(b.arrived, a.arrived) || byCodeUnit(b.text, a.text))[0]?.event;
}

function toldBy(event: LifeCycleEvent | undefined, matcher: Matcher, asOf: Instant): Told | null {
  if (event === undefined) return null;
  const happened = event.at <= asOf;
  if (event.subject !== null) {
    const person = matcher.accountsOf(event.subject);
    const accounts = personWide.has(event.type) ? person : [event.subject];
    return { event, accounts, person, match: null, happened };
  }
  const own = isClaim(event) ? null : connectorOf(event.source);
  const match = event.about.length === 0 ? null : matcher.match(event.about, { at: event.at, own, early: early.has(event.type) });
  if (match?.state !== 'sure') return { event, accounts: [], person: [], match, happened };
  const [only] = match.accounts;
  const named = only !== undefined && match.accounts.length === 1 ? { ...event, subject: only } : event;
  return { event: named, accounts: personWide.has(event.type) ? match.person : match.accounts, person: match.person, match, happened };
}

/** Who did it: the id of the actor, or of the one whom the other names find for certain, else the first of them; `null`: nobody is named. */
export function actorOf(
  { actor, actedBy, at }: LifeCycleEvent,
  matcher: Matcher,
): { readonly name: string; readonly accounts: readonly EntityId[] } | null {
  if (actor !== null) return { name: actor, accounts: matcher.accountsOf(actor) };
  const match = matcher.match(actedBy, { at, own: null, early: false });
  if (match.state === 'sure') return { name: match.accounts[0] ?? '', accounts: match.person };
  const first = actedBy.find(({ value }) => value.trim() !== '');
  return first === undefined ? null : { name: first.value, accounts: [] };
}
