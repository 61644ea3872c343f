import { visible } from '../../src/base/text/visible.ts';

// Text of these has a meaning in OSCAL's Markdown, with HTML and `{{ insert: … }}` in it.
const MARKUP = /[\\`*[\]<>&{}~^|]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** A text as OSCAL's `string`: one line, not empty, no space at its ends. */
export function line(text: string): string {
  const shown = visible(text).trim();
  return shown === '' ? '(empty)' : shown;
}

/** A text from outside as a part of `markup-line` and `markup-multiline`: what it says is shown, and nothing of it is obeyed. */
export function plain(text: string): string {
  return line(text).replace(MARKUP, '\\$&');
}

/** Paragraphs of a `markup-multiline`. */
export function paragraphs(...texts: readonly (string | null)[]): string {
  return texts.filter((text) => text !== null && text !== '').join('\n\n');
}

/** An item of a list a line; of a long one the first, and where the rest is. */
export function listed(items: readonly string[], most: number, rest: string): string {
  const shown = items.slice(0, most).map((item) => `- ${item}`);
  return [...shown, ...(items.length > most ? [`- and ${items.length - most} more in ${rest}`] : [])].join('\n');
}

/** OSCAL's `token`: a letter or `_`, then letters, digits, `.`, `-` and `_`. */
export function token(text: string): string {
  const bare = text.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[^\p{L}_]+|-+$/gu, '');
  return bare === '' ? '_' : bare;
}
