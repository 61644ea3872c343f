import { groupBy } from '../../src/base/group.ts';
import { counted, grouped } from '../../src/base/text/count.ts';
import { byCodeUnit } from '../../src/base/order.ts';
import type { Undetermined } from '../../src/model/finding.ts';
import type { Gap } from '../../src/model/gap.ts';
import type { Report } from '../../src/model/report.ts';
import { firstFew, heading, labelled, leftOut, numberTable, prose, type Sheet } from './layout.ts';
import { severityWord } from './paint.ts';

const RULES = 60;
const REASONS = 4;
const SUBJECTS = 4;
const EXCEPTED = 20;
const ENDINGS = 20;

/** Questions without an answer, by rule: how many, about whom, and what is missing. */
export function undeterminedSection(sheet: Sheet, { undetermined }: Report): readonly string[] {
  if (undetermined.length === 0) return heading(sheet, 'Undetermined', 'none');
  const all = undetermined.reduce((sum, each) => sum + each.questions, 0);
  const groups = [...groupBy(undetermined, (each) => each.rule)];
  return [
    ...heading(
      sheet,
      'Undetermined',
      `${counted(all, 'question')} of ${counted(groups.length, 'rule')} without an answer: not clear, not a finding`,
    ),
    ...groups.slice(0, RULES).flatMap(([rule, group]) => ruleLines(sheet, rule, group)),
    ...leftOut(sheet, groups.length - RULES, 'rule'),
  ];
}

function ruleLines(sheet: Sheet, rule: string, group: readonly Undetermined[]): readonly string[] {
  const questions = group.reduce((sum, each) => sum + each.questions, 0);
  const what = [
    ...new Set(group.flatMap((each) => (each.capability === null ? [] : [`${each.capability} at ${each.scope ?? 'any scope'}`]))),
  ];
  const why = [...new Set(group.flatMap((each) => each.because.map(gapText)))];
  const who = [...new Set(group.map(({ subject }) => (subject.name === subject.id ? subject.id : `${subject.name} (${subject.id})`)))];
  return [
    ...prose(sheet, 2, `${rule}: ${counted(questions, 'question')}`, 4).map((line) => sheet.paint('medium', line)),
    ...labelled(sheet, 4, 'about', firstFew(who, SUBJECTS), 12),
    ...(what.length === 0 ? [] : labelled(sheet, 4, 'what', firstFew(what, SUBJECTS), 12)),
    ...why.slice(0, REASONS).flatMap((reason) => labelled(sheet, 4, 'why', reason, 12)),
    ...(why.length > REASONS ? prose(sheet, 12, `and ${counted(why.length - REASONS, 'more reason')}; see --format json`) : []),
  ];
}

function gapText({ surface, boundary, subject, cause, detail }: Gap): string {
  return `${surface} in ${boundary}${subject === undefined ? '' : ` about ${subject}`}, ${cause}: ${detail}`;
}

export function exceptedSection(sheet: Sheet, { excepted }: Report): readonly string[] {
  if (excepted.length === 0) return heading(sheet, 'Excepted', 'none');
  return [
    ...heading(sheet, 'Excepted', `${counted(excepted.length, 'finding')} moved aside by an exception, still there`),
    ...excepted
      .slice(0, EXCEPTED)
      .flatMap(({ exception, owner, until, finding }) => [
        ...prose(
          sheet,
          2,
          `${severityWord(finding.severity)} ${finding.title} (${finding.rule}): ${finding.subject.name}, ${finding.rootCause.name}`,
          4,
        ),
        ...prose(sheet, 4, `exception ${exception}, owner ${owner}, until ${until}`),
      ]),
    ...leftOut(sheet, excepted.length - EXCEPTED, 'excepted finding'),
  ];
}

export function endingsSection(sheet: Sheet, { endings }: Report): readonly string[] {
  if (endings.length === 0) return heading(sheet, 'Endings', 'none: no history is kept yet, so nothing is said about access that ended');
  const outcomes = [...groupBy(endings, (ending) => ending.outcome)].sort(([a], [b]) => byCodeUnit(a, b));
  return [
    ...heading(sheet, 'Endings', outcomes.map(([outcome, all]) => `${grouped(all.length)} ${outcome}`).join(', ')),
    ...endings.slice(0, ENDINGS).flatMap((ending) => labelled(sheet, 2, ending.id, ending.outcome, 24)),
    ...leftOut(sheet, endings.length - ENDINGS, 'ending'),
  ];
}

export function metricsSection(sheet: Sheet, { metrics }: Report): readonly string[] {
  const rows = Object.entries(metrics).sort(([a], [b]) => byCodeUnit(a, b));
  if (rows.length === 0) return heading(sheet, 'Metrics', 'none: they need history');
  return [...heading(sheet, 'Metrics', counted(rows.length, 'figure')), ...numberTable(sheet, ['metric', 'value'], rows)];
}

export function testsSection(sheet: Sheet, { tests }: Report): readonly string[] {
  const rows = [
    ['1 ephemeral', tests.ephemeral],
    ['2 revoked at once', tests.revokedAtOnce],
    ['3 nothing left', tests.nothingLeft],
  ] as const;
  const none = rows.every(([, counts]) => counts.yes + counts.no + counts.undetermined === 0);
  const says = none ? 'none: no identity was tested' : 'of zero standing privilege, over identities that reach tier 0';
  return [
    ...heading(sheet, 'Tests', says),
    ...numberTable(
      sheet,
      ['test', 'yes', 'no', 'undetermined'],
      rows.map(([name, counts]) => [name, counts.yes, counts.no, counts.undetermined]),
    ),
  ];
}
