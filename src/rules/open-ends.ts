import type { NonEmpty } from '../base/json.ts';
import { byCodeUnit } from '../base/order.ts';
import type { FactKind } from '../model/fact.ts';
import type { Gap } from '../model/gap.ts';
import type { EntityId } from '../model/ids.ts';
import type { View } from '../model/view.ts';
import { stateAt } from '../model/window.ts';

const grantSources: readonly FactKind[] = ['policy', 'attachment', 'membership', 'trust'];

// A view answers the same for ever, so what was worked out from it can be kept as long as it lives.
const known = new WeakMap<View, ReadonlyMap<EntityId, NonEmpty<Gap>>>();

/**
 * What is missing of another identity that this one may act as now: a policy of a role that did not parse is no gap of the user
 * who may assume it, and still keeps what the user can do from being known. Names the gaps of one such identity; `undefined` =
 * none. One search backwards for all identities of a view, linear in its links.
 */
export function openEndBehind(view: View, identity: EntityId): NonEmpty<Gap> | undefined {
  const before = known.get(view) ?? searchBackwards(view);
  known.set(view, before);
  return before.get(identity);
}

function searchBackwards(view: View): ReadonlyMap<EntityId, NonEmpty<Gap>> {
  const behind = new Map<EntityId, NonEmpty<Gap>>();
  for (const [end, gaps] of gapsBySubject(view)) {
    const queue = [end];
    for (const to of queue) {
      for (const { from, presence, openness, windows } of view.linksTo(to)) {
        if (presence === 'refuted' || openness === 'none' || stateAt(windows, view.now) !== 'current') continue;
        if (from === end || behind.has(from)) continue;
        behind.set(from, gaps);
        queue.push(from);
      }
    }
  }
  return behind;
}

function gapsBySubject(view: View): readonly (readonly [EntityId, NonEmpty<Gap>])[] {
  const about = view.boundaries
    .flatMap(({ id }) => grantSources.flatMap((kind) => view.gapsIn(kind, id)))
    .filter((gap) => gap.subject !== undefined && view.identity(gap.subject) !== undefined);
  const bySubject = new Map<EntityId, NonEmpty<Gap>>();
  for (const gap of about) {
    const subject = gap.subject ?? '';
    bySubject.set(subject, [...(bySubject.get(subject) ?? []), gap]);
  }
  return [...bySubject].sort(([a], [b]) => byCodeUnit(a, b));
}
