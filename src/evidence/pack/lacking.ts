import { groupBy } from '../../base/group.ts';
import { byKeys } from '../../base/order.ts';
import type { Ending } from '../../model/ending.ts';
import type { PackInput } from './input.ts';

/**
 * Whether a later run read the boundary of an access within the period and does not show it, with no proof that it is gone. Of accesses whose
 * outcome is open only: of others it is known what they are.
 */
export function lacksOf({ runs, reads, options: { period } }: PackInput): (ending: Ending) => boolean {
  const order = new Map(
    runs
      .toSorted(
        byKeys(
          ({ to }) => to,
          ({ id }) => id,
        ),
      )
      .map(({ id }, index) => [id, index]),
  );
  const byBoundary = groupBy(
    reads.filter(({ status, to }) => (status === 'complete' || status === 'partial') && to !== null && period.from <= to && to < period.to),
    ({ boundary }) => boundary,
  );
  return ({ outcome, ended, lastSeen, boundary, runs: { last } }) => {
    if (outcome !== 'undetermined' || ended !== null) return false;
    const seen = order.get(last) ?? -1;
    return (byBoundary.get(boundary) ?? []).some(({ run, from }) => from !== null && from > lastSeen && (order.get(run) ?? -1) > seen);
  };
}
