import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { byCodeUnit } from '../../../src/base/order.ts';
import { keyName } from './keys.ts';

export type OperatorFamily = 'string' | 'numeric' | 'date' | 'bool' | 'binary' | 'ip' | 'arn' | 'null';

/** One operator over one key. Several atoms of a statement are joined by AND, values by OR (negated: by NOR). */
export interface Atom {
  readonly family: OperatorFamily;
  /** `equals`, `like`, `lessthan`, … without negation. */
  readonly test: 'equals' | 'equals-ignoring-case' | 'like' | 'less' | 'less-or-equal' | 'greater' | 'greater-or-equal';
  readonly negated: boolean;
  /** `ForAllValues` (true when the key is absent) or `ForAnyValue` (false then). */
  readonly set: 'all' | 'any' | null;
  /** True when the key is absent. */
  readonly ifExists: boolean;
  /** Lower case: keys are compared without regard to case. */
  readonly key: string;
  /** Sorted. */
  readonly values: readonly string[];
  /** For people: `aws:PrincipalOrgID StringEquals o-abc`. */
  readonly text: string;
}

// name, family, test, negated. Source: IAM User Guide, reference_policies_elements_condition_operators.html
const table: readonly (readonly [string, OperatorFamily, Atom['test'], boolean])[] = [
  ['StringEquals', 'string', 'equals', false],
  ['StringNotEquals', 'string', 'equals', true],
  ['StringEqualsIgnoreCase', 'string', 'equals-ignoring-case', false],
  ['StringNotEqualsIgnoreCase', 'string', 'equals-ignoring-case', true],
  ['StringLike', 'string', 'like', false],
  ['StringNotLike', 'string', 'like', true],
  ['NumericEquals', 'numeric', 'equals', false],
  ['NumericNotEquals', 'numeric', 'equals', true],
  ['NumericLessThan', 'numeric', 'less', false],
  ['NumericLessThanEquals', 'numeric', 'less-or-equal', false],
  ['NumericGreaterThan', 'numeric', 'greater', false],
  ['NumericGreaterThanEquals', 'numeric', 'greater-or-equal', false],
  ['DateEquals', 'date', 'equals', false],
  ['DateNotEquals', 'date', 'equals', true],
  ['DateLessThan', 'date', 'less', false],
  ['DateLessThanEquals', 'date', 'less-or-equal', false],
  ['DateGreaterThan', 'date', 'greater', false],
  ['DateGreaterThanEquals', 'date', 'greater-or-equal', false],
  ['Bool', 'bool', 'equals-ignoring-case', false],
  ['BinaryEquals', 'binary', 'equals', false],
  ['IpAddress', 'ip', 'equals', false],
  ['NotIpAddress', 'ip', 'equals', true],
  ['ArnEquals', 'arn', 'like', false],
  ['ArnLike', 'arn', 'like', false],
  ['ArnNotEquals', 'arn', 'like', true],
  ['ArnNotLike', 'arn', 'like', true],
  ['Null', 'null', 'equals-ignoring-case', false],
];
const operators = new Map(table.map((row) => [row[0].toLowerCase(), row] as const));

/** Atoms of a Condition block. An operator, key or value that is not understood is said in `wrong`; the rest is kept. */
export function readConditions(block: Json | undefined, wrong: string[]): readonly Atom[] {
  if (block === undefined) return [];
  if (!isJsonObject(block)) {
    wrong.push('its condition is not an object');
    return [];
  }
  const atoms: Atom[] = [];
  for (const [name, keys] of Object.entries(block)) {
    const operator = readOperator(name);
    if (operator === undefined) wrong.push(`the condition operator ${JSON.stringify(name)} is not known`);
    else if (!isJsonObject(keys)) wrong.push(`its condition ${name} is not an object`);
    else {
      for (const [key, value] of Object.entries(keys)) {
        const values = (Array.isArray(value) ? (value as readonly Json[]) : [value ?? null]).map(scalar);
        if (values.every((each) => each !== undefined)) atoms.push(atomOf(operator, key, values));
        else wrong.push(`a value of its condition ${name} ${key} is neither a string, a number nor a boolean`);
      }
    }
  }
  return atoms;
}

/** A condition value as the string it is compared as; `undefined` where it is none. */
export function scalar(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

interface Operator {
  readonly row: (typeof table)[number];
  readonly set: Atom['set'];
  readonly ifExists: boolean;
}

function readOperator(name: string): Operator | undefined {
  let rest = name.toLowerCase();
  const set = rest.startsWith('forallvalues:') ? 'all' : rest.startsWith('foranyvalue:') ? 'any' : null;
  if (set !== null) rest = rest.slice(rest.indexOf(':') + 1);
  const ifExists = rest.endsWith('ifexists');
  const row = operators.get(ifExists ? rest.slice(0, -'ifexists'.length) : rest);
  // `Null` takes neither a qualifier nor IfExists
  return row === undefined || (row[1] === 'null' && (ifExists || set !== null)) ? undefined : { row, set, ifExists };
}

function atomOf({ row, set, ifExists }: Operator, key: string, values: readonly string[]): Atom {
  const sorted = [...new Set(values)].sort(byCodeUnit);
  const operator = `${set === 'all' ? 'ForAllValues:' : set === 'any' ? 'ForAnyValue:' : ''}${row[0]}${ifExists ? 'IfExists' : ''}`;
  const list = sorted.length > 4 ? `${sorted.slice(0, 4).join(', ')} and ${sorted.length - 4} more` : sorted.join(', ');
  return {
    family: row[1],
    test: row[2],
    negated: row[3],
    set,
    ifExists,
    key: key.toLowerCase(),
    values: sorted,
    text: `${keyName(key)} ${operator} ${list === '' ? '(no value)' : list}`,
  };
}
