import { byCodeUnit } from '../../base/order.ts';

/** Longer names are compared by what they hold alone: their distance would be worked out for long. */
const LONGEST = 64;

/** The names that come nearest to a text: those that hold it, or that few changes of a letter make it. Each once, the nearest first. */
export function nearest(text: string, names: Iterable<string>, limit: number): readonly string[] {
  const wanted = text.toLowerCase();
  const most = Math.max(1, Math.floor(wanted.length / 3));
  const found = new Map<string, number>();
  for (const name of names) {
    if (found.has(name)) continue;
    const far = distance(wanted, name.toLowerCase(), most);
    if (far <= most) found.set(name, far);
  }
  return [...found]
    .sort((a, b) => a[1] - b[1] || a[0].length - b[0].length || byCodeUnit(a[0], b[0]))
    .slice(0, limit)
    .map(([name]) => name);
}

/** 0 where the name holds the text; more than `most` where it takes more changes. */
function distance(text: string, name: string, most: number): number {
  if (text.length >= 3 && name.includes(text)) return 0;
  if (Math.abs(text.length - name.length) > most || name.length > LONGEST) return most + 1;
  let row = Array.from({ length: name.length + 1 }, (_, at) => at);
  for (let i = 1; i <= text.length; i++) {
    const next = [i];
    for (let j = 1; j <= name.length; j++) {
      const change = (row[j - 1] as number) + Number(text[i - 1] !== name[j - 1]);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    if (Math.min(...next) > most) return most + 1;
    row = next;
  }
  return row[name.length] as number;
}
