import type { AccessRead } from '../input.ts';
import { msOf } from './moments.ts';

/**
 * When runs looked, by the clocks of providers: what they tell, with the most by which their clock was seen to be wrong taken off or added. Of a run that is
 * not told nothing is known but what it says itself. Epoch milliseconds.
 */
export interface Reads {
  /** The earliest moment of which a run can tell what it told as of `at`: pages are told by their end, and may have been asked for when the run began. */
  earliest(run: string, at: number): number;
  /** The latest moment of which a run can tell what it told as of `at`. */
  latest(run: string, at: number): number;
  /** The latest moment at which any other run can have looked that need not have looked after this one; `undefined`: none is told. */
  before(run: string): number | undefined;
  /** The earliest moment at which any other run can have looked that need not have looked before this one; not before this one; `undefined`: none is told. */
  after(run: string): number | undefined;
}

interface Span {
  readonly told: { readonly to: number };
  readonly off: number;
  readonly from: number;
  readonly to: number;
}

export function readsOf(reads: readonly AccessRead[]): Reads {
  const spans = new Map(reads.map((each) => [each.run, spanOf(each)]));
  const before = new Map<string, number | undefined>();
  const after = new Map<string, number | undefined>();
  const others = (run: string): readonly Span[] => [...spans].flatMap(([id, span]) => (id === run ? [] : [span]));
  const once = (known: Map<string, number | undefined>, run: string, of: (own: Span) => number | undefined): number | undefined => {
    const own = spans.get(run);
    if (own === undefined) return undefined;
    if (!known.has(run)) known.set(run, of(own));
    return known.get(run);
  };
  return {
    earliest(run, at) {
      const span = spans.get(run);
      if (span === undefined) return at;
      return at <= span.told.to ? Math.min(at, span.from) : at - span.off;
    },
    latest: (run, at) => at + (spans.get(run)?.off ?? 0),
    before: (run) => once(before, run, (own) => greatest(others(run).flatMap(({ from, to }) => (from <= own.to ? [to] : [])))),
    after: (run) =>
      once(after, run, (own) => {
        const next = greatest(others(run).flatMap(({ from, to }) => (to >= own.from ? [-from] : [])));
        return next === undefined ? undefined : Math.max(own.from, -next);
      }),
  };
}

function spanOf({ from, to, offMs = 0 }: AccessRead): Span {
  return { told: { to: msOf(to) }, off: offMs, from: msOf(from) - offMs, to: msOf(to) + offMs };
}

/** `undefined` of nothing. */
function greatest(moments: readonly number[]): number | undefined {
  return moments.length === 0 ? undefined : moments.reduce((most, each) => Math.max(most, each));
}
