import { groupBy } from '../base/group.ts';
import type { Instant } from '../base/instant.ts';
import { byKeys } from '../base/order.ts';
import type { Assured } from '../model/assured.ts';
import type { BoundaryId } from '../model/ids.ts';
import type { LifeCycleEvent } from '../model/life-cycle.ts';
import type { View } from '../model/view.ts';

/**
 * The same estate with what records of life cycles come to. Events are then those of all sources, each once; what a capture tells of one stands
 * before what was kept of it.
 */
export function withAssured(view: View, assured: Assured): View {
  let all: readonly LifeCycleEvent[] | undefined;
  let bySubject: ReadonlyMap<string | null, readonly LifeCycleEvent[]> | undefined;
  let byId: ReadonlyMap<string, readonly LifeCycleEvent[]> | undefined;
  const everything = (): readonly LifeCycleEvent[] => (all ??= joined(view.lifeCycleEvents(), assured.events));
  return {
    ...view,
    // `persons` is made when asked for
    get persons() {
      return view.persons;
    },
    assured,
    lifeCycleEvents(subject) {
      if (subject === undefined) return everything();
      bySubject ??= groupBy(everything(), (each) => each.subject);
      return bySubject.get(subject) ?? [];
    },
    lifeCycleEvent: (id) => (byId ??= groupBy(everything(), (each) => each.id)).get(id)?.[0],
    logBegins: (boundary) => earliest(view.logBegins(boundary), spanBegins(assured, boundary)),
  };
}

function joined(told: readonly LifeCycleEvent[], kept: readonly LifeCycleEvent[]): readonly LifeCycleEvent[] {
  const known = new Set(told.map(keyOf));
  return [...told, ...kept.filter((each) => !known.has(keyOf(each)))].sort(
    byKeys(
      (each) => each.at,
      (each) => each.id,
      (each) => each.source,
    ),
  );
}

function keyOf({ source, id }: LifeCycleEvent): string {
  return JSON.stringify([source, id]);
}

function spanBegins({ sources }: Assured, boundary: BoundaryId): Instant | undefined {
  const spans = sources.flatMap((each) => (each.boundary === boundary ? each.spans : []));
  return spans.reduce<Instant | undefined>((first, { from }) => earliest(first, from), undefined);
}

function earliest(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  return a === undefined ? b : b === undefined || a <= b ? a : b;
}
