import type { Content } from 'pdfmake';
import { minuteAfter, minuteOf } from '../../src/base/text/moment.ts';
import { visible } from '../../src/base/text/visible.ts';
import type { Instant } from '../../src/base/instant.ts';
import { hasGlyph } from './glyphs.ts';

/** Characters of a paragraph, and of an item of a list. */
const LONGEST = 1000;
const LONGEST_ITEM = 260;
/** A word of so many characters may be wider than its column. */
const LONG_WORD = 14;
/** Where a line may be broken within a word without more (Unicode Standard Annex 14). */
const BREAKS = /(?<=[-/])/u;

/** Text from outside as the page can show it: composed, and what acts or has no glyph written as its code point. */
export function shown(text: string): string {
  const composed = visible(text).normalize('NFC');
  return Array.from(composed, glyph).join('');
}

function glyph(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  return hasGlyph(code) ? char : `\\u{${code.toString(16)}}`;
}

/** Runs of one text. */
export interface Wrapped {
  readonly text: { readonly text: string; readonly wordBreak?: 'break-all' }[];
}

/** Text that goes into the next line wherever a word is too long for its place, as the names of cloud resources are. Cut where it is too long. */
export function wrapped(text: string, longest = LONGEST): Wrapped {
  const all = shown(text);
  const cut = all.length > longest ? `${all.slice(0, longest)}… (more in pack.json)` : all;
  return { text: cut.split(/(?<=\s)/u).map((part) => (isLong(part) ? { text: part, wordBreak: 'break-all' } : { text: part })) };
}

function isLong(word: string): boolean {
  return word.length > LONG_WORD && word.split(BREAKS).some(({ length }) => length > LONG_WORD);
}

/** A list, an item a line; of a long one the first few and how many more. */
export function stacked(items: readonly string[], most: number): Content {
  const rest = items.length - most;
  return {
    stack: [
      ...items.slice(0, most).map((item) => wrapped(item, LONGEST_ITEM)),
      ...(rest > 0 ? [{ text: `and ${rest} more`, style: 'note' }] : []),
    ],
  };
}

/** `2026-10-02 06:00`, UTC. */
export function moment(at: Instant | null): string {
  return at === null ? 'never' : minuteOf(at);
}

/** `2026-10-02 06:00 to 2026-10-03 07:30`, UTC: neither end is told shorter than it is. */
export function stretch(from: Instant, to: Instant): string {
  return `${minuteOf(from)} to ${minuteAfter(to)}`;
}
