import { grouped } from '../../src/base/text/count.ts';
import { visible } from '../../src/base/text/visible.ts';
import { displayWidth } from '../../src/base/text/width.ts';
import { wrapIndented } from '../../src/base/text/wrap.ts';
import { padded, prose, type Sheet } from '../../src/base/text/sheet.ts';

export type NumberRow = readonly [string, ...number[]];

const NAME = 12;
const FEW = 6;
/** So many rows stand in two columns though some names do not fit beside their numbers on one line. */
const MANY = 30;
const LEAST_OF_TWO = 20;

/**
 * Rows with the numbers flush right under their heads: in two columns, read down and then across, where most fit; the names wrapped
 * where they do not; and where even that is too wide, each row in words.
 */
export function numberTable(sheet: Sheet, heads: readonly string[], rows: readonly NumberRow[]): readonly string[] {
  const [label = '', ...numberHeads] = heads;
  const texts = rows.map(([name, ...numbers]) => ({ name: visible(name), numbers: numbers.map(grouped) }));
  const widths = numberHeads.map((head, at) => Math.max(head.length, ...texts.map(({ numbers }) => numbers[at]?.length ?? 0)));
  const widest = Math.max(label.length, ...texts.map(({ name }) => displayWidth(name)));
  const taken = (gap: number): number => widths.reduce((sum, each) => sum + each + gap, 2);
  const line = (name: string, cells: readonly string[], room: number, gap: number): readonly string[] => {
    const [first = '', ...rest] = wrapIndented(name, room + 4, '  ', '    ');
    const numbers = cells.map((cell, at) => ' '.repeat(gap) + cell.padStart(widths[at] ?? 0)).join('');
    return [first + ' '.repeat(Math.max(0, room + 2 - displayWidth(first))) + numbers, ...rest];
  };
  const half = Math.floor(sheet.width / 2) - taken(1) - 1;
  if (rows.length >= FEW && (widest <= half || (rows.length >= MANY && half >= LEAST_OF_TWO))) {
    const all = texts.flatMap(({ name, numbers }) => line(name, numbers, Math.min(widest, half), 1));
    const head = line(label, numberHeads, Math.min(widest, half), 1).join('');
    // a name that goes on below its line stays with it
    let middle = Math.ceil(all.length / 2);
    while (all[middle]?.startsWith('    ') === true) middle++;
    const column = Math.floor(sheet.width / 2);
    const two = (left: string, right: string): string => (padded(left, column) + right).trimEnd();
    return [sheet.paint('faint', two(head, head)), ...all.slice(0, middle).map((left, at) => two(left, all[middle + at] ?? ''))];
  }
  if (taken(2) + NAME > sheet.width) {
    return rows.flatMap(([name, ...numbers]) => [
      ...prose(sheet, 2, name, 4),
      ...prose(sheet, 4, numbers.map((each, at) => `${numberHeads[at] ?? ''} ${grouped(each)}`).join(', ')),
    ]);
  }
  const room = Math.max(NAME, Math.min(sheet.width - taken(2), widest));
  return [
    ...line(label, numberHeads, room, 2).map((head) => sheet.paint('faint', head)),
    ...texts.flatMap(({ name, numbers }) => line(name, numbers, room, 2)),
  ];
}
