import { matchesAction } from '../actions.ts';
import type { Attribute, Condition } from './syntax.ts';

/** `unknown`: it depends on what was not told. */
export type Truth = 'true' | 'false' | 'unknown';

/** What is known of one request. */
export interface Situation {
  readonly action: string;
  /** Its values; none where it is known to have none; `undefined` where nothing is known. */
  attribute(attribute: Attribute): readonly string[] | undefined;
}

export function evaluateCondition(condition: Condition, situation: Situation): Truth {
  switch (condition.type) {
    case 'all':
      return leastOf(condition.of.map((each) => evaluateCondition(each, situation)));
    case 'any':
      return mostOf(condition.of.map((each) => evaluateCondition(each, situation)));
    case 'not':
      return opposite(evaluateCondition(condition.of, situation));
    case 'action-matches':
      return truth(condition.patterns.some((each) => matchesAction(each, situation.action)));
    case 'sub-operation-matches':
      return 'unknown';
    case 'exists': {
      const values = situation.attribute(condition.attribute);
      return values === undefined ? 'unknown' : truth(values.length > 0);
    }
    case 'compare':
      return compared(condition, situation);
    default:
      return condition satisfies never;
  }
}

function compared({ attribute, quantifier, operator, values }: Condition & { readonly type: 'compare' }, situation: Situation): Truth {
  const left = situation.attribute(attribute);
  const right = 'from' in values ? situation.attribute(values) : values;
  const test = tests.get(operator);
  // an attribute that is absent makes the comparison false, negated ones too, in some services and not in others
  if (left === undefined || right === undefined || test === undefined || left.length === 0) return 'unknown';
  const negated = operator.includes('not');
  // without a quantifier one value stands against one; a list there is any of its values, or none of them
  const [outer, inner] = quantified(quantifier, negated);
  const holds = left[outer]((a) => right[inner]((b) => test(a, b)));
  return truth(holds);
}

/** For any or all values of the attribute, of any or all values of the list. */
function quantified(quantifier: string | null, negated: boolean): readonly ['some' | 'every', 'some' | 'every'] {
  if (quantifier === null) return ['some', negated ? 'every' : 'some'];
  return [quantifier.startsWith('forany') ? 'some' : 'every', quantifier.endsWith('anyvalues') ? 'some' : 'every'];
}

type Test = (a: string, b: string) => boolean;
const sameLetters: Test = (a, b) => a.toLowerCase() === b.toLowerCase();

/** Those whose answer is the text's alone. Times and numbers are left open. */
const tests: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['guidequals', sameLetters],
  ['guidnotequals', (a, b) => !sameLetters(a, b)],
  ['stringequals', (a, b) => a === b],
  ['stringnotequals', (a, b) => a !== b],
  ['stringequalsignorecase', sameLetters],
  ['stringnotequalsignorecase', (a, b) => !sameLetters(a, b)],
  ['stringstartswith', (a, b) => a.startsWith(b)],
  ['stringnotstartswith', (a, b) => !a.startsWith(b)],
  ['boolequals', sameLetters],
  ['boolnotequals', (a, b) => !sameLetters(a, b)],
]);

function truth(holds: boolean): Truth {
  return holds ? 'true' : 'false';
}

function opposite(of: Truth): Truth {
  return of === 'unknown' ? of : truth(of === 'false');
}

/** Of answers of which all are needed. */
export function leastOf(all: readonly (Truth | undefined)[]): Truth {
  if (all.includes('false')) return 'false';
  return all.includes('unknown') ? 'unknown' : 'true';
}

/** Of answers of which one is enough. */
export function mostOf(all: readonly (Truth | undefined)[]): Truth {
  if (all.includes('true')) return 'true';
  return all.includes('unknown') ? 'unknown' : 'false';
}
