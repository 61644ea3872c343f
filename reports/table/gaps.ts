import type { Gap } from '../../src/model/gap.ts';
import type { BoundaryId, SurfaceId } from '../../src/model/ids.ts';
import { grouped } from '../../src/base/text/count.ts';
import { firstFew } from '../../src/base/text/sheet.ts';

interface Place {
  readonly surface: SurfaceId;
  readonly boundary: BoundaryId;
  readonly cause: string | null;
  readonly detail: string | null;
  readonly others?: Gap['others'];
}

const DETAILS = 2;

/** Why, in few words: what was seen, once, where it is the same everywhere; with its cause where that is not plain from it. */
export function whyOf(places: readonly Place[]): string {
  const [first] = places;
  const many = first?.others !== undefined || new Set(places.map(({ boundary }) => boundary)).size > 1;
  const details = [...new Set(places.flatMap((place) => (place.detail === null ? [] : [bare(place, place.detail, many)])))];
  if (details.length === 0) return first?.cause ?? '';
  const cause = first?.cause ?? null;
  return `${cause === null || cause === 'unsupported' || cause === 'excluded' ? '' : `${cause}: `}${firstFew(details, DETAILS, '; ')}`;
}

/** Details often name the place that stands beside them anyway; of several boundaries each would be a detail of its own. */
function bare({ surface, boundary }: Place, detail: string, many: boolean): string {
  const start = `${surface} in ${boundary}: `;
  const rest = detail.startsWith(start) ? detail.slice(start.length) : detail;
  return many ? rest.replaceAll(boundary, 'the boundary') : rest;
}

const BOUNDARIES = 2;

/**
 * `in aws:111122223333`, the first few by name; `everywhere` where that is all boundaries there are, and more than one. Of gaps that
 * stand for others as well, the most that one of them stands for is told, with `at least` where another may stand for more.
 */
export function boundariesOf(places: readonly Pick<Place, 'boundary' | 'others'>[], all: number): string {
  const names = [...new Set(places.flatMap(({ boundary, others }) => [boundary, ...(others?.first ?? [])]))];
  const most = places.reduce((sum, { others }) => Math.max(sum, 1 + (others?.boundaries ?? 0)), 1);
  if (names.length > 1 && Math.max(most, names.length) === all) return 'everywhere';
  if (most <= names.length) return `in ${firstFew(names, BOUNDARIES)}`;
  const stands = new Set(places.map(({ boundary, others }) => JSON.stringify([boundary, others])));
  return `in ${names.slice(0, BOUNDARIES).join(', ')} and ${stands.size > 1 ? 'at least ' : ''}${grouped(most - BOUNDARIES)} more`;
}
