/*
 * Texts as the databases keep them. What leaves a store is sorted by UTF-16 code unit (src/base/order.ts), while databases sort by the
 * bytes of UTF-8: emoji come before U+FF5E by the one and after it by the other. PostgreSQL refuses U+0000 in a text, and neither keeps
 * half of a surrogate pair. So a text that is sorted by is kept in a form whose UTF-8 sorts as its code units do: every unit from U+D800
 * up, surrogates by themselves included, is moved up by 0x800, to where no surrogates are; U+0000 and U+0001 are two characters each.
 * Any string has one such form, no two have the same, and those of other characters alone, nearly all, are their own.
 */

// In a loop over code units, so without the flag `u`.

const moved = /[\0\x01\ud800-\uffff]/;

const kept = /[\x01\ud800-\uffff]/;
const MOVE = 0x800;

/** A text to be sorted by. */
export function sortable(text: string): string {
  if (!moved.test(text)) return text;
  let form = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit <= 1) form += unit === 0 ? '\x01\x01' : '\x01\x02';
    else form += unit < 0xd800 ? text.charAt(i) : String.fromCodePoint(unit + MOVE);
  }
  return form;
}

/** The text that {@link sortable} made this form of. */
export function unsorted(form: string): string {
  if (!kept.test(form)) return form;
  let text = '';
  for (let i = 0; i < form.length; i++) {
    const point = form.codePointAt(i) ?? 0;
    if (point === 1) text += String.fromCharCode(form.charCodeAt(++i) - 1);
    else if (point < 0xd800) text += form.charAt(i);
    else {
      text += String.fromCharCode(point - MOVE);
      if (point > 0xffff) i++;
    }
  }
  return text;
}

/** A text nobody sorts by: as it is, where databases keep it; its sortable form behind a mark, where they do not. */
export function storable(text: string): string {
  return text.isWellFormed() && !text.includes('\0') && text.charCodeAt(0) !== 1 ? text : `\x01${sortable(text)}`;
}

/** The text that {@link storable} made this form of. */
export function unstored(form: string): string {
  return form.charCodeAt(0) === 1 ? unsorted(form.slice(1)) : form;
}
