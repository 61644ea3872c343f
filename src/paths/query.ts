import { byKeys } from '../base/order.ts';
import { instantOf } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { capabilities, dominates } from '../model/capability.ts';
import type { Capability } from '../model/capability.ts';
import type { PathStep } from '../model/finding.ts';
import type { EntityId, ScopeId } from '../model/ids.ts';
import { classRank, moreLasting } from '../model/persistence.ts';
import type { Bounds, Pattern, PersistenceClass, Presence } from '../model/persistence.ts';
import type { Entry, Path, Reach, ReachFilter, View } from '../model/view.ts';
import { union } from '../model/window.ts';
import type { Windows } from '../model/window.ts';
import { boundaryOfName, containsScope } from './scope.ts';
import { grantStep, linkStep, membershipSteps } from './steps.ts';

export interface PathQuery {
  readonly to: Capability | 'tier0';
  readonly from?: EntityId;
  /** Also what contains it; answers then speak of this scope. */
  readonly scope?: ScopeId;
  /** Only where the lower bound is this class. */
  readonly class?: PersistenceClass;
}

/** One identity × capability × scope, and the path that shows it. */
export interface PathEntry {
  readonly identity: EntityId;
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
 */
export function queryPaths(view: View, query: PathQuery): readonly PathEntry[] {
  const groups = new Map<string, Answer>();
  const wanted = wantedBy(query.to);
  for (const reach of query.from === undefined ? view.reaches(wanted) : view.reachesOf(query.from, wanted)) {
    if (query.scope !== undefined && !containsScope(reach.scope, query.scope, boundaryOfName)) continue;
    const capability = query.to === 'tier0' ? reach.capability : query.to;
    const scope = query.scope ?? reach.scope;
    const key = JSON.stringify([reach.identity, capability, scope]);
    const before = groups.get(key);
    groups.set(key, { capability, scope, reaches: before === undefined ? [reach] : [...before.reaches, reach] });
  }
  return [...groups.values()]
    .flatMap((each) => entryOf(view, each) ?? [])
    .filter((each) => query.class === undefined || each.persistence === query.class)
    .sort(
      byKeys(
        (each) => each.identity,
        (each) => each.capability,
        (each) => each.scope,
      ),
    );
}

/** What is asked for, or gives all of it. */
function wantedBy(to: PathQuery['to']): ReachFilter {
  return to === 'tier0' ? { tierZero: true } : { among: new Set(capabilities.filter((each) => dominates(each, to))) };
}

interface Answer {
  readonly capability: Capability;
  readonly scope: ScopeId;
  readonly reaches: readonly Reach[];
}

function entryOf(view: View, { capability, scope, reaches }: Answer): PathEntry | undefined {
  const [best] = reaches.toSorted((a, b) => strength(b, capability) - strength(a, capability));
  if (best === undefined) return undefined;
  const path = view.path(best.identity, best.capability, best.scope);
  if (path === undefined) return undefined;
  const bounds = reaches.map((each) => each.bounds).reduce((a, b) => ({ lo: moreLasting(a.lo, b.lo), hi: moreLasting(a.hi, b.hi) }));
  return {
    identity: best.identity,
    capability,
    scope,
    persistence: bounds.lo,
    bounds,
    presence: best.presence,
    windows: readable(reaches.map((each) => each.windows).reduce(union)),
    pattern: best.pattern,
    entry: view.entry(best.identity),
    caveats: best.caveats,
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
