import { isAllStars, readingsOf } from '../literal/resource.ts';
import type { Value } from '../literal/text.ts';
import { OPEN } from '../literal/text.ts';
import type { Context } from './context.ts';
import { keyOf } from './context.ts';
import type { Truth } from './truth.ts';

export { actionFits, globFits } from '../literal/text.ts';

/** What stands in the place of a variable: the one value of its key. */
export function valueIn(context: Context, key: string): Value {
  const state = keyOf(context, key);
  if (state.is === 'unknown') return OPEN;
  return state.is === 'present' && state.values.length === 1 ? state.values[0] : undefined;
}

/** Whether a pattern meets a resource, where not all keys are known and the two readings of the documentation may differ. */
export function resourceFits(pattern: string, version: string | undefined, resource: string, context: Context): Truth {
  if (isAllStars(pattern)) return 'T';
  if (resource === '*') return 'F';
  const { whole, segments, exact } = readingsOf(pattern, resource, version === '2012-10-17', (key) => valueIn(context, key));
  if (!whole) return 'F';
  return exact && segments ? 'T' : 'U';
}
