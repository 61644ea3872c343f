import type { Need } from '../contract/rule.ts';
import type { FactKind } from '../model/fact.ts';
import type { Gap } from '../model/gap.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import type { Question } from '../model/question.ts';
import type { View } from '../model/view.ts';
import { boundaryOfPolicy, boundaryOfScope } from './placed.ts';
import { foldable, Folding, gapKeys, sortedGaps, type Foldable } from './fold.ts';

/** Whom and what a question is about, as the graph knows it. */
export interface Standing {
  readonly identity: EntityId | undefined;
  /** `null` for a party outside everything that was read. */
  readonly boundary: BoundaryId | null;
}

export function standingOf(view: View, question: Question): Standing {
  const { subject } = question;
  switch (subject.type) {
    case 'identity':
      return { identity: subject.id, boundary: view.identity(subject.id)?.boundary ?? null };
    case 'credential': {
      const identity = view.credential(subject.id)?.identity;
      return { identity, boundary: identity === undefined ? null : (view.identity(identity)?.boundary ?? null) };
    }
    case 'grant': {
      const grant = view.grant(subject.id);
      return { identity: grant?.subject, boundary: grant?.boundary ?? null };
    }
    case 'link': {
      const link = view.link(subject.id);
      return { identity: link?.to, boundary: link?.boundary ?? null };
    }
    case 'activation-policy': {
      const policy = view.activationPolicy(subject.id);
      // what is missing about one policy is missing for that one
      return { identity: subject.id, boundary: policy === undefined ? null : boundaryOfPolicy(view, policy) };
    }
    case 'life-cycle-event': {
      const event = view.lifeCycleEvent(subject.id);
      const identity = event?.subject ?? undefined;
      const own = identity === undefined ? null : (view.identity(identity)?.boundary ?? null);
      return {
        identity,
        boundary: own ?? (event?.scope === undefined || event.scope === null ? null : boundaryOfScope(view, event.scope)),
      };
    }
    case 'ending': {
      const ending = view.assured.ending(subject.id);
      return { identity: ending?.subject, boundary: ending?.boundary ?? null };
    }
    case 'request': {
      const identity = view.assured.request(subject.id)?.subjects[0];
      return { identity, boundary: identity === undefined ? null : (view.identity(identity)?.boundary ?? null) };
    }
    case 'exception':
      return { identity: undefined, boundary: null };
    case 'boundary':
      return { identity: undefined, boundary: subject.id };
    case 'surface':
      return { identity: undefined, boundary: subject.boundary };
  }
}

/** What is missing for those of one place. */
interface Row {
  /** For everyone. */
  ofAll: readonly Gap[] | undefined;
  /** By gap group; where nobody is asked about, under `undefined`. */
  readonly ofGroup: Map<string | object | undefined, readonly Gap[]>;
}

/** Boundaries that are asked about together. One object for all who can reach the same. */
type Reached = ReadonlySet<BoundaryId>;

/**
 * Settles a rule's `clear`: names what was not read of the kinds it needs, in every boundary that counts. Empty = the clear
 * stands. A search that starts in a boundary could have reached every boundary that links lead to from there, so `reached` is
 * the closure over boundaries and not only over the links this subject happens to have; from outside it is all of them that let in others. What many of
 * the boundaries lack alike is told once ({@link Gap.others}).
 */
export function settler(view: View): (needs: readonly Need[], standing: Standing) => readonly Gap[] {
  const everywhere: Reached = new Set(view.boundaries.map((boundary) => boundary.id));
  const open: Reached = new Set(view.boundaries.filter((boundary) => boundary.closed !== true).map((boundary) => boundary.id));
  const nowhere: Reached = new Set();
  const gaps = gapsByPlace(view);
  const keyOf = gapKeys();
  const owns = new Map<BoundaryId, Reached>();
  let leadsTo: ReadonlyMap<BoundaryId, Reached> | undefined;
  const rows = new Map<readonly Need[], Map<Reached | BoundaryId, Row>>();

  function ownOf({ boundary }: Standing): Reached {
    if (boundary === null) return nowhere;
    let own = owns.get(boundary);
    if (own === undefined) owns.set(boundary, (own = new Set([boundary])));
    return own;
  }

  function reachedOf(from: Standing): Reached {
    // A party outside may have been let in anywhere that lets in others: what was not read may be what does it.
    if (from.boundary === null) return from.identity === undefined ? nowhere : open;
    leadsTo ??= closure(view);
    return leadsTo.get(from.boundary) ?? ownOf(from);
  }

  function boundariesOf(need: Need, from: Standing): Reached {
    if (need.where === 'all') return everywhere;
    return need.where === 'own' ? ownOf(from) : reachedOf(from);
  }

  /** What is missing for everyone there is worked out once for all who stand alike: by their own boundary where a need asks for it. */
  function placeOf(needs: readonly Need[], from: Standing): Reached | BoundaryId {
    if (from.boundary !== null && needs.some((need) => need.where === 'own')) return from.boundary;
    return needs.some((need) => need.where === 'reached') ? reachedOf(from) : everywhere;
  }

  function missingForAll(needs: readonly Need[], from: Standing): readonly Gap[] {
    const folding = new Folding();
    for (const need of needs) for (const boundary of boundariesOf(need, from)) folding.add(gaps.at(need.kind, boundary).ofAll);
    return folding.gaps();
  }

  function missing(needs: readonly Need[], from: Standing, row: Row): readonly Gap[] {
    const ofAll = (row.ofAll ??= missingForAll(needs, from));
    const found = new Map<string, Gap>();
    for (const need of needs) {
      for (const boundary of gaps.naming(need.kind, boundariesOf(need, from))) {
        for (const gap of view.gapsIn(need.kind, boundary, from.identity)) {
          // What someone may reach elsewhere is missing for that someone, not for the place itself.
          const isElsewhere = from.identity === undefined && gap.boundary !== boundary;
          if (gap.subject !== undefined && !isElsewhere) found.set(keyOf(gap), gap);
        }
      }
    }
    return found.size === 0 ? ofAll : sortedGaps([...ofAll, ...found.values()], keyOf);
  }

  let last: { readonly needs: readonly Need[]; readonly boundary: BoundaryId; readonly row: Row } | undefined;

  /** Questions of one rule come together, and mostly stay in one boundary. */
  function rowOf(needs: readonly Need[], from: Standing): Row {
    if (last?.needs === needs && last.boundary === from.boundary) return last.row;
    let ofNeeds = rows.get(needs);
    if (ofNeeds === undefined) rows.set(needs, (ofNeeds = new Map<Reached | BoundaryId, Row>()));
    const place = placeOf(needs, from);
    let row = ofNeeds.get(place);
    if (row === undefined) ofNeeds.set(place, (row = { ofAll: undefined, ofGroup: new Map() }));
    if (from.boundary !== null) last = { needs, boundary: from.boundary, row };
    return row;
  }

  return function settle(needs, standing) {
    const { identity } = standing;
    const row = rowOf(needs, standing);
    const group = identity === undefined ? undefined : view.gapGroup(identity);
    let found = row.ofGroup.get(group);
    if (found === undefined) row.ofGroup.set(group, (found = missing(needs, standing, row)));
    return found;
  };
}

/** What is missing for the questions of one rule. Those that come one after the other mostly stand alike, and are told the same list. */
export function missingTeller(
  view: View,
  settle: ReturnType<typeof settler>,
  needs: readonly Need[],
): (question: Question) => readonly Gap[] {
  let last: { readonly boundary: BoundaryId | null; readonly group: string | object; readonly missing: readonly Gap[] } | undefined;
  return (question) => {
    const { subject } = question;
    if (subject.type !== 'identity') return settle(needs, standingOf(view, question));
    const boundary = view.identity(subject.id)?.boundary ?? null;
    const group = view.gapGroup(subject.id);
    if (last?.boundary !== boundary || last.group !== group) {
      last = { boundary, group, missing: settle(needs, { identity: subject.id, boundary }) };
    }
    return last.missing;
  };
}

interface Lack {
  /** About nobody in particular. */
  readonly ofAll: readonly Foldable[];
  readonly isNaming: boolean;
}

interface GapsByPlace {
  at(kind: FactKind, boundary: BoundaryId): Lack;
  /** Those of the boundaries where something is missing about somebody. */
  naming(kind: FactKind, boundaries: Reached): readonly BoundaryId[];
}

function gapsByPlace(view: View): GapsByPlace {
  const lacks = new Map<FactKind, Map<BoundaryId, Lack>>();
  const naming = new Map<FactKind, Map<Reached, readonly BoundaryId[]>>();

  function at(kind: FactKind, boundary: BoundaryId): Lack {
    const known = within(lacks, kind);
    let lack = known.get(boundary);
    if (lack === undefined) {
      const all = view.gapsIn(kind, boundary);
      const ofAll = all.filter((gap) => gap.subject === undefined);
      known.set(boundary, (lack = { ofAll: ofAll.map(foldable), isNaming: ofAll.length < all.length }));
    }
    return lack;
  }

  return {
    at,
    naming(kind, boundaries) {
      const known = within(naming, kind);
      let found = known.get(boundaries);
      if (found === undefined) known.set(boundaries, (found = [...boundaries].filter((boundary) => at(kind, boundary).isNaming)));
      return found;
    },
  };
}

function within<K, L, V>(map: Map<K, Map<L, V>>, key: K): Map<L, V> {
  let inner = map.get(key);
  if (inner === undefined) map.set(key, (inner = new Map<L, V>()));
  return inner;
}

/** A boundary and all that links lead to from it; one set for all boundaries that lead to one another. */
function closure(view: View): ReadonlyMap<BoundaryId, Reached> {
  const next = new Map<BoundaryId, Set<BoundaryId>>();
  for (const boundary of view.boundaries) next.set(boundary.id, new Set([boundary.id]));
  for (const [from, to] of view.crossings()) next.get(from)?.add(to);
  const reached = new Map<BoundaryId, Reached>();
  for (const first of next.keys()) reached.set(first, reachedFrom(first, next, reached));
  return reached;
}

function reachedFrom(
  first: BoundaryId,
  next: ReadonlyMap<BoundaryId, Iterable<BoundaryId>>,
  known: ReadonlyMap<BoundaryId, Reached>,
): Reached {
  const seen = new Set([first]);
  const open = [first];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    for (const further of next.get(each) ?? []) {
      if (seen.has(further)) continue;
      const whole = known.get(further);
      // It leads back here: what one of the two reaches, the other does.
      if (whole?.has(first) === true) return whole;
      if (whole === undefined) open.push(further);
      for (const one of whole ?? [further]) seen.add(one);
    }
  }
  return seen;
}
