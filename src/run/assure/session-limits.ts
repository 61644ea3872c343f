import { parseInstant, type Instant } from '../../base/instant.ts';
import type { Interval } from '../../model/history.ts';
import type { BoundaryId, EntityId } from '../../model/ids.ts';

/** How long sessions of identities could last, by what was read of it and when. Milliseconds. */
export interface SessionLimits {
  /**
   * The longest of the limits in force at some moment from the one to the other; `null`: of some of that time it is not known. As records in general are, a
   * limit that two reads tell alike is taken to have been that in between.
   */
  longest(boundary: BoundaryId, identity: EntityId, from: number, to: number): number | null;
}

/** A limit as one record told it, in the order of time; `ms` `null`: it could not be read. */
export interface ToldLimit {
  readonly boundary: BoundaryId;
  readonly identity: EntityId;
  readonly interval: Pick<Interval, 'first' | 'last' | 'end' | 'missing'>;
  readonly ms: number | null;
}

/** What ended, or was seen, after the moment had not been by then. */
export function sessionLimitsOf(told: readonly ToldLimit[], asOf: Instant): SessionLimits {
  const chains = new Map<string, ToldLimit[]>();
  for (const each of told) {
    if (each.interval.first.at > asOf) continue;
    const key = keyOf(each.boundary, each.identity);
    const known = chains.get(key);
    if (known === undefined) chains.set(key, [each]);
    else known.push(each);
  }
  return {
    longest(boundary, identity, from, to) {
      const times = timesOf(chains.get(keyOf(boundary, identity)) ?? [], msOf(asOf));
      const known = times.filter((each) => each.from <= to && each.until >= from);
      const isCovered = known.length > 0 && known.some((each) => each.from <= from) && known.some((each) => each.until >= to);
      if (!isCovered || known.slice(1).some(({ goesOn }) => !goesOn)) return null;
      return known.reduce<number | null>((most, { ms }) => (most === null || ms === null ? null : Math.max(most, ms)), 0);
    },
  };
}

interface LimitTime {
  /** The widest in which it can have been in force. */
  readonly from: number;
  readonly until: number;
  /** It took the place of the one before. */
  readonly goesOn: boolean;
  readonly ms: number | null;
}

function timesOf(chain: readonly ToldLimit[], asOf: number): readonly LimitTime[] {
  return chain.map(({ interval: { first, last, end }, ms }, index): LimitTime => {
    const before = chain[index - 1]?.interval.end;
    const goesOn = before !== undefined && before !== null && (before.how === 'changed' || before.how === 'restated');
    const next = chain[index + 1];
    const isReplaced = end !== null && next !== undefined && (end.how === 'changed' || end.how === 'restated');
    return {
      from: goesOn ? msOf(before.after) : msOf(first.at),
      // without another in its place it is known to the last time it was seen, and no further
      until: Math.min(asOf, isReplaced ? msOf(end.before) : msOf(last.at)),
      goesOn,
      ms,
    };
  });
}

function keyOf(boundary: BoundaryId, identity: EntityId): string {
  return JSON.stringify([boundary, identity]);
}

function msOf(at: Instant): number {
  return parseInstant(at) ?? Number.NaN;
}
