import { grouped } from '../../src/base/text/count.ts';
import { firstFew } from '../../src/base/text/sheet.ts';
import { detailsOf, type Detailed } from '../../src/model/open-questions.ts';

interface Place extends Detailed {
  readonly cause: string | null;
}

const DETAILS = 2;

/** Why, in few words: what was seen, once, where it is the same everywhere; with its cause where that is not plain from it. */
export function whyOf(places: readonly Place[]): string {
  const details = detailsOf(places);
  return whyWith(places[0]?.cause ?? null, details, details.length);
}

/** The same, of details that were told apart before: the first of so many. */
export function whyWith(cause: string | null, details: readonly string[], different: number): string {
  if (different === 0) return cause ?? '';
  const told = firstFew(details, DETAILS, '; ', different);
  return `${cause === null || cause === 'unsupported' || cause === 'excluded' ? '' : `${cause}: `}${told}`;
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
