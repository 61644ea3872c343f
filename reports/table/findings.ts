import { counted, grouped } from '../../src/base/text/count.ts';
import { sharedNotes } from '../../src/base/text/notes.ts';
import type { Finding } from '../../src/model/finding.ts';
import { openQuestions } from '../../src/model/open-questions.ts';
import { severities } from '../../src/model/question.ts';
import type { Report } from '../../src/model/report.ts';
import { byRootCause, type RootCause } from '../../src/model/root-cause.ts';
import { causeLines } from './cause.ts';
import { heading, nonZero, prose, type Sheet } from '../../src/base/text/sheet.ts';

const CAUSES = 40;
/** So many are told whole; a screen or two is read, ten are not. */
const WHOLE = 12;
/** So many findings make a caveat one that is said once above them all. */
const SHARED = 3;

/** What was found, by what a person would remove, the gravest first. What was not read is coverage's to tell, and only counted here. */
export function findingsSection(sheet: Sheet, report: Report): readonly string[] {
  const { findings } = report;
  const unread = findings.filter(saysWhatWasNotRead);
  const listed = findings.filter((finding) => !saysWhatWasNotRead(finding));
  const total = severities.reduce((sum, name) => sum + report.totals.findings[name], 0);
  const part = total > findings.length ? `${grouped(total)} in all; chosen of them ` : '';
  if (findings.length === 0) return [...heading(sheet, 'Findings', `${part}none`), ...prose(sheet, 2, noneMeans(report))];
  const causes = byRootCause(listed);
  const notes = sharedNotes(
    listed.map(({ caveats }) => caveats),
    SHARED,
  );
  const says =
    listed.length === 0
      ? grouped(findings.length)
      : `${grouped(listed.length)} from ${counted(causes.length, 'root cause')}, the gravest first${unread.length === 0 ? '' : `; ${grouped(unread.length)} on what was not read`}`;
  return [
    ...heading(sheet, 'Findings', part + says),
    ...blindLines(sheet, unread),
    ...shortMeans(causes).flatMap((text) => prose(sheet, 2, text)),
    ...notes.flatMap(({ mark, text, count }) => prose(sheet, 2, `[${mark}] ${text} (${counted(count, 'finding')})`, 6)),
    ...causes
      .slice(0, CAUSES)
      .flatMap((cause, index) => [
        ...(index > 0 && isShort(causes, index) && isShort(causes, index - 1) ? [] : ['']),
        ...causeLines(sheet, cause, index + 1, { notes, history: report.history, short: isShort(causes, index) }),
      ]),
    ...restLines(sheet, causes.slice(CAUSES)),
  ];
}

function isShort(causes: readonly RootCause[], index: number): boolean {
  return index >= WHOLE || causes[index]?.severity === 'low';
}

function shortMeans(causes: readonly RootCause[]): readonly string[] {
  const low = causes.some(({ severity }) => severity === 'low');
  const which = causes.length > WHOLE ? `those after the first ${WHOLE}${low ? ', and the low ones,' : ''}` : low ? 'the low ones' : '';
  return which === '' ? [] : [`${which} in short: vestige explain tells the rest of each`];
}

function saysWhatWasNotRead({ family, subject }: Finding): boolean {
  return family === 'blind-spot' && subject.kind === 'surface';
}

function bySeverity(findings: readonly Finding[]): string {
  return nonZero(severities.map((name) => [name, findings.filter(({ severity }) => severity === name).length]));
}

function blindLines(sheet: Sheet, unread: readonly Finding[]): readonly string[] {
  if (unread.length === 0) return [];
  return prose(sheet, 2, `${counted(unread.length, 'finding')} on what was not read (${bySeverity(unread)}): see COVERAGE`, 4);
}

function restLines(sheet: Sheet, rest: readonly RootCause[]): readonly string[] {
  if (rest.length === 0) return [];
  const findings = rest.flatMap((cause) => cause.findings);
  const what = `${counted(rest.length, 'more root cause')} with ${counted(findings.length, 'finding')} (${bySeverity(findings)})`;
  const how = 'all of them with --format json or html, a part with vestige findings --severity, --rule or --subject';
  return ['', ...prose(sheet, 0, `and ${what}; ${how}`, 4)];
}

function noneMeans({ undetermined, coverage }: Report): string {
  const open = openQuestions(undetermined).questions;
  if (open > 0) return `this says nothing about what was not read; without an answer, below: ${counted(open, 'question')}`;
  const whole = coverage.length > 0 && coverage.every(({ status }) => status === 'complete');
  return whole ? 'every question asked was answered, over data fully read' : 'this says nothing about what was not read';
}
