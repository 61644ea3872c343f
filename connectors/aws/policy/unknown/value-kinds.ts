import type { Atom } from '../condition.ts';
import { policyDate } from '../dates.ts';
import { addressOf, blockContains, bytesOf, numberOf } from '../values.ts';
import { addressesAround } from './addresses.ts';
import { momentsAround } from './moments.ts';
import type { Candidates } from './numbers.ts';
import { numbersAround } from './numbers.ts';
import type { ValuePredicate } from './predicate.ts';

export type ValueKind = ValuePredicate['on'];

/** One family of values: candidate texts, and how a text does in each comparison. */
interface Kind {
  around(values: readonly string[]): Candidates;
  /** Whether the text is a value of the family, then the outcome of each comparison: `1001`. */
  signature(predicates: readonly ValuePredicate[]): (text: string) => string;
}

function kindOf<T>(read: (text: string) => T | undefined, around: Kind['around'], holds: Holds<T>): Kind {
  return {
    around,
    signature(predicates) {
      const wanted = predicates.map((each) => [each.test, read(each.value)] as const);
      return (text) => {
        const value = read(text);
        if (value === undefined) return `0${'0'.repeat(wanted.length)}`;
        return `1${wanted.map(([test, each]) => (each !== undefined && holds(test, value, each) ? 1 : 0)).join('')}`;
      };
    },
  };
}
type Holds<T> = (test: Atom['test'], value: T, wanted: T) => boolean;

function compares(test: Atom['test'], value: number, wanted: number): boolean {
  if (test === 'less') return value < wanted;
  if (test === 'less-or-equal') return value <= wanted;
  if (test === 'greater') return value > wanted;
  if (test === 'greater-or-equal') return value >= wanted;
  return value === wanted;
}

/** True and false first, so that they stand for what no comparison tells apart from them. */
function truthsAround(values: readonly string[]): Candidates {
  return { texts: ['false', 'true', ...values.map((each) => each.toLowerCase())], exact: true };
}

function bytesAround(values: readonly string[]): Candidates {
  const taken = new Set(values);
  for (let byte = 0; ; byte++) {
    const other = Buffer.from([byte % 256, byte >> 8]).toString('base64');
    if (!taken.has(other)) return { texts: [...values.filter((each) => bytesOf(each) !== undefined), other], exact: true };
  }
}

export const kinds: Readonly<Record<ValueKind, Kind>> = {
  numeric: kindOf(numberOf, numbersAround, compares),
  date: kindOf(policyDate, momentsAround, compares),
  ip: kindOf(addressOf, addressesAround, (_test, address, block) => blockContains(block, address)),
  binary: kindOf(bytesOf, bytesAround, (_test, bytes, wanted) => bytes === wanted),
  bool: kindOf(
    (text) => text.toLowerCase(),
    truthsAround,
    (_test, value, wanted) => value === wanted,
  ),
};

/** Whether the text is a value of the family; every text may be compared with a truth value. */
export function readableAs(kind: ValueKind, text: string): boolean {
  return kinds[kind].signature([])(text) === '1';
}
