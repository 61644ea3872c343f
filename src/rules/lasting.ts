import type { Bounds, Presence } from '../model/persistence.ts';
import { classRank } from '../model/persistence.ts';

/** The one that lasts longest at least, by `bounds.lo`; the first of those that last alike; `undefined` of none. */
export function mostLasting<E extends { readonly bounds: Bounds }>(elements: readonly E[]): E | undefined {
  return elements.toSorted((a, b) => classRank(b.bounds.lo) - classRank(a.bounds.lo))[0];
}

/** The same of what is held for certain and for longer than a session, if only once it is switched on. */
export function mostLastingSure<E extends { readonly bounds: Bounds; readonly presence: Presence }>(elements: readonly E[]): E | undefined {
  return mostLasting(elements.filter(({ presence, bounds }) => presence === 'certain' && bounds.lo !== 'session'));
}
