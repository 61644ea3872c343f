import { counted } from '../../src/base/text/count.ts';
import { prose, type Sheet } from '../../src/base/text/sheet.ts';

/** Said wherever lines were left out; nothing is left out without it. */
export function leftOut(sheet: Sheet, indent: number, count: number, one: string, many?: string): readonly string[] {
  if (count <= 0) return [];
  return prose(sheet, indent, `and ${counted(count, `more ${one}`, `more ${many ?? `${one}s`}`)}; all of them with --format json or html`);
}
