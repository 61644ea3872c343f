import type { Bounded, MetricRow, Metrics } from '../../src/model/metrics.ts';
import type { Row } from './columns.ts';

type Figure = readonly [name: string, value: number | null];

/** One row a figure: `kind` and `of` say of which endings. What ends in `_ms` is in milliseconds. None where no history was at hand. */
export function* metricRows(metrics: Metrics | null): Generator<Row, void, undefined> {
  if (metrics === null) return;
  yield { record: 'metric', name: 'look_back_days', value: metrics.lookBackDays };
  for (const row of metrics.rows) {
    for (const [name, value] of figures(row)) yield { record: 'metric', name, kind: row.by, of: row.of, value };
  }
  const { standing, deFacto, lifeCycle, interval } = metrics;
  const rest: readonly Figure[] = [
    ...bounds('standing.held', standing.held),
    ...bounds('standing.used', standing.used),
    ['de_facto.count', deFacto.count],
    ['life_cycle.identities', lifeCycle.identities],
    ['life_cycle.owner', lifeCycle.owner],
    ['life_cycle.origin', lifeCycle.origin],
    ['life_cycle.expiry', lifeCycle.expiry],
    ['life_cycle.rotation', lifeCycle.rotation],
    ['life_cycle.last_use', lifeCycle.lastUse],
    ['life_cycle.offboarding', lifeCycle.offboarding],
    ['interval.longest_ms', interval.longestMs],
    ['interval.cannot_test_ms', interval.cannotTestMs],
  ];
  for (const [name, value] of rest) yield { record: 'metric', name, value };
  for (const { identity, capability, usable, renewals, renewalsUnapproved } of deFacto.longest) {
    const of: readonly Figure[] = [
      ...bounds('de_facto.usable', usable),
      ['de_facto.renewals', renewals],
      ['de_facto.renewals_unapproved', renewalsUnapproved],
    ];
    for (const [name, value] of of) yield { record: 'metric', name, subject_id: identity, capability, value };
  }
}

function figures(row: MetricRow): readonly Figure[] {
  const { endings, atOnce, automatic } = row;
  return [
    ['endings.ended', endings.ended],
    ['endings.open', endings.open],
    ['endings.undetermined', endings.undetermined],
    ['endings.not_due', endings.notDue],
    ...bounds('debt', row.debt),
    ...bounds('debt_excepted', row.debtExcepted),
    ...(['lag', 'lateness'] as const).flatMap((name): readonly Figure[] => [
      ...(['p50', 'p95', 'max'] as const).flatMap((which) => bounds(`${name}.${which}`, row[name][which])),
      [`${name}.ended`, row[name].ended],
      [`${name}.open`, row[name].open],
    ]),
    ['at_once.count', atOnce.count],
    ['at_once.of', atOnce.of],
    ['automatic.count', automatic.count],
    ['automatic.of', automatic.of],
    ...row.levels.map((count, level): Figure => [`levels.${level}`, count]),
    ['never_authorised', row.neverAuthorised],
  ];
}

function bounds(name: string, bounded: Bounded | null): readonly Figure[] {
  return [
    [`${name}.lower_ms`, bounded?.lower ?? null],
    [`${name}.upper_ms`, bounded?.upper ?? null],
  ];
}
