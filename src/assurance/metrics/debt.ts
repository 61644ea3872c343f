import { groupBy } from '../../base/group.ts';
import type { Ending } from '../../model/ending.ts';
import type { Bounded, MetricRow } from '../../model/metrics.ts';
import type { Late } from './late.ts';
import { anyOf, measure, measured, sumOf, without } from './times.ts';

/** What is late of somebody in one boundary and tier, whatever number of accesses makes it so. */
export interface LateEnding {
  readonly ending: Pick<Ending, 'subject' | 'boundary' | 'tierZero'>;
  readonly late: Late;
}

/**
 * Per (subject, boundary, tier) the measure of the union of late times, added up: an hour in which somebody had two accesses to one tier too long is
 * one hour. Excepted are those hours in which all that was late was excepted.
 */
export function debtOf(endings: Iterable<LateEnding>): Pick<MetricRow, 'debt' | 'debtExcepted'> {
  const debts: Bounded[] = [];
  const excepted: Bounded[] = [];
  for (const each of groupBy(endings, ({ ending: { subject, boundary, tierZero } }) =>
    JSON.stringify([subject, boundary, tierZero]),
  ).values()) {
    const excused = anyOf(each.map(({ late }) => late.excepted));
    const other = anyOf(each.map(({ late }) => late.other));
    debts.push(measured(anyOf([excused, other])));
    // What may have been late without an exception is not surely excepted, and what surely was is not.
    excepted.push({ lower: measure(without(excused.sure, other.could)), upper: measure(without(excused.could, other.sure)) });
  }
  return { debt: sumOf(debts), debtExcepted: sumOf(excepted) };
}
