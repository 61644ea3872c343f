import type { Instant } from '../base/instant.ts';
import { groupBy } from '../base/group.ts';
import { byKeys } from '../base/order.ts';
import type { Graph } from '../graph/graph.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import type { LifeCycleEvent } from '../model/life-cycle.ts';

/** What was done to rights, as logs and brokers tell, sorted by time, then id. Sorted when first asked for. */
export function happenedIn(graph: Graph): {
  readonly events: (subject?: EntityId) => readonly LifeCycleEvent[];
  readonly begins: (boundary: BoundaryId) => Instant | undefined;
} {
  let all: readonly LifeCycleEvent[] | undefined;
  let bySubject: ReadonlyMap<EntityId | null, readonly LifeCycleEvent[]> | undefined;
  const everything = (): readonly LifeCycleEvent[] =>
    (all ??= sorted([...graph.lifeCycleEvents].flatMap(([, told]) => told.map((each) => each.value))));
  let first: ReadonlyMap<BoundaryId, Instant> | undefined;
  return {
    events(subject) {
      if (subject === undefined) return everything();
      bySubject ??= groupBy(everything(), (each) => each.subject);
      return bySubject.get(subject) ?? [];
    },
    begins: (boundary) => (first ??= firstEntries(graph)).get(boundary),
  };
}

function firstEntries(graph: Graph): ReadonlyMap<BoundaryId, Instant> {
  const first = new Map<BoundaryId, Instant>();
  for (const [, told] of graph.lifeCycleEvents) {
    for (const { boundary, value } of told) {
      const known = first.get(boundary);
      if (known === undefined || value.at < known) first.set(boundary, value.at);
    }
  }
  return first;
}

/** The first by time of those that have this id: one of several boundaries may have it. */
export function eventNamed(graph: Graph, id: string): LifeCycleEvent | undefined {
  return sorted((graph.lifeCycleEvents.get(id) ?? []).map((each) => each.value))[0];
}

function sorted(events: readonly LifeCycleEvent[]): readonly LifeCycleEvent[] {
  return events.toSorted(
    byKeys(
      (each) => each.at,
      (each) => each.id,
    ),
  );
}
