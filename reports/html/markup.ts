import { visible } from '../../src/base/text/visible.ts';

/**
 * Markup with holes for text from outside. `shape` is our own markup, U+0000 where a text goes; `texts` fills the holes in order. Text
 * never stands in an attribute, and always in a `bdi` element of its own, so it can neither become markup nor reorder what is beside it.
 */
export interface Fragment {
  readonly shape: string;
  readonly texts: readonly string[];
}

export type Value = string | number | Fragment | readonly Fragment[];

const HOLE = '\0';

/** Text and numbers become holes; fragments become part of this one. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Fragment {
  const literals = closedUp(parts);
  let shape = literals[0] ?? '';
  const texts: string[] = [];
  values.forEach((value, index) => {
    for (const each of Array.isArray(value) ? (value as readonly Fragment[]) : [value as string | number | Fragment]) {
      if (typeof each === 'object') {
        shape += each.shape;
        texts.push(...each.texts);
      } else {
        shape += HOLE;
        texts.push(visible(String(each)));
      }
    }
    shape += literals[index + 1] ?? '';
  });
  return { shape, texts };
}

const closed = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The literal parts without their layout in the source: every line break with its indentation is one space. Worked out once each. */
function closedUp(parts: TemplateStringsArray): readonly string[] {
  const known = closed.get(parts);
  if (known !== undefined) return known;
  const literals = parts.map((part) => part.replace(/\s*\n\s*/g, ' '));
  closed.set(parts, literals);
  return literals;
}

export const nothing: Fragment = { shape: '', texts: [] };

/** A word of a closed vocabulary, as part of the markup: a class name or a label. Anything else is refused a place there. */
export function word(text: string): Fragment {
  return /^[a-z][a-z0-9-]*$/.test(text) ? { shape: text, texts: [] } : { shape: 'other', texts: [] };
}

/** A word of a closed vocabulary with a frame; its colour only repeats what it says. */
export function chip(text: string): Fragment {
  return html`<span class="chip ${word(text)}">${/^[a-z][a-z0-9-]*$/.test(text) ? word(text) : text}</span>`;
}

/** The finished markup. */
export function filled({ shape, texts }: Fragment): string {
  return shape
    .split(HOLE)
    .map((part, index) => (index === 0 ? part : `<bdi>${escaped(texts[index - 1] ?? '')}</bdi>${part}`))
    .join('');
}

/** A shape with empty holes, for a `template` element. */
export function hollow(shape: string): string {
  return shape.replaceAll(HOLE, '<bdi></bdi>');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
