import type { Sequence } from '../sequence.ts';

/**
 * The texts that columns have numbers of, in the order in which they are first used, and in the columns the numbers of that order. Texts
 * that are not used go. A negative number is none.
 */
export function byUse(texts: Sequence<string>, columns: readonly Int32Array[]): readonly string[] {
  const numbers = new Int32Array(texts.length).fill(-1);
  const used: string[] = [];
  for (const column of columns) {
    for (let at = 0; at < column.length; at++) {
      const old = column[at] as number;
      if (old < 0) continue;
      let number = numbers[old] as number;
      if (number < 0) {
        numbers[old] = number = used.length;
        used.push(texts.at(old) as string);
      }
      column[at] = number;
    }
  }
  return used;
}
