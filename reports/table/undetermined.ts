import { counted, grouped } from '../../src/base/text/count.ts';
import { openQuestions, type Missing, type OpenGroup } from '../../src/model/open-questions.ts';
import type { Report } from '../../src/model/report.ts';
import { boundariesOf, whyWith } from './gaps.ts';
import { faint, firstFew, heading, hung, prose, short, type Sheet } from '../../src/base/text/sheet.ts';
import { leftOut } from './left-out.ts';

const GROUPS = 30;
const NAMES = 2;

/** Questions without an answer, by what is missing: how many, of which rules, about whom. The most first. */
export function undeterminedSection(sheet: Sheet, { undetermined, totals }: Report): readonly string[] {
  const { questions, rules, groups: unsorted } = openQuestions(undetermined);
  if (unsorted.length === 0) return ['', ...short(sheet, 'Undetermined', 'none')];
  const groups = unsorted.toSorted((a, b) => b.questions - a.questions);
  const width = grouped(groups[0]?.questions ?? 0).length;
  return [
    ...heading(sheet, 'Undetermined', `${counted(questions, 'question')} of ${counted(rules, 'rule')}: neither found nor clear`),
    ...groups.slice(0, GROUPS).flatMap((group) => groupLines(sheet, group, width, totals.boundaries.length)),
    ...leftOut(sheet, 2, groups.length - GROUPS, 'cause'),
  ];
}

function groupLines(sheet: Sheet, { questions, rules, about: who, missing }: OpenGroup, width: number, all: number): readonly string[] {
  const start = `  ${grouped(questions).padStart(width)}  `;
  const hang = start.length;
  const what = missing.flatMap((each, at) => hung(sheet, at === 0 ? start : `${' '.repeat(hang)}and `, missingText(each, all), hang + 2));
  const asked = rules.length > NAMES ? `${counted(rules.length, 'rule')}: ${firstFew(rules, NAMES)}` : rules.join(', ');
  const about = who === null || named(missing, who) ? '' : `; about ${who}`;
  return [...what, ...prose(sheet, hang + 2, asked + about).map((line) => faint(sheet, hang, line))];
}

/** Whether what is missing says the name anyway, as it does for a whole boundary's questions. */
function named(missing: readonly Missing[], name: string): boolean {
  return missing.some(({ surface, places }) => surface === name || places.some(({ boundary }) => boundary === name));
}

function missingText({ surface, cause, places, details, different }: Missing, all: number): string {
  return `${surface} ${boundariesOf(places, all)}: ${whyWith(cause, details, different)}`;
}
