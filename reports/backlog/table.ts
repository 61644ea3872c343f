import { DAY_MS, parseInstant, type Instant } from '../../src/base/instant.ts';
import { counted } from '../../src/base/text/count.ts';
import { minuteOf } from '../../src/base/text/moment.ts';
import { command, heading, nonZero, padded, prose, type Sheet } from '../../src/base/text/sheet.ts';
import type { Backlog, BacklogItem } from '../../src/model/backlog.ts';
import { severities } from '../../src/model/question.ts';
import { sectionsOf, stateText } from './sections.ts';

/** For a terminal: what is not known, what is to be done in its order, and what became of the rest. */
export function* table({ asOf, items, caveats }: Backlog, sheet: Sheet): Iterable<string> {
  const live = items.filter(({ state }) => state === 'open' || state === 'returned');
  const rest = items.filter(({ state }) => state !== 'open' && state !== 'returned');
  const counts = nonZero(severities.map((severity) => [severity, live.filter((each) => each.severity === severity).length] as const));
  const late = live.filter(({ due }) => due !== null && due < asOf).length;
  const says = [`${counted(live.length, 'item')} as of ${minuteOf(asOf)} UTC`, counts, late === 0 ? '' : `${late} past due`];
  const lines = [
    ...heading(sheet, 'Backlog', says.filter((each) => each !== '').join('; ')).slice(1),
    ...caveats.flatMap((each) => prose(sheet, 2, `! ${each}`, 4)),
    ...live.flatMap((item) => itemLines(sheet, item, asOf)),
  ];
  if (rest.length > 0) {
    lines.push(...heading(sheet, 'Others', 'nothing to be done now'));
    for (const item of rest)
      lines.push(...prose(sheet, 2, `${item.id} ${item.state}: ${item.title}`, 4), ...prose(sheet, 4, stateText(item), 4));
  }
  for (const line of lines) yield `${line}\n`;
}

function itemLines(sheet: Sheet, item: BacklogItem, asOf: Instant): readonly string[] {
  const { rank, severity, title, id, owner, boundary, findings, state, commands } = item;
  const [first = '', ...more] = prose(sheet, 0, `${padded(`${rank}.`, 5)}${padded(severity, 9)}${title}`, 14);
  const painted = first.slice(0, 5) + sheet.paint(severity, first.slice(5, 5 + severity.length)) + first.slice(5 + severity.length);
  const told = [
    ...(state === 'returned' ? ['returned'] : []),
    ...(owner === null ? ['no owner known'] : [owner]),
    ...(boundary === null ? [] : [boundary]),
    dueText(item, asOf),
    ...(findings.length === 0 ? [] : [counted(findings.length, 'finding')]),
    ...(commands.length === 0 ? [] : ['commands']),
  ];
  return ['', painted, ...more, ...prose(sheet, 14, `${id}  ${told.join(' · ')}`, 14).map((line) => sheet.paint('faint', line))];
}

function dueText({ due }: BacklogItem, asOf: Instant): string {
  if (due === null) return 'no due date';
  const days = Math.floor(((parseInstant(asOf) ?? 0) - (parseInstant(due) ?? 0)) / DAY_MS);
  return days > 0 ? `due ${due.slice(0, 10)}, ${counted(days, 'day')} ago` : `due ${due.slice(0, 10)}`;
}

/** One item whole. */
export function* tableOfItem(item: BacklogItem, sheet: Sheet): Iterable<string> {
  const lines = [
    ...heading(sheet, item.id, item.title).slice(1),
    ...sectionsOf(item, { rank: true }).flatMap(({ title, kind, lines: own }) => [
      ...prose(sheet, 2, title).map((line) => sheet.paint('heading', line)),
      ...own.flatMap((line) => (kind === 'code' ? command(sheet, 4, line) : prose(sheet, 4, line, 6))),
    ]),
  ];
  for (const line of lines) yield `${line}\n`;
}
