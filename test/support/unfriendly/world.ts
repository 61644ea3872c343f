import { pick } from './random.ts';

/** What goes wrong before an answer comes: it passes. */
export type Passing = '429' | '429-retry-after' | '500' | 'cut';
/** How the asking ends: an answer, or the same refusal for ever. */
export type Ending = 'answer' | 'denied' | 'expired' | 'throttled' | 'down' | 'cut';
/** What the answer looks like. */
export type Shape = 'plain' | 'html' | 'truncated' | 'malformed-item' | 'stuck' | 'back' | 'duplicate' | 'reordered';

export interface Trouble {
  readonly passing: readonly Passing[];
  readonly ending: Ending;
  readonly shape: Shape;
  readonly polls: number;
}

/** An estate and its troubles, all settled by one seed. */
export interface World {
  readonly seed: number;
  readonly boundaries: number;
  /** People and groups in each boundary, at most. */
  readonly people: number;
  readonly groups: number;
  /** Rows to a page. */
  readonly pageSize: number;
  /** Of 100 places, how many have passing trouble, a lasting refusal, an odd shape. */
  readonly passing: number;
  readonly refused: number;
  readonly odd: number;
}

/** The rows of one task, as they truly are. */
export type Rows = readonly { readonly id: string }[];

export const ROOT = 'fake:estate';

export function boundariesOf(world: World): readonly string[] {
  return Array.from({ length: world.boundaries }, (_, i) => `fake:b${i}`);
}

/** The truth: what a task would answer in a world without trouble. `arg` is a group, or the people of a batch. */
export function truth(world: World, boundary: string, surface: string, arg: readonly string[]): Rows {
  const name = boundary.slice('fake:'.length);
  const some = (what: string, most: number): Rows =>
    Array.from({ length: most === 0 ? 0 : 1 + pick(most, world.seed, boundary, what) }, (_, i) => ({ id: `${name}-${what}${i}` }));
  switch (surface) {
    case 'fake:accounts':
      return boundariesOf(world).map((id) => ({ id }));
    case 'fake:people':
    case 'fake:report':
      return some('p', world.people);
    case 'fake:groups':
      return some('g', world.groups);
    case 'fake:members':
      return some('p', world.people)
        .filter((_, i) => pick(2, world.seed, arg[0] ?? '', i) === 0)
        .map(({ id }) => ({ id: `${arg[0] ?? ''}/${id}` }));
    case 'fake:keys':
      return arg.flatMap((person) => Array.from({ length: 1 + pick(2, world.seed, person) }, (_, i) => ({ id: `${person}#${i}` })));
    default:
      throw new Error(`no surface ${surface}`);
  }
}

/** The rows of each page; a task without rows has one empty page. */
export function pagesOfRows(world: World, rows: Rows): readonly Rows[] {
  const pages: Rows[] = [];
  for (let i = 0; i === 0 || i < rows.length; i += world.pageSize) pages.push(rows.slice(i, i + world.pageSize));
  return pages;
}

/** A page's place, which settles its troubles. */
export function placeOf(boundary: string, surface: string, arg: readonly string[], page: number): string {
  return `${boundary} ${surface} ${arg[0] ?? ''} ${page}`;
}

const passings: readonly Passing[] = ['429', '429-retry-after', '500', 'cut'];
const endings: readonly Ending[] = ['denied', 'expired', 'throttled', 'down', 'cut'];
const shapes: readonly Shape[] = ['html', 'truncated', 'malformed-item', 'stuck', 'back', 'duplicate', 'reordered'];

export function troubleAt(world: World, place: string): Trouble {
  const chance = (what: string): number => pick(100, world.seed, place, what);
  const hit = chance('passing') < world.passing;
  // At most three: what any of the two kinds of retry allows.
  const passing = Array.from(
    { length: hit ? 1 + pick(3, world.seed, place, 'n') : 0 },
    (_, i) => passings[pick(passings.length, world.seed, place, 'p', i)] ?? '500',
  );
  const ending = chance('refused') < world.refused ? (endings[pick(endings.length, world.seed, place, 'e')] ?? 'denied') : 'answer';
  const shape = chance('odd') < world.odd ? (shapes[pick(shapes.length, world.seed, place, 's')] ?? 'plain') : 'plain';
  return { passing, ending, shape, polls: place.includes(' fake:report ') ? pick(4, world.seed, place, 'polls') : 0 };
}
