import type { Context } from './context.ts';
import { keyOf } from './context.ts';
import type { Truth } from './truth.ts';
import { truth } from './truth.ts';

/** One character of a pattern: `any` = a run of characters, `one` = exactly one. */
export type Piece = { readonly wild: 'any' | 'one' } | { readonly text: string };

/** `no-value`: a variable has neither value nor default. `exact` false: the value of one is not known, and it may be any text. */
export type Pattern = { readonly pieces: readonly Piece[]; readonly exact: boolean } | 'no-value';

/**
 * A policy string with its variables replaced (IAM User Guide, reference_policies_variables.html). Replaced text and the escapes
 * `${*}`, `${?}`, `${$}` are literal. Without version 2012-10-17 there are no variables at all.
 */
export function patternOf(text: string, version: string | undefined, context: Context): Pattern {
  const pieces: Piece[] = [];
  let exact = true;
  for (let at = 0; at < text.length;) {
    const close = text.startsWith('${', at) && version === '2012-10-17' ? text.indexOf('}', at) : -1;
    if (close === -1) {
      const char = text.charAt(at);
      pieces.push(char === '*' ? { wild: 'any' } : char === '?' ? { wild: 'one' } : { text: char });
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
    const name = (comma === -1 ? inner : inner.slice(0, comma)).trim();
    const fallback = comma === -1 ? undefined : /'(.*)'/.exec(inner.slice(comma + 1))?.[1];
    const state = keyOf(context, name);
    if (state.is === 'unknown') {
      exact = false;
      pieces.push({ wild: 'any' });
      continue;
    }
    const value = state.is === 'present' ? state.values[0] : fallback;
    if (value === undefined) return 'no-value';
    for (const char of value) pieces.push({ text: char });
  }
  return { pieces, exact };
}

/** Whether the pattern, read from both ends, is the text. */
export function fits(pieces: readonly Piece[], text: string): boolean {
  let states = new Set([0]);
  const skipStars = (from: ReadonlySet<number>): Set<number> => {
    const reached = new Set(from);
    for (const state of from) {
      for (let at = state; at < pieces.length && isStar(pieces[at]); at += 1) reached.add(at + 1);
    }
    return reached;
  };
  states = skipStars(states);
  for (const char of text) {
    const next = new Set<number>();
    for (const state of states) {
      const piece = pieces[state];
      if (piece === undefined) continue;
      if (isStar(piece)) next.add(state);
      else if ('wild' in piece || piece.text === char) next.add(state + 1);
    }
    states = skipStars(next);
  }
  return states.has(pieces.length);
}

function isStar(piece: Piece | undefined): boolean {
  return piece !== undefined && 'wild' in piece && piece.wild === 'any';
}

export function globFits(pattern: string, text: string): boolean {
  const read = patternOf(pattern, undefined, new Map());
  return read !== 'no-value' && fits(read.pieces, text);
}

/** Actions: both parts ignore case, wildcards anywhere, anchored at both ends. */
export function actionFits(pattern: string, action: string): boolean {
  return globFits(pattern === '*' ? '*:*' : pattern.toLowerCase(), action.toLowerCase());
}

function cut(pieces: readonly Piece[]): Piece[][] {
  const segments: Piece[][] = [[]];
  for (const piece of pieces) {
    if (segments.length < 6 && 'text' in piece && piece.text === ':') segments.push([]);
    else segments.at(-1)?.push(piece);
  }
  return segments;
}

function segments(text: string): string[] {
  const parts = text.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** ARN operators: six segments, each for itself. */
export function arnFits(pieces: readonly Piece[], arn: string): boolean {
  const pattern = cut(pieces);
  const given = segments(arn);
  return pattern.length === 6 && arn.split(':').length >= 6 && pattern.every((each, index) => fits(each, given[index] ?? ''));
}

/**
 * Resource: `*` fits everything, "no resource" included. Else the whole string, where a `*` may cross a colon, and the
 * segment-wise reading must agree; where they differ the documentation does not decide.
 */
export function resourceFits(pattern: string, version: string | undefined, resource: string, context: Context): Truth {
  if (pattern === '*') return 'T';
  if (resource === '*') return 'F';
  const read = patternOf(pattern, version, context);
  if (read === 'no-value') return 'F';
  const { pieces, exact } = read;
  const whole = fits(pieces, resource);
  if (!exact) return whole ? 'U' : 'F';
  if (cut(pieces).length < 6) return truth(whole);
  return whole === arnFits(pieces, resource) ? truth(whole) : 'U';
}
