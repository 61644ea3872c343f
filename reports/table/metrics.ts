import { grouped } from '../../src/base/text/count.ts';
import { durationText, hoursOf } from '../../src/base/text/duration.ts';
import { heading, labelled, nonZero, prose, short, type Sheet } from '../../src/base/text/sheet.ts';
import { levelWords } from '../../src/model/ending-words.ts';
import { boundedHours, boundedText, comingText, deFactoText, samplesText, shareText } from '../../src/model/metric-words.ts';
import type { LifeCycleCoverage, MetricRow, Metrics, Percentiles } from '../../src/model/metrics.ts';
import type { Report } from '../../src/model/report.ts';
import { leftOut } from './left-out.ts';
import { numberTable, type NumberRow } from './numbers.ts';

const COLUMN = 16;
const ROWS = 24;
const LONGEST = 3;

/** The figures of endings, all of them in words and by group in a table. Nothing where no history was at hand, which the endings say. */
export function metricsSection(sheet: Sheet, { metrics, assurance }: Report): readonly string[] {
  if (metrics === null)
    return assurance === null
      ? []
      : [...(assurance.sources.length === 0 ? [] : ['']), ...short(sheet, 'Metrics', 'none: no figures were made of the endings')];
  const whole = metrics.rows.find(({ by }) => by === 'all');
  const groups = metrics.rows.filter(({ by }) => by !== 'all');
  return [
    ...heading(sheet, 'Metrics', `of ${grouped(metrics.lookBackDays)} days; of what is not known to the moment, the least and the most`),
    ...(whole === undefined ? prose(sheet, 2, 'no ending: there is nothing to measure') : allLines(sheet, whole)),
    ...restLines(sheet, metrics),
    ...(groups.length === 0 ? [] : groupLines(sheet, groups)),
    '',
  ];
}

function allLines(sheet: Sheet, row: MetricRow): readonly string[] {
  const { endings, debt, debtExcepted, lag, lateness, levels } = row;
  const excepted = debtExcepted.upper === 0 ? '' : `, of which excepted ${boundedHours(debtExcepted)}`;
  const counts = nonZero([
    ['ended', endings.ended],
    ['open', endings.open],
    ['undetermined', endings.undetermined],
    ['not due', endings.notDue],
  ]);
  const told: readonly (readonly [string, string])[] = [
    ['endings', `${counts === '' ? 'none' : counts}; never authorised ${grouped(row.neverAuthorised)}`],
    ['debt', `${boundedHours(debt)} of access past due${excepted}`],
    ['lag', percentilesText(lag)],
    ['lateness', percentilesText(lateness)],
    ['at once', `${shareText(row.atOnce)}; ended by no person ${shareText(row.automatic)}`],
    ['level', levels.map((count, level) => `${level} ${levelWords[level] ?? ''} ${grouped(count)}`).join(', ')],
  ];
  return told.flatMap(([label, text]) => labelled(sheet, 2, label, text, COLUMN));
}

function percentilesText(of: Percentiles): string {
  const { p50, p95, max } = of;
  if (p50 === null && p95 === null && max === null) return `none, ${samplesText(of)}`;
  return `p50 ${boundedText(p50)}, p95 ${boundedText(p95)}, max ${boundedText(max)}, ${samplesText(of)}`;
}

function restLines(sheet: Sheet, { standing, deFacto, lifeCycle, interval }: Metrics): readonly string[] {
  const used = standing.used === null ? 'how much of it was used is not told' : `used ${boundedHours(standing.used)}`;
  const { longestMs, cannotTestMs } = interval;
  const longest =
    longestMs === null ? 'there are not two reads to measure between' : `at most ${durationText(longestMs, 'up')} between two reads`;
  const test = cannotTestMs === null ? '' : `: too long to test that something ends within ${durationText(cannotTestMs, 'down')}`;
  return [
    ...labelled(sheet, 2, 'standing', `${boundedHours(standing.held)} of standing privilege held; ${used}`, COLUMN),
    ...labelled(sheet, 2, 'de facto', deFactoLine(deFacto), COLUMN),
    ...labelled(sheet, 2, 'reads', longest + test, COLUMN, cannotTestMs === null ? 'faint' : 'partial'),
    ...labelled(sheet, 2, 'life cycle', lifeCycleText(lifeCycle), COLUMN),
  ];
}

function deFactoLine({ count, longest }: Metrics['deFacto']): string {
  const told = longest.slice(0, LONGEST).map((each) => `${each.identity}: ${deFactoText(each)}`);
  return `${comingText(count)}${told.length === 0 ? '' : `; the longest: ${told.join('; ')}`}`;
}

function lifeCycleText({ identities, owner, origin, expiry, rotation, lastUse, offboarding }: LifeCycleCoverage): string {
  const known = Object.entries({ owner, origin, expiry, rotation, 'last use': lastUse, offboarding });
  return `of ${grouped(identities)} identities that are not human, known: ${known.map(([name, count]) => `${name} ${grouped(count)}`).join(', ')}`;
}

function groupLines(sheet: Sheet, groups: readonly MetricRow[]): readonly string[] {
  const rows = groups.slice(0, ROWS).map((row): NumberRow => {
    const { endings, debt, levels } = row;
    const name = row.of.startsWith(row.by) ? row.of : `${row.by.replace('-', ' ')} ${row.of}`;
    return [name, endings.ended, endings.open, endings.undetermined, hoursOf(debt.lower, 'down'), hoursOf(debt.upper, 'up'), levels[3]];
  });
  return [
    '',
    ...numberTable(sheet, ['by', 'ended', 'open', '?', 'debt h', 'to h', 'level 3'], rows),
    ...leftOut(sheet, 2, groups.length - ROWS, 'group'),
  ];
}
