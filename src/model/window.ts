/** From (inclusive) and until (exclusive), epoch milliseconds; `null` = no limit on that side. */
export interface Interval {
  readonly from: number | null;
  readonly until: number | null;
}
/** When something works: disjoint intervals, earliest first. Empty = never (debris). */
export type Windows = readonly Interval[];

export const always: Windows = [{ from: null, until: null }];
export const never: Windows = [];

const start = (interval: Interval): number => interval.from ?? -Infinity;
const end = (interval: Interval): number => interval.until ?? Infinity;

function interval(from: number, until: number): Interval {
  return { from: from === -Infinity ? null : from, until: until === Infinity ? null : until };
}

/** When both work. */
export function intersect(a: Windows, b: Windows): Windows {
  if (isAlways(a)) return b;
  if (isAlways(b)) return a;
  const both: Interval[] = [];
  for (const x of a) {
    for (const y of b) {
      const from = Math.max(start(x), start(y));
      const until = Math.min(end(x), end(y));
      if (from < until) both.push(interval(from, until));
    }
  }
  return both.sort((x, y) => start(x) - start(y));
}

/** When at least one works; touching intervals are joined. */
export function union(a: Windows, b: Windows): Windows {
  if (isAlways(a) || isAlways(b)) return always;
  const all = [...a, ...b].sort((x, y) => start(x) - start(y));
  const joined: Interval[] = [];
  for (const next of all) {
    const last = joined.at(-1);
    if (last !== undefined && start(next) <= end(last)) joined[joined.length - 1] = interval(start(last), Math.max(end(last), end(next)));
    else joined.push(next);
  }
  return joined;
}

/** When it does not work. */
export function complement(windows: Windows): Windows {
  const gaps: Interval[] = [];
  let from = -Infinity;
  for (const each of windows) {
    if (start(each) > from) gaps.push(interval(from, start(each)));
    from = end(each);
  }
  if (from < Infinity) gaps.push(interval(from, Infinity));
  return gaps;
}

export function isAlways(windows: Windows): boolean {
  return windows.length === 1 && windows[0]?.from === null && windows[0].until === null;
}

/** Where `at` (epoch milliseconds) stands: inside a window, before the first still to come, or after the last. */
export function stateAt(windows: Windows, at: number): 'current' | 'future' | 'past' {
  if (windows.some((each) => start(each) <= at && at < end(each))) return 'current';
  return windows.some((each) => start(each) > at) ? 'future' : 'past';
}

/**
 * Length in milliseconds of the longest interval, `Infinity` when one has no end. An interval without a beginning but with an
 * end counts from `since` (when the grant was made, else the time of the audit): its end is all the provider enforces.
 */
export function longest(windows: Windows, since: number): number {
  return windows.reduce((most, each) => Math.max(most, end(each) - (each.from ?? since)), 0);
}
