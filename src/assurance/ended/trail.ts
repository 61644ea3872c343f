import { byKeys } from '../../base/order.ts';
import type { EventRef, Trigger } from '../../model/authorisation.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { Asked } from './asked.ts';
import { msOf } from './moments.ts';
import type { Spell } from './spell.ts';

/** The events about an access that belong to one of the times it was there. */
export interface Trail {
  /** In the order of time. */
  readonly events: readonly LifeCycleEvent[];
  /** Of {@link Trail.events}, those by which a source that records nothing says that it ended. */
  readonly claims: readonly LifeCycleEvent[];
}

/** `next`: the time it was there after this one. */
export function trailOf({ entitled, now }: Asked, spell: Spell, previous: Spell | undefined, next: Spell | undefined): Trail {
  const from = previous === undefined ? -Infinity : between(previous, spell);
  const to = next === undefined ? Infinity : between(spell, next);
  const isOwn = (each: LifeCycleEvent): boolean => {
    const at = msOf(each.at);
    return at <= now && from <= at && at < to;
  };
  return {
    events: entitled.matchedTo(spell.access).filter(isOwn),
    claims: entitled.revokedEvents(spell.access).filter((each) => each.sourceKind !== 'provider-log' && each.succeeded && isOwn(each)),
  };
}

/** From when on events are about the later of two times. */
function between({ end }: Spell, { began }: Spell): number {
  const over = end?.recorded === null || end?.recorded === undefined ? (end?.before ?? began) : msOf(end.recorded.at) + 1;
  return Math.min(over, began);
}

/** Those of the trail, those of what triggered it, and what cut what lingered: each once, in the order of time, then source, then id. */
export function refsOf(asked: Asked, { events }: Trail, trigger: Trigger | null, cuts: readonly EventRef[]): readonly EventRef[] {
  const all = [...events, ...[...(trigger?.events ?? []), ...cuts].flatMap((each) => asked.event(each) ?? [])];
  const found = new Map(all.map((each) => [keyOf(each), each] as const));
  return [...found.values()]
    .sort(
      byKeys(
        (each) => each.at,
        (each) => each.source,
        (each) => each.id,
      ),
    )
    .map(({ source, id }) => ({ source, id }));
}

function keyOf({ source, id }: EventRef): string {
  return JSON.stringify([source, id]);
}
