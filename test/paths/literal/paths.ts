import type { GraphInput } from '../../../src/graph/input.ts';
import type { Grant, Link } from '../../../src/model/grant.ts';
import type { Bounds, PersistenceClass, Presence } from '../../../src/model/persistence.ts';
import type { Interval, Windows } from '../../../src/model/window.ts';

/*
 * DESIGN.md section 3 word for word, for estates so small that every simple path can be written down. Shares nothing with the program but
 * the words of its model: orders, windows and names are worked out here.
 */

/** When it is looked at, and how long a window may be. Milliseconds. */
export interface Look {
  readonly now: number;
  readonly longest: number;
}

/** One simple path: identity, links, grant, and what holds of all of them. */
export interface LiteralPath {
  readonly from: string;
  readonly elements: readonly (Link | Grant)[];
  readonly grant: Grant;
  readonly lo: PersistenceClass;
  readonly hi: PersistenceClass;
  readonly presence: Presence;
  readonly windows: Windows;
}

/** Identity × capability × scope. */
export interface LiteralReach {
  readonly bounds: Bounds;
  readonly presence: Presence;
  readonly paths: readonly LiteralPath[];
}

const order: readonly PersistenceClass[] = ['session', 'eligible', 'activated', 'time-bound', 'standing'];
const least = (all: readonly PersistenceClass[]): PersistenceClass => order.find((each) => all.includes(each)) ?? 'standing';
const most = (all: readonly PersistenceClass[]): PersistenceClass => order.findLast((each) => all.includes(each)) ?? 'session';

/** Every identity anything names; pools are no identities, and a deleted principal is none either. */
export function namesIn(input: GraphInput): ReadonlySet<string> {
  const names = new Set(input.identities.map((each) => each.value.id));
  for (const each of input.elements) {
    if (each.type === 'grant') names.add(each.subject);
    else {
      names.add(each.to);
      if (each.openness !== 'none') names.add(each.from);
    }
  }
  return names;
}

/** All simple paths that work at the time. A path is no longer than the estate has names. */
export function everyPath(input: GraphInput, look: Look): readonly LiteralPath[] {
  const working = input.elements.filter((each) => isWorking(each, look.now));
  const links = working.filter((each) => each.type === 'link');
  const grants = working.filter((each) => each.type === 'grant');
  const found: LiteralPath[] = [];
  function walk(from: string, at: string, way: readonly Link[], seen: readonly string[]): void {
    for (const grant of grants) if (grant.subject === at) found.push(pathOf(from, [...way, grant], grant, look));
    for (const link of links) if (link.from === at && !seen.includes(link.to)) walk(from, link.to, [...way, link], [...seen, link.to]);
  }
  for (const name of namesIn(input)) if (!name.startsWith('pool:')) walk(name, name, [], [name]);
  return found;
}

function pathOf(from: string, elements: readonly (Link | Grant)[], grant: Grant, look: Look): LiteralPath {
  return {
    from,
    elements,
    grant,
    lo: least(elements.map((each) => leastClass(each, look))),
    hi: least(elements.map((each) => effective(each.bounds.hi, each.windows, look))),
    presence: elements.some((each) => each.presence === 'possible') ? 'possible' : 'certain',
    windows: elements.map((each) => each.windows).reduce(common),
  };
}

/** By `identity capability scope`. `isOpen`: whether a source of grants that was not read could add a path. */
export function everyReach(
  paths: readonly LiteralPath[],
  isOpen: (from: string, capability: string, scope: string) => boolean,
): ReadonlyMap<string, LiteralReach> {
  const groups = new Map<string, LiteralPath[]>();
  for (const path of paths) {
    const key = `${path.from} ${path.grant.capability} ${path.grant.scope}`;
    groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  return new Map(
    [...groups].map(([key, own]) => {
      const [first] = own;
      const open = first !== undefined && isOpen(first.from, first.grant.capability, first.grant.scope);
      return [key, reachOf(own, open)] as const;
    }),
  );
}

/** lo = the greatest lo over certain paths; hi = the greatest hi over all; standing where more could be there. */
export function reachOf(paths: readonly LiteralPath[], open: boolean): LiteralReach {
  const certain = paths.filter((each) => each.presence === 'certain');
  return {
    bounds: { lo: most(certain.map((each) => each.lo)), hi: open ? 'standing' : most(paths.map((each) => each.hi)) },
    presence: certain.length > 0 ? 'certain' : 'possible',
    paths,
  };
}

/** Not refuted, no matcher of nobody, and inside a window. */
export function isWorking(element: Link | Grant, now: number): boolean {
  if (element.presence === 'refuted') return false;
  if (element.type === 'link' && element.openness === 'none') return false;
  return element.windows.some((each) => starts(each) <= now && now < ends(each));
}

/** An end that nobody told of, of a right whose class was not told either, may be there. */
function leastClass({ bounds, windows }: Link | Grant, look: Look): PersistenceClass {
  const isEndless = windows.some((each) => each.until === null);
  return isEndless && bounds.lo !== bounds.hi ? bounds.lo : effective(bounds.lo, windows, look);
}

/** A window that is too long is no end. One without a beginning counts from now. */
function effective(persistence: PersistenceClass, windows: Windows, { now, longest }: Look): PersistenceClass {
  if (persistence !== 'activated' && persistence !== 'time-bound') return persistence;
  return windows.some((each) => ends(each) - (each.from ?? now) > longest) ? 'standing' : persistence;
}

const starts = (each: Interval): number => each.from ?? Number.NEGATIVE_INFINITY;
const ends = (each: Interval): number => each.until ?? Number.POSITIVE_INFINITY;

/** When both work: each pair of intervals, where they overlap. */
function common(a: Windows, b: Windows): Windows {
  return a
    .flatMap((x) => b.map((y) => ({ from: Math.max(starts(x), starts(y)), until: Math.min(ends(x), ends(y)) })))
    .filter(({ from, until }) => from < until)
    .sort((x, y) => x.from - y.from)
    .map(({ from, until }) => ({ from: Number.isFinite(from) ? from : null, until: Number.isFinite(until) ? until : null }));
}
