// What JSON allows raw but a terminal or an editor obeys: DEL and C1 controls, separators, bidirectional and invisible characters.
const ACTING = /[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/u;
const ALL_ACTING = new RegExp(ACTING.source, 'gu');

/** A text as JSON writes it, with an escape where a raw character could act. Any parser gives back the same text, half a surrogate pair too. */
export function jsonQuoted(text: string): string {
  return jsonEscaped(JSON.stringify(text));
}

/** JSON as {@link jsonQuoted} writes its texts. They may stand anywhere in it: all that JSON has between them is ASCII that does not act. */
export function jsonEscaped(json: string): string {
  return ACTING.test(json) ? json.replace(ALL_ACTING, escaped) : json;
}

/** `\u202e`; a character outside the basic plane as its two halves (RFC 8259 section 7). */
function escaped(char: string): string {
  return char
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
