import type { Context, KeyState } from './context.ts';
import { keyOf } from './context.ts';
import type { Truth } from './truth.ts';
import { and, not, or, truth } from './truth.ts';
import { arnFits, fits, patternOf } from './text.ts';

/*
 * Conditions, written from the IAM User Guide: reference_policies_elements_condition_operators.html and
 * reference_policies_condition-single-vs-multi-valued-context-keys.html. Operators and keys AND, values OR (negated: NOR).
 */

export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

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

export function valuesOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map((each) => String(each));
}

export function conditionHolds(block: ConditionBlock | undefined, version: string | undefined, context: Context): Truth {
  const parts: Truth[] = [];
  for (const [operator, keys] of Object.entries(block ?? {})) {
    for (const [key, values] of Object.entries(keys))
      parts.push(entryHolds(operator, keyOf(context, key), valuesOf(values), version, context));
  }
  return and(parts);
}

function entryHolds(written: string, state: KeyState, values: readonly string[], version: string | undefined, context: Context): Truth {
  const parts = /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(written.toLowerCase());
  const [set, operator = '', ifExists] = [parts?.[1], parts?.[2], parts?.[3]];
  if (operator === 'null') {
    if (state.is === 'unknown') return 'U';
    return or(values.map((each) => truth((each.toLowerCase() === 'true') === (state.is === 'absent'))));
  }
  if (state.is === 'unknown') return 'U';
  const positive = negations[operator] ?? operator;
  const negated = positive !== operator;
  const one = (given: string): Truth => {
    const met = or(values.map((value) => compare(positive, given, value, version, context)));
    return negated ? not(met) : met;
  };
  if (state.is === 'absent' || state.values.length === 0) {
    if (set === 'forallvalues') return 'T';
    if (set === 'foranyvalue') return 'F';
    return truth(negated || ifExists !== undefined);
  }
  if (set === 'forallvalues') return and(state.values.map(one));
  return or(state.values.map(one));
}

/** One request value against one policy value, positive operators only. `U` = the operator is not one we know. */
function compare(operator: string, given: string, value: string, version: string | undefined, context: Context): Truth {
  const ordered = /^(numeric|date)(equals|lessthan|lessthanequals|greaterthan|greaterthanequals)$/.exec(operator);
  if (ordered !== null) {
    const read = ordered[1] === 'date' ? momentOf : Number;
    const [left, right] = [read(given), read(value)];
    if (Number.isNaN(left) || Number.isNaN(right)) return 'F';
    const kind = ordered[2] ?? '';
    return truth(
      (kind.endsWith('equals') && left === right) ||
        (kind.startsWith('less') && left < right) ||
        (kind.startsWith('greater') && left > right),
    );
  }
  if (operator === 'bool') return truth(given.toLowerCase() === value.toLowerCase());
  if (operator === 'ipaddress') return truth(inBlock(given, value));
  if (!['stringequals', 'stringequalsignorecase', 'stringlike', 'arnequals', 'arnlike'].includes(operator)) return 'U';
  const pattern = patternOf(value, version, context);
  if (pattern === 'no-value') return 'F';
  const fit =
    operator === 'stringlike' ? fits(pattern.pieces, given) : operator.startsWith('arn') ? arnFits(pattern.pieces, given) : undefined;
  if (!pattern.exact) return fit === false ? 'F' : 'U';
  if (fit !== undefined) return truth(fit);
  // no wildcards: a star is a star
  const text = pattern.pieces.map((piece) => ('text' in piece ? piece.text : piece.wild === 'any' ? '*' : '?')).join('');
  return truth(operator === 'stringequals' ? text === given : text.toLowerCase() === given.toLowerCase());
}

/** ISO 8601 (W3C profile) or epoch seconds, as epoch milliseconds; NaN when it is neither. */
export function momentOf(text: string): number {
  if (/^-?\d{5,}(\.\d+)?$/.test(text)) return Number(text) * 1000;
  return /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/.test(text) ? Date.parse(text) : Number.NaN;
}

function addressOf(text: string): number {
  const parts = text.split('.').map(Number);
  return parts.length === 4 && parts.every((part) => part >= 0 && part < 256)
    ? parts.reduce((sum, part) => sum * 256 + part, 0)
    : Number.NaN;
}

function inBlock(address: string, block: string): boolean {
  const [base = '', bits = '32'] = block.split('/');
  const size = 2 ** (32 - Number(bits));
  return Math.floor(addressOf(address) / size) === Math.floor(addressOf(base) / size);
}
