import { visible } from './visible.ts';

const TRIGGER = '[=+\\-@]';
// csv-stringify's escape_formulas looks at the first character only, for = + - @, tab, CR and the full-width four.
const LEADING = new RegExp(`^[\\s"']*${TRIGGER}`, 'u');

/**
 * A text as a cell. Acting characters are written out (`visible`), so that a line feed in a cell always divides two items of a list.
 * A beginning that a spreadsheet could take for a formula gets an apostrophe before it; beyond what csv-stringify does that is one
 * behind white space or quotes, and one that compatibility normalisation makes into `=`, `+`, `-` or `@` (small, superscript and
 * full-width forms). The same goes for what follows a semicolon, where a spreadsheet set to that separator begins a new cell
 * (OWASP, CSV Injection).
 */
export function textCell(text: string): string {
  const shown = visible(text);
  const plain = shown.normalize('NFKC');
  const inner = shown.replace(/;(?=[\s"']*([^\s"']))/gu, guardAfter);
  return LEADING.test(plain) ? `'${inner}` : inner;
}

function guardAfter(semicolon: string, next: string): string {
  return new RegExp(`^${TRIGGER}`, 'u').test(next.normalize('NFKC')) ? `${semicolon}'` : semicolon;
}

/** A list as one cell, an item a line. */
export function listCell(items: readonly string[]): string | null {
  return items.length === 0 ? null : items.map(textCell).join('\n');
}
