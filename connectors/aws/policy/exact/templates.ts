import { arnSegments, hasWildcard, literally, matches } from '../glob.ts';
import type { Atom } from '../condition.ts';
import { fifthColon } from '../match/resource.ts';
import type { KeyLookup } from '../match/truth.ts';
import type { Template } from '../match/variables.ts';
import { plain } from '../match/variables.ts';
import { HOLE } from '../unknown/predicate.ts';
import type { Predicate } from '../unknown/sample.ts';
import type { KeyUses } from './uses.ts';

/** A text in which every variable of known value is filled in; the others stand as {@link HOLE}, by key. */
interface Partly {
  readonly text: string;
  /** One for each hole, in order. */
  readonly keys: readonly string[];
}

export function partlyFilled(template: Template, lookup: KeyLookup): Partly {
  let text = '';
  const keys: string[] = [];
  for (const part of template) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const state = lookup(part.key);
    if (state.is === 'unknown' || state.is === 'present-unknown') {
      keys.push(part.key);
      text += HOLE;
    } else text += literally((state.is === 'present' && state.values.length === 1 ? state.values[0] : part.fallback) ?? '');
  }
  return { text, keys };
}

/** The text where every key of unknown value is not in the request; `null`: it then says nothing, for one of them has no value to fall back on. */
export function filledWithout(template: Template, lookup: KeyLookup): string | null {
  let text = '';
  for (const part of template) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const state = lookup(part.key);
    const value = state.is === 'present' && state.values.length === 1 ? state.values[0] : part.fallback;
    if (value === null || value === undefined) return null;
    text += literally(value);
  }
  return text;
}

/** For which values of the unknown keys a policy's value, with them put in, compares as true with a known value. */
export function askOfValue(atom: Atom, { text, keys }: Partly, value: string, uses: KeyUses): void {
  const [key] = keys;
  if (key === undefined) return;
  const ask = (predicate: Predicate | null | 'not told'): void => {
    const use = uses.of(key);
    if (predicate === 'not told') use.exact = false;
    else if (predicate !== null) use.predicates.push(predicate);
  };
  if (new Set(keys).size > 1) {
    askPieces(keys, atom.family === 'string' && atom.test !== 'equals-ignoring-case' ? value : null, uses);
  } else if (atom.family === 'arn') ask(inArn(text, value));
  else if (atom.test === 'like') ask({ on: 'part-of', pattern: text, whole: value });
  else if (atom.test === 'equals') ask({ on: 'part-of', pattern: literally(plain(text)), whole: value });
  else ask(ignoringCase(plain(text), value));
}

function ignoringCase(text: string, value: string): Predicate | null | 'not told' {
  const [before = '', after = '', more] = text.split(HOLE);
  if (more !== undefined) return 'not told';
  const [folded, front, back] = [value.toLowerCase(), before.toLowerCase(), after.toLowerCase()];
  // folding may change how long a text is
  if (folded.length !== value.length || front.length + back.length > value.length)
    return front.length + back.length > folded.length ? null : 'not told';
  if (!folded.startsWith(front) || !folded.endsWith(back)) return null;
  return { on: 'string', test: 'equals-ignoring-case', pattern: value.slice(front.length, value.length - back.length) };
}

function inArn(text: string, value: string): Predicate | null | 'not told' {
  const whole = arnSegments(value);
  if (text === HOLE) return whole.length === 6 ? { on: 'string', test: 'equals', pattern: value } : null;
  const pattern = arnSegments(text);
  if (pattern.length < 6 || pattern.slice(0, 5).some((each) => each.includes(HOLE))) return 'not told';
  if (whole.length < 6 || pattern.slice(0, 5).some((each, at) => !matches(each, whole[at] ?? ''))) return null;
  return { on: 'part-of', pattern: pattern[5] ?? '', whole: whole[5] ?? '' };
}

/** For which values of the unknown keys a resource pattern, with them put in behind its fifth colon, matches the resource. */
export function askOfResource({ text, keys }: Partly, resource: string, uses: KeyUses): void {
  const [key] = keys;
  if (key === undefined || resource === '*') return;
  if (new Set(keys).size > 1) {
    askPieces(keys, resource, uses);
    return;
  }
  const use = uses.of(key);
  const edge = fifthColon(text);
  const [head, tail] = [text.slice(0, edge + 1), text.slice(edge + 1)];
  if (!hasWildcard(head)) {
    if (resource.startsWith(plain(head))) use.predicates.push({ on: 'part-of', pattern: tail, whole: resource.slice(plain(head).length) });
    return;
  }
  // read as one text, and with the first five segments ending at any colon that a trailing `*` may run on to
  use.predicates.push({ on: 'part-of', pattern: text, whole: resource });
  for (let colon = fifthColon(resource); colon >= 0; colon = resource.indexOf(':', colon + 1)) {
    use.predicates.push({ on: 'part-of', pattern: tail, whole: resource.slice(colon + 1) });
  }
}

const MOST_PIECES = 120;

/** Of several unknown values in one text each is a piece of the known one: all its pieces are told apart, if they are few. */
function askPieces(keys: readonly string[], whole: string | null, uses: KeyUses): void {
  const pieces = new Set<string>(whole === null ? [] : ['']);
  for (let from = 0; whole !== null && from < whole.length && pieces.size <= MOST_PIECES; from++) {
    for (let to = from + 1; to <= whole.length; to++) pieces.add(whole.slice(from, to));
  }
  for (const key of new Set(keys)) {
    const use = uses.of(key);
    if (whole === null || pieces.size > MOST_PIECES) use.exact = false;
    else for (const pattern of pieces) use.predicates.push({ on: 'string', test: 'equals', pattern });
  }
}
