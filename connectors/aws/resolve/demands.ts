import type { Atom } from '../policy/condition.ts';

/** Whether a request without the key, or with another value than those told, is not let in. */
export function demands(atom: Atom): boolean {
  return !atom.negated && !atom.ifExists && atom.set !== 'all' && atom.family !== 'null' && atom.values.length > 0;
}
