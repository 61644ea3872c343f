import { byCodeUnit } from '../../../../src/base/order.ts';
import type { Machine } from './machine.ts';
import { DEAD } from './machine.ts';

/** How many steps of single machines are walked before giving up: some tenths of a second. */
const MOST_STEPS = 400_000;

/** The machines that still may accept, with their states. */
type Live = readonly (readonly [machine: number, state: number])[];

/**
 * For every set of machines that some text makes accept (and no other machine), the first such text: shortest, then with `other`
 * earliest, then by code unit. `other` is a character that no machine tells from the rest. The empty text counts unless `nonEmpty`.
 * `complete` is false where more than `limit` texts would be needed, or the machines together have too many states to walk them all.
 */
export function firstTexts(
  machines: readonly Machine[],
  other: string,
  limit: number,
  nonEmpty: boolean,
): { readonly texts: readonly string[]; readonly complete: boolean } {
  const met = new Map<string, string>();
  const start: Live = machines.map((each, at) => [at, each.start] as const).filter(([, state]) => state !== DEAD);
  const seen = new Set([start.join(' ')]);
  if (!nonEmpty) met.set(accepting(machines, start), '');
  let steps = 0;
  let level: { readonly live: Live; readonly text: string }[] = [{ live: start, text: '' }];
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { live, text } of level) {
      if (steps > MOST_STEPS) return { texts: [...met.values()], complete: false };
      const told = new Set(live.flatMap(([at, state]) => machines[at]?.tells(state) ?? []));
      for (const character of [other, ...[...told].sort(byCodeUnit)]) {
        steps += live.length;
        const reached = step(machines, live, character);
        const vector = accepting(machines, reached);
        if (!met.has(vector)) {
          if (met.size >= limit) return { texts: [...met.values()], complete: false };
          met.set(vector, text + character);
        }
        const key = reached.join(' ');
        if (seen.has(key)) continue;
        seen.add(key);
        next.push({ live: reached, text: text + character });
      }
    }
    level = next;
  }
  return { texts: [...met.values()], complete: met.size <= limit };
}

function step(machines: readonly Machine[], live: Live, character: string): Live {
  const reached: (readonly [number, number])[] = [];
  for (const [at, state] of live) {
    const to = machines[at]?.step(state, character) ?? DEAD;
    if (to !== DEAD) reached.push([at, to]);
  }
  return reached;
}

function accepting(machines: readonly Machine[], live: Live): string {
  return live.flatMap(([at, state]) => (machines[at]?.accepts(state) === true ? [at] : [])).join();
}
