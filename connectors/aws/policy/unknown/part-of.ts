import { literally, matches } from '../glob.ts';
import { byCodeUnit } from '../../../../src/base/order.ts';
import { plain } from './glob-machine.ts';
import type { Machine } from './machine.ts';
import { DEAD } from './machine.ts';
import { HOLE } from './predicate.ts';

/** How many parts of one text are tried before giving up. */
const MOST_PARTS = 8_000;

/**
 * Every text that, put literally in place of each {@link HOLE} of the pattern, makes it match the whole text; in no order. Each is a
 * part of the whole, so the list is finite. The pattern has at least one hole. `complete` is false where there were too many to try.
 */
export function partsThatFit(pattern: string, whole: string): { readonly parts: readonly string[]; readonly complete: boolean } {
  const [first, last] = [pattern.indexOf(HOLE), pattern.lastIndexOf(HOLE)];
  // a place before or after which nothing varies is fixed
  const start = fixed(pattern.slice(0, first));
  const end = fixed(pattern.slice(last + 1));
  const single = first === last;
  const found = new Set<string>();
  const tried = new Set<string>();
  for (let from = start ?? 0; from <= (start ?? whole.length); from++) {
    const until = single && end !== undefined ? whole.length - end : undefined;
    for (let to = until ?? from; to <= (until ?? whole.length); to++) {
      if (to < from || from > whole.length) continue;
      const part = whole.slice(from, to);
      if (tried.has(part)) continue;
      if (tried.size >= MOST_PARTS) return { parts: [...found], complete: false };
      tried.add(part);
      if (
        matches(
          pattern.replaceAll(HOLE, () => literally(part)),
          whole,
        )
      )
        found.add(part.split('').map(plain).join(''));
    }
  }
  return { parts: [...found], complete: true };
}

/** The length of a piece of pattern that has one. */
function fixed(piece: string): number | undefined {
  return piece.includes('*') ? undefined : piece.length;
}

/** The automaton that accepts these texts and no other. States from which the same endings are accepted are one. */
export function wordMachine(words: readonly string[]): Machine {
  const states: { readonly ends: boolean; readonly next: ReadonlyMap<string, number> }[] = [];
  const ids = new Map<string, number>();
  function build(sorted: readonly string[], depth: number): number {
    const next = new Map<string, number>();
    const ends = sorted[0]?.length === depth;
    for (let from = ends ? 1 : 0; from < sorted.length;) {
      const character = sorted[from]?.[depth] ?? '';
      let to = from;
      while (sorted[to]?.[depth] === character) to++;
      next.set(character, build(sorted.slice(from, to), depth + 1));
      from = to;
    }
    const key = `${ends ? 1 : 0} ${[...next].map(([character, id]) => `${character}${id}`).join(' ')}`;
    const known = ids.get(key);
    if (known !== undefined) return known;
    ids.set(key, states.length);
    return states.push({ ends, next }) - 1;
  }
  const start = words.length === 0 ? DEAD : build([...new Set(words)].sort(byCodeUnit), 0);
  return {
    start,
    accepts: (id) => states[id]?.ends ?? false,
    tells: (id) => [...(states[id]?.next.keys() ?? [])],
    step: (id, character) => states[id]?.next.get(character) ?? DEAD,
  };
}
