import { counted, grouped } from '../../base/text/count.ts';
import { durationText, hoursOf, type Rounding } from '../../base/text/duration.ts';
import { minuteOf } from '../../base/text/moment.ts';
import { heading, labelled, padded, prose, type Sheet } from '../../base/text/sheet.ts';
import { visible } from '../../base/text/visible.ts';
import { displayWidth } from '../../base/text/width.ts';
import { levelWords } from '../../model/ending-words.ts';
import { comingText, renewalsText, samplesText, shareText } from '../../model/metric-words.ts';
import type { Bounded, DeFactoStanding, MetricRow, Metrics, Percentiles } from '../../model/metrics.ts';
import type { ShownMetrics } from './shown.ts';

const COLUMN = 16;
const LONGEST = 10;

/** Figures for a person: of what is not known to the moment `[least, most]`, rounded so that the true one still lies between. */
export function* metricsText(sheet: Sheet, { asOf, metrics }: ShownMetrics): Generator<string, void, undefined> {
  const [all, ...groups] = metrics.rows;
  const title = heading(sheet, 'Metrics', `as of ${minuteOf(asOf)} UTC, of ${counted(metrics.lookBackDays, 'day')}`).slice(1);
  const parts: readonly (readonly string[])[] = [
    title,
    prose(sheet, 2, '[at least, at most]; what is open counts with what it has come to'),
    ...(all === undefined ? [] : [wholeLines(sheet, all)]),
    restLines(sheet, metrics),
    lifeCycleLines(sheet, metrics),
    ...[...new Set(groups.map(({ by }) => by))].map((by) =>
      groupLines(
        sheet,
        by,
        groups.filter((row) => row.by === by),
      ),
    ),
  ];
  for (const lines of parts) for (const line of lines) yield `${line}\n`;
}

function wholeLines(sheet: Sheet, row: MetricRow): readonly string[] {
  const { endings, lag, lateness, levels } = row;
  const counts = [
    `${grouped(endings.ended)} ended`,
    `${grouped(endings.open)} open`,
    `${grouped(endings.undetermined)} undetermined`,
    `${grouped(endings.notDue)} not due`,
  ];
  const told: readonly (readonly [string, string])[] = [
    ['endings', counts.join(', ')],
    ['debt', `${hours(row.debt)}, of it excepted ${hours(row.debtExcepted)}`],
    ...percentileLines('lag', lag),
    ...percentileLines('lateness', lateness),
    ['at once', shareText(row.atOnce)],
    ['by no person', shareText(row.automatic)],
    ['level', levels.map((count, level) => `${level} ${levelWords[level] ?? ''} ${grouped(count)}`).join(', ')],
    ['unauthorised', `${grouped(row.neverAuthorised)} there that nothing on record ever allowed`],
  ];
  return told.flatMap(([label, text]) => labelled(sheet, 2, label, text, COLUMN));
}

function percentileLines(name: string, of: Percentiles): readonly (readonly [string, string])[] {
  const told = (['p50', 'p95', 'max'] as const).map((which) => `${which} ${of[which] === null ? 'none' : hours(of[which])}`);
  return [
    [name, told.join(', ')],
    ['', samplesText(of)],
  ];
}

function restLines(sheet: Sheet, { standing, deFacto, interval }: Metrics): readonly string[] {
  const used = standing.used === null ? 'how much of it was used is not told' : `${hours(standing.used)} of it in months of use`;
  const test =
    interval.cannotTestMs === null ? '' : `: too long to test that something ends within ${durationText(interval.cannotTestMs, 'down')}`;
  const longest =
    interval.longestMs === null
      ? 'there are not two to measure between'
      : `at most ${durationText(interval.longestMs, 'up')} in which an end goes unseen`;
  return [
    ...labelled(sheet, 2, 'standing', `${hours(standing.held)} of tier 0 held`, COLUMN),
    ...prose(sheet, COLUMN, used),
    ...labelled(sheet, 2, 'reads', longest + test, COLUMN, interval.cannotTestMs === null ? 'faint' : 'partial'),
    ...labelled(sheet, 2, 'de facto', comingText(deFacto.count), COLUMN),
    ...deFacto.longest.slice(0, LONGEST).flatMap((each) => prose(sheet, COLUMN, deFactoLine(each), COLUMN + 2)),
  ];
}

function deFactoLine({ identity, capability, usable, ...rest }: DeFactoStanding): string {
  return `${identity}: ${capability} usable ${hours(usable)}, ${renewalsText(rest)}`;
}

function lifeCycleLines(sheet: Sheet, { lifeCycle }: Metrics): readonly string[] {
  const { identities: of, owner, origin, expiry, rotation, lastUse, offboarding } = lifeCycle;
  if (of === 0) return labelled(sheet, 2, 'life cycle', 'no identity that is not human holds anything', COLUMN);
  const known = { owner, origin, expiry, rotation, 'last use': lastUse, offboarding };
  return [
    ...labelled(
      sheet,
      2,
      'life cycle',
      `${of === 1 ? '1 identity that is' : `${grouped(of)} identities that are`} not human; of how many it is known:`,
      COLUMN,
    ),
    ...Object.entries(known).flatMap(([name, count]) => prose(sheet, COLUMN, `${name} ${shareText({ count, of })}`)),
  ];
}

const heads = ['ended', 'open', '?', 'debt, h', 'lateness p95, h'] as const;
const LEAST = [6, 6, 6, 19, 19] as const;
const ROW = 77;

/** A name that is too long stands on a line of its own above its figures; figures that are take room from the names. */
function groupLines(sheet: Sheet, by: string, rows: readonly MetricRow[]): readonly string[] {
  const figures = rows.map(({ endings, debt, lateness }) => [
    ...[endings.ended, endings.open, endings.undetermined].map(grouped),
    bounds(debt),
    lateness.p95 === null ? 'none' : bounds(lateness.p95),
  ]);
  const widths = LEAST.map((least, column) => Math.max(least, ...figures.map((row) => (row[column] as string).length + 1)));
  const room = Math.max(0, ROW - widths.reduce((sum, width) => sum + width, 0));
  const line = (name: string, cells: readonly string[], hanging: number): readonly string[] => {
    const inColumns = cells.map((cell, column) => cell.padStart(widths[column] as number)).join('');
    if (displayWidth(visible(name)) < room) return [`  ${padded(visible(name), room)}${inColumns}`];
    return [...prose(sheet, 2, name, hanging), ' '.repeat(room + 2) + inColumns];
  };
  return [
    '',
    ...line(`by ${by.replace('-', ' ')}`, heads, 2).map((each) => sheet.paint('faint', each)),
    ...rows.flatMap(({ of }, row) => line(of, figures[row] as readonly string[], 4)),
  ];
}

/** `[2.5, 7.0]`, of hours */
function bounds({ lower, upper }: Bounded): string {
  return `[${tenths(lower, 'down')}, ${tenths(upper, 'up')}]`;
}

/** `[2.5 h, 7.0 h]` */
function hours({ lower, upper }: Bounded): string {
  return `[${tenths(lower, 'down')} h, ${tenths(upper, 'up')} h]`;
}

function tenths(ms: number, rounding: Rounding): string {
  const [whole = '', tenth = ''] = hoursOf(ms, rounding).toFixed(1).split('.');
  return `${grouped(Number(whole))}.${tenth}`;
}
