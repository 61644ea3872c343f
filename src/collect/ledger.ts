import { byCodeUnit, byKeys } from '../base/order.ts';
import type { ConnectorCore } from '../contract/connector.ts';
import type { Gap, SurfaceCoverage } from '../model/gap.ts';
import type { BoundaryId, SurfaceId } from '../model/ids.ts';
import { CLOSED } from './closing.ts';
import { worst } from './gravity.ts';
import { isWanted, lacksIn, mayBeEmpty, type Lack, type Lacks } from './lacks.ts';
import { placesOf, type Place, type Reading } from './places.ts';
import { nameOfTask } from './task-key.ts';

export interface Ledger {
  /** One line for every surface asked of, or expected in, a boundary; sorted by boundary and surface. */
  readonly coverage: readonly SurfaceCoverage[];
  /** Every gap there is, each once, sorted. A surface not asked for on purpose is a line of the ledger and no gap. */
  readonly gaps: readonly Gap[];
}

export type FactCounts = ReadonlyMap<BoundaryId, ReadonlyMap<SurfaceId, number>>;

/**
 * The coverage ledger. A surface in a boundary is `complete` only when every task asked of it drained, no gap names it, and nothing
 * that tells what to ask of it was itself left unread (see {@link lacksIn}). Never asked although the settings ask for it: `complete`
 * where the surfaces it follows were read whole and gave nothing to ask, else `unread`. Never asked although expected: `unread` in a
 * dump, `unread` where something in that boundary could not be read (it may have been what leads there), else `excluded`.
 */
export function ledgerOf(readings: readonly Reading[], facts: FactCounts): Ledger {
  const coverage: SurfaceCoverage[] = [];
  const gaps: Gap[] = [];
  for (const reading of readings) {
    gaps.push(...reading.gaps);
    const places = placesOf(reading);
    const factsOf = (place: Place): number => facts.get(place.boundary)?.get(place.surface) ?? 0;
    const lacks = lacksIn(places, reading.asked, factsOf);
    for (const place of [...places.values()].flatMap((each) => [...each.values()])) {
      const found = place.asked.length === 0 ? neverAsked(place, lacks) : findings(reading.core, place, lacks);
      gaps.push(...found);
      coverage.push(lineOf(reading.core, place, found, factsOf(place)));
    }
  }
  return { coverage: coverage.sort(byLine), gaps: distinct(gaps) };
}

const byLine = byKeys<SurfaceCoverage>(
  (line) => line.boundary,
  (line) => line.surface,
  (line) => line.status,
);

/** What is wrong with a place beside the gaps that name it. */
function findings(core: ConnectorCore<unknown>, place: Place, lacks: Lacks): readonly Gap[] {
  const { boundary, surface, asked } = place;
  const found: Gap[] = asked.flatMap(({ task, broken }) =>
    broken === null ? [] : [{ boundary, surface, cause: broken.cause, detail: `${nameOfTask(task, core)}: ${broken.detail}` }],
  );
  const short = lacks.of(place);
  return [...found, ...gapOf(place, short, `what to ask of it follows from ${namesOf(short)}, not fully read`)];
}

/** The gap of a surface of which nothing was asked; none when it was left out on purpose or a gap names it already. */
function neverAsked(place: Place, lacks: Lacks): readonly Gap[] {
  const { boundary, surface } = place;
  if (place.named.length > 0) return [];
  const live = place.expected.filter((each) => each.origin === 'live');
  if (live.length < place.expected.length && !isWanted(place)) {
    return [{ boundary, surface, cause: 'excluded', detail: `${surface} in ${boundary}: not in the files given` }];
  }
  // A surface that answers for all boundaries is wanted of the source, which a single boundary's list need not say.
  if (live.length > 0 && live.every((each) => each.wanted === 'no') && place.declared?.shared !== true) return [];
  const blind = (mayBeEmpty(place) ? lacks.of(place) : lacks.around(place)).filter((each) => each.blind || isWanted(place));
  const told = isWanted(place) ? blind : blind.filter((each) => each.why.cause !== 'excluded');
  const gaps = gapOf(place, told, `never asked; ${namesOf(told)} could not be fully read`);
  if (gaps.length > 0 || !isWanted(place) || mayBeEmpty(place)) return gaps;
  return [{ boundary, surface, cause: 'interrupted', detail: `${surface} in ${boundary}: asked for, but nothing was asked of it` }];
}

function gapOf({ boundary, surface }: Place, lacks: readonly Lack[], what: string): readonly Gap[] {
  const why = worst(lacks.map((each) => each.why));
  return why === null ? [] : [{ boundary, surface, cause: why.cause, detail: `${surface} in ${boundary}: ${what}: ${why.detail}` }];
}

function lineOf(core: ConnectorCore<unknown>, place: Place, found: readonly Gap[], facts: number): SurfaceCoverage {
  const { boundary, surface, declared, asked, strays } = place;
  const pages = asked.reduce((sum, each) => sum + each.pages, 0) + strays;
  const reasons = distinct([...place.named, ...found]);
  // That the rest was not asked tells less than what was answered before.
  const why = worst(reasons.filter((each) => !each.detail.endsWith(CLOSED))) ?? worst(reasons);
  const about = {
    boundary,
    surface,
    permission: declared?.permission ?? 'unknown',
    ifUnread: declared?.ifUnread ?? `connector '${core.id}' does not say what '${surface}' tells`,
    pages,
    facts,
  };
  if (why !== null) {
    const more = reasons.length > 1 ? ` (and ${reasons.length - 1} more)` : '';
    return { ...about, status: pages > 0 ? 'partial' : 'unread', cause: why.cause, detail: why.detail + more };
  }
  const stray = strays === 0 ? null : `holds ${strays} pages of tasks that were not asked for`;
  if (asked.length > 0) return { ...about, status: 'complete', cause: null, detail: stray };
  if (strays === 0 && isWanted(place)) return { ...about, status: 'complete', cause: null, detail: 'nothing to ask' };
  return { ...about, status: pages > 0 ? 'partial' : 'excluded', cause: 'excluded', detail: stray ?? 'not asked for' };
}

function namesOf(lacks: readonly Lack[]): string {
  return [...new Set(lacks.map((each) => each.surface))].sort(byCodeUnit).join(', ');
}

function distinct(gaps: readonly Gap[]): readonly Gap[] {
  const sorted = [...gaps].sort(byGap);
  return sorted.filter((gap, i) => i === 0 || byGap(gap, sorted[i - 1] as Gap) !== 0);
}

const byGap = byKeys<Gap>(
  (gap) => gap.boundary,
  (gap) => gap.surface,
  (gap) => gap.cause,
  (gap) => gap.subject ?? '',
  (gap) => gap.detail,
);
