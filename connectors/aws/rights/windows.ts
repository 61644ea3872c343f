import type { Windows } from '../../../src/model/window.ts';
import { complement, never, union } from '../../../src/model/window.ts';
import type { Atom } from '../policy/condition.ts';
import { epochSeconds, policyDate } from '../policy/dates.ts';

// The last moment a JavaScript date can hold; a limit beyond it is no limit.
const LAST_MS = 8.64e15;

/**
 * When a date (or, over an epoch key, numeric) atom is true of the current time, to the millisecond. `undefined` where a value is
 * no date or the operator is none for times. `…IfExists` and set operators change nothing: the current time is always there, once.
 */
export function atomWindows(atom: Atom): Windows | undefined {
  if (atom.family !== 'date' && !(atom.family === 'numeric' && atom.key === 'aws:epochtime')) return undefined;
  let any: Windows = never;
  for (const value of atom.values) {
    const at = atom.family === 'date' ? policyDate(value) : epochSeconds(value);
    if (at === undefined) return undefined;
    any = union(any, windowOf(atom.test, at));
  }
  return atom.negated ? complement(any) : any;
}

function windowOf(test: Atom['test'], at: number): Windows {
  if (test === 'less') return between(null, at);
  if (test === 'less-or-equal') return between(null, at + 1);
  if (test === 'greater') return between(at + 1, null);
  if (test === 'greater-or-equal') return between(at, null);
  return between(at, at + 1);
}

function between(from: number | null, until: number | null): Windows {
  if ((from !== null && from > LAST_MS) || (until !== null && until < -LAST_MS)) return never;
  return [{ from: from !== null && from < -LAST_MS ? null : from, until: until !== null && until > LAST_MS ? null : until }];
}
