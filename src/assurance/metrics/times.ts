import { complement, intersect, type Windows } from '../../model/window.ts';
import type { Bounded } from '../../model/metrics.ts';

/** Half-open and limited on both sides, epoch milliseconds. What is empty or runs backwards is no time. */
export interface Time {
  readonly from: number;
  readonly until: number;
}

/** Times that do not touch, earliest first. */
export type Times = readonly Time[];

/** When something surely was so, and when it can have been; the one lies within the other. */
export interface Bounds {
  readonly sure: Times;
  readonly could: Times;
}

export const neverSo: Bounds = { sure: [], could: [] };

/** When at least one is: touching times are joined. */
export function joined(times: Iterable<Time>): Times {
  const all = [...times].filter(({ from, until }) => from < until).sort((a, b) => a.from - b.from || a.until - b.until);
  const done: Time[] = [];
  for (const next of all) {
    const last = done.at(-1);
    if (last !== undefined && next.from <= last.until) done[done.length - 1] = { from: last.from, until: Math.max(last.until, next.until) };
    else done.push(next);
  }
  return done;
}

/** When both are. */
export function common(a: Times, b: Times): Times {
  return limited(intersect(a, b));
}

/** When the first is and the second is not. */
export function without(a: Times, b: Times): Times {
  return b.length === 0 ? a : limited(intersect(a, complement(b)));
}

/** Milliseconds. */
export function measure(times: Times): number {
  return times.reduce((sum, { from, until }) => sum + (until - from), 0);
}

/** When one of several things was so. */
export function anyOf(all: readonly Bounds[]): Bounds {
  const sure = joined(all.flatMap((each) => each.sure));
  return { sure, could: joined([...sure, ...all.flatMap((each) => each.could)]) };
}

/** When both were. */
export function bothOf(a: Bounds, b: Bounds): Bounds {
  return { sure: common(a.sure, b.sure), could: common(a.could, b.could) };
}

export function measured({ sure, could }: Bounds): Bounded {
  return { lower: measure(sure), upper: measure(could) };
}

export function sumOf(all: Iterable<Bounded>): Bounded {
  let [lower, upper] = [0, 0];
  for (const each of all) {
    lower += each.lower;
    upper += each.upper;
  }
  return { lower, upper };
}

// what limited times have in common with anything is limited
function limited(windows: Windows): Times {
  return windows.map(({ from, until }) => ({ from: from ?? -Infinity, until: until ?? Infinity }));
}
