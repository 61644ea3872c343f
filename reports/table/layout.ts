import { counted, grouped } from '../../src/base/text/count.ts';
import { visible } from '../../src/base/text/visible.ts';
import { displayWidth } from '../../src/base/text/width.ts';
import { wrapIndented } from '../../src/base/text/wrap.ts';
import type { Paint } from './paint.ts';

/** What every section is handed. */
export interface Sheet {
  /** Columns; at least 40. */
  readonly width: number;
  readonly paint: Paint;
}

/** A blank line, the heading in capitals with what it comes to, and a rule under it. */
export function heading(sheet: Sheet, title: string, says: string): readonly string[] {
  const [first = '', ...rest] = wrapIndented(visible(says), sheet.width, `${title.toUpperCase()}  `, '  ');
  return ['', sheet.paint('heading', first), ...rest, sheet.paint('faint', '─'.repeat(sheet.width))];
}

/** Text from the report or about it, wrapped at an indent. */
export function prose(sheet: Sheet, indent: number, text: string, hang = indent): readonly string[] {
  return wrapIndented(visible(text), sheet.width, ' '.repeat(indent), ' '.repeat(hang));
}

/** `label   text`, the text wrapped beside the label. */
export function labelled(sheet: Sheet, indent: number, label: string, text: string, column = 14): readonly string[] {
  const first = ' '.repeat(indent) + padded(label, column - indent);
  return wrapIndented(visible(text), sheet.width, first, ' '.repeat(column));
}

export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(1, columns - displayWidth(text)));
}

const NAME = 12;

/** Rows with the numbers flush right under their heads, the name wrapped before them; where that is too wide, each row in words. */
export function numberTable(sheet: Sheet, heads: readonly string[], rows: readonly (readonly [string, ...number[]])[]): readonly string[] {
  const [label = '', ...numberHeads] = heads;
  const texts = rows.map(([name, ...numbers]) => ({ name: visible(name), numbers: numbers.map(grouped) }));
  const widths = numberHeads.map((head, at) => Math.max(head.length, ...texts.map(({ numbers }) => numbers[at]?.length ?? 0)));
  const used = widths.reduce((sum, each) => sum + each + 2, 2);
  if (used + NAME > sheet.width) {
    return rows.flatMap(([name, ...numbers]) => [
      ...prose(sheet, 2, name, 4),
      ...prose(sheet, 4, numbers.map((each, at) => `${numberHeads[at] ?? ''} ${grouped(each)}`).join(', ')),
    ]);
  }
  const room = Math.max(NAME, Math.min(sheet.width - used, Math.max(label.length, ...texts.map(({ name }) => displayWidth(name)))));
  const line = (name: string, cells: readonly string[]): readonly string[] => {
    const [first = '', ...rest] = wrapIndented(name, room + 4, '  ', '    ');
    const numbers = cells.map((cell, at) => `  ${cell.padStart(widths[at] ?? 0)}`).join('');
    return [padded(first, room + 2).slice(0, Math.max(room + 2, first.length)) + numbers, ...rest];
  };
  return [
    ...line(label, numberHeads).map((head) => sheet.paint('faint', head)),
    ...texts.flatMap(({ name, numbers }) => line(name, numbers)),
  ];
}

/** The first few of a list, and in words how many there are beside them. */
export function firstFew(items: readonly string[], limit: number): string {
  const more = items.length - limit;
  const shown = items.slice(0, limit).join(', ');
  return more > 0 ? `${shown} and ${grouped(more)} more` : shown;
}

/** Said wherever lines were left out; nothing is left out without it. */
export function leftOut(sheet: Sheet, count: number, one: string, many?: string): readonly string[] {
  if (count <= 0) return [];
  return prose(sheet, 2, `and ${counted(count, `more ${one}`, `more ${many ?? `${one}s`}`)}; see --format json`);
}

/** A command that can be pasted: broken only at spaces outside quotes, with a backslash; a long word is left to the terminal. */
export function command(sheet: Sheet, indent: number, text: string): readonly string[] {
  const words = visible(text).match(/(?:[^\s"']|"(?:[^"\\]|\\.)*"|'[^']*'|["'])+/gu) ?? [];
  const lines: string[] = [];
  let line = `${' '.repeat(indent)}$ `;
  let fresh = true;
  for (const word of words) {
    if (!fresh && displayWidth(line) + 1 + displayWidth(word) + 2 > sheet.width) {
      lines.push(`${line} \\`);
      line = ' '.repeat(indent + 4);
      fresh = true;
    }
    line += fresh ? word : ` ${word}`;
    fresh = false;
  }
  return [...lines, line];
}
