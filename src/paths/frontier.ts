import { at } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import { groupBy } from '../base/group.ts';
import { distinctGaps, grantSources } from '../graph/ledger.ts';
import type { FactKind } from '../model/fact.ts';
import type { Gap } from '../model/gap.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import type { Live } from './live.ts';
import { leadingTo, reachableFrom } from './spread.ts';

/** Kinds of which nothing is known for a name that nobody listed. */
const unknownOfDangling: ReadonlySet<FactKind> = new Set<FactKind>(['identity', ...grantSources]);

interface End {
  readonly gap: Gap;
  readonly node: number;
}

/** Where the search ends although the estate may go on: names nobody listed, and boundaries whose sources of grants were not read. */
export interface Frontier {
  /** Whether an unread source of grants could give this node more than was found, itself or through what it reaches. */
  isOpen(node: number): boolean;
  /** Whether a source of grants of the boundary itself is missing for everyone. */
  isBoundaryOpen(boundary: BoundaryId): boolean;
  gapsIn(kind: FactKind, boundary: BoundaryId, subject?: EntityId): readonly Gap[];
}

export function frontierOf(graph: Graph, live: Live): Frontier {
  const sourceGaps = new Map<BoundaryId, ReturnType<Graph['ledger']['sourceGaps']>>();
  const danglingIn = groupBy(graph.dangling, (each) => each.gap.boundary);
  let open: Uint8Array | undefined;
  let meetsEnd: Uint8Array | undefined;
  const ends = new Map<FactKind, Map<BoundaryId, readonly End[]>>();
  let asked: { readonly node: number; readonly reached: ReadonlySet<number> } | undefined;

  function missingIn(boundary: BoundaryId): ReturnType<Graph['ledger']['sourceGaps']> {
    const known = sourceGaps.get(boundary) ?? graph.ledger.sourceGaps(boundary);
    sourceGaps.set(boundary, known);
    return known;
  }

  function* openEnds(): Iterable<number> {
    for (const each of graph.dangling) yield each.node;
    for (const [node, { id, boundary }] of graph.identities.entries()) {
      // A party outside has no boundary that could have been read: what it can do inside is told by the boundaries inside.
      if (boundary === null) continue;
      const missing = missingIn(boundary);
      if (missing.everyone || missing.subjects.has(id)) yield node;
    }
  }

  /** Where what can be told of others ends, and why: dangling names, and identities a gap in a source of grants is about. */
  function endsIn(kind: FactKind, boundary: BoundaryId): readonly End[] {
    let inKind = ends.get(kind);
    if (inKind === undefined) ends.set(kind, (inKind = new Map<BoundaryId, readonly End[]>()));
    let known = inKind.get(boundary);
    if (known === undefined) inKind.set(boundary, (known = foundIn(kind, boundary)));
    return known;
  }

  function foundIn(kind: FactKind, boundary: BoundaryId): readonly End[] {
    const dangling = unknownOfDangling.has(kind) ? (danglingIn.get(boundary) ?? []) : [];
    return grantSources.includes(kind) ? [...dangling, ...aboutSomeone(kind, boundary)] : dangling;
  }

  function aboutSomeone(kind: FactKind, boundary: BoundaryId): readonly End[] {
    return graph.ledger.gapsIn(kind, boundary).flatMap((gap) => {
      const node = gap.subject === undefined ? undefined : graph.nodeOf.get(gap.subject);
      return node === undefined ? [] : [{ gap, node }];
    });
  }

  /** Several kinds are asked about one node after the other. */
  function reachedFrom(node: number, leading: Uint8Array): ReadonlySet<number> {
    // Every way to an end goes through nodes that lead to one.
    if (asked?.node !== node) asked = { node, reached: reachableFrom(graph, live, node, leading) };
    return asked.reached;
  }

  /** The ends that a subject leads to now. What is not known of a role is not known of whoever may act as it. */
  function endsFor(kind: FactKind, boundary: BoundaryId, subject: EntityId | undefined): readonly End[] {
    const here = endsIn(kind, boundary);
    if (here.length === 0 || subject === undefined) return here;
    const from = graph.nodeOf.get(subject);
    if (from === undefined) return [];
    meetsEnd ??= leadingTo(graph, live, everyEnd());
    if (at(meetsEnd, from) === 0) return [];
    const reached = reachedFrom(from, meetsEnd);
    return here.filter((each) => reached.has(each.node));
  }

  function* everyEnd(): Iterable<number> {
    for (const each of graph.dangling) yield each.node;
    for (const boundary of graph.boundaries)
      for (const kind of grantSources) for (const each of aboutSomeone(kind, boundary.id)) yield each.node;
  }

  return {
    isOpen(node) {
      open ??= leadingTo(graph, live, openEnds());
      return at(open, node) !== 0;
    },
    isBoundaryOpen: (boundary) => missingIn(boundary).everyone,
    gapsIn(kind, boundary, subject) {
      const told = graph.ledger.gapsIn(kind, boundary, subject);
      const met = endsFor(kind, boundary, subject);
      return met.length === 0 ? told : distinctGaps([...told, ...met.map((each) => each.gap)]);
    },
  };
}
