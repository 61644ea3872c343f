import type { SurfaceId } from '../model/ids.ts';
import type { Break } from './chain.ts';
import type { AskedTask } from './follow.ts';
import { worst } from './gravity.ts';
import type { Place, Places } from './places.ts';

/** A surface that did not tell all, so that something may not have been asked of another. */
export interface Lack {
  readonly surface: SurfaceId;
  readonly why: Break;
  /** Whether whole answers are missing, not only items. */
  readonly blind: boolean;
  /** The first stage of the plan it may have kept from asking. */
  readonly stage: number;
}

/** What a place lacks because of others. */
export interface Lacks {
  /** Of the surfaces that tell what to ask of it, those that are not whole. */
  of(place: Place): readonly Lack[];
  /** Of all other surfaces of its boundary that were asked, those that are not whole. */
  around(place: Place): readonly Lack[];
}

/**
 * Works out what follows from what. A surface that declares `follows` lacks what those lack, in its own boundary, or, of one that answers
 * for all boundaries, wherever it was asked. Any other lacks what the surfaces lack whose pages asked for it, and, in a stage of the plan,
 * what all earlier stages lack.
 */
export function lacksIn(places: Places, asked: readonly AskedTask[], facts: (place: Place) => number): Lacks {
  const above = ancestry(asked);
  const own = new Map<Place, Lack | null>();
  const whole = new Map<Place, readonly Lack[]>();
  const shared = new Map<SurfaceId, Place[]>();
  for (const inBoundary of places.values()) {
    for (const place of inBoundary.values()) {
      if (place.asked.length === 0 || place.declared?.shared !== true) continue;
      shared.set(place.surface, [...(shared.get(place.surface) ?? []), place]);
    }
  }

  function ownLack(place: Place): Lack | null {
    let lack = own.get(place);
    if (lack === undefined) own.set(place, (lack = shortness(place, facts(place))));
    return lack;
  }

  function around(place: Place): readonly Lack[] {
    return [...(places.get(place.boundary)?.values() ?? [])].flatMap((each) => (each === place ? [] : (ownLack(each) ?? [])));
  }

  function of(place: Place): readonly Lack[] {
    let lacks = whole.get(place);
    if (lacks === undefined) {
      // Surfaces that follow each other in a ring lack nothing for that.
      whole.set(place, []);
      whole.set(
        place,
        (lacks = place.declared?.follows === undefined ? byStage(place) : place.declared.follows.flatMap((id) => followed(place, id))),
      );
    }
    return lacks;
  }

  function byStage(place: Place): readonly Lack[] {
    const parents = above.get(place.surface) ?? new Set();
    const latest = place.asked.reduce((most, each) => Math.max(most, each.stage), 0);
    return around(place).filter((each) => parents.has(each.surface) || each.stage < latest);
  }

  function followed(place: Place, surface: SurfaceId): readonly Lack[] {
    const here = places.get(place.boundary)?.get(surface);
    const there = here !== undefined && (here.asked.length > 0 || isWanted(here)) ? [here] : (shared.get(surface) ?? []);
    if (there.length > 0) return there.flatMap(standing);
    const detail = `${surface} in ${place.boundary}: nothing was asked of it`;
    return [...(here === undefined ? [] : of(here)), { surface, why: { cause: 'excluded', detail }, blind: true, stage: 0 }];
  }

  /** What keeps a place from being whole: its own answers, else what they followed from. */
  function standing(place: Place): readonly Lack[] {
    const lack = ownLack(place);
    if (lack !== null) return [lack];
    if (place.asked.length > 0 || mayBeEmpty(place)) return of(place);
    const detail = `${place.surface} in ${place.boundary}: asked for, but nothing was asked of it`;
    return [...of(place), { surface: place.surface, why: { cause: 'interrupted', detail }, blind: true, stage: 0 }];
  }

  return { of, around };
}

/** Whether the settings ask for it. */
export function isWanted(place: Place): boolean {
  return place.expected.some((each) => each.wanted === 'yes');
}

/** Whether others tell what to ask of it, so that there can be nothing to ask. */
export function mayBeEmpty(place: Place): boolean {
  return (place.declared?.follows?.length ?? 0) > 0;
}

function shortness(place: Place, facts: number): Lack | null {
  const breaks = place.asked.filter((each) => each.broken !== null);
  const why = worst<Break>([...breaks.flatMap((each) => each.broken ?? []), ...place.named]);
  if (why === null || place.asked.length === 0) return null;
  const stage = Math.min(...(breaks.length > 0 ? breaks : place.asked).map((each) => each.stage));
  return { surface: place.surface, stage, why, blind: breaks.length > 0 || facts === 0 };
}

/** Of each surface, those whose pages were seen to ask for it, and what asked for them in turn. */
function ancestry(asked: readonly AskedTask[]): ReadonlyMap<SurfaceId, ReadonlySet<SurfaceId>> {
  const above = new Map<SurfaceId, Set<SurfaceId>>();
  for (const { task, askedBy } of asked) {
    if (askedBy === null) continue;
    const parents = above.get(task.surface);
    if (parents === undefined) above.set(task.surface, new Set([askedBy]));
    else parents.add(askedBy);
  }
  // A set that grows while it is walked visits what was added: each set ends closed.
  for (const parents of above.values()) for (const parent of parents) for (const each of above.get(parent) ?? []) parents.add(each);
  return above;
}
