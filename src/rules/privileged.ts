import { capabilities } from '../model/capability.ts';
import type { Capability } from '../model/capability.ts';
import type { EntityId } from '../model/ids.ts';
import type { Held, Reach, View } from '../model/view.ts';

/** What is more than ordinary, in the order in which a view tells reaches. */
const inOrder: readonly Capability[] = capabilities.filter((each) => each !== 'ordinary').sort();

/** The same for a filter. */
export const privileged: ReadonlySet<Capability> = new Set(inOrder);

/** Whether it reaches anything that is more than ordinary, in any class, possible ways included. */
export function isPrivileged(view: View, identity: EntityId): boolean {
  return inOrder.some((each) => view.holding(identity, each).all().length > 0);
}

/** The gravest of what it certainly reaches that is more than ordinary; where none leads to control of a whole boundary, the first. */
export function gravestSure(view: View, identity: EntityId): Reach | undefined {
  return view.gravest(identity) ?? firstSure(view, identity);
}

/** Few are looked at, and reaches are many: each is made when it is come to. */
function firstSure(view: View, identity: EntityId): Reach | undefined {
  for (const each of inOrder) {
    for (const { capability, scope } of view.holding(identity, each).all()) {
      const reach = view.reach(identity, capability, scope);
      if (reach?.presence === 'certain') return reach;
    }
  }
  return undefined;
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
