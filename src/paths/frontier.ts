import { at, boundaryIds } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import { groupBy } from '../base/group.ts';
import { distinctGaps, grantSources } from '../graph/ledger.ts';
import type { FactKind } from '../model/fact.ts';
import type { Gap } from '../model/gap.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import { endsReached } from './ends.ts';
import type { Live } from './live.ts';
import { leadingTo } from './spread.ts';

/** Kinds of which nothing is known for a name that nobody listed. */
const unknownOfDangling: ReadonlySet<FactKind> = new Set<FactKind>(['identity', ...grantSources]);

interface End {
  readonly gap: Gap;
  readonly node: number;
}

/** What is told of a subject, by what the ledger tells of it. */
interface Told {
  readonly own: readonly Gap[];
  readonly gaps: readonly Gap[];
}

/** The ends of one kind in one boundary, and what was told of those that lead to some. */
interface Ends {
  readonly all: readonly End[];
  readonly told: Map<ReadonlySet<number>, Told>;
}

/** Where the search ends although the estate may go on: names nobody listed, and boundaries whose sources of grants were not read. */
export interface Frontier {
  /** Whether an unread source of grants could give this node more than was found, itself or through what it reaches. */
  isOpen(node: number): boolean;
  /** Whether a source of grants of the boundary itself is missing for everyone. */
  isBoundaryOpen(boundary: BoundaryId): boolean;
  /** `node`: that of the subject, where it has one. */
  gapsIn(kind: FactKind, boundary: BoundaryId, subject: EntityId | undefined, node: number | undefined): readonly Gap[];
  /** One answer for all of whom {@link gapsIn} tells the same. */
  gapGroup(subject: EntityId, node: number | undefined): string | object;
}

export function frontierOf(graph: Graph, live: Live): Frontier {
  const sourceGaps = new Map<BoundaryId, ReturnType<Graph['ledger']['sourceGaps']>>();
  const danglingIn = groupBy(graph.dangling, (each) => each.namedIn);
  let open: Uint8Array | undefined;
  let reachedFrom: ((node: number) => ReadonlySet<number>) | undefined;
  const ends = new Map<FactKind, Map<BoundaryId, Ends>>();
  /** By node. */
  const groups: (string | object | undefined)[] = [];

  function missingIn(boundary: BoundaryId): ReturnType<Graph['ledger']['sourceGaps']> {
    const known = sourceGaps.get(boundary) ?? graph.ledger.sourceGaps(boundary);
    sourceGaps.set(boundary, known);
    return known;
  }

  function* openEnds(): Iterable<number> {
    for (const each of graph.dangling) yield each.node;
    const missing = Array.from({ length: graph.boundaryNames.length }, (_, boundary) =>
      missingIn(graph.boundaryNames.at(boundary) as string),
    );
    for (let node = 0; node < graph.nodeBoundary.length; node++) {
      // A party outside has no boundary that could have been read: what it can do inside is told by the boundaries inside.
      const its = missing[at(graph.nodeBoundary, node)];
      if (its === undefined) continue;
      if (its.everyone || (its.subjects.size > 0 && its.subjects.has(graph.ids.at(node) ?? ''))) yield node;
    }
  }

  /** Where what can be told of others ends, and why: dangling names, and identities a gap in a source of grants is about. */
  function endsIn(kind: FactKind, boundary: BoundaryId): Ends {
    let inKind = ends.get(kind);
    if (inKind === undefined) ends.set(kind, (inKind = new Map<BoundaryId, Ends>()));
    let known = inKind.get(boundary);
    if (known === undefined) inKind.set(boundary, (known = { all: foundIn(kind, boundary), told: new Map<ReadonlySet<number>, Told>() }));
    return known;
  }

  function foundIn(kind: FactKind, boundary: BoundaryId): readonly End[] {
    const known = unknownOfDangling.has(kind) ? (danglingIn.get(boundary) ?? []) : [];
    // Of another boundary's unread part no identity is missing here: it may only lead to more.
    const dangling = kind === 'identity' ? known.filter((each) => each.gap.boundary === boundary) : known;
    return grantSources.includes(kind) ? [...dangling, ...aboutSomeone(kind, boundary)] : dangling;
  }

  function aboutSomeone(kind: FactKind, boundary: BoundaryId): readonly End[] {
    return graph.ledger.gapsIn(kind, boundary).flatMap((gap) => {
      const node = gap.subject === undefined ? undefined : graph.nodeOf.get(gap.subject);
      return node === undefined ? [] : [{ gap, node }];
    });
  }

  function* everyEnd(): Iterable<number> {
    for (const each of graph.dangling) yield each.node;
    for (const boundary of boundaryIds(graph))
      for (const kind of grantSources) for (const each of aboutSomeone(kind, boundary)) yield each.node;
  }

  function endsFrom(node: number): ReadonlySet<number> {
    reachedFrom ??= endsReached(graph, live, new Set(everyEnd()));
    return reachedFrom(node);
  }

  /** What the ledger tells, and the ends that a subject leads to now. What is not known of a role is not known of whoever may act as it. */
  function gapsIn(kind: FactKind, boundary: BoundaryId, subject: EntityId | undefined, node: number | undefined): readonly Gap[] {
    const own = graph.ledger.gapsIn(kind, boundary, subject);
    const { all, told } = endsIn(kind, boundary);
    if (all.length === 0) return own;
    if (subject === undefined) return withEnds(own, all);
    const reached = node === undefined ? undefined : endsFrom(node);
    if (reached === undefined || reached.size === 0) return own;
    const known = told.get(reached);
    if (known?.own === own) return known.gaps;
    const gaps = withEnds(
      own,
      all.filter((each) => reached.has(each.node)),
    );
    told.set(reached, { own, gaps });
    return gaps;
  }

  return {
    isOpen(node) {
      open ??= leadingTo(graph, live, openEnds());
      return at(open, node) !== 0;
    },
    isBoundaryOpen: (boundary) => missingIn(boundary).everyone,
    gapsIn,
    gapGroup(subject, node) {
      if (node === undefined) return subject;
      return (groups[node] ??= graph.ledger.isNamed(subject) ? subject : endsFrom(node));
    },
  };
}

function withEnds(own: readonly Gap[], ends: readonly End[]): readonly Gap[] {
  return ends.length === 0 ? own : distinctGaps([...own, ...ends.map((each) => each.gap)]);
}
