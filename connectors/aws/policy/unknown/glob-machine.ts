import { LITERAL_MARK, LITERAL_STAR, arnSegments } from '../glob.ts';
import { byCodeUnit } from '../../../../src/base/order.ts';
import type { Machine } from './machine.ts';
import { DEAD } from './machine.ts';

/** One place of a pattern: one of some characters, any one character, or any run of them; `colon`: it may take a colon. */
export interface Place {
  readonly takes: readonly string[] | 'one' | 'run';
  readonly colon: boolean;
}

/** The character itself, where a literal mark stands for it. */
export function plain(character: string): string {
  return character === LITERAL_STAR ? '*' : character === LITERAL_MARK ? '?' : character;
}

export function literalPlaces(pattern: string): readonly Place[] {
  return pattern.split('').map((each) => ({ takes: [plain(each)], colon: true }));
}

/** `a.toLowerCase() === b.toLowerCase()`, character by character. */
export function foldedPlaces(pattern: string): readonly Place[] {
  return pattern.split('').map((each) => ({ takes: spellings(plain(each)), colon: true }));
}

/** Whether {@link foldedPlaces} has every spelling: beyond ASCII some letters fold with their neighbours, or into several. */
export function foldsExactly(pattern: string): boolean {
  return pattern.split('').every((each) => plain(each) < '\u0080');
}

// the Kelvin sign is the one character beyond ASCII that folds to a letter of ASCII
function spellings(character: string): readonly string[] {
  const all = [character, character.toLowerCase(), character.toUpperCase(), ...(character.toLowerCase() === 'k' ? ['\u212A'] : [])];
  return [...new Set(all.filter((each) => each.length === 1))].sort(byCodeUnit);
}

export function globPlaces(pattern: string, colon = true): readonly Place[] {
  return pattern.split('').map((each) => ({ takes: each === '*' ? 'run' : each === '?' ? 'one' : [plain(each)], colon }));
}

/** `undefined`: the pattern matches nothing. */
export function arnPlaces(pattern: string): readonly Place[] | undefined {
  if (pattern === '*') return globPlaces(pattern);
  const segments = arnSegments(pattern);
  if (segments.length !== 6) return undefined;
  return segments.flatMap((each, at) => [...(at === 0 ? [] : [colon]), ...globPlaces(each, at === 5)]);
}
const colon: Place = { takes: [':'], colon: true };

/**
 * The automaton of a list of places. A state is the set of places the text may have come to. Of these, the ones before the last run
 * reached are left out: whatever they could still match, that run matches too (all reached places of an ARN are in one segment).
 */
export function globMachine(places: readonly Place[]): Machine {
  const states: { readonly reached: readonly number[]; readonly next: Map<string, number> }[] = [];
  const ids = new Map<string, number>();
  function state(reached: ReadonlySet<number>): number {
    const all = new Set(reached);
    for (const at of all) if (places[at]?.takes === 'run') all.add(at + 1);
    let last = -1;
    for (const at of all) if (places[at]?.takes === 'run' && at > last) last = at;
    const kept = [...all].filter((at) => at >= last).sort((a, b) => a - b);
    if (kept.length === 0) return DEAD;
    const key = kept.join();
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, states.length);
    return states.push({ reached: kept, next: new Map() }) - 1;
  }
  const reachedAt = (id: number) => states[id]?.reached ?? [];
  function go(id: number, character: string): number {
    const to = new Set<number>();
    for (const at of reachedAt(id)) {
      const place = places[at];
      if (place === undefined) continue;
      if (typeof place.takes === 'object') {
        if (place.takes.includes(character)) to.add(at + 1);
      } else if (place.colon || character !== ':') to.add(place.takes === 'run' ? at : at + 1);
    }
    return state(to);
  }
  return {
    start: state(new Set([0])),
    accepts: (id) => reachedAt(id).includes(places.length),
    tells: (id) =>
      reachedAt(id).flatMap((at) => {
        const place = places[at];
        return place === undefined ? [] : typeof place.takes === 'object' ? place.takes : place.colon ? [] : [':'];
      }),
    step(id, character) {
      const next = states[id]?.next;
      const known = next?.get(character);
      if (known !== undefined) return known;
      const to = go(id, character);
      next?.set(character, to);
      return to;
    },
  };
}
