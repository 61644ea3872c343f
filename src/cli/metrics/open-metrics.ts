import { parseInstant } from '../../base/instant.ts';
import type { Bounded, MetricRow, Percentiles } from '../../model/metrics.ts';
import type { ShownMetrics } from './shown.ts';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

/** OpenMetrics 1.0 text (https://prometheus.io/docs/specs/om/open_metrics_spec/): gauges, times in seconds. A figure that nothing tells is left out. */
export function* openMetrics({ asOf, metrics }: ShownMetrics): Generator<string, void, undefined> {
  const { rows, standing, deFacto, lifeCycle, interval } = metrics;
  const at = parseInstant(asOf);
  const each = (samples: (row: MetricRow) => readonly Sample[]): readonly Sample[] =>
    rows.flatMap((row) => samples(row).map(([labels, value]): Sample => [{ by: row.by, of: row.of, ...labels }, value]));
  const { identities, ...known } = lifeCycle;
  yield* family('as_of_timestamp', 'seconds', 'The moment the figures are of.', at === undefined ? [] : [[{}, at / 1000]]);
  yield* family('look_back_days', '', 'Days that the figures look back.', [[{}, metrics.lookBackDays]]);
  const states = { ended: 'ended', open: 'open', undetermined: 'undetermined', notDue: 'not-due' } as const;
  yield* family(
    'endings',
    '',
    'Accesses by what became of them.',
    each(({ endings }) => Object.entries(states).map(([name, state]) => [{ state }, endings[name as keyof typeof states]])),
  );
  yield* family(
    'debt',
    'seconds',
    'Time of access past its due, excepted time included.',
    each(({ debt }) => bounds(debt)),
  );
  yield* family(
    'debt_excepted',
    'seconds',
    'Of it the excepted time.',
    each(({ debtExcepted }) => bounds(debtExcepted)),
  );
  yield* family(
    'lag',
    'seconds',
    'From trigger to end.',
    each(({ lag }) => percentiles(lag)),
  );
  yield* family(
    'lateness',
    'seconds',
    'From due to end.',
    each(({ lateness }) => percentiles(lateness)),
  );
  yield* family(
    'at_once',
    '',
    'Ended at once.',
    each(({ atOnce }) => [[{}, atOnce.count]]),
  );
  yield* family(
    'at_once_of',
    '',
    'Of how many.',
    each(({ atOnce }) => [[{}, atOnce.of]]),
  );
  yield* family(
    'automatic',
    '',
    'Ended by no person.',
    each(({ automatic }) => [[{}, automatic.count]]),
  );
  yield* family(
    'automatic_of',
    '',
    'Of how many.',
    each(({ automatic }) => [[{}, automatic.of]]),
  );
  yield* family(
    'level',
    '',
    'Ended at this level of assurance.',
    each(({ levels }) => levels.map((count, level) => [{ level: String(level) }, count])),
  );
  yield* family(
    'never_authorised',
    '',
    'There, and nothing on record ever allowed them.',
    each((row) => [[{}, row.neverAuthorised]]),
  );
  yield* family('standing', 'seconds', 'Identity-time of standing tier 0.', bounds(standing.held));
  yield* family(
    'standing_used',
    'seconds',
    'Of it that of months in which the identity acted.',
    standing.used === null ? [] : bounds(standing.used),
  );
  yield* family('de_facto', '', 'Rights to tier 0 that come and go.', [[{}, deFacto.count]]);
  yield* family('non_human', '', 'Identities that are not human and hold something.', [[{}, identities]]);
  yield* family(
    'non_human_known',
    '',
    'Of them, of how many this is known.',
    Object.entries(known).map(([what, count]) => [{ what: what.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`) }, count]),
  );
  yield* family(
    'unseen',
    'seconds',
    'The longest for which reads cannot see an end.',
    interval.longestMs === null ? [] : [[{}, interval.longestMs / 1000]],
  );
  yield '# EOF\n';
}

function bounds({ lower, upper }: Bounded, labels: Labels = {}): readonly Sample[] {
  return [
    [{ ...labels, bound: 'lower' }, lower / 1000],
    [{ ...labels, bound: 'upper' }, upper / 1000],
  ];
}

function percentiles({ p50, p95, max }: Percentiles): readonly Sample[] {
  return Object.entries({ 50: p50, 95: p95, 100: max }).flatMap(([percentile, value]) =>
    value === null ? [] : bounds(value, { percentile }),
  );
}

function* family(name: string, unit: string, help: string, samples: readonly Sample[]): Generator<string, void, undefined> {
  const whole = `vestige_${name}${unit === '' ? '' : `_${unit}`}`;
  yield `# TYPE ${whole} gauge\n${unit === '' ? '' : `# UNIT ${whole} ${unit}\n`}# HELP ${whole} ${help}\n`;
  for (const [labels, value] of samples) {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
    yield `${whole}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`;
  }
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
