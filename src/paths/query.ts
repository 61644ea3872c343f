import { byKeys } from '../base/order.ts';
import { instantOf } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { dominating } from '../model/capability.ts';
import type { Capability } from '../model/capability.ts';
import type { PathStep } from '../model/finding.ts';
import type { EntityId, ScopeId } from '../model/ids.ts';
import { classRank, moreLasting } from '../model/persistence.ts';
import type { Bounds, Pattern, PersistenceClass, Presence } from '../model/persistence.ts';
import type { Entry, Path, Reach, ReachFilter, View } from '../model/view.ts';
import { union } from '../model/window.ts';
import type { Windows } from '../model/window.ts';
import { grantStep, linkStep, membershipSteps } from './steps.ts';

/** `crown-jewels`: all of them; `jewel:NAME`: that one. */
export type PathEnd = Capability | 'tier0' | 'crown-jewels' | `jewel:${string}`;

export interface PathQuery {
  readonly to: PathEnd;
  readonly from?: EntityId;
  /** This, and what contains it; answers then speak of this scope. */
  readonly scope?: ScopeId;
  /** This, and what lies in it; what tells no boundary of its own lies where the right to it is held. */
  readonly within?: ScopeId;
  /** Only where the lower bound is this class. */
  readonly class?: PersistenceClass;
}

/** One identity × capability × scope, and the path that shows it. */
export interface PathEntry {
  readonly identity: EntityId;
  /** Of a way to a crown jewel its name; `scope` is the jewel's. Left out: another was asked for. */
  readonly jewel?: string;
  readonly capability: Capability;
  readonly scope: ScopeId;
  /** The lower bound. */
  readonly persistence: PersistenceClass;
  readonly bounds: Bounds;
  readonly presence: Presence;
  readonly windows: readonly { readonly from: Instant | null; readonly until: Instant | null }[];
  readonly pattern: Pattern;
  readonly entry: Entry;
  readonly caveats: readonly string[];
  /** From the identity on; memberships the grant is held through come last. */
  readonly links: readonly Extract<PathStep, { step: 'link' }>[];
  /** The grant at the end, with its own capability and scope, which may give more than was asked for. */
  readonly via: Extract<PathStep, { step: 'grant' }>;
}

/**
 * Who reaches a capability, sorted by identity, capability and scope. Asked for one capability, whoever reaches one that gives all of it is
 * listed under the one asked for. Of several reaches that answer as one, the bounds are the greatest, and the most lasting shows the path.
 * Of crown jewels, sorted by identity and jewel, `capability` is what is held on it at the end of the path that is shown.
 */
export function queryPaths(view: View, query: PathQuery): readonly PathEntry[] {
  const to = query.to;
  const entries = to === 'crown-jewels' || isJewel(to) ? jewelEntries(view, query, jewelOf(to)) : capabilityEntries(view, query, to);
  return entries
    .filter((each) => query.class === undefined || each.persistence === query.class)
    .sort(
      byKeys(
        (each) => each.identity,
        (each) => each.jewel ?? '',
        (each) => each.capability,
        (each) => each.scope,
      ),
    );
}

const JEWEL = 'jewel:';

export function isJewel(to: string): to is `jewel:${string}` {
  return to.startsWith(JEWEL);
}

/** The name of the jewel that is asked for; `undefined` for all of them. */
export function jewelOf(to: string): string | undefined {
  return isJewel(to) ? to.slice(JEWEL.length) : undefined;
}

function capabilityEntries(view: View, query: PathQuery, to: Capability | 'tier0'): PathEntry[] {
  const groups = new Map<string, Answer>();
  const wanted: ReachFilter = to === 'tier0' ? { tierZero: true } : { among: dominating([to]) };
  for (const reach of query.from === undefined ? view.reaches(wanted) : view.reachesOf(query.from, wanted)) {
    if (query.scope !== undefined && !view.scopes.contains(reach.scope, query.scope)) continue;
    if (query.within !== undefined && !isWithin(view, query.within, reach)) continue;
    const capability = to === 'tier0' ? reach.capability : to;
    const scope = query.scope ?? reach.scope;
    const key = JSON.stringify([reach.identity, capability, scope]);
    const before = groups.get(key);
    if (before === undefined) groups.set(key, { capability, scope, reaches: [reach] });
    else before.reaches.push(reach);
  }
  return [...groups.values()].flatMap((each) => entryOf(view, each) ?? []);
}

function jewelEntries(view: View, { from, scope, within }: PathQuery, name: string | undefined): PathEntry[] {
  const wanted = new Map(
    view.jewels.all
      .filter((jewel) => name === undefined || jewel.name === name)
      .filter((jewel) => scope === undefined || view.scopes.contains(jewel.scope, scope))
      .filter(
        (jewel) => within === undefined || [jewel.scope, jewel.boundary ?? jewel.scope].some((each) => view.scopes.contains(within, each)),
      )
      .map((jewel) => [jewel.name, jewel] as const),
  );
  const reaches =
    from === undefined
      ? [...wanted.keys()].flatMap((each) => [...view.jewels.reaches(each)])
      : view.jewels.reachesOf(from, new Set(wanted.keys()));
  return reaches.flatMap((reach) => {
    const jewel = wanted.get(reach.jewel);
    const path = jewel === undefined ? undefined : view.jewels.path(reach.identity, reach.jewel);
    if (jewel === undefined || path === undefined) return [];
    return [entryAt(view, path, { identity: reach.identity, jewel: jewel.name, capability: reach.capability, scope: jewel.scope }, reach)];
  });
}

function isWithin(view: View, outer: ScopeId, reach: Reach): boolean {
  if (view.scopes.contains(outer, reach.scope)) return true;
  if (view.scopes.isWhole(reach.scope) || view.scopes.above(reach.scope).length > 0) return false;
  const heldIn = view.path(reach.identity, reach.capability, reach.scope)?.grant.boundary;
  return heldIn !== undefined && view.scopes.contains(outer, heldIn);
}

interface Answer {
  readonly capability: Capability;
  readonly scope: ScopeId;
  readonly reaches: Reach[];
}

function entryOf(view: View, { capability, scope, reaches }: Answer): PathEntry | undefined {
  const [best] = reaches.toSorted((a, b) => strength(b, capability) - strength(a, capability));
  if (best === undefined) return undefined;
  const path = view.path(best.identity, best.capability, best.scope);
  if (path === undefined) return undefined;
  const bounds = reaches.map((each) => each.bounds).reduce((a, b) => ({ lo: moreLasting(a.lo, b.lo), hi: moreLasting(a.hi, b.hi) }));
  const windows = reaches.map((each) => each.windows).reduce(union);
  return entryAt(view, path, { identity: best.identity, capability, scope }, { ...best, bounds, windows });
}

type Asked = Pick<PathEntry, 'identity' | 'jewel' | 'capability' | 'scope'>;

function entryAt(view: View, path: Path, asked: Asked, { bounds, presence, windows, pattern, caveats }: Reach): PathEntry {
  return {
    ...asked,
    persistence: bounds.lo,
    bounds,
    presence,
    windows: readable(windows),
    pattern,
    entry: view.entry(asked.identity),
    caveats,
    links: linksOf(view, path),
    via: grantStep(path.grant),
  };
}

/** Certain before possible, then the more lasting, then the capability that was asked for itself. */
function strength(reach: Reach, asked: Capability): number {
  return (
    (reach.presence === 'certain' ? 1000 : 0) +
    classRank(reach.bounds.lo) * 100 +
    classRank(reach.bounds.hi) * 10 +
    (reach.capability === asked ? 1 : 0)
  );
}

function linksOf(view: View, path: Path): PathEntry['links'] {
  return [...path.links.map((link) => linkStep(view, link)), ...membershipSteps(view, path.grant)];
}

function readable(windows: Windows): PathEntry['windows'] {
  return windows.map(({ from, until }) => ({
    from: from === null ? null : instantOf(from),
    until: until === null ? null : instantOf(until),
  }));
}
