import type { Atom } from '../condition.ts';
import { isMultivalued } from '../keys.ts';
import type { Operand } from './compare.ts';
import { UNPARSEABLE, compareOne, operandOf } from './compare.ts';
import type { AtomDoubts, KeyLookup, KeyState, Truth } from './truth.ts';
import { and, not, or } from './truth.ts';
import type { Template } from './variables.ts';
import { fill, takesVariables, templateOf } from './variables.ts';

export type { AtomDoubt, AtomDoubts, KeyLookup, KeyState, Truth } from './truth.ts';

/** A value of the policy: read once, or a text with variables that is read for each request. */
interface Wanted {
  readonly template: Template | null;
  readonly operand: Operand;
}

interface Prepared {
  readonly wanted: readonly Wanted[];
  /** What the comparison comes to whatever the value is; 2 where that differs. */
  readonly constant: Truth;
}

const withVariables = new WeakMap<Atom, Prepared>();
const asWritten = new WeakMap<Atom, Prepared>();

/**
 * Whether a condition holds, over what is known of the request's keys: 2 where that leaves it open. `variables`: whether `${…}` is a
 * variable. `doubts` decides what the documentation leaves open; without it such a comparison is 2.
 * Operator tables: IAM User Guide, reference_policies_elements_condition_operators.html and
 * reference_policies_condition-logic-multiple-context-keys-or-values.html.
 */
export function atomHolds(atom: Atom, lookup: KeyLookup, variables: boolean, doubts: AtomDoubts = open): Truth {
  const state = lookup(atom.key);
  if (atom.family === 'null') return nullHolds(atom, state, doubts);
  if (state.is === 'absent') return whenAbsent(atom);
  const prepared = preparedOf(atom, variables);
  if (state.is !== 'present') return whenUnknown(atom, prepared, state);
  if (atom.set === null) {
    return state.values.length > 1 ? doubts('doc:multivalued-key') : valueHolds(atom, prepared, state.values[0] ?? '', lookup, doubts);
  }
  // the set operators leave empty texts out
  let result: Truth | undefined;
  for (const value of state.values) {
    if (value === '') continue;
    const holds = valueHolds(atom, prepared, value, lookup, doubts);
    result = result === undefined ? holds : atom.set === 'all' ? and(result, holds) : or(result, holds);
  }
  return result ?? whenAbsent(atom);
}

function open(): Truth {
  return 2;
}

function whenAbsent(atom: Atom): Truth {
  if (atom.set === 'any') return 0;
  return atom.negated || atom.ifExists || atom.set === 'all' ? 1 : 0;
}

function nullHolds(atom: Atom, state: KeyState, doubts: AtomDoubts): Truth {
  const wants = (text: string): Truth => (atom.values.some((each) => each.toLowerCase() === text) ? 1 : 0);
  const [absent, present] = [wants('true'), wants('false')];
  const holds = state.is === 'absent' ? absent : state.is !== 'unknown' || absent === present ? present : 2;
  return holds !== 1 && hasOddNull(atom) ? or(holds, doubts('doc:unparseable-value')) : holds;
}

/** Whether `Null` is given a value that is neither true nor false, which the documentation gives no meaning. */
export function hasOddNull({ family, values }: Atom): boolean {
  return family === 'null' && values.some((each) => !/^(?:true|false)$/i.test(each));
}

/** An unknown value: decided only where every value, and absence if that may be, comes to the same. */
function whenUnknown(atom: Atom, prepared: Prepared, state: KeyState): Truth {
  if (prepared.constant === 2 || (atom.set === null && isMultivalued(atom.key))) return 2;
  // an empty text is to a set operator as if the key were absent
  const absence = state.is === 'unknown' || atom.set !== null;
  return !absence || whenAbsent(atom) === prepared.constant ? prepared.constant : 2;
}

function valueHolds(atom: Atom, prepared: Prepared, value: string, lookup: KeyLookup, doubts: AtomDoubts): Truth {
  let hit: Truth = 0;
  for (const { template, operand } of prepared.wanted) {
    let seen: Operand = operand;
    if (template !== null) {
      const text = fill(template, lookup);
      if (text === null) continue;
      if (text === undefined) {
        hit = 2;
        continue;
      }
      seen = operandOf(atom, text);
    }
    const same = compareOne(atom, seen, value);
    if (same === 1) return atom.negated ? 0 : 1;
    // a positive operator over what does not parse is false, a negated one is open
    if (same === UNPARSEABLE && atom.negated) hit = or(hit, not(doubts('doc:unparseable-value')));
  }
  return atom.negated ? not(hit) : hit;
}

function preparedOf(atom: Atom, variables: boolean): Prepared {
  const known = variables ? withVariables : asWritten;
  let prepared = known.get(atom);
  if (prepared === undefined) {
    prepared = prepare(atom, variables);
    known.set(atom, prepared);
  }
  return prepared;
}

function prepare(atom: Atom, variables: boolean): Prepared {
  const wanted = atom.values.map((text): Wanted => {
    const template = variables && takesVariables(atom.family) ? templateOf(text) : null;
    return { template, operand: template === null ? operandOf(atom, text) : undefined };
  });
  const anything = atom.test === 'like' && wanted.some(({ operand }) => typeof operand === 'string' && isAnything(atom, operand));
  const hit: Truth = wanted.length === 0 ? 0 : anything ? 1 : 2;
  return { wanted, constant: atom.negated ? not(hit) : hit };
}

function isAnything(atom: Atom, pattern: string): boolean {
  return atom.family === 'arn' ? pattern === '*' : pattern !== '' && /^\*+$/.test(pattern);
}
