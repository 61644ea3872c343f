import type { Instant } from '../../base/instant.ts';
import type { EndHow, Interval, RunId, SurfaceRead } from '../../model/history.ts';
import type { BoundaryId } from '../../model/ids.ts';

/**
 * How things stand with an interval, as the store's last reads tell. `present`: the last run that read anything where it is told has it.
 * `missing`: reads lack it, and something is wanting before it counts as gone. `unread`: what tells it was not read to the end since it was
 * last seen, and other things were: nothing is known. `ended`: it was gone, or another, after the one moment and not after the other.
 */
export type IntervalState =
  | { readonly state: 'present' }
  | { readonly state: 'missing'; readonly since: Instant; readonly wants: string }
  | { readonly state: 'unread'; readonly since: Instant }
  | { readonly state: 'ended'; readonly how: EndHow; readonly after: Instant; readonly before: Instant; readonly to: string | null };

type Read = Pick<SurfaceRead, 'boundary' | 'to'> & { readonly run: RunId };

/** The state of intervals as they stand now, held against the last reads of a store. */
export function statesBy(lastReads: readonly Read[]): (interval: Interval) => IntervalState {
  const newest = new Map<BoundaryId, { readonly run: RunId; readonly to: Instant }>();
  for (const { boundary, to, run } of lastReads) {
    if (to !== null && to > (newest.get(boundary)?.to ?? '')) newest.set(boundary, { run, to });
  }
  return function stateOf({ end, missing, last, tellers }) {
    if (end !== null) return { state: 'ended', how: end.how, after: end.after, before: end.before, to: end.to };
    if (missing !== null) return { state: 'missing', since: missing.since, wants: missing.wants };
    const isRead = tellers.every(({ boundary }) => {
      const read = newest.get(boundary);
      return read === undefined || read.run === last.run || read.to <= last.at;
    });
    return isRead ? { state: 'present' } : { state: 'unread', since: last.at };
  };
}
