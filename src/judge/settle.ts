import { byCodeUnit } from '../base/order.ts';
import type { Need } from '../contract/rule.ts';
import type { Gap } from '../model/gap.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import type { Question } from '../model/question.ts';
import type { View } from '../model/view.ts';

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
    case 'boundary':
      return { identity: undefined, boundary: subject.id };
    case 'surface':
      return { identity: undefined, boundary: subject.boundary };
  }
}

/** What is missing for those of a boundary, by gap group; where nobody is asked about, under `undefined`. */
type Row = Map<string | object | undefined, readonly Gap[]>;

/**
 * Settles a rule's `clear`: names what was not read of the kinds it needs, in every boundary that counts. Empty = the clear
 * stands. A search that starts in a boundary could have reached every boundary that links lead to from there, so `reached` is
 * the closure over boundaries and not only over the links this subject happens to have.
 */
export function settler(view: View): (needs: readonly Need[], standing: Standing) => readonly Gap[] {
  const everywhere = view.boundaries.map((boundary) => boundary.id);
  let leadsTo: ReadonlyMap<BoundaryId | null, ReadonlySet<BoundaryId>> | undefined;
  const rows = new Map<readonly Need[], Map<BoundaryId | null, Row>>();

  function boundariesOf(need: Need, from: Standing): readonly BoundaryId[] {
    if (need.where === 'all') return everywhere;
    const own = from.boundary === null ? [] : [from.boundary];
    if (need.where === 'own') return own;
    leadsTo ??= closure(view);
    if (from.boundary !== null) return [...(leadsTo.get(from.boundary) ?? own)];
    return from.identity === undefined ? [] : reachedFromOutside(view, from.identity, leadsTo);
  }

  function missing(needs: readonly Need[], from: Standing): readonly Gap[] {
    const gaps = new Map<string, Gap>();
    for (const need of needs) {
      for (const boundary of boundariesOf(need, from)) {
        for (const gap of view.gapsIn(need.kind, boundary, from.identity)) gaps.set(gapKey(gap), gap);
      }
    }
    return sortedGaps(gaps.values());
  }

  let last: { readonly needs: readonly Need[]; readonly boundary: BoundaryId | null; readonly row: Row } | undefined;

  /** Questions of one rule come together, and mostly stay in one boundary. */
  function rowOf(needs: readonly Need[], boundary: BoundaryId | null): Row {
    if (last?.needs === needs && last.boundary === boundary) return last.row;
    let ofNeeds = rows.get(needs);
    if (ofNeeds === undefined) rows.set(needs, (ofNeeds = new Map<BoundaryId | null, Row>()));
    let row = ofNeeds.get(boundary);
    if (row === undefined) ofNeeds.set(boundary, (row = new Map<string | object | undefined, readonly Gap[]>()));
    last = { needs, boundary, row };
    return row;
  }

  return function settle(needs, standing) {
    const { identity, boundary } = standing;
    const row = rowOf(needs, boundary);
    // What a party outside can reach is its own.
    const group = identity === undefined || boundary === null ? identity : view.gapGroup(identity);
    let gaps = row.get(group);
    if (gaps === undefined) row.set(group, (gaps = missing(needs, standing)));
    return gaps;
  };
}

export function gapKey(gap: Gap): string {
  return JSON.stringify([gap.boundary, gap.surface, gap.subject ?? null, gap.cause, gap.detail]);
}

export function sortedGaps(gaps: Iterable<Gap>): readonly Gap[] {
  const all = [...gaps];
  if (all.length < 2) return all;
  const keyed = all.map((gap) => ({ gap, key: gapKey(gap) }));
  return keyed.sort((a, b) => byCodeUnit(a.key, b.key)).map((each) => each.gap);
}

function closure(view: View): ReadonlyMap<BoundaryId, ReadonlySet<BoundaryId>> {
  const next = new Map<BoundaryId, Set<BoundaryId>>();
  for (const boundary of view.boundaries) next.set(boundary.id, new Set([boundary.id]));
  for (const link of view.links()) {
    const from = view.identity(link.from)?.boundary ?? null;
    const to = view.identity(link.to)?.boundary ?? link.boundary;
    if (from !== null && from !== to) next.get(from)?.add(to);
  }
  const reached = new Map<BoundaryId, Set<BoundaryId>>();
  for (const first of next.keys()) {
    const seen = new Set([first]);
    for (const each of seen) for (const further of next.get(each) ?? []) seen.add(further);
    reached.set(first, seen);
  }
  return reached;
}

function reachedFromOutside(
  view: View,
  identity: EntityId,
  leadsTo: ReadonlyMap<BoundaryId | null, ReadonlySet<BoundaryId>>,
): readonly BoundaryId[] {
  const reached = new Set<BoundaryId>();
  for (const link of view.linksFrom(identity)) {
    const to = view.identity(link.to)?.boundary ?? link.boundary;
    for (const each of leadsTo.get(to) ?? [to]) reached.add(each);
  }
  return [...reached].sort(byCodeUnit);
}
