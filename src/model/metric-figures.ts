import type { Bounded, DeFactoStanding, MetricRow, Metrics } from './metrics.ts';

/** A figure as tables name it. What ends in `_ms` is in milliseconds; `null`: there is none. */
export type MetricFigure = readonly [name: string, value: number | null];

/** Of the endings that a row speaks for. */
export function figuresOfRow(row: MetricRow): readonly MetricFigure[] {
  const { endings, atOnce, automatic } = row;
  return [
    ['endings.ended', endings.ended],
    ['endings.open', endings.open],
    ['endings.undetermined', endings.undetermined],
    ['endings.not_due', endings.notDue],
    ...bounds('debt', row.debt),
    ...bounds('debt_excepted', row.debtExcepted),
    ...(['lag', 'lateness'] as const).flatMap((name): readonly MetricFigure[] => [
      ...(['p50', 'p95', 'max'] as const).flatMap((which) => bounds(`${name}.${which}`, row[name][which])),
      [`${name}.ended`, row[name].ended],
      [`${name}.open`, row[name].open],
    ]),
    ['at_once.count', atOnce.count],
    ['at_once.of', atOnce.of],
    ['automatic.count', automatic.count],
    ['automatic.of', automatic.of],
    ...row.levels.map((count, level): MetricFigure => [`levels.${level}`, count]),
    ['never_authorised', row.neverAuthorised],
  ];
}

/** Of the estate as a whole. */
export function figuresOfEstate({ standing, deFacto, lifeCycle, interval }: Metrics): readonly MetricFigure[] {
  return [
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
}

/** Of what one identity held for so long. */
export function figuresOfHeld({ usable, renewals, renewalsUnapproved }: DeFactoStanding): readonly MetricFigure[] {
  return [...bounds('de_facto.usable', usable), ['de_facto.renewals', renewals], ['de_facto.renewals_unapproved', renewalsUnapproved]];
}

function bounds(name: string, bounded: Bounded | null): readonly MetricFigure[] {
  return [
    [`${name}.lower_ms`, bounded?.lower ?? null],
    [`${name}.upper_ms`, bounded?.upper ?? null],
  ];
}
