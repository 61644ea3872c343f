import { byCodeUnit, byKeys } from '../base/order.ts';
import type { ConnectorCore } from '../contract/connector.ts';
import type { Gap, GapCause, SurfaceCoverage } from '../model/gap.ts';
import type { BoundaryId, SurfaceId } from '../model/ids.ts';
import type { Break } from './chain.ts';
import type { AskedTask } from './follow.ts';
import { nameOfTask } from './task-key.ts';

/** One connector's part of a capture, worked out: what the ledger is made of. */
export interface Reading {
  readonly core: ConnectorCore<unknown>;
  /** Each task once. */
  readonly asked: readonly AskedTask[];
  /** Gaps of its pages, and those known only while the capture was made. */
  readonly gaps: readonly Gap[];
  /** What each boundary that was asked or heard of should have answered, by a source of which origin. */
  readonly expected: readonly { readonly boundary: BoundaryId; readonly surface: SurfaceId; readonly origin: 'live' | 'dump' }[];
  /** Where pages are of tasks nobody asked for; one entry for each page. */
  readonly strays: readonly { readonly boundary: BoundaryId; readonly surface: SurfaceId }[];
}

export interface Ledger {
  /** One line for every surface asked of, or expected in, a boundary; sorted by boundary and surface. */
  readonly coverage: readonly SurfaceCoverage[];
  /** Every gap there is, each once, sorted. A surface not asked for on purpose is a line of the ledger and no gap. */
  readonly gaps: readonly Gap[];
}

export type FactCounts = ReadonlyMap<BoundaryId, ReadonlyMap<SurfaceId, number>>;

/** Gravest first: what says most about why, and most needs a person. */
const gravest: readonly GapCause[] = [
  'expired-credentials',
  'denied',
  'not-licensed',
  'unreachable',
  'throttled',
  'budget',
  'interrupted',
  'malformed',
  'vanished',
  'stale',
  'unsupported',
  'excluded',
];

/**
 * The coverage ledger. A surface in a boundary is `complete` only when every task asked of it drained, no gap names it, and nothing
 * that tells what to ask of it was itself left unread: the surfaces whose pages spawned its tasks, and, for a task of a plan stage,
 * every task of earlier stages in the same boundary. Never asked although expected: `unread` in a dump, `unread` where something in
 * that boundary could not be read (it may have been what leads there), else `excluded`.
 */
export function ledgerOf(readings: readonly Reading[], facts: FactCounts): Ledger {
  const coverage: SurfaceCoverage[] = [];
  const gaps: Gap[] = [];
  for (const reading of readings) {
    gaps.push(...reading.gaps);
    const ancestors = ancestry(reading.asked);
    for (const places of placesOf(reading).values()) {
      const shorts = [...places.values()].flatMap((place) => shortness(place, factsOf(place, facts)) ?? []);
      for (const place of places.values()) {
        const found = findings(place, shorts, ancestors);
        gaps.push(...found);
        coverage.push(lineOf(reading.core, place, found, factsOf(place, facts)));
      }
    }
  }
  return { coverage: coverage.sort(byLine), gaps: distinct(gaps) };
}

const byLine = byKeys<SurfaceCoverage>(
  (line) => line.boundary,
  (line) => line.surface,
  (line) => line.status,
);

interface Place {
  readonly boundary: BoundaryId;
  readonly surface: SurfaceId;
  readonly asked: AskedTask[];
  /** The gaps that name it, from pages and from the making of the capture. */
  readonly named: Gap[];
  readonly expectedOf: Set<'live' | 'dump'>;
  strays: number;
}

/** A surface of a boundary that did not tell all, and the stage from which on others may lack something for it. */
interface Short {
  readonly surface: SurfaceId;
  readonly stage: number;
  readonly why: Break;
  /** Whether whole answers are missing, not only items. */
  readonly blind: boolean;
}

function shortness(place: Place, facts: number): Short | null {
  const breaks = place.asked.filter((each) => each.broken !== null);
  const why = worst<Break>([...breaks.flatMap((each) => each.broken ?? []), ...place.named]);
  if (why === null || place.asked.length === 0) return null;
  const stage = Math.min(...(breaks.length > 0 ? breaks : place.asked).map((each) => each.stage));
  return { surface: place.surface, stage, why, blind: breaks.length > 0 || facts === 0 };
}

/** What is wrong with a place beside the gaps that name it. */
function findings(place: Place, shorts: readonly Short[], ancestors: Ancestry): readonly Gap[] {
  const { boundary, surface, asked } = place;
  const others = shorts.filter((each) => each.surface !== surface);
  if (asked.length === 0) return neverAsked(place, others);
  const found: Gap[] = asked.flatMap(({ task, broken }) =>
    broken === null ? [] : [{ boundary, surface, cause: broken.cause, detail: `${nameOfTask(task)}: ${broken.detail}` }],
  );
  const above = ancestors.get(surface) ?? new Set();
  const latest = asked.reduce((most, each) => Math.max(most, each.stage), 0);
  const short = others.filter((each) => above.has(each.surface) || each.stage < latest);
  const why = worst(short.map((each) => each.why));
  if (why !== null) {
    const detail = `${surface} in ${boundary}: what to ask of it follows from ${namesOf(short)}, not fully read: ${why.detail}`;
    found.push({ boundary, surface, cause: why.cause, detail });
  }
  return found;
}

/** The gap of a surface of which nothing was asked; none when it was left out on purpose or a gap names it already. */
function neverAsked(place: Place, others: readonly Short[]): readonly Gap[] {
  const { boundary, surface } = place;
  if (place.named.length > 0) return [];
  if (place.expectedOf.has('dump')) {
    return [{ boundary, surface, cause: 'unsupported', detail: `${surface} in ${boundary}: not in the files given` }];
  }
  const blind = others.filter((each) => each.blind);
  const why = worst(blind.map((each) => each.why));
  if (why === null) return [];
  const detail = `${surface} in ${boundary}: never asked; ${namesOf(blind)} could not be fully read: ${why.detail}`;
  return [{ boundary, surface, cause: why.cause, detail }];
}

function lineOf(core: ConnectorCore<unknown>, place: Place, found: readonly Gap[], facts: number): SurfaceCoverage {
  const { boundary, surface, asked, strays } = place;
  const pages = asked.reduce((sum, each) => sum + each.pages, 0) + strays;
  const reasons = distinct([...place.named, ...found]);
  const why = worst(reasons);
  const declared = core.surfaces.find((each) => each.id === surface);
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
  return { ...about, status: pages > 0 ? 'partial' : 'excluded', cause: 'excluded', detail: stray ?? 'not asked for' };
}

function placesOf(reading: Reading): ReadonlyMap<BoundaryId, ReadonlyMap<SurfaceId, Place>> {
  const places = new Map<BoundaryId, Map<SurfaceId, Place>>();
  function at(boundary: BoundaryId, surface: SurfaceId): Place {
    let inBoundary = places.get(boundary);
    if (inBoundary === undefined) places.set(boundary, (inBoundary = new Map<SurfaceId, Place>()));
    let place = inBoundary.get(surface);
    if (place === undefined) {
      place = { boundary, surface, asked: [], named: [], expectedOf: new Set(), strays: 0 };
      inBoundary.set(surface, place);
    }
    return place;
  }
  for (const each of reading.asked) at(each.task.boundary, each.task.surface).asked.push(each);
  for (const gap of reading.gaps) at(gap.boundary, gap.surface).named.push(gap);
  for (const stray of reading.strays) at(stray.boundary, stray.surface).strays++;
  for (const { boundary, surface, origin } of reading.expected) at(boundary, surface).expectedOf.add(origin);
  return places;
}

type Ancestry = ReadonlyMap<SurfaceId, ReadonlySet<SurfaceId>>;

/** Of each surface, those whose pages were seen to ask for it, and what asked for them in turn. */
function ancestry(asked: readonly AskedTask[]): Ancestry {
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

function factsOf(place: Place, facts: FactCounts): number {
  return facts.get(place.boundary)?.get(place.surface) ?? 0;
}

function namesOf(shorts: readonly Short[]): string {
  return [...new Set(shorts.map((each) => each.surface))].sort(byCodeUnit).join(', ');
}

/** The gravest; of equally grave ones that whose words sort first, so that arrival does not matter. */
function worst<T extends Break>(breaks: readonly T[]): T | null {
  let most: T | null = null;
  for (const each of breaks) if (most === null || graver(each, most)) most = each;
  return most;
}

function graver(a: Break, b: Break): boolean {
  const order = gravest.indexOf(a.cause) - gravest.indexOf(b.cause);
  return order === 0 ? byCodeUnit(a.detail, b.detail) < 0 : order < 0;
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
