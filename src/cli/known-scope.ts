import { byCodeUnit } from '../base/order.ts';
import type { View } from '../model/view.ts';
import { UsageError } from './usage.ts';

const SHOWN = 10;

/** An answer about a boundary or a container that nothing speaks of would be an empty one. What is inside a boundary is not listed anywhere. */
export function refuseUnknownScopes(view: View, { scope, within }: { readonly scope?: string; readonly within?: string }): void {
  for (const asked of [scope, within]) {
    if (asked === undefined || !view.scopes.isWhole(asked)) continue;
    const known = new Set(view.boundaries.flatMap(({ id }) => [id, ...view.scopes.above(id)]));
    if (known.has(asked)) continue;
    const named = [...known].sort(byCodeUnit);
    const more = named.length > SHOWN ? ` and ${named.length - SHOWN} more` : '';
    throw new UsageError(`cannot look for paths on ${asked}: nothing read speaks of it`, {
      hint: `what was read speaks of ${named.slice(0, SHOWN).join(', ')}${more}`,
    });
  }
}
