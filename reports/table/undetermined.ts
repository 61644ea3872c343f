import { groupBy } from '../../src/base/group.ts';
import { counted, grouped } from '../../src/base/text/count.ts';
import type { Undetermined } from '../../src/model/finding.ts';
import type { Gap } from '../../src/model/gap.ts';
import type { Report } from '../../src/model/report.ts';
import { boundariesOf, whyOf } from './gaps.ts';
import { faint, firstFew, heading, hung, prose, short, type Sheet } from '../../src/base/text/sheet.ts';
import { leftOut } from './left-out.ts';

const GROUPS = 30;
const NAMES = 2;

/** Questions without an answer, by what is missing: how many, of which rules, about whom. The most first. */
export function undeterminedSection(sheet: Sheet, { undetermined, totals }: Report): readonly string[] {
  if (undetermined.length === 0) return ['', ...short(sheet, 'Undetermined', 'none')];
  const all = questionsOf(undetermined);
  const rules = new Set(undetermined.map(({ rule }) => rule)).size;
  // Many questions share one list of what they lack: its key is made once.
  const keys = new Map<readonly Gap[], string>();
  const keyOf = ({ because }: Undetermined): string => {
    const known = keys.get(because) ?? causeKey(because);
    keys.set(because, known);
    return known;
  };
  const groups = [...groupBy(undetermined, keyOf).values()].sort((a, b) => questionsOf(b) - questionsOf(a));
  const width = grouped(questionsOf(groups[0] ?? [])).length;
  return [
    ...heading(sheet, 'Undetermined', `${counted(all, 'question')} of ${counted(rules, 'rule')}: neither found nor clear`),
    ...groups.slice(0, GROUPS).flatMap((group) => groupLines(sheet, group, width, totals.boundaries.length)),
    ...leftOut(sheet, 2, groups.length - GROUPS, 'cause'),
  ];
}

function questionsOf(group: readonly Undetermined[]): number {
  return group.reduce((sum, each) => sum + each.questions, 0);
}

/** All that one question lacks, so that each is counted once. */
function causeKey(because: readonly Gap[]): string {
  return JSON.stringify([...new Set(because.map(gapKey))].sort());
}

function gapKey({ surface, cause }: Gap): string {
  return JSON.stringify([surface, cause]);
}

function groupLines(sheet: Sheet, group: readonly Undetermined[], width: number, all: number): readonly string[] {
  const lacking = [...new Set(group.map((each) => each.because))].flat();
  const gaps = [...groupBy(lacking, gapKey).values()];
  const start = `  ${grouped(questionsOf(group)).padStart(width)}  `;
  const hang = start.length;
  const what = gaps.flatMap((same, at) => hung(sheet, at === 0 ? start : `${' '.repeat(hang)}and `, gapText(same, all), hang + 2));
  const rules = [...new Set(group.map(({ rule }) => rule))];
  const asked = rules.length > NAMES ? `${counted(rules.length, 'rule')}: ${firstFew(rules, NAMES)}` : rules.join(', ');
  const who = group[0]?.subject.name;
  const alone = group.every(({ subject }) => subject.name === who);
  const about = who === undefined || !alone || named(lacking, who) ? '' : `; about ${who}`;
  return [...what, ...prose(sheet, hang + 2, asked + about).map((line) => faint(sheet, hang, line))];
}

/** Whether the gaps say the name anyway, as they do for a whole boundary's questions. */
function named(gaps: readonly Gap[], name: string): boolean {
  return gaps.some(({ surface, boundary }) => surface === name || boundary === name);
}

function gapText(same: readonly Gap[], all: number): string {
  const [first] = same;
  return first === undefined ? '' : `${first.surface} ${boundariesOf(same, all)}: ${whyOf(same)}`;
}
