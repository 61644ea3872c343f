import { grouped } from './count.ts';
import { visible } from './visible.ts';
import { displayWidth } from './width.ts';
import { wrapIndented } from './wrap.ts';
import type { Ink, Paint } from './paint.ts';

/** What everything that is laid out for a terminal is handed. */
export interface Sheet {
  /** Columns; at least 40. */
  readonly width: number;
  readonly paint: Paint;
  /** How running text shows what is too long to be read. Left out: as it is. Commands are never changed. */
  readonly abridge?: (text: string) => string;
}

function readable({ abridge }: Sheet, text: string): string {
  return visible(abridge === undefined ? text : abridge(text));
}

/** A blank line, and the heading in capitals with what it comes to and a rule to the end of the line. */
export function heading(sheet: Sheet, title: string, says: string): readonly string[] {
  const start = `${title.toUpperCase()}  `;
  const lines = hung(sheet, start, says, start.length);
  return [
    '',
    ...lines.map(
      (line, at) =>
        (at === 0 ? inked(sheet, 0, title.toUpperCase(), line, 'heading') : line) + ruleAfter(sheet, line, at === lines.length - 1),
    ),
  ];
}

function ruleAfter(sheet: Sheet, line: string, last: boolean): string {
  const room = sheet.width - displayWidth(line) - 2;
  return last && room > 0 ? `  ${sheet.paint('faint', '─'.repeat(room))}` : '';
}

/** A section of a line or two: the heading in capitals, and beside it all there is to say. */
export function short(sheet: Sheet, title: string, says: string, column = 14): readonly string[] {
  return labelled(sheet, 0, title.toUpperCase(), says, column, 'heading');
}

/** Text from the report or about it, wrapped at an indent. */
export function prose(sheet: Sheet, indent: number, text: string, hang = indent): readonly string[] {
  return wrapIndented(readable(sheet, text), sheet.width, ' '.repeat(indent), ' '.repeat(hang));
}

/** Text beside what begins its first line, wrapped at an indent. */
export function hung(sheet: Sheet, first: string, text: string, hang: number): readonly string[] {
  return wrapIndented(readable(sheet, text), sheet.width, first, ' '.repeat(hang));
}

/** `label   text`, the text wrapped beside the label, which alone is painted. */
export function labelled(sheet: Sheet, indent: number, label: string, text: string, column = 14, ink: Ink = 'faint'): readonly string[] {
  const first = ' '.repeat(indent) + padded(visible(label), column - indent);
  const [head = '', ...rest] = wrapIndented(readable(sheet, text), sheet.width, first, ' '.repeat(column));
  return [inked(sheet, indent, visible(label), head, ink), ...rest];
}

/** A line with the label at its beginning painted. */
export function inked(sheet: Sheet, indent: number, label: string, line: string, ink: Ink): string {
  return line.slice(0, indent) + sheet.paint(ink, label) + line.slice(indent + label.length);
}

/** A line painted faint from a column on. */
export function faint(sheet: Sheet, indent: number, line: string): string {
  return line.slice(0, indent) + sheet.paint('faint', line.slice(indent));
}

export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(1, columns - displayWidth(text)));
}

/** The first few of a list, and in words how many there are beside them. `all`: how many there are, where the list holds only the first. */
export function firstFew(items: readonly string[], limit: number, separator = ', ', all = items.length): string {
  const more = all - limit;
  const shown = items.slice(0, limit).join(separator);
  return more > 0 ? `${shown} and ${grouped(more)} more` : shown;
}

/** The counts that are not zero, in words: `2 critical, 1 low`. */
export function nonZero(counts: readonly (readonly [string, number])[]): string {
  return counts.flatMap(([name, count]) => (count === 0 ? [] : [`${grouped(count)} ${name}`])).join(', ');
}

/**
 * A command on lines of its own that can be pasted: broken only at spaces outside quotes, with a backslash; a long word is left to the
 * terminal. A shell does not continue a comment, so that each line of one begins with its mark.
 */
export function command(sheet: Sheet, indent: number, text: string): readonly string[] {
  const start = ' '.repeat(indent);
  const shown = visible(text);
  const comment = /^\s*#\s*/.exec(shown)?.[0];
  const lines =
    comment === undefined
      ? shellLines(sheet, start, shown)
      : wrapIndented(shown.slice(comment.length), sheet.width, `${start}# `, `${start}# `);
  return lines.map((line) => start + sheet.paint('command', line.slice(indent)));
}

function shellLines(sheet: Sheet, start: string, text: string): readonly string[] {
  const words = text.match(/(?:[^\s"']|"(?:[^"\\]|\\.)*"|'[^']*'|["'])+/gu) ?? [];
  const lines: string[] = [];
  let line = start;
  let fresh = true;
  words.forEach((word, at) => {
    const mark = at === words.length - 1 ? 0 : 2;
    if (!fresh && displayWidth(line) + 1 + displayWidth(word) + mark > sheet.width) {
      lines.push(`${line} \\`);
      line = `${start}  `;
      fresh = true;
    }
    line += fresh ? word : ` ${word}`;
    fresh = false;
  });
  return [...lines, line];
}
