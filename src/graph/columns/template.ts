import { joinHash, textHash, textPower } from './text-hash.ts';

/**
 * A text with places for others, *marks*, told by number: `pieces[0] + marks[uses[0]] + pieces[1] + …`. Written as one text, a mark is
 * `¤` and its digit, and a `¤` of the text itself is written twice.
 */
export interface Template {
  readonly pieces: readonly string[];
  readonly uses: readonly number[];
  /** Of all pieces together. */
  readonly length: number;
}

const SIGN = '¤';
/** Shorter marks save nothing. */
export const SHORTEST = 3;

/** The text written with marks in place of what they say, the lesser number first. Marks before `from` are not used; an empty one never is. */
export function writeTemplate(text: string, marks: readonly string[], from: number): string {
  for (let mark = from; mark < marks.length; mark++) {
    const meaning = marks[mark] as string;
    if (meaning.length < SHORTEST || !text.includes(meaning)) continue;
    return text
      .split(meaning)
      .map((piece) => (piece === '' ? '' : writeTemplate(piece, marks, mark + 1)))
      .join(`${SIGN}${mark}`);
  }
  return text.includes(SIGN) ? text.replaceAll(SIGN, SIGN + SIGN) : text;
}

const noUses: readonly number[] = [];

export function readTemplate(written: string): Template {
  if (!written.includes(SIGN)) return { pieces: [written], uses: noUses, length: written.length };
  const pieces: string[] = [];
  const uses: number[] = [];
  let piece = '';
  let from = 0;
  for (let sign = written.indexOf(SIGN); sign >= 0; sign = written.indexOf(SIGN, from)) {
    piece += written.slice(from, sign);
    from = sign + 2;
    const what = written[sign + 1] ?? '';
    if (what === SIGN) {
      piece += SIGN;
      continue;
    }
    pieces.push(piece);
    uses.push(what.charCodeAt(0) - 0x30);
    piece = '';
  }
  pieces.push(piece + written.slice(from));
  return { pieces, uses, length: pieces.reduce((sum, each) => sum + each.length, 0) };
}

/** Whether the template with these marks says exactly this text. */
export function says(template: Template, text: string, marks: readonly string[]): boolean {
  const { pieces, uses } = template;
  if (uses.length === 0) return text === pieces[0];
  // Nearly all that differ differ in length, which costs no look at the texts; two texts are compared many times faster than parts are.
  let length = template.length;
  for (let use = 0; use < uses.length; use++) length += (marks[uses[use] as number] as string).length;
  return length === text.length && sayWith(template, marks) === text;
}

export function sayWith({ pieces, uses }: Template, marks: readonly string[]): string {
  let text = pieces[0] as string;
  for (let use = 0; use < uses.length; use++) text += (marks[uses[use] as number] as string) + (pieces[use + 1] as string);
  return text;
}

/** The hash of a text that is not made, with that by which whatever stands before it is to be multiplied. */
export interface Hashed {
  hash: number;
  power: number;
}

/** The hashes of the pieces of a template. */
export function hashPieces({ pieces }: Template): readonly Hashed[] {
  return pieces.map((piece) => ({ hash: textHash(piece), power: textPower(piece.length) }));
}

/** The hash of what the template says where its pieces and the marks have these hashes. */
export function hashWith({ uses }: Template, pieces: readonly Readonly<Hashed>[], marks: readonly Readonly<Hashed>[], into: Hashed): void {
  let { hash, power } = pieces[0] as Hashed;
  for (let use = 0; use < uses.length; use++) {
    const meaning = marks[uses[use] as number] as Hashed;
    const piece = pieces[use + 1] as Hashed;
    hash = joinHash(joinHash(hash, meaning.hash, meaning.power), piece.hash, piece.power);
    power = Math.imul(Math.imul(power, meaning.power), piece.power);
  }
  into.hash = hash;
  into.power = power;
}
