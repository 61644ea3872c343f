import { byCodeUnit, byKeys } from '../base/order.ts';
import type { FactKind } from '../model/fact.ts';
import type { Gap, SurfaceCoverage } from '../model/gap.ts';
import type { BoundaryId, EntityId, SurfaceId } from '../model/ids.ts';
import { groupBy } from '../base/group.ts';
import type { SurfaceTraits } from './input.ts';
import { connectorOf } from './names.ts';

/** The kinds whose facts give authority to identities of their boundary. */
export const grantSources: readonly FactKind[] = ['policy', 'attachment', 'membership', 'trust'];

/** What a ledger is made of. */
export interface LedgerSource {
  readonly coverage: readonly SurfaceCoverage[];
  readonly surfaces: readonly SurfaceTraits[];
  readonly gaps: readonly Gap[];
}

/** What was read and what was not, asked by kind of fact. */
export interface Ledger {
  readonly source: LedgerSource;
  /** Sorted by boundary, then surface. */
  readonly lines: readonly SurfaceCoverage[];
  coverageOf(kind: FactKind, boundary: BoundaryId): readonly SurfaceCoverage[];
  /** Empty = complete. A kind that no surface of the boundary yields is a gap too: nothing was read of it. */
  gapsIn(kind: FactKind, boundary: BoundaryId, subject?: EntityId): readonly Gap[];
  /** Whether any gap, of whatever kind and boundary, is about this subject. */
  isNamed(subject: EntityId): boolean;
  /** Whether some identities of the boundary were listed at all. */
  listsIdentities(boundary: BoundaryId): boolean;
  /** Whether this surface of the boundary was read to its end, as far as `subject` is concerned. */
  isComplete(surface: SurfaceId, boundary: BoundaryId, subject: EntityId): boolean;
  /**
   * What of the sources of grants is missing in a boundary: `everyone` when the gap is about no one in particular, else the
   * identities it is about. A boundary without any line in the ledger is missing as a whole.
   */
  sourceGaps(boundary: BoundaryId): { readonly everyone: boolean; readonly subjects: ReadonlySet<EntityId> };
}

/** What is missing of a kind in a boundary. */
interface Missing {
  readonly all: readonly Gap[];
  /** Those about no one in particular: one list for all whom no gap is about. */
  readonly shared: readonly Gap[];
  readonly subjects: ReadonlySet<EntityId>;
}

function missingOf(all: readonly Gap[]): Missing {
  const subjects = new Set(all.flatMap((gap) => (gap.subject === undefined ? [] : [gap.subject])));
  return { all, shared: subjects.size === 0 ? all : all.filter((gap) => gap.subject === undefined), subjects };
}

/** Makes the ledger of a run; copes with gaps of surfaces that have no line, and holds those against every kind. */
export function ledgerOf(coverage: readonly SurfaceCoverage[], surfaces: readonly SurfaceTraits[], gaps: readonly Gap[]): Ledger {
  const lines = [...coverage].sort(
    byKeys(
      (each) => each.boundary,
      (each) => each.surface,
    ),
  );
  const traits = new Map(surfaces.map((each) => [each.id, each]));
  const linesIn = groupBy(lines, (each) => each.boundary);
  const gapsAt = groupBy(
    gaps.toSorted(
      byKeys(
        (each) => each.surface,
        subjectOf,
        (each) => each.cause,
        (each) => each.detail,
      ),
    ),
    (each) => each.boundary,
  );

  const named = new Set(gaps.map((gap) => gap.subject));

  const yieldsKind = (surface: SurfaceId, kind: FactKind): boolean => traits.get(surface)?.yields.includes(kind) ?? true;

  function coverageOf(kind: FactKind, boundary: BoundaryId): readonly SurfaceCoverage[] {
    return (linesIn.get(boundary) ?? []).filter((line) => yieldsKind(line.surface, kind));
  }

  const kept = new Map<FactKind, Map<BoundaryId, Missing>>();

  function missing(kind: FactKind, boundary: BoundaryId): Missing {
    let inKind = kept.get(kind);
    if (inKind === undefined) kept.set(kind, (inKind = new Map<BoundaryId, Missing>()));
    let known = inKind.get(boundary);
    if (known === undefined) inKind.set(boundary, (known = missingOf(gapsOn(coverageOf(kind, boundary), kind, boundary))));
    return known;
  }

  /** That a boundary is there is told by whatever was read of it; no surface need list it. */
  function isSpokenOf(boundary: BoundaryId): boolean {
    return (linesIn.get(boundary) ?? []).some((line) => line.status === 'complete' || line.status === 'partial');
  }

  function gapsOn(lines: readonly SurfaceCoverage[], kind: FactKind, boundary: BoundaryId): readonly Gap[] {
    const known = (gapsAt.get(boundary) ?? []).filter((gap) => yieldsKind(gap.surface, kind));
    const found = [...known];
    if (lines.length === 0 && !(kind === 'boundary' && isSpokenOf(boundary))) {
      const detail = `no surface read in ${boundary} tells facts of kind ${kind}`;
      found.push({ boundary, surface: `${connectorOf(boundary)}:${kind}`, cause: 'unsupported', detail });
    }
    for (const line of lines) {
      if (line.status === 'complete') continue;
      const told = known.filter((gap) => gap.surface === line.surface);
      // A partial line may be explained by gaps about single subjects; a line that was not read at all is missing for everyone.
      if (line.status === 'partial' ? told.length === 0 : told.every((gap) => gap.subject !== undefined)) found.push(gapOfLine(line));
    }
    return found;
  }

  function gapsIn(kind: FactKind, boundary: BoundaryId, subject?: EntityId): readonly Gap[] {
    const { all, shared, subjects } = missing(kind, boundary);
    if (subject === undefined) return all;
    return subjects.has(subject) ? all.filter((gap) => gap.subject === undefined || gap.subject === subject) : shared;
  }

  return {
    source: { coverage: lines, surfaces, gaps },
    lines,
    coverageOf,
    gapsIn,
    isNamed: (subject) => named.has(subject),
    listsIdentities: (boundary) => coverageOf('identity', boundary).some((line) => line.status === 'complete' || line.status === 'partial'),
    isComplete(surface, boundary, subject) {
      const line = (linesIn.get(boundary) ?? []).find((each) => each.surface === surface);
      if (line === undefined || line.status === 'unread' || line.status === 'excluded') return false;
      const told = (gapsAt.get(boundary) ?? []).filter((gap) => gap.surface === surface);
      if (line.status === 'partial' && told.length === 0) return false;
      return told.every((gap) => gap.subject !== undefined && gap.subject !== subject);
    },
    sourceGaps(boundary) {
      if (!linesIn.has(boundary)) return { everyone: true, subjects: new Set() };
      const gaps = grantSources.flatMap((kind) =>
        // A kind that no surface of this connector yields is no source that went unread.
        coverageOf(kind, boundary).length === 0
          ? []
          : missing(kind, boundary).all.filter((gap) => (traits.get(gap.surface)?.role ?? 'grants') === 'grants'),
      );
      const subjects = gaps.flatMap((gap) => (gap.subject === undefined ? [] : [gap.subject]));
      return { everyone: gaps.some((gap) => gap.subject === undefined), subjects: new Set(subjects) };
    },
  };
}

function subjectOf(gap: Gap): string {
  return gap.subject ?? '';
}

function gapOfLine(line: SurfaceCoverage): Gap {
  const cause = line.cause ?? (line.status === 'excluded' ? 'excluded' : 'interrupted');
  return { boundary: line.boundary, surface: line.surface, cause, detail: line.detail ?? line.ifUnread };
}

/** Each gap once, in one order: by boundary, surface, subject, cause, detail. */
export function distinctGaps(gaps: Iterable<Gap>): readonly Gap[] {
  const byText = new Map<string, Gap>();
  for (const gap of gaps) byText.set(JSON.stringify([gap.boundary, gap.surface, subjectOf(gap), gap.cause, gap.detail]), gap);
  return [...byText.entries()].sort((a, b) => byCodeUnit(a[0], b[0])).map(([, gap]) => gap);
}
