import { byKeys } from '../base/order.ts';
import { capabilities, dominates } from '../model/capability.ts';
import type { Capability } from '../model/capability.ts';
import type { Identity } from '../model/entity.ts';
import type { BoundaryId, EntityId, ScopeId } from '../model/ids.ts';
import type { Reach, ReachFilter, View } from '../model/view.ts';

/** What an identity reaches that gives the capability, in the order of the view. */
export interface Held {
  readonly identity: EntityId;
  /** Narrower scopes of its own boundary, which it holds as a whole for good, are left out of `own`. */
  readonly partial: boolean;
  readonly reaches: readonly Reach[];
  /** The capability itself, by scope. */
  readonly own: ReadonlyMap<ScopeId, Reach>;
  /** More than it, and not certainly standing. */
  readonly openGreater: readonly Reach[];
}

interface Holdings {
  /** What questions are made of: it may lack what an own whole boundary swallows. */
  forQuestions(view: View, identity: Identity): Held;
  /** What an answer about this scope, or about anywhere, rests on. */
  forAnswer(view: View, identity: Identity, scope: ScopeId | undefined): Held;
}

/**
 * Questions about one identity come one after the other, and there may be one for each of thousands of scopes: what it reaches is made
 * once for all. Who holds its whole boundary for good mostly reaches every scope in it as well, and none of those is asked about.
 */
export function holdings(capability: Capability): Holdings {
  const itself = { among: new Set([capability]) };
  const greater = { among: new Set(capabilities.filter((each) => each !== capability && dominates(each, capability))) };
  const last = new WeakMap<View, Held>();
  let outside: { readonly among: ReadonlySet<Capability>; readonly notWithin: BoundaryId } | undefined;

  /** Of the capability itself, what does not lie in this boundary. */
  function besideOf(boundary: BoundaryId): ReachFilter {
    if (outside?.notWithin !== boundary) outside = { ...itself, notWithin: boundary };
    return outside;
  }

  function made(view: View, { id, boundary }: Identity, partly: boolean): Held {
    const wider = view.reachesOf(id, greater);
    const beside = boundary === null || !partly ? undefined : view.reachesOf(id, besideOf(boundary));
    const isWhole = (each: Reach): boolean => each.scope === boundary && holdsForGood(each);
    const partial = beside !== undefined && (beside.some(isWhole) || wider.some(isWhole));
    const own = partial ? beside : view.reachesOf(id, itself);
    const held: Held =
      own.length + wider.length === 0
        ? { identity: id, partial, ...nothing }
        : {
            identity: id,
            partial,
            reaches: wider.length === 0 ? own : own.length === 0 ? wider : [...wider, ...own].sort(byKeys((each) => each.capability)),
            own: new Map(own.map((each) => [each.scope, each] as const)),
            openGreater: wider.filter(isOpen),
          };
    last.set(view, held);
    return held;
  }

  return {
    forQuestions(view, identity) {
      const known = last.get(view);
      return known?.identity === identity.id ? known : made(view, identity, true);
    },
    forAnswer(view, identity, scope) {
      const known = this.forQuestions(view, identity);
      return known.partial && (scope === undefined || !known.own.has(scope)) ? made(view, identity, false) : known;
    },
  };
}

const nothing = { reaches: [], own: new Map<ScopeId, Reach>(), openGreater: [] } as const;

/** Windows that end too late are already `standing` in a reach's bounds. */
export function holdsForGood(reach: Reach): boolean {
  return reach.presence === 'certain' && reach.bounds.lo === 'standing';
}

/** Standing perhaps, and not for certain. */
export function isOpen(reach: Reach): boolean {
  return reach.bounds.hi === 'standing' && !holdsForGood(reach);
}
