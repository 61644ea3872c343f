import { groupBy } from '../base/group.ts';
import { byCodeUnit } from '../base/order.ts';
import type { Access } from '../model/access.ts';
import type { Grant, Link } from '../model/grant.ts';
import type { EntityId } from '../model/ids.ts';
import type { View } from '../model/view.ts';
import { stateAt } from '../model/window.ts';

/** How one enters, and not what one has. */
const entries: ReadonlySet<Access['kind']> = new Set<Access['kind']>(['credential', 'account', 'eligibility']);

const known = new WeakMap<View, ReadonlyMap<EntityId, readonly Access[]>>();

/** What is there for good and leads to control of a whole boundary, by whose it is. Only of those for whom history has accesses. */
export function graveStanding(view: View): ReadonlyMap<EntityId, readonly Access[]> {
  let found = known.get(view);
  if (found === undefined) {
    const all = view.assured.accesses.filter((each) => isStanding(each) && isGrave(view, each));
    const bySubject = groupBy(all, ({ subject }) => subject);
    found = new Map([...bySubject].sort(([a], [b]) => byCodeUnit(a, b)));
    known.set(view, found);
  }
  return found;
}

function isStanding({ kind, until, activated }: Access): boolean {
  return until === null && !activated && !entries.has(kind);
}

function isGrave(view: View, access: Access): boolean {
  return elementsOf(view, access).some((each) => {
    if (each.presence === 'refuted' || stateAt(each.windows, view.now) !== 'current') return false;
    if (each.type === 'link') return view.gravest(each.to) !== undefined;
    return view.reached(each.subject, each.capability, each.scope)?.tierZero === true;
  });
}

/** Of a group, what its members hold by it. */
function elementsOf(view: View, { subject, source }: Access): readonly (Grant | Link)[] {
  const own = [...view.grantsOf(subject), ...view.linksFrom(subject)];
  const members = view.identity(subject)?.kind === 'group' ? view.linksTo(subject, { among: new Set(['member-of'] as const) }) : [];
  return [...own, ...members.flatMap(({ from }) => view.grantsOf(from))].filter((each) => each.source.id === source);
}
