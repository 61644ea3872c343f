import { byCodeUnit } from '../base/order.ts';
import type { Link } from '../model/grant.ts';
import type { EntityId } from '../model/ids.ts';
import type { LinkSeen, View } from '../model/view.ts';
import { stateAt } from '../model/window.ts';
import { nameOf, tagValue } from './shared.ts';
import { trustLinks, wholeTrustLinks } from './trust.ts';

/** Unrelated parties, each key with a name, in the order of the names. */
type Parties = ReadonlyMap<string, string>;

/** Who may act as an identity, now or in a window still to come. */
export interface Callers {
  /** Parties with a certain way in. */
  readonly sure: number;
  /** The same and those with a possible one only. */
  readonly all: number;
  /** The first of the sure ones by name, at most five. */
  readonly names: readonly string[];
  /** The links that let them in, sorted by key; of a pool the link out of it. */
  readonly links: readonly Link[];
  /** Links that are only possible, those into pools included; sorted by key. */
  readonly possible: readonly Link[];
}

interface Pool {
  readonly sure: Parties;
  readonly all: Parties;
  readonly possible: readonly Link[];
}

const nobody: Callers = { sure: 0, all: 0, names: [], links: [], possible: [] };

// A pool stands for many callers of many roles. Taken apart once for a view, it costs callers + roles and not their product.
const pools = new WeakMap<View, Map<readonly string[], Map<EntityId, Pool>>>();

/**
 * Counts parties: callers with the same value of an owner tag are one, every other caller stands alone. Pools are taken apart;
 * service principals of the provider and entries that match nobody are left out.
 */
export function callersOf(view: View, identity: EntityId, ownerTags: readonly string[]): Callers {
  const links: Link[] = [];
  const direct: Link[] = [];
  const through: { readonly certain: boolean; readonly pool: Pool }[] = [];
  for (const link of wholeTrustLinks(view, identity)) {
    if (!works(view, link)) continue;
    const kind = view.identity(link.from)?.kind;
    if (kind === 'service') continue;
    links.push(link);
    if (kind === 'pool') through.push({ certain: isCertain(link), pool: poolOf(view, link.from, ownerTags) });
    else direct.push(link);
  }
  if (links.length === 0) return nobody;
  const sure = [
    ...through.filter((each) => each.certain).map((each) => each.pool.sure),
    partiesOf(view, direct.filter(isCertain), ownerTags),
  ];
  const all = [...through.map((each) => each.pool.all), partiesOf(view, direct, ownerTags)];
  const possible = [...links.filter((link) => !isCertain(link)), ...through.flatMap((each) => each.pool.possible)];
  return { sure: countOf(sure), all: countOf(all), names: firstNames(sure), links: sorted(links), possible: sorted(possible) };
}

/** How many may act as an identity at the most: as many as there are, if no two of them are one party. */
export function mostCallers(view: View, identity: EntityId, ownerTags: readonly string[]): number {
  let most = 0;
  for (const link of trustLinks(view, identity)) {
    if (!works(view, link)) continue;
    most += view.identity(link.from)?.kind === 'pool' ? poolOf(view, link.from, ownerTags).all.size : 1;
  }
  return most;
}

function works(view: View, { presence, openness, windows }: LinkSeen | Link): boolean {
  return presence !== 'refuted' && openness !== 'none' && stateAt(windows, view.now) !== 'past';
}

function isCertain({ presence }: Link): boolean {
  return presence === 'certain';
}

function poolOf(view: View, id: EntityId, ownerTags: readonly string[]): Pool {
  let byTags = pools.get(view);
  if (byTags === undefined) pools.set(view, (byTags = new Map<readonly string[], Map<EntityId, Pool>>()));
  // One list for as long as the settings of one rule are asked for.
  let known = byTags.get(ownerTags);
  if (known === undefined) byTags.set(ownerTags, (known = new Map<EntityId, Pool>()));
  const before = known.get(id);
  if (before !== undefined) return before;
  const links = wholeTrustLinks(view, id).filter((link) => works(view, link));
  const possible = links.filter((link) => !isCertain(link));
  const pool = { sure: partiesOf(view, links.filter(isCertain), ownerTags), all: partiesOf(view, links, ownerTags), possible };
  known.set(id, pool);
  return pool;
}

function partiesOf(view: View, links: readonly Link[], ownerTags: readonly string[]): Parties {
  const parties = links.map(({ from }): [string, string] => {
    const owner = tagValue(view.identity(from)?.tags ?? {}, ownerTags);
    return owner === undefined ? [`caller ${from}`, nameOf(view, from)] : [`owner ${owner}`, owner];
  });
  return new Map(parties.sort(([a, aName], [b, bName]) => byCodeUnit(aName, bName) || byCodeUnit(a, b)));
}

/** Size of the union; the largest is not walked. */
function countOf(all: readonly Parties[]): number {
  const [largest, ...rest] = all.toSorted((a, b) => b.size - a.size);
  const more = new Set(rest.flatMap((parties) => [...parties.keys()]).filter((party) => largest?.has(party) !== true));
  return (largest?.size ?? 0) + more.size;
}

function firstNames(all: readonly Parties[]): readonly string[] {
  const some = all.flatMap((parties) => first(parties.values(), 5));
  return [...new Set(some)].sort(byCodeUnit).slice(0, 5);
}

function first<T>(items: Iterable<T>, most: number): readonly T[] {
  const taken: T[] = [];
  for (const item of items) {
    if (taken.length === most) break;
    taken.push(item);
  }
  return taken;
}

function sorted(links: readonly Link[]): readonly Link[] {
  return links.toSorted((a, b) => byCodeUnit(a.key, b.key));
}
