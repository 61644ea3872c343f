import { DAY_MS } from '../../../src/base/instant.ts';
import type { Plan } from './plan.ts';
import { ms, type Truth } from './truth.ts';

/**
 * Who was allowed what by what is on record, literally: the union of what was approved and reviewed, each cut by what overrides it. What is told of a
 * later time than the moment has not happened; an end that is announced has been told. A request that does not name what it is for allows nothing for certain.
 */

/** From the one moment, and until the other; `until` may be `Infinity`. */
export interface Allowed {
  readonly from: number;
  readonly until: number;
}

export const REVIEW_DAYS = 90;

/** The joined times in which somebody was allowed something, in order. */
export function allowedTimes(plan: Plan, { asOf }: Truth, who: number, what: number): readonly Allowed[] {
  const cuts = overridden(plan, asOf, who, what);
  const times: Allowed[] = [];
  const allow = (decided: number, until: number, own: readonly number[]): void => {
    if (decided > asOf) return;
    const ending = [...cuts.filter(({ at, lasting }) => lasting || at > decided).map(({ at }) => at), ...own.filter((at) => at >= decided)];
    const end = Math.min(until, ...ending);
    if (decided < end) times.push({ from: decided, until: end });
  };
  for (const request of plan.requests) {
    const { approved, extended, until } = request;
    if (request.who !== who || request.what !== what) continue;
    const own = request.taskEnds === null ? [] : [ms(request.taskEnds)];
    if (approved !== null) allow(ms(request.at + approved), end(until), own);
    if (extended?.approved === true && until !== null) allow(ms(extended.at + 1), ms(until + extended.by), own);
  }
  for (const { at, who: of, what: object, kept, until } of plan.reviews) {
    if (!kept || of !== who || object !== what) continue;
    allow(ms(at), until === null || until <= at ? ms(at) + REVIEW_DAYS * DAY_MS : ms(until), []);
  }
  return joined(times);
}

function end(until: number | null): number {
  return until === null ? Infinity : ms(until);
}

interface Override {
  readonly at: number;
  /** Whoever left is allowed nothing that is decided later, either. */
  readonly lasting: boolean;
}

/** What ends all that was decided before. */
function overridden(plan: Plan, asOf: number, who: number, what: number): readonly Override[] {
  return [
    ...plan.cuts
      .filter((cut) => cut.who === who && (cut.how === 'left' || cut.how === 'moved' || ms(cut.at) <= asOf))
      .map(({ at, how }) => ({ at: ms(at), lasting: how === 'left' })),
    ...plan.reviews
      .filter((each) => !each.kept && each.who === who && each.what === what && ms(each.at) <= asOf)
      .map(({ at }) => ({ at: ms(at), lasting: false })),
  ];
}

function joined(times: readonly Allowed[]): readonly Allowed[] {
  const all: { from: number; until: number }[] = [];
  for (const { from, until } of times.toSorted((a, b) => a.from - b.from || a.until - b.until)) {
    const last = all.at(-1);
    if (last !== undefined && from <= last.until) last.until = Math.max(last.until, until);
    else all.push({ from, until });
  }
  return all;
}

/** What the policy in force at that moment allows. */
export function timeAllowed(plan: Plan, trigger: number): number {
  return plan.allowed[trigger >= ms(1440) ? 1 : 0] * 60_000;
}
