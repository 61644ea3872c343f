import { impossible } from '../base/errors.ts';
import { instantOf, parseInstant } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { at, NOBODY, POOL } from '../graph/graph.ts';
import type { Graph, Rows } from '../graph/graph.ts';
import { distinctGaps } from '../graph/ledger.ts';
import type { Grant, Link } from '../model/grant.ts';
import { persistenceClasses } from '../model/persistence.ts';
import type { PersistenceClass } from '../model/persistence.ts';
import type { Path, Reach, ReachFilter, View } from '../model/view.ts';
import { union } from '../model/window.ts';
import { entryOf } from './entry.ts';
import { frontierOf } from './frontier.ts';
import { liveAt } from './live.ts';
import type { Clock } from './live.ts';
import { reachTable } from './reach-table.ts';
import { tierZeroTargets } from './tier-zero.ts';
import { elementNamed, pathOf, patternOf } from './witness.ts';

export interface ViewOptions {
  readonly asOf: Instant;
  /** A window longer than so many milliseconds is effectively standing. */
  readonly maxTimeBoundMs: number;
}

/**
 * The graph at one moment. Searches run when first asked and are kept; what is answered does not depend on what was asked before.
 * Only elements inside a window at `asOf` carry a path. A scope is compared as text: what contains what is the asker's question.
 */
export function createView(graph: Graph, options: ViewOptions): View {
  const now = parseInstant(options.asOf) ?? impossible(`a view was asked for as of '${options.asOf}', which is no time`);
  const clock: Clock = { now, maxTimeBoundMs: options.maxTimeBoundMs };
  const live = liveAt(graph, clock);
  const table = reachTable(graph, live);
  const frontier = frontierOf(graph, live);
  const openTargets = new Map<number, boolean>();
  let zero: Uint8Array | undefined;

  const isShown = (node: number): boolean => at(graph.nodeKind, node) !== POOL && at(graph.nodeKind, node) !== NOBODY;
  const nodeNamed = (id: string): number | undefined => graph.nodeOf.get(id);

  function isTargetOpen(target: number): boolean {
    const known =
      openTargets.get(target) ?? rowOf(graph.grantsByTarget, target, graph.grants).some((grant) => frontier.isBoundaryOpen(grant.boundary));
    openTargets.set(target, known);
    return known;
  }

  function pathAt(node: number, target: number): Path | undefined {
    const found = table.find(node, target);
    if (found === undefined || !isShown(node)) return undefined;
    return pathOf(graph, found.reach, node, at(found.reach.lo, found.place) > 0, clock);
  }

  function reachAt(node: number, target: number): Reach | undefined {
    const found = table.find(node, target);
    const named = graph.targets[target];
    if (found === undefined || named === undefined || !isShown(node)) return undefined;
    const { reach, place } = found;
    const lo = at(reach.lo, place);
    const hi = at(reach.hi, place);
    const path = pathOf(graph, reach, node, lo > 0, clock);
    if (path === undefined) return undefined;
    // A certain path may also be the widest of all; only else is there a second witness whose windows count.
    const other = lo > 0 && hi > lo ? pathOf(graph, reach, node, false, clock) : undefined;
    zero ??= tierZeroTargets(graph, live);
    return {
      identity: path.identity,
      capability: named.capability,
      scope: named.scope,
      bounds: { lo: lo > 0 ? classOf(lo) : 'session', hi: frontier.isOpen(node) || isTargetOpen(target) ? 'standing' : classOf(hi) },
      presence: lo > 0 ? 'certain' : 'possible',
      windows: other === undefined ? path.windows : union(path.windows, other.windows),
      pattern: patternOf([...path.links, path.grant], path.bounds.hi),
      tierZero: at(zero, target) !== 0,
      caveats: path.caveats,
    };
  }

  function isWanted(target: number, { among, tierZero }: ReachFilter): boolean {
    const capability = graph.targets[target]?.capability;
    if (capability === undefined || among?.has(capability) === false) return false;
    return tierZero === undefined || at((zero ??= tierZeroTargets(graph, live)), target) !== 0;
  }

  function* reachesAt(node: number, filter: ReachFilter = {}): Iterable<Reach> {
    if (!isShown(node)) return;
    for (const target of table.targetsOf(node)) {
      if (!isWanted(target, filter)) continue;
      const reach = reachAt(node, target);
      if (reach !== undefined) yield reach;
    }
  }

  const linkNamed = (key: string): Link | undefined => findByKey(graph.links, key);
  const grantNamed = (key: string): Grant | undefined => findByKey(graph.grants, key);

  return {
    asOf: instantOf(now),
    now,
    boundaries: graph.boundaries,
    *identities() {
      for (const [node, identity] of graph.identities.entries()) if (isShown(node)) yield identity;
    },
    identity: (id) => graph.identities[nodeNamed(id) ?? -1],
    *credentials() {
      for (const id of [...graph.credentials.keys()].sort()) {
        const joined = graph.credentials.get(id);
        if (joined !== undefined) yield joined.value;
      }
    },
    credential: (id) => graph.credentials.get(id)?.value,
    credentialsOf: (identity) => graph.credentialsOf.get(identity) ?? [],
    usage: (identity) => graph.usage.get(identity)?.value,
    grants: () => graph.grants,
    grant: (key) => elementNamed(key, grantNamed, linkNamed, clock),
    grantsOf: (identity) => rowOf(graph.grantsBySubject, nodeNamed(identity), graph.grants),
    links: () => graph.links,
    link: (key) => elementNamed(key, linkNamed, linkNamed, clock),
    linksFrom: (identity) => rowOf(graph.outLinks, nodeNamed(identity), graph.links),
    linksTo: (identity) => rowOf(graph.inLinks, nodeNamed(identity), graph.links),
    entry: (identity) => entryOf(graph, live, clock, nodeNamed(identity) ?? -1),
    *reaches(filter) {
      for (let node = 0; node < graph.identities.length; node++) yield* reachesAt(node, filter);
    },
    reachesOf(identity, filter) {
      const node = nodeNamed(identity);
      return node === undefined ? [] : [...reachesAt(node, filter)];
    },
    reach(identity, capability, scope) {
      const node = nodeNamed(identity);
      const target = table.targetNamed(capability, scope);
      return node === undefined || target === undefined ? undefined : reachAt(node, target);
    },
    path(identity, capability, scope) {
      const node = nodeNamed(identity);
      const target = table.targetNamed(capability, scope);
      return node === undefined || target === undefined ? undefined : pathAt(node, target);
    },
    coverage: () => graph.ledger.lines,
    coverageOf: (kind, boundary) => graph.ledger.coverageOf(kind, boundary),
    gapsIn: (kind, boundary, subject) => frontier.gapsIn(kind, boundary, subject),
    dangling: () => distinctGaps(graph.dangling.map((each) => each.gap)),
    evidenceOf(kind, id) {
      const from = kind === 'identity' ? graph.listed : kind === 'credential' ? graph.credentials : graph.usage;
      return from.get(id)?.evidence ?? [];
    },
  };
}

function classOf(rank: number): PersistenceClass {
  return persistenceClasses[rank - 1] ?? impossible(`a path has the rank ${rank}`);
}

function rowOf<T>(rows: Rows, row: number | undefined, items: readonly T[]): readonly T[] {
  if (row === undefined) return [];
  const found: T[] = [];
  for (let place = at(rows.start, row); place < at(rows.start, row + 1); place++) {
    const item = items[at(rows.items, place)];
    if (item !== undefined) found.push(item);
  }
  return found;
}

function findByKey<T extends { readonly key: string }>(sorted: readonly T[], key: string): T | undefined {
  let from = 0;
  let until = sorted.length;
  while (from < until) {
    const middle = (from + until) >> 1;
    if ((sorted[middle]?.key ?? '') < key) from = middle + 1;
    else until = middle;
  }
  const found = sorted[from];
  return found?.key === key ? found : undefined;
}
