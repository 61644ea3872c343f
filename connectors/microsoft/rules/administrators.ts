import type { Grant, Link } from '../../../src/model/grant.ts';
import type { EntityId } from '../../../src/model/ids.ts';
import type { View } from '../../../src/model/view.ts';
import { stateAt } from '../../../src/model/window.ts';
import { weightOf } from '../../../src/rules/activation.ts';

const roles: ReadonlySet<string> = new Set([
  'directory-role',
  'eligible-role',
  'azure-role',
  'azure-eligible-role',
  'classic-administrator',
]);

/**
 * Whether somebody was made an administrator, in any class: holds a role that leads to control of a whole boundary, or is in a group that does.
 * What comes by owning something is no such thing. `possible`: only by a way that is not certain; then `by` is it.
 */
export function isAdministrator(
  view: View,
  identity: EntityId,
): { readonly is: 'certain' | 'possible' | 'no'; readonly by?: Grant | Link } {
  let open: Grant | Link | undefined;
  const all: readonly (Grant | Link)[] = [...view.grantsOf(identity), ...view.linksFrom(identity)];
  for (const each of all) {
    if (!isAppointment(each) || each.presence === 'refuted' || stateAt(each.windows, view.now) === 'past') continue;
    if (weightOf(view, each) !== 'tier-0') continue;
    if (each.presence === 'certain') return { is: 'certain', by: each };
    open ??= each;
  }
  return open === undefined ? { is: 'no' } : { is: 'possible', by: open };
}

function isAppointment(element: Grant | Link): boolean {
  return (element.type === 'link' && element.how === 'member-of') || roles.has(element.source.kind);
}
