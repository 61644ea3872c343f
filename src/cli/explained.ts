import { groupBy } from '../base/group.ts';
import { counted } from '../base/text/count.ts';
import { faint, hung, inked, labelled, prose, type Sheet } from '../base/text/sheet.ts';
import { minuteOf } from '../base/text/moment.ts';
import { visible } from '../base/text/visible.ts';
import type { Finding, PathStep } from '../model/finding.ts';
import type { ExplainedElement } from '../run/explain.ts';
import type { Explanation } from '../run/explain-finding.ts';
import { elementLines, settledBy, shortened } from './told.ts';
import { byOfGrant, byOfLink, stepLines, whoText } from './way.ts';

const SIBLINGS = 10;

/** The explanation as text for a terminal. Nothing of it is left out but the titles of controls and long items' ends, and it says so. */
export function* explained(
  { finding, steps, conditions, because, evidence, unread, sameCause }: Explanation,
  sheet: Sheet,
): Iterable<string> {
  const { remediation, rootCause, subject } = finding;
  const way = wayLines(sheet, finding.path, steps);
  const told = finding.path.map((step) => (step.step === 'identity' ? '' : step.text)).join('\n');
  const list = (items: readonly string[]): readonly string[] => items.flatMap((item) => prose(sheet, 2, item, 4));
  // What the steps have shown is not shown again.
  const statements = steps.flatMap((each) => each.statements);
  const shown = new Set(statements.flatMap((each) => each.evidence.map(({ page, pointer }) => `${page} ${pointer}`)));
  const settled = new Set(statements.flatMap((each) => each.conditions.map(({ text }) => text)));
  const missing = new Set(steps.flatMap((each) => each.unread));
  const word = finding.severity.toUpperCase();
  const column = word.length + 2;
  const [head = '', ...rest] = hung(sheet, `${word}  `, `${finding.title}: ${whoText(subject.kind, subject.name)}`, column);
  const out = [
    inked(sheet, 0, word, head, finding.severity),
    ...rest,
    ...(subject.id === subject.name || subject.id === `${subject.kind}:${subject.name}` ? [] : prose(sheet, column, subject.id)),
    ...(rootCause.name === subject.name ? [] : prose(sheet, column, `by ${rootCause.name}`)),
    ...prose(sheet, column, `rule ${finding.rule}, finding ${finding.fingerprint.slice(0, 12)}`).map((line) => faint(sheet, column, line)),
    ...section(sheet, 'Why it is one', list(finding.reasons)),
    ...section(sheet, 'Since when', list(pastTexts(finding))),
    ...section(sheet, steps.length === 0 ? 'The way' : 'The way, step by step', way),
    // The steps say these in brackets; what they leave out stands here.
    ...section(sheet, 'What made its class', list(because.filter((text) => !told.includes(text)))),
    ...section(
      sheet,
      'Conditions on it',
      list(conditions.filter(({ text }) => !settled.has(text)).map((each) => `${each.text} (${settledBy[each.settled]})`)),
    ),
    ...section(sheet, 'What might still limit it', list(finding.caveats)),
    ...section(sheet, 'What to do', [
      ...prose(sheet, 2, remediation.summary),
      ...(remediation.mayBreak === null ? [] : prose(sheet, 2, `may break: ${remediation.mayBreak}`, 4)),
      ...(remediation.commands.length === 0 ? [] : ['']),
      // Each command stays on one line, to be copied as it is.
      ...remediation.commands.map((text) => `    ${sheet.paint('command', visible(text))}`),
      ...(remediation.commands.length === 0 ? [] : ['']),
      ...prose(sheet, 2, `verified when: ${remediation.verify}`, 4),
    ]),
    ...section(
      sheet,
      'Goes away with it',
      list([
        ...sameCause
          .slice(0, SIBLINGS)
          .map((each) => `${each.fingerprint.slice(0, 12)}  ${each.severity}, ${each.title}: ${each.subject.name}`),
        ...(sameCause.length > SIBLINGS
          ? [`and ${counted(sameCause.length - SIBLINGS, 'more finding')}; all of them with --format json`]
          : []),
      ]),
    ),
    ...section(
      sheet,
      steps.length === 0 ? 'Read from' : 'Read from, beside what the steps name',
      evidence
        .filter(({ page, pointer }) => !shown.has(`${page} ${pointer}`))
        .flatMap(({ page, pointer, item }) => [
          ...prose(sheet, 2, `page ${page.slice(0, 12)} ${pointer}`, 4),
          ...prose(sheet, 4, item === undefined ? 'the capture has no such item' : shortened(item, 240)).map((line) =>
            faint(sheet, 4, line),
          ),
        ]),
    ),
    ...section(sheet, 'Not read', list(unread.filter((each) => !missing.has(each)))),
    ...section(
      sheet,
      'Controls, their titles with --format json',
      [...groupBy(finding.controls, (control) => control.framework)].flatMap(([framework, all]) =>
        labelled(sheet, 2, framework, all.map(({ id }) => id).join(', '), 16),
      ),
    ),
  ];
  for (const line of out) yield `${line}\n`;
}

function pastTexts({ seen }: Finding): readonly string[] {
  if (seen === null) return [];
  const { first, last, since, runs, reappeared } = seen;
  const times = reappeared === 1 ? 'once' : `${reappeared} times`;
  const before = reappeared === 0 ? '' : `; first seen ${minuteOf(first)}, resolved ${times} and back again`;
  return [`seen since ${minuteOf(since)}, last ${minuteOf(last)} (UTC), in ${counted(runs, 'run')}${before}`];
}

function section(sheet: Sheet, title: string, body: readonly string[]): readonly string[] {
  return body.length === 0 ? [] : ['', ...prose(sheet, 0, title).map((line) => sheet.paint('heading', line)), ...body];
}

/**
 * Entry, then who, then each link with whom it leads to, and the right at the end. An identity a link has named is not said again. A step
 * that was explained has its statements below it, in place of one line that names its source.
 */
export function wayLines(sheet: Sheet, path: readonly PathStep[], steps: readonly ExplainedElement[] = []): readonly string[] {
  const names = new Map(path.flatMap((step) => (step.step === 'identity' ? [[step.id, step.name] as const] : [])));
  const nameOf = (id: string): string => names.get(id) ?? id;
  let number = 0;
  const numbered = (head: string, by: string, told: ExplainedElement | undefined): readonly string[] => {
    if (steps.length === 0) return stepLines(sheet, 2, head, by);
    const mark = `${++number}. `;
    const first = prose(sheet, 2, `${mark}${head}`, 2 + mark.length);
    if (told === undefined) return [...first, ...(by === '' ? [] : prose(sheet, 2 + mark.length, by))];
    return [...first, ...elementLines(sheet, 2 + mark.length, told)];
  };
  return path.flatMap((step, at) => {
    const before = path[at - 1];
    switch (step.step) {
      case 'entry':
        return prose(sheet, 2, `entry ${step.state}: ${step.text}`, 4);
      case 'identity':
        return before?.step === 'link' ? [] : prose(sheet, 2, step.name, 4);
      case 'link': {
        const from = standsAt(before, step.from) ? '' : `${nameOf(step.from)} `;
        const head = `${from}${step.how} ${nameOf(step.to)}, ${step.persistence}`;
        return numbered(head, byOfLink(step, nameOf(step.from), nameOf(step.to)), toldOf(steps, step.from, step.how, step.to));
      }
      case 'grant': {
        const holder = steps.find((each) => each.type === 'grant')?.from ?? '';
        const head = `${step.capability} on ${step.scope}, ${step.persistence}`;
        return numbered(head, byOfGrant(step), toldOf(steps, holder, step.capability, step.scope));
      }
    }
  });
}

function toldOf(steps: readonly ExplainedElement[], from: string, what: string, to: string): ExplainedElement | undefined {
  return steps.find((each) => each.from === from && each.what === what && each.to === to);
}

/** Whether the step before ended at the identity, so that it need not be named again. */
function standsAt(before: PathStep | undefined, id: string): boolean {
  return (before?.step === 'identity' && before.id === id) || (before?.step === 'link' && before.to === id);
}
