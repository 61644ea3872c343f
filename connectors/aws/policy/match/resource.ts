import { LITERAL_MARK, LITERAL_STAR, arnSegments, isAllStars, matches } from '../glob.ts';

/** A pattern against one resource: no, yes, what the documentation leaves open, yes only as a trailing `*` runs on over colons. */
export const NO = 0;
export const YES = 1;
export const DOUBT = 2;
export const YES_BY_TRAILING = 3;
export type ResourceReading = typeof NO | typeof YES | typeof DOUBT | typeof YES_BY_TRAILING;

/**
 * Whether a pattern of a `Resource` list matches one resource: an ARN, or `*` for an action that takes no resource, which only a
 * pattern of nothing but stars matches. Variables are already replaced. `doubt`: read segment by segment it does not match, read as
 * one text it does. Source: IAM User Guide, reference_policies_elements_resource.html.
 */
export function resourceMatches(pattern: string, resource: string): 'yes' | 'no' | 'doubt' {
  const reading = readResource(pattern, resource);
  return reading === NO ? 'no' : reading === DOUBT ? 'doubt' : 'yes';
}

/** {@link resourceMatches}, telling also what only a trailing `*` brings about. */
export function readResource(pattern: string, resource: string): ResourceReading {
  if (isAllStars(pattern)) return YES;
  if (resource === '*') return NO;
  if (!matches(pattern, resource)) return NO;
  if (segmentsMatch(arnSegments(pattern), arnSegments(resource))) return YES;
  return runsOn(pattern, resource) ? YES_BY_TRAILING : DOUBT;
}

/** Each segment by itself. */
export function segmentsMatch(pattern: readonly string[], resource: readonly string[]): boolean {
  if (pattern.length !== resource.length) return false;
  for (let at = 0; at < pattern.length; at++) if (!matches(pattern[at] ?? '', resource[at] ?? '')) return false;
  return true;
}

/** Where the fifth colon is; -1 for a text of fewer segments. */
export function fifthColon(text: string): number {
  let at = -1;
  for (let count = 0; count < 5; count++) {
    at = text.indexOf(':', at + 1);
    if (at < 0) return -1;
  }
  return at;
}

/**
 * Segment by segment, where a `*` that ends one of the first five segments takes colons too. Other wildcards of those take none; in
 * the sixth segment all take anything.
 */
function runsOn(pattern: string, text: string): boolean {
  const edge = fifthColon(pattern);
  const last = edge < 0 ? pattern.length : edge;
  // from the end of the pattern: from which places of the text the rest of it matches
  let next: boolean[] = new Array<boolean>(text.length + 1).fill(false);
  next[text.length] = true;
  for (let p = pattern.length - 1; p >= 0; p--) {
    const want = pattern[p] ?? '';
    const ends = pattern[p + 1] === ':' || p + 1 === pattern.length;
    const free = p >= last || (want === '*' && ends);
    const row = new Array<boolean>(text.length + 1).fill(false);
    for (let t = text.length; t >= 0; t--) {
      const have = text[t];
      const passes = have !== undefined && (free || have !== ':');
      if (want === '*') row[t] = next[t] === true || (passes && row[t + 1] === true);
      else if (have === undefined) row[t] = false;
      else if (want === '?') row[t] = passes && next[t + 1] === true;
      else row[t] = next[t + 1] === true && have === plainCharacter(want);
    }
    next = row;
  }
  return next[0] === true;
}

function plainCharacter(character: string): string {
  return character === LITERAL_STAR ? '*' : character === LITERAL_MARK ? '?' : character;
}
