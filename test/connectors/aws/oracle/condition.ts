import type { Entry } from '../literal/condition.ts';
import { entryHolds, operatorOf } from '../literal/condition.ts';
import { OPEN } from '../literal/text.ts';
import type { Context } from './context.ts';
import { keyOf } from './context.ts';
import { valueIn } from './text.ts';
import type { Truth } from './truth.ts';
import { and, truth } from './truth.ts';

/* The literal reading of conditions, where not all keys are known. */

export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export function valuesOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map((each) => String(each));
}

export function conditionHolds(block: ConditionBlock | undefined, version: string | undefined, context: Context): Truth {
  return and(
    Object.entries(block ?? {}).flatMap(([name, keys]) =>
      Object.entries(keys).map(([key, values]): Truth => {
        const operator = operatorOf(name);
        return operator === undefined ? 'U' : holds({ ...operator, key: key.toLowerCase(), values: valuesOf(values) }, version, context);
      }),
    ),
  );
}

/** `U` also where the documentation leaves it open. */
function holds(entry: Entry, version: string | undefined, context: Context): Truth {
  const state = keyOf(context, entry.key);
  if (state.is === 'unknown') return 'U';
  let open = false;
  const told = (doubt: boolean): boolean =>
    entryHolds(entry, state.is === 'present' ? state.values : null, {
      effect: 'Deny',
      variables: version === '2012-10-17',
      valueOf: (key) => {
        const value = valueIn(context, key);
        open ||= value === OPEN;
        return value;
      },
      doubt: () => doubt,
    });
  const answers = [told(false), told(true)];
  return open || answers[0] !== answers[1] ? 'U' : truth(answers[0] === true);
}
