import type { Right } from '../rights/rights.ts';
import { mergeNotes } from '../rights/rights.ts';

const known = new WeakMap<Right, Map<string, Right>>();

/** A right that also needs what nothing tells. */
export function doubted(right: Right, untold: readonly string[]): Right {
  if (untold.length === 0) return right;
  let here = known.get(right);
  if (here === undefined) known.set(right, (here = new Map<string, Right>()));
  const id = untold.join('\n');
  let doubtful = here.get(id);
  if (doubtful === undefined) {
    const notes = untold.map((text) => ({ text, settled: 'outside' as const }));
    here.set(id, (doubtful = { ...right, presence: 'possible', conditions: mergeNotes(right.conditions, notes) }));
  }
  return doubtful;
}
