import { groupBy } from '../../base/group.ts';
import type { Access, Holding } from '../../model/access.ts';
import type { Authorisation, EventRef } from '../../model/authorisation.ts';
import type { PrivilegeException } from '../../model/exception.ts';
import type { BoundaryId, EntityId } from '../../model/ids.ts';
import type { LifeCycleEvent } from '../../model/life-cycle.ts';
import type { Entitled } from '../entitled/entitled.ts';
import type { AssureInput, FrozenMatch } from '../input.ts';
import { inForce } from './exceptions.ts';
import type { PastIndex } from './given.ts';
import { marginsOf, msOf } from './moments.ts';
import type { Margins } from './moments.ts';
import { readsOf } from './reads.ts';
import type { Reads } from './reads.ts';

/** What every part of an ending is made from, with what is looked up again and again. */
export interface Asked {
  readonly input: AssureInput;
  readonly entitled: Entitled;
  readonly now: number;
  readonly margins: Margins;
  readonly reads: Reads;
  readonly past: PastIndex;
  /** Those that are there now, by what makes their grants and links and by whose they are. */
  present(source: string, subject: EntityId): readonly Access[];
  presentOf(subject: EntityId): readonly Access[];
  /** What the last reads lack of somebody, and is not shown to be gone, by reads or by a log. */
  missingOf(subject: EntityId): readonly Access[];
  /** Events that somebody caused, up to now. */
  doneBy(actor: EntityId): readonly LifeCycleEvent[];
  /** In force now. */
  readonly exceptions: readonly PrivilegeException[];
  /** By fingerprint. */
  readonly frozen: ReadonlyMap<string, FrozenMatch>;
  event(ref: EventRef): LifeCycleEvent | undefined;
  authorisation(id: string): Authorisation | undefined;
  /** A boundary and all that links lead to from there. */
  reachedFrom(boundary: BoundaryId): ReadonlySet<BoundaryId>;
}

export function askedOf(input: AssureInput, entitled: Entitled): Asked {
  const now = input.view.now;
  const open = input.holdings.filter(({ end }) => end === null).map(({ access }) => access);
  const bySource = groupBy(open, (each) => nameOf(each.source, each.subject));
  const bySubject = groupBy(open, (each) => each.subject);
  const pastBySource = groupBy(input.past, (each) => each.source);
  const pastBySubject = groupBy(input.past, (each) => each.subject);
  let events: ReadonlyMap<string, LifeCycleEvent> | undefined;
  let authorisations: ReadonlyMap<string, Authorisation> | undefined;
  let crossings: ReadonlyMap<BoundaryId, readonly (readonly [from: BoundaryId, to: BoundaryId])[]> | undefined;
  const reached = new Map<BoundaryId, ReadonlySet<BoundaryId>>();
  let missing: ReadonlyMap<EntityId, readonly Access[]> | undefined;
  let done: ReadonlyMap<EntityId | null, readonly LifeCycleEvent[]> | undefined;
  return {
    input,
    entitled,
    now,
    margins: marginsOf(input.settings),
    reads: readsOf(input.reads),
    past: { bySource: (source) => pastBySource.get(source) ?? [], bySubject: (subject) => pastBySubject.get(subject) ?? [] },
    present: (source, subject) => bySource.get(nameOf(source, subject)) ?? [],
    presentOf: (subject) => bySubject.get(subject) ?? [],
    missingOf: (subject) =>
      (missing ??= groupBy(
        input.holdings.filter((each) => isMissing(each, entitled)).map(({ access }) => access),
        (each) => each.subject,
      )).get(subject) ?? [],
    doneBy: (actor) =>
      (done ??= groupBy(
        entitled.events.filter((each) => msOf(each.at) <= now),
        (each) => each.actor,
      )).get(actor) ?? [],
    exceptions: inForce(input.exceptions, now),
    frozen: new Map((input.frozen ?? []).map((each) => [each.fingerprint, each])),
    event: ({ source, id }) =>
      (events ??= new Map(entitled.events.map((each) => [nameOf(each.source, each.id), each]))).get(nameOf(source, id)),
    authorisation: (id) => (authorisations ??= new Map(entitled.authorisations.map((each) => [each.id, each]))).get(id),
    reachedFrom(boundary) {
      crossings ??= groupBy(input.view.crossings(), ([from]) => from);
      let known = reached.get(boundary);
      if (known === undefined) reached.set(boundary, (known = reachedBy(boundary, crossings)));
      return known;
    },
  };
}

function isMissing({ access, end, missing, lastSeen }: Holding, entitled: Entitled): boolean {
  if (end !== null || missing === null) return false;
  const records = entitled.revokedEvents(access).filter((each) => each.sourceKind === 'provider-log' && each.succeeded);
  return !records.some(({ at }) => at > lastSeen && at <= missing.since);
}

function reachedBy(
  start: BoundaryId,
  crossings: ReadonlyMap<BoundaryId, readonly (readonly [from: BoundaryId, to: BoundaryId])[]>,
): ReadonlySet<BoundaryId> {
  const seen = new Set([start]);
  for (const each of seen) for (const [, to] of crossings.get(each) ?? []) seen.add(to);
  return seen;
}

function nameOf(source: string, of: string): string {
  return JSON.stringify([source, of]);
}
