import { parseInstant } from '../../src/base/instant.ts';
import { grouped } from '../../src/base/text/count.ts';
import { visible } from '../../src/base/text/visible.ts';
import { isMoment, type Cell, type Table } from './table.ts';

/** UTF-16 units that Excel keeps of a cell, and rows that it keeps of a sheet (Excel specifications and limits). */
export const LONGEST_CELL = 32_767;
export const MOST_ROWS = 1_048_576;

const FIRST_DATE = Date.UTC(1900, 2, 1);
const LAST_DATE = Date.UTC(9999, 11, 31);
// XML 1.0 has no place for the last two of each plane and discourages the rest; a writer that drops them would change a name unseen.
const NO_CHARACTER = /[\ufdd0-\ufdef\ufffd]|\p{Noncharacter_Code_Point}/gu;
// ECMA-376 part 1, 22.9.2.19: a reader takes `_x000A_` for a line feed unless its first underscore is written as one.
const ESCAPE = /_(?=x[0-9A-Fa-f]{4}_)/g;

export type SheetCell =
  | null
  | { readonly value: string; readonly type: StringConstructor; readonly wrap: boolean; readonly alignVertical: 'top' }
  | { readonly value: number; readonly type: NumberConstructor; readonly alignVertical: 'top' }
  | { readonly value: Date; readonly type: DateConstructor; readonly format: string; readonly alignVertical: 'top' };

/**
 * The rows of a table below its header, at most so many; of one that is longer the last row says how many are left out and where the
 * whole is. A text is always a text, never a formula.
 */
export function sheetRows({ id, rows }: Table, most: number = MOST_ROWS - 1): readonly (readonly SheetCell[])[] {
  const isCut = rows.length > most;
  const shown = isCut ? rows.slice(0, most - 1) : rows;
  const cells = shown.map((row, index) => row.map((cell) => sheetCell(cell, `csv/${id}.csv row ${index + 2}`)));
  if (!isCut) return cells;
  return [...cells, [textCell(`and ${grouped(rows.length - shown.length)} more rows: all are in csv/${id}.csv`, '')]];
}

function sheetCell(cell: Cell, whole: string): SheetCell {
  if (cell === null) return null;
  if (typeof cell === 'number')
    return Number.isFinite(cell) ? { value: cell, type: Number, alignVertical: 'top' } : textCell(String(cell), whole);
  if (typeof cell === 'string') return textCell(visible(cell), whole);
  if (isMoment(cell)) return dateCell(cell.at, whole);
  return cell.length === 0 ? null : textCell(cell.map(visible).join('\n'), whole);
}

/** Where a spreadsheet has no such date, the text. */
function dateCell(at: string, whole: string): SheetCell {
  const ms = parseInstant(at);
  if (ms === undefined || ms < FIRST_DATE || ms >= LAST_DATE) return textCell(visible(at), whole);
  return { value: new Date(ms), type: Date, format: 'yyyy-mm-dd hh:mm:ss.000', alignVertical: 'top' };
}

/** Of one that is too long as much as fits, and where the whole is. */
export function textCell(text: string, whole: string): SheetCell {
  const safe = text.replace(NO_CHARACTER, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`).replace(ESCAPE, '_x005F_');
  const value = safe.length <= LONGEST_CELL ? safe : cut(safe, `… (cut; the whole is in ${whole})`);
  return { value, type: String, wrap: value.includes('\n'), alignVertical: 'top' };
}

function cut(text: string, note: string): string {
  const end = LONGEST_CELL - note.length;
  const isHalf = /[\ud800-\udbff]/.test(text.charAt(end - 1));
  // an escape that is cut in two would be shown as it is written
  return text.slice(0, isHalf ? end - 1 : end).replace(/_x005F?$|_x00?5?$/, '') + note;
}
