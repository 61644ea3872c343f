import type { Piece, Value } from './text.ts';
import { arnFits, fits, plainPieces, textOf, variablePieces } from './text.ts';
import { bytesOf, inBlock, momentOf, numberOf } from './values.ts';

/*
 * Conditions. IAM User Guide: reference_policies_elements_condition_operators.html,
 * reference_policies_condition-logic-multiple-context-keys-or-values.html,
 * reference_policies_condition-single-vs-multi-valued-context-keys.html.
 */

/** `Condition` → operator → key → values. */
export interface Entry {
  readonly set: 'all' | 'any' | undefined;
  /** In lower case, without qualifier and `IfExists`. */
  readonly operator: string;
  readonly ifExists: boolean;
  /** In lower case. */
  readonly key: string;
  readonly values: readonly string[];
}

/** What the comparison of an entry needs to know beside the request's values. */
export interface Surroundings {
  readonly effect: 'Allow' | 'Deny';
  /** Variables only in version 2012-10-17. */
  readonly variables: boolean;
  valueOf(key: string): Value;
  doubt(name: string): boolean;
}

const negations: Readonly<Record<string, string>> = {
  stringnotequals: 'stringequals',
  stringnotequalsignorecase: 'stringequalsignorecase',
  stringnotlike: 'stringlike',
  numericnotequals: 'numericequals',
  datenotequals: 'dateequals',
  notipaddress: 'ipaddress',
  arnnotequals: 'arnequals',
  arnnotlike: 'arnlike',
};
const ordered = /^(numeric|date)(equals|lessthan|lessthanequals|greaterthan|greaterthanequals)$/;
const others = ['stringequals', 'stringequalsignorecase', 'stringlike', 'arnequals', 'arnlike', 'bool', 'ipaddress', 'binaryequals'];

/** Operator names ignore case. `undefined` = not an operator. */
export function operatorOf(written: string): Pick<Entry, 'set' | 'operator' | 'ifExists'> | undefined {
  const parts = /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(written.toLowerCase());
  const operator = parts?.[2] ?? '';
  const positive = negations[operator] ?? operator;
  const ifExists = parts?.[3] !== undefined;
  const set = parts?.[1] === undefined ? undefined : parts[1] === 'forallvalues' ? 'all' : 'any';
  if (operator === 'null') return ifExists || set !== undefined ? undefined : { set, operator, ifExists };
  return others.includes(positive) || ordered.test(positive) ? { set, operator, ifExists } : undefined;
}

/** The kind of comparison an operator makes. */
export function familyOf(operator: string): string {
  const positive = negations[operator] ?? operator;
  return ['string', 'arn', 'bool', 'numeric', 'date', 'ip', 'binary', 'null'].find((family) => positive.startsWith(family)) ?? positive;
}

/** Whether an entry holds of the values a request has for its key; `null` = the key is absent. */
export function entryHolds(entry: Entry, given: readonly string[] | null, around: Surroundings): boolean {
  // an empty list of values is a key that is not there
  const there = given !== null && given.length > 0;
  // Null asks only whether the key is there; the empty string is there
  if (entry.operator === 'null') {
    if (entry.values.some((value) => value.toLowerCase() === String(!there))) return true;
    // neither true nor false asks nothing that could be answered
    const odd = entry.values.some((value) => !['true', 'false'].includes(value.toLowerCase()));
    return odd && around.doubt('doc:unparseable-value');
  }
  const positive = negations[entry.operator] ?? entry.operator;
  const negated = positive !== entry.operator;
  const one = (value: string): boolean => {
    const met = entry.values.map((written) => compare(positive, value, written, around));
    // values OR, and NOR where negated
    if (met.includes(true)) return !negated;
    // what cannot be read: positive false, negated is an open question
    if (negated && met.includes(undefined)) return around.doubt('doc:unparseable-value');
    return negated;
  };
  if (entry.set !== undefined) {
    // set operators drop empty values first; nothing left is as if absent
    const values = (given ?? []).filter((value) => value !== '');
    if (values.length === 0) return entry.set === 'all';
    const each = values.map(one);
    return entry.set === 'all' ? !each.includes(false) : each.includes(true);
  }
  if (!there) return negated || entry.ifExists;
  // a multivalued key without set operator is not documented: false for an Allow, open for a Deny
  if (given.length > 1) return around.effect === 'Deny' && around.doubt('doc:multivalued-key');
  return one(given[0] ?? '');
}

/** One request value against one policy value, positive operators only. `undefined` = one of the two cannot be read. */
function compare(operator: string, given: string, written: string, around: Surroundings): boolean | undefined {
  const kind = ordered.exec(operator);
  if (kind !== null) {
    const read = kind[1] === 'date' ? momentOf : numberOf;
    return inOrder(kind[2] ?? '', read(given), read(written));
  }
  if (operator === 'ipaddress') return inBlock(given, written);
  if (operator === 'binaryequals') {
    const [left, right] = [bytesOf(given), bytesOf(written)];
    return left === undefined || right === undefined ? undefined : left === right;
  }
  // variables are read in values of String, Arn and Bool operators
  const pieces = around.variables ? variablePieces(written, (key) => around.valueOf(key))?.pieces : plainPieces(written);
  return pieces !== undefined && textFits(operator, pieces, given);
}

function textFits(operator: string, pieces: readonly Piece[], given: string): boolean {
  if (operator === 'stringlike') return fits(pieces, given);
  // ArnEquals and ArnLike are one
  if (operator === 'arnequals' || operator === 'arnlike') return arnFits(pieces, given);
  // no wildcards here: a star is a star
  const text = textOf(pieces);
  if (operator === 'stringequals') return text === given;
  // Bool compares ignoring case as well; what is neither true nor false differs from both
  return text.toLowerCase() === given.toLowerCase();
}

function inOrder(kind: string, left: number | undefined, right: number | undefined): boolean | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (kind.endsWith('equals') && left === right) return true;
  return (kind.startsWith('less') && left < right) || (kind.startsWith('greater') && left > right);
}
