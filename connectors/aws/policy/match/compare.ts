import type { Atom } from '../condition.ts';
import { policyDate } from '../dates.ts';
import { arnSegments, matches } from '../glob.ts';
import { Remembered } from '../remembered.ts';
import type { Block } from '../values.ts';
import { addressOf, blockContains, bytesOf, numberOf } from '../values.ts';
import { plain } from './variables.ts';

/** A side of the comparison is no number, date, address or base64: false for a positive operator, open for a negated one. */
export const UNPARSEABLE = 3;

/** What a value of a condition is compared as. */
export type Operand = string | number | Block | undefined;

// values of requests come again and again
const MOST_VALUES = 10_000;
const dates = new Remembered(MOST_VALUES, policyDate);
const addresses = new Remembered(MOST_VALUES, addressOf);

/** Reads a value of the policy for its operator; `undefined` where it does not parse. */
export function operandOf(atom: Atom, text: string): Operand {
  switch (atom.family) {
    case 'string':
      return atom.test === 'like' ? text : atom.test === 'equals' ? plain(text) : plain(text).toLowerCase();
    case 'arn':
      return text;
    case 'bool':
    case 'null':
      return plain(text).toLowerCase();
    case 'numeric':
      return numberOf(text);
    case 'date':
      return policyDate(text);
    case 'ip':
      return addressOf(text);
    case 'binary':
      return bytesOf(text);
  }
}

/** Compares one value of the policy with one of the request. */
export function compareOne(atom: Atom, wanted: Operand, value: string): 0 | 1 | typeof UNPARSEABLE {
  switch (atom.family) {
    case 'string': {
      const text = wanted as string;
      if (atom.test === 'like') return matches(text, value) ? 1 : 0;
      return (atom.test === 'equals' ? text === value : text === value.toLowerCase()) ? 1 : 0;
    }
    case 'arn':
      return arnMatches(wanted as string, value) ? 1 : 0;
    case 'bool':
    case 'null':
      return wanted === value.toLowerCase() ? 1 : 0;
    case 'numeric':
      return ordered(atom.test, wanted as number | undefined, numberOf(value));
    case 'date':
      return ordered(atom.test, wanted as number | undefined, dates.of(value));
    case 'ip': {
      const address = addresses.of(value);
      if (wanted === undefined || address === undefined) return UNPARSEABLE;
      return blockContains(wanted as Block, address) ? 1 : 0;
    }
    case 'binary': {
      const bytes = bytesOf(value);
      return wanted === undefined || bytes === undefined ? UNPARSEABLE : wanted === bytes ? 1 : 0;
    }
  }
}

function ordered(test: Atom['test'], wanted: number | undefined, value: number | undefined): 0 | 1 | typeof UNPARSEABLE {
  if (wanted === undefined || value === undefined) return UNPARSEABLE;
  switch (test) {
    case 'less':
      return value < wanted ? 1 : 0;
    case 'less-or-equal':
      return value <= wanted ? 1 : 0;
    case 'greater':
      return value > wanted ? 1 : 0;
    case 'greater-or-equal':
      return value >= wanted ? 1 : 0;
    default:
      return value === wanted ? 1 : 0;
  }
}

/** Six segments, each by itself: a `*` stays in its segment and the sixth holds the rest. Only `*` matches what is no ARN. */
export function arnMatches(pattern: string, arn: string): boolean {
  const [p, a] = [arnSegments(pattern), arnSegments(arn)];
  return p.length === 6 && a.length === 6 ? p.every((each, at) => matches(each, a[at] ?? '')) : pattern === '*';
}
