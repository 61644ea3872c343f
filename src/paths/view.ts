import { impossible } from '../base/errors.ts';
import { instantOf, parseInstant } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import { at, NOBODY, POOL } from '../graph/graph.ts';
import type { Graph, Rows, Sequence, Target } from '../graph/graph.ts';
import { byCodeUnit } from '../base/order.ts';
import { distinctGaps } from '../graph/ledger.ts';
import type { Credential, Identity } from '../model/entity.ts';
import type { Gap } from '../model/gap.ts';
import type { BoundaryId } from '../model/ids.ts';
import { capabilities } from '../model/capability.ts';
import type { Capability } from '../model/capability.ts';
import type { CrownJewel } from '../model/jewel.ts';
import type { Path, Reach, ReachFilter, View } from '../model/view.ts';
import { entryOf } from './entry.ts';
import { frontierOf } from './frontier.ts';
import { holdersOf } from './holders.ts';
import { liveAt } from './live.ts';
import type { Clock } from './live.ts';
import { jewelsIn } from './jewel-reaches.ts';
import { reachTable } from './reach-table.ts';
import { shownPath, toldOf } from './reach.ts';
import { scopesOf } from './scope.ts';
import { isOnOneself, tierZeroTargets } from './tier-zero.ts';
import { elementNamed } from './witness.ts';

export interface ViewOptions {
  readonly asOf: Instant;
  /** A window longer than so many milliseconds is effectively standing. */
  readonly maxTimeBoundMs: number;
  /** In any order; left out: none. */
  readonly crownJewels?: readonly CrownJewel[];
  /** What {@link tierZeroMarks} made of the same graph and options; asked for when first needed. Left out: made then. */
  readonly zeroTargets?: () => Uint8Array;
}

/** By target, whether it is tier 0: what a view of these options goes by, to be kept beside the graph. */
export function tierZeroMarks(graph: Graph, options: ViewOptions): Uint8Array {
  return tierZeroTargets(graph, liveAt(graph, clockOf(options)), scopesOf(graph));
}

function clockOf({ asOf, maxTimeBoundMs }: ViewOptions): Clock {
  return { now: parseInstant(asOf) ?? impossible(`a view was asked for as of '${asOf}', which is no time`), maxTimeBoundMs };
}

const none: readonly never[] = [];
const every: ReadonlySet<Capability> = new Set(capabilities);

/**
 * The graph at one moment. Searches run when first asked and are kept; what is answered does not depend on what was asked before.
 * Only elements inside a window at `asOf` carry a path. A scope is compared as text: what contains what is the asker's question.
 */
export function createView(graph: Graph, options: ViewOptions): View {
  const clock = clockOf(options);
  const { now } = clock;
  const live = liveAt(graph, clock);
  const table = reachTable(graph, live);
  const frontier = frontierOf(graph, live);
  const scopes = scopesOf(graph);
  const openTargets: (boolean | undefined)[] = new Array<boolean | undefined>(graph.targets.length).fill(undefined);
  let zero: Uint8Array | undefined;

  const tables = new WeakMap<ReadonlySet<Capability>, readonly Rows[]>();
  let zeroTable: Rows | undefined;
  let holders: readonly (BoundaryId | null)[] | undefined;
  let shown: readonly Identity[] | undefined;
  let credentials: readonly Credential[] | undefined;
  let dangling: readonly Gap[] | undefined;
  let asked: { readonly id: string; readonly node: number } | undefined;

  const isShown = (node: number): boolean => at(graph.nodeKind, node) !== POOL && at(graph.nodeKind, node) !== NOBODY;

  /** Rules ask about one identity several times, then about the next one: both are told without a look-up. */
  function nodeNamed(id: string): number | undefined {
    if (asked?.id === id) return asked.node;
    const next = (asked?.node ?? -1) + 1;
    const node = graph.ids.at(next) === id ? next : graph.nodeOf.get(id);
    if (node !== undefined) asked = { id, node };
    return node;
  }

  function zeroTargets(): Uint8Array {
    return (zero ??= options.zeroTargets?.() ?? tierZeroTargets(graph, live, scopes));
  }

  function isTargetOpen(target: number): boolean {
    return (openTargets[target] ??= rowNumbers(graph.grantsByTarget, target).some((grant) =>
      frontier.isBoundaryOpen(graph.boundaryNames.at(at(graph.grantBoundary, grant)) as BoundaryId),
    ));
  }

  function pathAt(node: number, target: number): Path | undefined {
    const found = table.find(node, target);
    return found === undefined || !isShown(node) ? undefined : shownPath(graph, found, node, clock);
  }

  /** What one may do to oneself is no gain, whatever tier it has in other hands. */
  function isZero(node: number, target: number): boolean {
    const { capability, scope } = graph.targets[target] as Target;
    return at(zeroTargets(), target) !== 0 && !isOnOneself(capability, scope, idOf(node));
  }

  function idOf(node: number): string {
    return graph.ids.at(node) as string;
  }

  function reachAt(node: number, target: number): Reach | undefined {
    const found = table.find(node, target);
    const named = graph.targets[target];
    if (found === undefined || named === undefined || !isShown(node)) return undefined;
    return {
      identity: idOf(node),
      capability: named.capability,
      scope: named.scope,
      ...toldOf(graph, found, node, frontier.isOpen(node) || isTargetOpen(target), clock),
      tierZero: isZero(node, target),
    };
  }

  /** Numbers of what a node reaches, rising. */
  function targetsOf(node: number, filter: ReachFilter): readonly number[] {
    const found = reachedOf(node, filter);
    const { notWithin } = filter;
    if (notWithin === undefined || found.length === 0) return found;
    const heldBy = (holders ??= holdersOf(graph, scopes));
    return found.filter((target) => heldBy[target] !== notWithin);
  }

  /** Only what is wanted is searched. */
  function reachedOf(node: number, { among = every, tierZero }: ReachFilter): readonly number[] {
    const few = zeroTable === undefined && !tables.has(among) ? table.narrow(node) : undefined;
    if (few !== undefined) {
      const isWanted = (target: number): boolean => among === every || among.has((graph.targets[target] as Target).capability);
      return few.targets.filter((target) => isWanted(target) && (tierZero === undefined || isZero(node, target)));
    }
    if (tierZero !== undefined) {
      zeroTable ??= table.over(Int32Array.from(graph.targets.keys()).filter((target) => at(zeroTargets(), target) !== 0));
      const all = rowNumbers(zeroTable, node).filter((target) => isZero(node, target));
      return among === every ? all : all.filter((target) => among.has((graph.targets[target] as Target).capability));
    }
    let found: readonly number[] = none;
    for (const rows of tablesOf(among)) {
      if (isEmptyRow(rows, node)) continue;
      const own = rowNumbers(rows, node);
      found = found.length === 0 ? own : [...found, ...own];
    }
    return found;
  }

  /** The tables of some capabilities. Rules ask about everyone with the same few sets. */
  function tablesOf(among: ReadonlySet<Capability>): readonly Rows[] {
    let known = tables.get(among);
    if (known === undefined) {
      known = table.capabilities.filter((each) => among.has(each)).map((each) => table.ofCapability(each));
      tables.set(among, known);
    }
    return known;
  }

  function reachesAt(node: number, filter: ReachFilter): readonly Reach[] {
    const targets = isShown(node) ? targetsOf(node, filter) : none;
    if (targets.length === 0) return none;
    const reaches: Reach[] = [];
    for (const target of targets) {
      const reach = reachAt(node, target);
      if (reach !== undefined) reaches.push(reach);
    }
    return reaches;
  }

  const grantNamed = (key: string) => graph.grantOfKey(key);
  const linkNamed = (key: string) => graph.linkOfKey(key);

  return {
    asOf: instantOf(now),
    now,
    boundaries: graph.boundaries,
    scopes,
    jewels: jewelsIn({ graph, live, clock, scopes, frontier, table, nodeNamed, isShown, isZero }, options.crownJewels ?? []),
    identities: () => (shown ??= [...graph.identities].filter((_, node) => isShown(node))),
    identity(id) {
      const node = nodeNamed(id);
      return node === undefined ? undefined : graph.identities.at(node);
    },
    credentials: () => (credentials ??= [...graph.credentials].sort(([a], [b]) => byCodeUnit(a, b)).map(([, each]) => each.value)),
    credential: (id) => graph.credentials.get(id)?.value,
    credentialsOf: (identity) => graph.credentialsOf.get(identity) ?? [],
    usage: (identity) => graph.usage.get(identity)?.value,
    serviceUsage: (identity) => (graph.serviceUsage.get(identity) ?? []).map((each) => each.value),
    grants: () => graph.grants,
    grant: (key) => elementNamed(key, grantNamed, linkNamed, clock),
    grantsOf: (identity) => rowOf(graph.grantsBySubject, nodeNamed(identity), graph.grants),
    links: () => graph.links,
    link: (key) => elementNamed(key, linkNamed, linkNamed, clock),
    linksFrom: (identity) => rowOf(graph.outLinks, nodeNamed(identity), graph.links),
    linksTo: (identity) => rowOf(graph.inLinks, nodeNamed(identity), graph.links),
    entry: (identity) => entryOf(graph, live, clock, nodeNamed(identity) ?? -1),
    *reaches(filter = {}) {
      for (let node = 0; node < graph.identities.length; node++) yield* reachesAt(node, filter);
    },
    reachesOf(identity, filter = {}) {
      const node = nodeNamed(identity);
      return node === undefined ? [] : reachesAt(node, filter);
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
    gapsIn: (kind, boundary, subject) => frontier.gapsIn(kind, boundary, subject, subject === undefined ? undefined : nodeNamed(subject)),
    gapGroup: (identity) => frontier.gapGroup(identity, nodeNamed(identity)),
    dangling: () => (dangling ??= distinctGaps(graph.dangling.map((each) => each.gap))),
    evidenceOf(kind, id, service) {
      if (kind === 'service-usage') {
        const told = graph.serviceUsage.get(id) ?? [];
        return told.flatMap((each) => (service === undefined || each.value.service === service ? each.evidence : []));
      }
      const from = kind === 'identity' ? graph.listed : kind === 'credential' ? graph.credentials : graph.usage;
      return from.get(id)?.evidence ?? [];
    },
  };
}

function rowOf<T>(rows: Rows, row: number | undefined, items: Sequence<T>): readonly T[] {
  if (row === undefined) return [];
  const found: T[] = [];
  for (let place = at(rows.start, row); place < at(rows.start, row + 1); place++) {
    const item = items.at(at(rows.items, place));
    if (item !== undefined) found.push(item);
  }
  return found;
}

function isEmptyRow({ start }: Rows, row: number): boolean {
  return at(start, row) === at(start, row + 1);
}

function rowNumbers({ start, items }: Rows, row: number): readonly number[] {
  const numbers: number[] = [];
  for (let place = at(start, row); place < at(start, row + 1); place++) numbers.push(at(items, place));
  return numbers;
}
