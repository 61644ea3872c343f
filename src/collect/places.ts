import type { ConnectorCore, Surface } from '../contract/connector.ts';
import type { Gap } from '../model/gap.ts';
import type { BoundaryId, SurfaceId } from '../model/ids.ts';
import type { AskedTask } from './follow.ts';

/** What was to be told of a surface in a boundary, by a source of which origin. */
export interface Expected {
  readonly boundary: BoundaryId;
  readonly surface: SurfaceId;
  readonly origin: 'live' | 'dump';
  /** Whether the settings ask for it; `untold` = the connector does not say. */
  readonly wanted: 'yes' | 'no' | 'untold';
}

/** One connector's part of a capture, worked out: what the ledger is made of. */
export interface Reading {
  readonly core: ConnectorCore<unknown>;
  /** Each task once. */
  readonly asked: readonly AskedTask[];
  /** Gaps of its pages, and those known only while the capture was made. */
  readonly gaps: readonly Gap[];
  /** What each boundary that was asked or heard of should have answered. */
  readonly expected: readonly Expected[];
  /** Where pages are of tasks nobody asked for; one entry for each page. */
  readonly strays: readonly { readonly boundary: BoundaryId; readonly surface: SurfaceId }[];
}

/** A surface in a boundary: all that is known of the asking. */
export interface Place {
  readonly boundary: BoundaryId;
  readonly surface: SurfaceId;
  readonly declared: Surface | undefined;
  readonly asked: AskedTask[];
  /** The gaps that name it, from pages and from the making of the capture. */
  readonly named: Gap[];
  readonly expected: Expected[];
  strays: number;
}

export type Places = ReadonlyMap<BoundaryId, ReadonlyMap<SurfaceId, Place>>;

/**
 * Every place that was asked, expected, named by a gap, or has pages. A surface that answers for all boundaries is expected in no other
 * one where it was asked in one.
 */
export function placesOf({ core, asked, gaps, expected, strays }: Reading): Places {
  const surfaces = new Map(core.surfaces.map((each) => [each.id, each]));
  const askedOf = new Set(asked.map((each) => each.task.surface));
  const places = new Map<BoundaryId, Map<SurfaceId, Place>>();
  function at(boundary: BoundaryId, surface: SurfaceId): Place {
    let inBoundary = places.get(boundary);
    if (inBoundary === undefined) places.set(boundary, (inBoundary = new Map<SurfaceId, Place>()));
    let place = inBoundary.get(surface);
    if (place === undefined) {
      place = { boundary, surface, declared: surfaces.get(surface), asked: [], named: [], expected: [], strays: 0 };
      inBoundary.set(surface, place);
    }
    return place;
  }
  for (const each of asked) at(each.task.boundary, each.task.surface).asked.push(each);
  for (const gap of gaps) at(gap.boundary, gap.surface).named.push(gap);
  for (const stray of strays) at(stray.boundary, stray.surface).strays++;
  for (const each of expected) {
    if (surfaces.get(each.surface)?.shared === true && askedOf.has(each.surface)) continue;
    at(each.boundary, each.surface).expected.push(each);
  }
  return places;
}
