import type { Content } from 'pdfmake';
import { counted, grouped } from '../../src/base/text/count.ts';
import { durationText, hoursOf } from '../../src/base/text/duration.ts';
import { levelWords } from '../../src/model/ending-words.ts';
import { boundedHours, boundedText, comingText, deFactoText, samplesText, shareText } from '../../src/model/metric-words.ts';
import type { LifeCycleCoverage, MetricRow, Metrics, Percentiles } from '../../src/model/metrics.ts';
import type { Pack } from '../../src/model/pack.ts';
import { facts, heading, paragraph, subheading, table, type Most } from './parts.ts';
import { shown, stacked } from './text.ts';

/** Figures of all endings, each with how many it is of; then debt and lateness by group, and what is not an ending's. */
export function metrics({ metrics: all }: Pack, most: Most): Content[] {
  if (all === null) return [heading('Figures'), paragraph('None: they are figures of endings, and no history was at hand.')];
  const whole = all.rows.find(({ by }) => by === 'all');
  const groups = all.rows.filter(({ by }) => by !== 'all');
  return [
    heading('Figures'),
    paragraph(
      `Of every ending of the last ${counted(all.lookBackDays, 'day')}, drawn or not. Of what is not known to the moment, the least and the most it can be. What is still open counts ` +
        'with what it has come to by now; what is undetermined is in no figure of time.',
    ),
    ...(whole === undefined ? [paragraph('There is no ending to measure.')] : [facts(ofAll(whole))]),
    facts(ofRest(all)),
    ...(groups.length === 0 ? [] : byGroup(groups, most)),
    ...(all.deFacto.count === 0 ? [] : deFacto(all.deFacto, most)),
  ];
}

function ofAll(row: MetricRow): readonly (readonly [string, string])[] {
  const { endings, debt, debtExcepted, lag, lateness, atOnce, automatic, levels, neverAuthorised } = row;
  const excepted = debtExcepted.upper === 0 ? 'none of it excepted' : `of which excepted ${boundedHours(debtExcepted)}`;
  return [
    [
      'Endings',
      `${grouped(endings.ended)} ended, ${grouped(endings.open)} open, ${grouped(endings.undetermined)} undetermined, ${grouped(endings.notDue)} not due`,
    ],
    ['Debt', `${boundedHours(debt)} of access past due, ${excepted}`],
    ['Lag, trigger to end', percentiles(lag, endings.undetermined)],
    ['Lateness', percentiles(lateness, endings.undetermined)],
    ['Ended at once', shareText(atOnce)],
    ['Ended by no person', shareText(automatic)],
    ['Level of assurance', levels.map((count, level) => `${level} ${levelWords[level] ?? ''} ${grouped(count)}`).join(', ')],
    ['Never authorised', `${grouped(neverAuthorised)} present, and nothing on record ever allowed them`],
  ];
}

function percentiles(of: Percentiles, undetermined: number): string {
  return `p50 ${boundedText(of.p50)}, p95 ${boundedText(of.p95)}, longest ${boundedText(of.max)}; ${samplesText(of)}, without ${grouped(undetermined)} undetermined`;
}

function ofRest({
  standing,
  deFacto: { count },
  lifeCycle,
  interval: { longestMs, cannotTestMs },
}: Metrics): readonly (readonly [string, string])[] {
  const used = standing.used === null ? 'how much of it was used is not told' : `of it used ${boundedHours(standing.used)}`;
  const longest =
    longestMs === null ? 'there are not two reads to measure between' : `at most ${durationText(longestMs, 'up')} between two`;
  const test = cannotTestMs === null ? '' : `: too long to test that something ends within ${durationText(cannotTestMs, 'down')}`;
  return [
    ['Standing privilege', `${boundedHours(standing.held)} held; ${used}`],
    ['In fact standing', comingText(count)],
    ['Reads', longest + test],
    ['Not human, known of', lifeCycleText(lifeCycle)],
  ];
}

function lifeCycleText({ identities, owner, origin, expiry, rotation, lastUse, offboarding }: LifeCycleCoverage): string {
  const known = Object.entries({ owner, origin, expiry, rotation, 'last use': lastUse, offboarding });
  return `${counted(identities, 'identity', 'identities')}: ${known.map(([name, count]) => `${name} ${shareText({ count, of: identities })}`).join(', ')}`;
}

function byGroup(groups: readonly MetricRow[], most: Most): Content[] {
  return [
    subheading('By group'),
    ...table(groups, {
      columns: {
        of: ['*', ({ by, of }) => (of.startsWith(by) ? of : `${by.replace('-', ' ')} ${of}`)],
        ended: [32, ({ endings }) => grouped(endings.ended)],
        open: [28, ({ endings }) => grouped(endings.open)],
        'not known': [44, ({ endings }) => grouped(endings.undetermined)],
        'debt, hours': [70, ({ debt }) => `${hoursOf(debt.lower, 'down')} to ${hoursOf(debt.upper, 'up')}`],
        'lateness, p50 and p95': [140, ({ lateness: { p50, p95 } }) => stacked([boundedText(p50), boundedText(p95)], 2)],
        verified: [38, ({ levels }) => grouped(levels[3])],
      },
      most: most(24),
      all: 'csv/metrics.csv',
      none: 'None.',
    }),
  ];
}

function deFacto({ longest, count }: Metrics['deFacto'], most: Most): Content[] {
  return [
    subheading(`In fact standing: the longest of ${shown(comingText(count))}`),
    ...table(longest, {
      columns: { identity: [190, ({ identity }) => identity], 'usable and renewed': ['*', (each) => deFactoText(each)] },
      most: most(12),
      all: 'csv/metrics.csv',
      none: 'None.',
    }),
  ];
}
