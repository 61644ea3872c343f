// East Asian Wide and Fullwidth blocks (Unicode Standard Annex 11), first and last code point; emoji are told by their property.
const wide: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x3247],
  [0x3250, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];
const ASCII = /^[\x20-\x7e]*$/;
const ZERO = /^[\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]$/u;
const EMOJI = /^\p{Emoji_Presentation}$/u;

/** Columns one character takes on a terminal: 0 (combining), 1 or 2 (wide). */
function charWidth(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (ZERO.test(char)) return 0;
  return EMOJI.test(char) || wide.some(([first, last]) => first <= code && code <= last) ? 2 : 1;
}

/** Columns a text takes on a terminal. The text holds no controls (`visible`). */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length;
  let columns = 0;
  for (const char of text) columns += charWidth(char);
  return columns;
}

/** The longest beginning of a text that fits into `columns`; at least one character of a text that is not empty. */
export function takeWidth(text: string, columns: number): string {
  if (ASCII.test(text)) return text.slice(0, Math.max(1, columns));
  let taken = '';
  let used = 0;
  for (const char of text) {
    const more = charWidth(char);
    if (taken !== '' && used + more > columns) return taken;
    taken += char;
    used += more;
  }
  return taken;
}
