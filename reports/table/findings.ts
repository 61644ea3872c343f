import { groupBy } from '../../src/base/group.ts';
import { counted, grouped } from '../../src/base/text/count.ts';
import type { Finding, PathStep } from '../../src/model/finding.ts';
import { severities } from '../../src/model/question.ts';
import type { Report } from '../../src/model/report.ts';
import { byRootCause, type RootCause } from '../../src/model/root-cause.ts';
import { command, heading, labelled, leftOut, prose, type Sheet } from './layout.ts';
import { severityWord } from './paint.ts';

const CAUSES = 50;
const SUBJECTS = 5;
const COMMANDS = 3;
const IMPACTS = 3;

/** One block per root cause: what it is, whom it gives what, and what takes it away. */
export function findingsSection(sheet: Sheet, report: Report): readonly string[] {
  const { findings } = report;
  if (findings.length === 0) return [...heading(sheet, 'Findings', 'none'), ...prose(sheet, 2, noneMeans(report))];
  const causes = byRootCause(findings);
  const rest = causes.slice(CAUSES).reduce((sum, cause) => sum + cause.findings.length, 0);
  const more = causes.length - CAUSES;
  return [
    ...heading(sheet, 'Findings', `${grouped(findings.length)} from ${counted(causes.length, 'root cause')}, the gravest first`),
    ...causes.slice(0, CAUSES).flatMap((cause, index) => [...(index === 0 ? [] : ['']), ...causeLines(sheet, cause, index + 1)]),
    ...(more > 0
      ? ['', ...leftOut(sheet, more, `root cause with ${counted(rest, 'finding')}`, `root causes with ${counted(rest, 'finding')}`)]
      : []),
  ];
}

function noneMeans({ undetermined, coverage }: Report): string {
  const open = undetermined.reduce((sum, each) => sum + each.questions, 0);
  if (open > 0) return `this says nothing about what was not read; without an answer, below: ${counted(open, 'question')}`;
  const whole = coverage.length > 0 && coverage.every(({ status }) => status === 'complete');
  return whole ? 'every question asked was answered, over data fully read' : 'this says nothing about what was not read';
}

function causeLines(sheet: Sheet, cause: RootCause, number: number): readonly string[] {
  const [sample] = cause.findings;
  if (sample === undefined) return [];
  const word = severityWord(cause.severity);
  const [head = '', ...wrapped] = prose(sheet, 0, `${number}. ${word}  ${cause.kind}: ${cause.name}`, 4);
  const lines = [sheet.paint(cause.severity, head), ...wrapped.map((line) => sheet.paint(cause.severity, line))];
  if (cause.id !== cause.name) lines.push(...prose(sheet, 4, cause.id).map((line) => sheet.paint('faint', line)));
  lines.push(...whatLines(sheet, cause));
  const names = cause.subjects.slice(0, SUBJECTS).map((id) => subjectText(cause.findings, id));
  lines.push(...labelled(sheet, 4, 'who', `${subjectCount(cause)}:`, 12));
  lines.push(...names.flatMap((name) => prose(sheet, 12, name, 14)));
  if (cause.subjects.length > SUBJECTS)
    lines.push(...prose(sheet, 12, `and ${grouped(cause.subjects.length - SUBJECTS)} more; see --format json`));
  if (sample.path.length > 0) lines.push(...pathLines(sheet, sample, cause.findings.length));
  lines.push(...fixLines(sheet, cause, sample));
  return lines;
}

/** Each rule that the cause makes fire, with its counts by severity and the reasons of its first finding. */
function whatLines(sheet: Sheet, cause: RootCause): readonly string[] {
  return [...groupBy(cause.findings, (finding) => finding.rule)].flatMap(([rule, found]) => {
    const [first] = found;
    if (first === undefined) return [];
    const counts = severities.map((severity) => ({ severity, count: found.filter((each) => each.severity === severity).length }));
    const bySeverity = counts.flatMap(({ severity, count }) => (count > 0 ? [`${grouped(count)} ${severity}`] : [])).join(', ');
    return [
      ...labelled(sheet, 4, 'what', `${first.title} (${rule}): ${bySeverity}`, 12),
      ...prose(sheet, 12, rightText(first)),
      ...someOf(
        sheet,
        '-',
        'reason',
        first.reasons,
        found.flatMap((finding) => finding.reasons),
      ),
      ...someOf(
        sheet,
        '!',
        'caveat',
        first.caveats,
        found.flatMap((finding) => finding.caveats),
      ),
    ].filter((line) => line !== '');
  });
}

/** What the first finding has, and in words how many different ones the others have beside it. */
function someOf(sheet: Sheet, mark: string, one: string, shown: readonly string[], all: readonly string[]): readonly string[] {
  const more = new Set(all).size - new Set(shown).size;
  return [
    ...shown.flatMap((text) => prose(sheet, 12, `${mark} ${text}`, 14)),
    ...(more > 0 ? prose(sheet, 12, `${mark} and ${counted(more, `more ${one}`)} of its other findings; see --format json`, 14) : []),
  ];
}

function subjectCount({ subjects, findings }: RootCause): string {
  const other = findings.some(({ subject }) => subject.kind === 'boundary' || subject.kind === 'surface');
  return other ? counted(subjects.length, 'subject') : counted(subjects.length, 'identity', 'identities');
}

function rightText({ capability, scope, persistence, bounds }: Finding): string {
  const right = [capability, scope === null ? null : `at ${scope}`].filter((part) => part !== null).join(' ');
  const range = bounds === null || bounds.lo === bounds.hi ? '' : ` (between ${bounds.lo} and ${bounds.hi})`;
  return [right, persistence === null ? '' : persistence + range].filter((part) => part !== '').join(', ');
}

function subjectText(findings: readonly Finding[], id: string): string {
  const subject = findings.find((finding) => finding.subject.id === id)?.subject;
  return subject === undefined ? id : `${subject.name} (${subject.nature} ${subject.kind}) ${id === subject.name ? '' : id}`.trimEnd();
}

function pathLines(sheet: Sheet, finding: Finding, of: number): readonly string[] {
  const steps = finding.path.flatMap((step, index, all) =>
    prose(sheet, 12, `${index === 0 ? '' : '> '}${stepText(step, all[index - 1])}`, 14),
  );
  return [...labelled(sheet, 4, 'path', `of ${finding.subject.name}${of > 1 ? `, one of ${grouped(of)} findings` : ''}:`, 12), ...steps];
}

function stepText(step: PathStep, before: PathStep | undefined): string {
  if (step.step === 'entry') return `entry ${step.state}: ${step.text}`;
  if (step.step === 'identity') return step.id.endsWith(step.name) ? step.id : `${step.name} (${step.id})`;
  if (step.step === 'link') {
    const from = before?.step === 'identity' && before.id === step.from ? '' : `${step.from} `;
    return `${from}${step.how} [${step.persistence}] ${step.to}: ${step.text}`;
  }
  return `${step.capability} at ${step.scope} [${step.persistence}]: ${step.text}`;
}

function fixLines(sheet: Sheet, cause: RootCause, sample: Finding): readonly string[] {
  const summaries = [...new Set(cause.findings.map((finding) => finding.remediation.summary))];
  const commands = [...new Set(cause.findings.flatMap((finding) => finding.remediation.commands))];
  const more = commands.length - COMMANDS;
  const impacts = [...new Set(cause.findings.flatMap(({ remediation }) => (remediation.mayBreak === null ? [] : [remediation.mayBreak])))];
  const verify = [...new Set(cause.findings.map((finding) => finding.remediation.verify))];
  return [
    ...summaries.flatMap((summary) => labelled(sheet, 4, 'fix', summary, 12)),
    ...commands.slice(0, COMMANDS).flatMap((text) => command(sheet, 12, text)),
    ...(more > 0 ? prose(sheet, 12, `and ${counted(more, 'more command')}; see --format json`) : []),
    ...impacts.slice(0, IMPACTS).flatMap((impact) => labelled(sheet, 4, 'impact', impact, 12)),
    ...(impacts.length > IMPACTS ? prose(sheet, 12, `and ${counted(impacts.length - IMPACTS, 'more impact')}; see --format json`) : []),
    ...verify.flatMap((text) => labelled(sheet, 4, 'verify', text, 12)),
    ...labelled(sheet, 4, 'why', `vestige explain ${sample.fingerprint.slice(0, 12)}`, 12),
  ];
}
