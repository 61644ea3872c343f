import { groupBy } from '../group.ts';
import { byCodeUnit } from '../order.ts';

/** A text that several items of a list share, said once above it and marked by its letter beside each. */
export interface Note {
  /** `a`, `b`, … */
  readonly mark: string;
  readonly text: string;
  /** Items that have it. */
  readonly count: number;
}

const LETTERS = 'abcdefgh';

/**
 * The texts that at least `least` of the items have, the most frequent first, by code unit where they are even; eight at most. A text
 * that is not among them has to be said with its item.
 */
export function sharedNotes(items: readonly (readonly string[])[], least: number): readonly Note[] {
  const all = items.flatMap((texts) => [...new Set(texts)]);
  return [...groupBy(all, (text) => text)]
    .map(([text, same]) => ({ text, count: same.length }))
    .filter(({ count }) => count >= least)
    .sort((a, b) => b.count - a.count || byCodeUnit(a.text, b.text))
    .slice(0, LETTERS.length)
    .map((each, at) => ({ ...each, mark: LETTERS.charAt(at) }));
}

/** ` [a b]`: the marks of the notes among these texts; empty where there is none. */
export function marksOf(notes: readonly Note[], texts: Iterable<string>): string {
  const own = new Set(texts);
  const marks = notes.filter(({ text }) => own.has(text)).map(({ mark }) => mark);
  return marks.length === 0 ? '' : ` [${marks.join(' ')}]`;
}
