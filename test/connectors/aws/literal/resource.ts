import type { Piece, Value } from './text.ts';
import { fits, plainPieces, variablePieces } from './text.ts';

/*
 * Resource patterns. IAM User Guide: reference_policies_elements_resource.html, reference_policies_variables.html.
 */

/** Where the resource part of a pattern begins: behind its fifth colon. Its end, if it has fewer. */
function restOf(pattern: string): number {
  let at = -1;
  for (let colons = 0; colons < 5; colons += 1) {
    at = pattern.indexOf(':', at + 1);
    if (at === -1) return pattern.length;
  }
  return at + 1;
}

export function isAllStars(pattern: string): boolean {
  return /^\*+$/.test(pattern);
}

/** The two readings of a pattern against a concrete ARN; `exact` false: an open value was met, and it may be any text. */
export function readingsOf(
  pattern: string,
  resource: string,
  variables: boolean,
  valueOf: (key: string) => Value,
): { readonly whole: boolean; readonly segments: boolean; readonly exact: boolean } {
  const begin = restOf(pattern);
  const head = plainPieces(pattern.slice(0, begin));
  // variables only behind the fifth colon; without a value the pattern matches nothing
  const tail = variables ? variablePieces(pattern.slice(begin), valueOf) : { pieces: plainPieces(pattern.slice(begin)), exact: true };
  if (tail === undefined) return { whole: false, segments: false, exact: true };
  return {
    whole: fits([...head, ...tail.pieces], resource),
    segments: fits([...head.map(within), ...tail.pieces], resource),
    exact: tail.exact,
  };
}

/** A wildcard stays in its segment, but a star that is the last character of a segment may run on beyond the colon. */
function within(piece: Piece, index: number, head: readonly Piece[]): Piece {
  if (!('wild' in piece)) return piece;
  const next = head[index + 1];
  const last = next === undefined || ('text' in next && next.text === ':');
  return { wild: piece.wild, within: !(piece.wild === 'any' && last) };
}

/** Whether one pattern is met. */
export function resourceFits(
  pattern: string,
  resource: string,
  variables: boolean,
  valueOf: (key: string) => Value,
  doubt: (name: string) => boolean,
): boolean {
  if (isAllStars(pattern)) return true;
  // "no resource" is met by a star only
  if (resource === '*') return false;
  const { whole, segments } = readingsOf(pattern, resource, variables, valueOf);
  if (segments) return true;
  return whole && doubt('doc:resource-wildcard');
}
