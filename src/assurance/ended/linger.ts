import { byCodeUnit, byKeys } from '../../base/order.ts';
import type { Linger, MidSession } from '../../model/access.ts';
import type { EventRef } from '../../model/authorisation.ts';
import type { Lingering } from '../../model/ending.ts';
import type { LifeCycleEvent, LifeCycleEventType } from '../../model/life-cycle.ts';
import { at, msOf } from './moments.ts';
import type { Margins } from './moments.ts';
import type { SpellEnd } from './spell.ts';

/** Where the connector does not know what may go on working. */
const untold: Linger = {
  what: 'sessions, tokens and copies',
  longestMs: null,
  source: 'the connector tells nothing of what goes on working after this kind of access is taken away',
  midSession: 'unknown',
  cutBy: [],
};

/**
 * What may go on working after an end, by what; of several alike the longest first. `events`: about the subject, up to the moment of the report. `table` `null`: it
 * is not known, which is told as such and never as nothing.
 */
export function lingeringOf(
  table: readonly Linger[] | null,
  end: SpellEnd | null,
  events: readonly LifeCycleEvent[],
  now: number,
  margins: Margins,
): readonly Lingering[] {
  return [...(table ?? [untold])]
    .sort(
      (a, b) =>
        byCodeUnit(a.what, b.what) ||
        (b.longestMs ?? Infinity) - (a.longestMs ?? Infinity) ||
        byKeys<Linger>(
          (each) => each.source,
          (each) => each.midSession,
        )(a, b),
    )
    .map((each): Lingering => {
      if (end === null) return { ...each, until: null, state: 'unknown', cut: null };
      const until = each.longestMs === null ? null : end.before + each.longestMs;
      const cut = cutOf(each, end, events, margins);
      const state = cut !== null ? 'cut' : until === null ? 'unknown' : until <= now ? 'passed' : 'running';
      return { ...each, until: until === null ? null : at(until), state, cut };
    });
}

/** The first entry of a provider's log that surely comes after the end: the same log tells its own entries in their order. */
function cutOf({ cutBy }: Linger, end: SpellEnd, events: readonly LifeCycleEvent[], { record }: Margins): EventRef | null {
  const types: ReadonlySet<LifeCycleEventType> = new Set(cutBy);
  const { recorded } = end;
  const found = events.find(
    (each) =>
      types.has(each.type) &&
      each.succeeded &&
      each.sourceKind === 'provider-log' &&
      (msOf(each.at) - record >= end.before || (recorded !== null && each.source === recorded.source && each.at >= recorded.at)),
  );
  return found === undefined ? null : { source: found.source, id: found.id };
}

/** The worst that can be said of all that may linger, first. */
const worst: readonly MidSession[] = ['unknown', 'expiry-only', 'on-command', 'on-signal'];

/** Whether what was made of an access can be ended before its end; where nothing lingers, taking the access away ends it. */
export function midSessionOf(lingering: readonly Lingering[]): MidSession {
  return worst.find((each) => lingering.some(({ midSession }) => midSession === each)) ?? 'on-command';
}

/** Whether nothing of it can be at work: all has passed or was cut. */
export function isOver({ state }: Lingering): boolean {
  return state === 'passed' || state === 'cut';
}
