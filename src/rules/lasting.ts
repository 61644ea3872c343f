import type { Capability } from '../model/capability.ts';
import type { EntityId } from '../model/ids.ts';
import type { Bounds, PersistenceClass, Presence } from '../model/persistence.ts';
import { classRank, persistenceClasses } from '../model/persistence.ts';
import type { Reached, View } from '../model/view.ts';

/** The one that lasts longest at least, by `bounds.lo`; the first of those that last alike; `undefined` of none. */
export function mostLasting<E extends { readonly bounds: Bounds }>(elements: readonly E[]): E | undefined {
  return elements.toSorted((a, b) => classRank(b.bounds.lo) - classRank(a.bounds.lo))[0];
}

/** The same of what is held for certain and for longer than a session, if only once it is switched on. */
export function mostLastingSure<E extends { readonly bounds: Bounds; readonly presence: Presence }>(elements: readonly E[]): E | undefined {
  return mostLasting(elements.filter(({ presence, bounds }) => presence === 'certain' && bounds.lo !== 'session'));
}

/** What is reached, and how long it is held for certain at least. */
export interface HeldFor extends Reached {
  readonly lo: PersistenceClass;
}

const lasting = persistenceClasses.filter((each) => each !== 'session').toReversed();

/** {@link mostLastingSure} of what it reaches of these capabilities; where `tierZero` is set, of what counts as tier 0 alone. */
export function mostLastingHeld(
  view: View,
  identity: EntityId,
  among: ReadonlySet<Capability>,
  { tierZero }: { readonly tierZero: boolean },
): HeldFor | undefined {
  for (const lo of lasting) {
    const reached = view.foremost(identity, among, { atLeast: lo });
    if (reached !== undefined && (!tierZero || reached.tierZero)) return { ...reached, lo };
  }
  return undefined;
}
