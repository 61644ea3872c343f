import { stripVTControlCharacters } from 'node:util';
import { counted } from '../../src/base/text/count.ts';
import { command, labelled, prose, type Sheet } from '../../src/base/text/sheet.ts';
import { visible } from '../../src/base/text/visible.ts';
import { displayWidth } from '../../src/base/text/width.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { RootCause } from '../../src/model/root-cause.ts';

const COMMANDS = 2;
/** Where the labels of a root cause's block stand, and where what they label. */
export const INDENT = 4;
export const COLUMN = 9;

/**
 * How many commands there are and where the rest is told; then the first, or all where they are few, each on lines of its own. None that has a
 * word too long for a line: broken it could not be pasted, whole nobody could read what is around it.
 */
export function fixLines(sheet: Sheet, { findings }: RootCause, { remediation }: Finding, explain: string): readonly string[] {
  const commands = [...new Set([remediation, ...findings.map((finding) => finding.remediation)].flatMap((each) => each.commands))];
  const first = commands.length > COMMANDS ? commands.slice(0, 1) : commands;
  const laid = first.map((text) => command(sheet, INDENT, text));
  const shown = laid.every((each) => each.every((line) => displayWidth(stripVTControlCharacters(line)) <= sheet.width)) ? laid : [];
  const all = counted(commands.length, 'command');
  const count = shown.length === 0 || shown.length === commands.length ? all : `${shown.length} of ${all}`;
  const says = commands.length === 0 ? firstSentence(remediation.summary) : count;
  const line = `${says}; more: ${explain}`;
  const fits = COLUMN + displayWidth(visible(line)) <= sheet.width;
  return [
    ...labelled(sheet, INDENT, 'fix', fits ? line : `${says}; more:`, COLUMN),
    ...(fits ? [] : prose(sheet, COLUMN, explain)),
    ...shown.flat(),
  ];
}

function firstSentence(text: string): string {
  return /^.*?(?=[.;:](?: |$))/u.exec(text)?.[0] ?? text;
}
