import * as v from 'valibot';
import { names } from './fields.ts';

/**
 * One of the caller's own roles, as Permissions - List has it: what it excludes takes nothing from the others. One without `actions` says nothing: it is
 * not taken for one that allows nothing.
 */
export const rights = v.object({ actions: v.array(v.string()), notActions: names });
type Rights = v.InferOutput<typeof rights>;

/** What reads every sort of resource. */
export const EVERY_READ = '*/read';

/** Whether one of the caller's roles allows a read: of one sort of resource (`Microsoft.KeyVault/vaults/read`), or, with {@link EVERY_READ}, of all. */
export function allows(told: readonly { readonly value: Rights }[], action: string): boolean {
  return told.some(
    ({ value }) => value.actions.some((each) => covers(each, action)) && !value.notActions.some((each) => mayTake(each, action)),
  );
}

/** Whether an exclusion may take a read away. What ends in another verb never does. */
function mayTake(excluded: string, action: string): boolean {
  if (/\/(?:write|delete|action)$/i.test(excluded)) return false;
  return action.includes('*') || covers(excluded, action);
}

/** https://learn.microsoft.com/azure/role-based-access-control/role-definitions#actions-format: `*` stands for any text. */
function covers(pattern: string, action: string): boolean {
  const parts = pattern.toLowerCase().split('*').map(escaped);
  return new RegExp(`^${parts.join('.*')}$`, 's').test(action.toLowerCase());
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
