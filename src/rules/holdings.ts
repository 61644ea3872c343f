import { byKeys } from '../base/order.ts';
import { capabilities, dominates } from '../model/capability.ts';
import type { Capability } from '../model/capability.ts';
import type { Identity } from '../model/entity.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import type { Held, Holding, Reach, View } from '../model/view.ts';
import { boundariesOf, boundaryOf, isBoundary } from './reach-boundary.ts';

/** Narrow scopes at which a right is in doubt are asked about one by one up to so many, and else all at once. */
export const MANY = 20;

/** What an identity holds that gives the capability, and what there is to ask of it. */
export interface Holds {
  /** The capability itself. */
  readonly own: Holding;
  /** More than it, and not certainly standing. */
  readonly openGreater: readonly Held[];
  /** Of all, in the order of the view: the capability itself held standing for certain, and anything held standing perhaps. */
  readonly firstSure: Held | undefined;
  readonly firstOpen: Held | undefined;
  /** What is asked about one by one, and whether there is a question without a scope. */
  readonly asked: readonly Held[];
  readonly atOnce: boolean;
  /** The capability itself where it is in doubt, on less than a whole boundary, with nothing greater held for good. */
  readonly doubtful: readonly Held[];
}

/** What holds of all who hold the same. */
interface Group extends Omit<Holds, 'asked' | 'atOnce' | 'doubtful'> {
  /** Of what they hold themselves, what nothing greater surely swallows; and of these what swallows only where the path ends there. */
  readonly left: readonly Held[];
  readonly byPath: ReadonlySet<Held>;
  readonly wholes: ReadonlySet<string>;
  /** Where nothing depends on a path. */
  readonly holds: Holds | undefined;
}

/** A group, and what those in it hold of each greater capability. */
interface Member {
  readonly more: readonly Holding[];
  readonly group: Group;
}

/** Groups of one boundary by what is held of the capability itself, then of the first that is greater: what else is held differs little. */
type Groups = Map<Holding, Map<Holding | undefined, Member[]>>;

/** The groups that were asked for last: those of one boundary mostly come one after the other. */
interface Lately {
  readonly view: View;
  readonly boundary: BoundaryId | null;
  readonly groups: Groups;
}

/** Who holds the same is asked the same, whoever it is: it is worked out once for all of them. */
export function holdings(capability: Capability): (view: View, identity: Identity) => Holds {
  const greater = capabilities.filter((each) => each !== capability && dominates(each, capability)).sort();
  const known = new WeakMap<View, Map<BoundaryId | null, Groups>>();
  let lately: Lately | undefined;
  let last: { readonly view: View; readonly identity: EntityId; readonly holds: Holds } | undefined;

  function groupsIn(view: View, boundary: BoundaryId | null): Groups {
    if (lately?.view === view && lately.boundary === boundary) return lately.groups;
    let ofView = known.get(view);
    if (ofView === undefined) known.set(view, (ofView = new Map<BoundaryId | null, Groups>()));
    let groups = ofView.get(boundary);
    if (groups === undefined) ofView.set(boundary, (groups = new Map<Holding, Map<Holding | undefined, Member[]>>()));
    lately = { view, boundary, groups };
    return groups;
  }

  /** Whether this is what an identity holds of what is greater, but for the first. */
  function holdsMore(view: View, id: EntityId, more: readonly Holding[]): boolean {
    for (let at = 1; at < greater.length; at++) if (view.holding(id, greater[at] as Capability) !== more[at]) return false;
    return true;
  }

  function groupOf(view: View, { id, boundary }: Identity): Group {
    const groups = groupsIn(view, boundary);
    const own = view.holding(id, capability);
    let ofOwn = groups.get(own);
    if (ofOwn === undefined) groups.set(own, (ofOwn = new Map<Holding | undefined, Member[]>()));
    const [first] = greater;
    const ofFirst = first === undefined ? undefined : view.holding(id, first);
    let members = ofOwn.get(ofFirst);
    if (members === undefined) ofOwn.set(ofFirst, (members = []));
    for (const each of members) if (holdsMore(view, id, each.more)) return each.group;
    const more = greater.map((each) => view.holding(id, each));
    const group = madeGroup(view, capability, own, more, boundary);
    members.push({ more, group });
    return group;
  }

  return (view, identity) => {
    if (last?.view !== view || last.identity !== identity.id) {
      const group = groupOf(view, identity);
      last = { view, identity: identity.id, holds: group.holds ?? holdsOf(view, group, identity.id) };
    }
    return last.holds;
  };
}

function madeGroup(view: View, capability: Capability, own: Holding, more: readonly Holding[], boundary: BoundaryId | null): Group {
  const itself = own.all();
  const wider = more.flatMap((each) => each.all());
  const all = wider.length === 0 ? itself : [...wider, ...itself].sort(byKeys((each) => each.capability));
  const { spokenOf, ofGrants } = boundariesOf(view);
  const greater = new Set<string>();
  const wholes = new Set<string>();
  for (const held of all) {
    if (!holdsForGood(held)) continue;
    if (held.capability !== capability) greater.add(held.scope);
    if (ofGrants.has(held.scope)) wholes.add(held.scope);
  }
  const left: Held[] = [];
  const byPath = new Set<Held>();
  for (const held of itself) {
    if (greater.has(held.scope)) continue;
    if (wholes.size > 0 && !spokenOf.has(held.scope)) {
      const place = boundaryOf(view, held);
      if (place === undefined) byPath.add(held);
      else if (isSwallowed(held, place, wholes)) continue;
    }
    left.push(held);
  }
  const group = {
    own,
    openGreater: wider.length === 0 ? wider : wider.filter(isOpen),
    firstSure: itself.find(holdsForGood),
    firstOpen: all.find(isOpen),
  };
  // A greater right on its own whole boundary leaves nothing to ask of an identity without any reach to the capability.
  const nothing = itself.length === 0 && !all.some((each) => each.scope === boundary && holdsForGood(each));
  const holds = byPath.size > 0 ? undefined : { ...group, ...askedOf(view, left, nothing) };
  return { ...group, left, byPath, wholes, holds };
}

/** Where whoever holds the grant at the end of the path decides, it is looked at for this identity. */
function holdsOf(view: View, { left, byPath, wholes, ...group }: Group, identity: EntityId): Holds {
  const { own, openGreater, firstSure, firstOpen } = group;
  const asked = left.filter((each) => !byPath.has(each) || !isSwallowed(each, boundaryOf(view, each, identity), wholes));
  return { own, openGreater, firstSure, firstOpen, ...askedOf(view, asked, false) };
}

function isSwallowed({ scope }: Held, boundary: string | undefined, wholes: ReadonlySet<string>): boolean {
  return boundary !== undefined && boundary !== scope && wholes.has(boundary);
}

function askedOf(view: View, left: readonly Held[], nothing: boolean): Pick<Holds, 'asked' | 'atOnce' | 'doubtful'> {
  const doubtful = left.filter((each) => isOpen(each) && !isBoundary(view, each.scope));
  if (doubtful.length <= MANY) return { asked: left, atOnce: nothing, doubtful };
  const together = new Set(doubtful);
  return { asked: left.filter((each) => !together.has(each)), atOnce: true, doubtful };
}

/** Certainly standing. Windows that end too late are already `standing` in a reach's bounds. */
export function holdsForGood(held: Held | Reach): boolean {
  return 'standing' in held ? held.standing === 'certain' : held.presence === 'certain' && held.bounds.lo === 'standing';
}

/** Standing perhaps, and not for certain. */
export function isOpen(held: Held | Reach): boolean {
  return 'standing' in held ? held.standing === 'possible' : held.bounds.hi === 'standing' && !holdsForGood(held);
}
