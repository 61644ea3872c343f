import { capabilities } from '../model/capability.ts';
import type { Capability } from '../model/capability.ts';
import type { EntityId } from '../model/ids.ts';
import type { Held, Reached, View } from '../model/view.ts';

/** What is more than ordinary, in the order in which a view tells reaches. */
const inOrder: readonly Capability[] = capabilities.filter((each) => each !== 'ordinary').sort();

/** The same for a filter. */
export const privileged: ReadonlySet<Capability> = new Set(inOrder);

/** The gravest of what it certainly reaches that is more than ordinary; where none leads to control of a whole boundary, the first. */
export function gravestSure(view: View, identity: EntityId): Reached | undefined {
  return view.gravest(identity) ?? view.foremost(identity, privileged, 'certain');
}

/** Whether there is one. */
export function isSurelyPrivileged(view: View, identity: EntityId): boolean {
  return view.foremost(identity, privileged, 'certain') !== undefined;
}

/** Something more than ordinary that it certainly holds for good; the first, in no order that means anything. */
export function standingPrivilege(view: View, identity: EntityId): Held | undefined {
  for (const each of inOrder) {
    const held = view
      .holding(identity, each)
      .all()
      .find(({ standing }) => standing === 'certain');
    if (held !== undefined) return held;
  }
  return undefined;
}
