import type { Instant } from '../../src/base/instant.ts';
import { counted } from '../../src/base/text/count.ts';
import { betweenMinutes, minuteOf } from '../../src/base/text/moment.ts';
import { heading, labelled, nonZero, prose, short, type Sheet } from '../../src/base/text/sheet.ts';
import type { PastFinding } from '../../src/model/history.ts';
import { severities } from '../../src/model/question.ts';
import type { Report, ReportHistory } from '../../src/model/report.ts';
import { leftOut } from './left-out.ts';

const LINES = 8;
const COLUMN = 12;

/** What earlier runs say of this one: what is new stands beside the findings, what is no more stands here. Times are UTC. */
export function historySection(sheet: Sheet, { history }: Report): readonly string[] {
  if (history === null || history.previous === null) return [];
  const { runs, since, previous } = history;
  return [
    ...heading(sheet, 'History', `${keptText(runs, since)}; compared with that of ${minuteOf(previous.to)}`),
    ...prose(sheet, 2, newsOf(history)),
    ...pastLines(sheet, 'resolved', history.resolved, ({ after, before }) => `between ${betweenMinutes(after, before)}`),
    ...pastLines(sheet, 'not seen', history.unconfirmed, ({ last }) => `since ${minuteOf(last)}, nor shown to be resolved`),
  ];
}

/** Why there is nothing to compare with, where there is nothing. */
export function noHistorySection(sheet: Sheet, { history, run }: Report): readonly string[] {
  if (history === null) {
    const why = run.from === 'history' ? 'told as of then; `vestige history` tells the rest' : 'this run was not recorded';
    return short(sheet, 'History', `none: ${why}`);
  }
  if (history.previous !== null) return [];
  return short(sheet, 'History', `${keptText(history.runs, history.since)}; none is before this one, so what is new cannot be told`);
}

function keptText(runs: number, since: Instant): string {
  return `${counted(runs, 'run')} since ${minuteOf(since)}`;
}

function newsOf({ began, reappeared, resolved, unconfirmed }: ReportHistory): string {
  const news = nonZero([
    ['new', began],
    ['came back', reappeared],
    ['resolved', resolved.length],
    ['not seen', unconfirmed.length],
  ]);
  return `${news === '' ? 'no finding is new or resolved' : `findings: ${news}`}; the others stand since the first run, or the day told with them`;
}

/** The gravest first. */
function pastLines<T extends PastFinding>(
  sheet: Sheet,
  label: 'resolved' | 'not seen',
  all: readonly T[],
  says: (each: T) => string,
): readonly string[] {
  const graveFirst = severities.flatMap((severity) => all.filter((each) => each.severity === severity));
  return [
    ...graveFirst.slice(0, LINES).flatMap((each) => {
      const { severity, rule, subject, capability, scope } = each;
      const right = [capability, scope].filter((part) => part !== null).join(' on ');
      const text = `${severity} ${rule} of ${subject}${right === '' ? '' : `, ${right}`}, ${says(each)}`;
      return labelled(sheet, 2, label, text, COLUMN, label === 'resolved' ? 'complete' : 'partial');
    }),
    ...leftOut(sheet, COLUMN, all.length - LINES, `finding ${label}`, `findings ${label}`),
  ];
}
