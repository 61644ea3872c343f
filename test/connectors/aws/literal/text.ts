/*
 * Text and patterns. IAM User Guide: reference_policies_variables.html, reference_policies_elements_resource.html,
 * reference_policies_elements_action.html.
 */

/** One place of a pattern. `within` = a wildcard that does not take a colon. */
export type Piece = { readonly wild: 'any' | 'one'; readonly within: boolean } | { readonly text: string };

function pieceOf(char: string): Piece {
  if (char === '*') return { wild: 'any', within: false };
  if (char === '?') return { wild: 'one', within: false };
  return { text: char };
}

/** Patterns are asked about over and over. */
const known = new Map<string, readonly Piece[]>();
const MOST = 10_000;

export function plainPieces(text: string): readonly Piece[] {
  let pieces = known.get(text);
  if (pieces === undefined) {
    if (known.size === MOST) known.clear();
    known.set(text, (pieces = Array.from(text, pieceOf)));
  }
  return pieces;
}

/** What stands in the place of a variable: its one value, or none. `open` = its value is not told. */
export type Value = string | undefined | 'open value';
export const OPEN = 'open value';

/**
 * A policy string with its variables replaced; replaced text and the escapes `${*}`, `${?}`, `${$}` are literal. `undefined` = a
 * variable has neither value nor default. An open value becomes a wildcard, and `exact` false.
 */
export function variablePieces(
  text: string,
  valueOf: (key: string) => Value,
): { readonly pieces: Piece[]; readonly exact: boolean } | undefined {
  const pieces: Piece[] = [];
  let exact = true;
  for (let at = 0; at < text.length;) {
    const close = text.startsWith('${', at) ? text.indexOf('}', at) : -1;
    if (close === -1) {
      pieces.push(pieceOf(text.charAt(at)));
      at += 1;
      continue;
    }
    const inner = text.slice(at + 2, close);
    at = close + 1;
    if (['*', '?', '$'].includes(inner)) {
      pieces.push({ text: inner });
      continue;
    }
    const comma = inner.indexOf(',');
    const name = (comma === -1 ? inner : inner.slice(0, comma)).trim().toLowerCase();
    const fallback = comma === -1 ? undefined : /'(.*)'/.exec(inner.slice(comma + 1))?.[1];
    const given = valueOf(name);
    if (given === OPEN) {
      exact = false;
      pieces.push({ wild: 'any', within: false });
      continue;
    }
    const value = given ?? fallback;
    if (value === undefined) return undefined;
    for (const char of value) pieces.push({ text: char });
  }
  return { pieces, exact };
}

/** Whether the pattern, read from both ends, is the text. */
export function fits(pieces: readonly Piece[], text: string, piece = 0, at = 0): boolean {
  const next = pieces[piece];
  if (next === undefined) return at === text.length;
  if (!('wild' in next)) return text.charAt(at) === next.text && at < text.length && fits(pieces, text, piece + 1, at + 1);
  if (next.wild === 'any' && fits(pieces, text, piece + 1, at)) return true;
  if (at >= text.length || (next.within && text.charAt(at) === ':')) return false;
  return fits(pieces, text, next.wild === 'any' ? piece : piece + 1, at + 1);
}

export function globFits(pattern: string, text: string): boolean {
  return fits(plainPieces(pattern), text);
}

/** Actions ignore case, wildcards anywhere, anchored at both ends. */
export function actionFits(pattern: string, action: string): boolean {
  return globFits(pattern.toLowerCase(), action.toLowerCase());
}

/** The pieces between the first five colons, and the rest. */
export function segmentsOf(pieces: readonly Piece[]): Piece[][] {
  const segments: Piece[][] = [[]];
  for (const piece of pieces) {
    if (segments.length < 6 && 'text' in piece && piece.text === ':') segments.push([]);
    else segments.at(-1)?.push(piece);
  }
  return segments;
}

/** ARN operators: six segments, each for itself; the sixth holds the rest, colons and all. A lone star is any ARN. */
export function arnFits(pieces: readonly Piece[], arn: string): boolean {
  if (pieces.length === 1 && pieces[0] !== undefined && 'wild' in pieces[0] && pieces[0].wild === 'any') return true;
  const pattern = segmentsOf(pieces);
  const parts = arn.split(':');
  const given = [...parts.slice(0, 5), parts.slice(5).join(':')];
  return pattern.length === 6 && parts.length >= 6 && pattern.every((each, index) => fits(each, given[index] ?? ''));
}

export function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => ('text' in piece ? piece.text : piece.wild === 'any' ? '*' : '?')).join('');
}
