import type { Caller } from './caller.ts';
import type { Atom } from '../policy/condition.ts';
import { arnSegments, literally, matches } from '../policy/glob.ts';
import { substitute } from './variables.ts';

/** Compares with a known value; `null` = the key is absent. Operator tables: reference_policies_elements_condition_operators.html. */
export function decide(atom: Atom, value: string | null, caller: Caller, variables: boolean): 'true' | 'false' | 'outside' {
  if (atom.family === 'null') return nullIs(atom, value === null);
  if (value === null) {
    if (atom.set === 'any') return 'false';
    return atom.negated || atom.ifExists || atom.set === 'all' ? 'true' : 'false';
  }
  let hit = false;
  for (const each of atom.values) {
    const wanted = variables ? substitute(each, caller) : each;
    if (wanted === undefined) return 'outside';
    if (wanted !== null && compare(atom, wanted, value)) hit = true;
  }
  if (!['string', 'arn', 'bool'].includes(atom.family)) return 'outside';
  return hit !== atom.negated ? 'true' : 'false';
}

function compare(atom: Atom, wanted: string, value: string): boolean {
  if (atom.test === 'equals-ignoring-case') return wanted.toLowerCase() === value.toLowerCase();
  if (atom.family === 'arn') return arnMatches(wanted, value);
  return atom.test === 'like' ? matches(wanted, value) : literally(wanted) === literally(value);
}

/** Six segments, each by itself: a `*` stays in its segment and the sixth holds the rest. */
function arnMatches(pattern: string, arn: string): boolean {
  const [p, a] = [arnSegments(pattern), arnSegments(arn)];
  return p.length === 6 && a.length === 6 ? p.every((each, at) => matches(each, a[at] ?? '')) : pattern === '*';
}

export function nullIs(atom: Atom, absent: boolean): 'true' | 'false' | 'outside' {
  const wants = new Set(atom.values.map((each) => each.toLowerCase()));
  if ([...wants].some((each) => each !== 'true' && each !== 'false')) return 'outside';
  return wants.has(absent ? 'true' : 'false') ? 'true' : 'false';
}
