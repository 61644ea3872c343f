import { counted, grouped } from '../../src/base/text/count.ts';
import { openQuestions } from '../../src/model/open-questions.ts';
import { severities } from '../../src/model/question.ts';
import { pastEnd } from '../../src/model/ending-words.ts';
import type { Report } from '../../src/model/report.ts';
import { heading, nonZero, prose, short, type Sheet } from '../../src/base/text/sheet.ts';
import { leftOut } from './left-out.ts';

const EXCEPTED = 20;

export function exceptedSection(sheet: Sheet, { excepted }: Report): readonly string[] {
  if (excepted.length === 0) return ['', ...short(sheet, 'Excepted', 'none')];
  return [
    ...heading(sheet, 'Excepted', `${counted(excepted.length, 'finding')} moved aside by an exception, still there`),
    ...excepted.slice(0, EXCEPTED).flatMap(({ exception, owner, until, finding }) => {
      const what = `${finding.severity.toUpperCase()}  ${finding.title}: ${finding.subject.name}, ${finding.rootCause.name}`;
      return prose(sheet, 2, `${what}; ${exception} of ${owner} until ${until}`, 4);
    }),
    ...leftOut(sheet, 2, excepted.length - EXCEPTED, 'excepted finding'),
  ];
}

export function testsSection(sheet: Sheet, { tests }: Report): readonly string[] {
  const rows = [
    ['ephemeral', tests.ephemeral],
    ['revoked at once', tests.revokedAtOnce],
    ['nothing left', tests.nothingLeft],
  ] as const;
  const asked = rows.some(([, counts]) => counts.yes + counts.no + counts.undetermined > 0);
  if (!asked) return short(sheet, 'Tests', 'none: no identity was tested');
  const told = rows.map(([name, { yes, no, undetermined }]) => {
    const says = nonZero([
      ['yes', yes],
      ['no', no],
      ['undetermined', undetermined],
    ]);
    return `${name}: ${says === '' ? 'not asked' : says}`;
  });
  return short(sheet, 'Tests', `of zero standing privilege: ${told.join('; ')}`);
}

/** All of it in a line, for who reads only the end. */
export function summarySection(sheet: Sheet, { totals, undetermined, coverage, assurance }: Report): readonly string[] {
  const open = openQuestions(undetermined).questions;
  const found = severities.reduce((sum, name) => sum + totals.findings[name], 0);
  const gravest = severities.find((name) => totals.findings[name] > 0);
  const late = assurance === null ? 0 : pastEnd(assurance);
  const says = [
    `${counted(found, 'finding')}${gravest === undefined ? '' : `, ${grouped(totals.findings[gravest])} ${gravest}`}`,
    `${counted(open, 'question')} open`,
    ...(late === 0 ? [] : [`${counted(late, 'access', 'accesses')} there past the end`]),
    coverage.length === 0
      ? 'nothing was read'
      : `${grouped(totals.surfaces.complete)} of ${counted(coverage.length, 'surface')} fully read`,
  ].join('; ');
  return ['', ...prose(sheet, 0, says).map((line) => sheet.paint('heading', line))];
}
