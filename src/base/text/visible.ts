/**
 * Characters that act instead of being seen: C0 and C1 controls and DEL (ANSI escapes begin with them), line and paragraph separators,
 * bidirectional controls (they reorder what stands around them), everything else Unicode calls a format character or default
 * ignorable (zero-width, tags), and halves of surrogate pairs.
 */
const ACTING = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const ALL_ACTING = new RegExp(ACTING.source, 'gu');
const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Text from outside made safe to show to a person: every acting character is written out, `\n`, `\t` or `\u{202e}`. All that is left
 * prints in one line, in the order in which it is stored, and no terminal obeys it. A joined emoji therefore comes apart.
 */
export function visible(text: string): string {
  if (!ACTING.test(text)) return text;
  return text.replace(ALL_ACTING, (char) => named[char] ?? `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`);
}
