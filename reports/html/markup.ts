import { visible } from '../../src/base/text/visible.ts';

/**
 * Markup with holes for text from outside. `shape` is our own markup, U+0000 where a text goes; `texts` fills the holes in order. Text
 * never stands in an attribute, and always in a `bdi` element of its own, so it can neither become markup nor reorder what is beside it.
 * What may stand in an attribute are places ({@link placed}): numbers of ours, and nothing else can be written there.
 */
export interface Fragment {
  readonly shape: string;
  readonly texts: readonly string[];
}

export type Value = string | number | Fragment | readonly Fragment[];

const HOLE = '\0';
const PLACES = '\u0001';
/** A place is one character, which nobody types who looks for a text. */
const FIRST_PLACE = 0xe000;
const MOST = 2000;

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

/**
 * Attributes of an element whose values are places in a drawing, as per mille of its width, 0 to 2000: `placed({ x: 341 })` is `x="34.1%"`.
 * They are holes as texts are, so that a thousand drawings are of one shape.
 */
export function placed(places: Readonly<Partial<Record<'x' | 'x1' | 'x2' | 'width', number>>>): Fragment {
  const codes = Object.values(places).map((place) => FIRST_PLACE + Math.max(0, Math.min(MOST, Math.round(place))));
  return { shape: PLACES + Object.keys(places).join(' ') + PLACES, texts: [String.fromCharCode(...codes)] };
}

// a hole for a text, or the names of attributes between two marks
const ANY_HOLE = new RegExp(`${HOLE}|${PLACES}([a-z0-9 ]+)${PLACES}`, 'g');

/** The finished markup. */
export function filled({ shape, texts }: Fragment): string {
  let met = 0;
  return shape.replace(ANY_HOLE, (_, names: string | undefined) => {
    const text = texts[met++] ?? '';
    return names === undefined ? `<bdi>${escaped(text)}</bdi>` : attributes(names, text);
  });
}

function attributes(names: string, codes: string): string {
  return names
    .split(' ')
    .map((name, at) => ` ${name}="${(codes.charCodeAt(at) - FIRST_PLACE) / 10}%"`)
    .join('');
}

/** A shape with empty holes, for a `template` element; an element with places names them in `data-at`. */
export function hollow(shape: string): string {
  return shape.replace(ANY_HOLE, (_, names: string | undefined) => (names === undefined ? '<bdi></bdi>' : ` data-at="${names}"`));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
