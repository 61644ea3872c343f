import { byCodeUnit } from '../base/order.ts';
import type { EntityId } from '../model/ids.ts';
import type { View } from '../model/view.ts';
import { UsageError } from './usage.ts';

const SHOWN = 5;

/**
 * The identity of this id, or of this name where one alone has it. Throws {@link UsageError} for a name that nothing read has, and for one that
 * several have, with their ids.
 */
export function identityNamed(view: View, asked: string): EntityId {
  if (view.identity(asked) !== undefined) return asked;
  const named: EntityId[] = [];
  for (const { id, name } of view.identities()) if (name === asked) named.push(id);
  const [only, another] = named.sort(byCodeUnit);
  if (only === undefined) {
    throw new UsageError(`cannot look for paths from ${asked}: nothing read speaks of it`, {
      hint: 'name an identity by its id, in AWS its ARN, or by its name where no other has it',
    });
  }
  if (another === undefined) return only;
  const more = named.length > SHOWN ? ` and ${named.length - SHOWN} more` : '';
  throw new UsageError(`cannot look for paths from ${asked}: ${named.length} identities are called so`, {
    hint: `name one by its id: ${named.slice(0, SHOWN).join(', ')}${more}`,
  });
}
