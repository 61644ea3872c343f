import { at, NOBODY, POOL } from '../graph/graph.ts';
import type { Graph, Rows, Target } from '../graph/graph.ts';
import { capabilities } from '../model/capability.ts';
import type { Capability } from '../model/capability.ts';
import type { BoundaryId, ScopeId } from '../model/ids.ts';
import { persistenceClasses } from '../model/persistence.ts';
import type { Path, Reach, ReachFilter } from '../model/view.ts';
import type { Frontier } from './frontier.ts';
import { holdersOf } from './holders.ts';
import { latest } from './latest.ts';
import type { ReachTeller } from './reach.ts';
import type { ReachRows, ReachTable } from './reach-table.ts';
import type { Scopes } from '../model/scope.ts';
import type { TargetReach } from './search.ts';
import { isOnOneself } from './tier-zero.ts';

/** What reaches are made of. */
export interface ReachSources {
  readonly graph: Graph;
  readonly table: ReachTable;
  readonly teller: ReachTeller;
  readonly frontier: Frontier;
  readonly scopes: Scopes;
  /** By target, whether it is tier 0. Asked for when first needed. */
  readonly zeroTargets: () => Uint8Array;
}

/** Reaches by the numbers of nodes and targets. Pools and nobody reach nothing that is shown. */
export interface Reaches {
  isShown(node: number): boolean;
  /** Whether a target counts as tier 0 for a node: what one may do to oneself is no gain, whatever tier it has in other hands. */
  isZero(node: number, target: number): boolean;
  reach(node: number, capability: Capability, scope: ScopeId): Reach | undefined;
  path(node: number, capability: Capability, scope: ScopeId): Path | undefined;
  /** In the order of targets. Only what is wanted is searched. */
  all(node: number, filter: ReachFilter): readonly Reach[];
  /** The reach to tier 0 that weighs most, of those with a certain way. */
  gravest(node: number): Reach | undefined;
}

interface Wanted {
  readonly among: ReadonlySet<Capability>;
  readonly tierZero?: true | undefined;
  readonly notWithin?: BoundaryId | undefined;
}

const none: readonly never[] = [];
const every: ReadonlySet<Capability> = new Set(capabilities);

export function reachesOver({ graph, table, teller, frontier, scopes, zeroTargets }: ReachSources): Reaches {
  const openTargets: (boolean | undefined)[] = new Array<boolean | undefined>(graph.targets.length).fill(undefined);
  const tables = new WeakMap<ReadonlySet<Capability>, readonly ReachRows[]>();
  let zeroTable: ReachRows | undefined;
  let holders: readonly (BoundaryId | null)[] | undefined;

  const isShown = (node: number): boolean => at(graph.nodeKind, node) !== POOL && at(graph.nodeKind, node) !== NOBODY;
  const targetAt = (target: number): Target => graph.targets[target] as Target;
  const idOf = (node: number): string => graph.ids.at(node) as string;

  function isTargetOpen(target: number): boolean {
    return (openTargets[target] ??= rowNumbers(graph.grantsByTarget, target).some((grant) =>
      frontier.isBoundaryOpen(graph.boundaryNames.at(at(graph.grantBoundary, grant)) as BoundaryId),
    ));
  }

  function isZero(node: number, target: number): boolean {
    if (at(zeroTargets(), target) === 0) return false;
    const { capability, scope } = targetAt(target);
    return !isOnOneself(capability, scope, idOf(node));
  }

  function isWanted(node: number, target: number, { among, tierZero, notWithin }: Wanted): boolean {
    if (among !== every && !among.has(targetAt(target).capability)) return false;
    if (tierZero !== undefined && !isZero(node, target)) return false;
    return notWithin === undefined || (holders ??= holdersOf(graph, scopes))[target] !== notWithin;
  }

  function made(node: number, target: number, reach: TargetReach, place: number): Reach {
    const { capability, scope } = targetAt(target);
    const { bounds, presence, windows, pattern, caveats } = teller.told(reach, place, frontier.isOpen(node) || isTargetOpen(target));
    return { identity: idOf(node), capability, scope, bounds, presence, windows, pattern, tierZero: isZero(node, target), caveats };
  }

  function reachAt(node: number, target: number): Reach | undefined {
    const found = table.find(node, target);
    return found === undefined || !isShown(node) ? undefined : made(node, target, found.reach, found.place);
  }

  function zeroRows(): ReachRows {
    return (zeroTable ??= table.over(Int32Array.from(graph.targets.keys()).filter((target) => at(zeroTargets(), target) !== 0)));
  }

  /** The tables of some capabilities. Rules ask about everyone with the same few sets. */
  function tablesOf(among: ReadonlySet<Capability>): readonly ReachRows[] {
    let known = tables.get(among);
    if (known === undefined) {
      known = table.capabilities.filter((each) => among.has(each)).map((each) => table.ofCapability(each));
      tables.set(among, known);
    }
    return known;
  }

  function all(node: number, { among = every, tierZero, notWithin }: ReachFilter): readonly Reach[] {
    if (!isShown(node)) return none;
    const few = zeroTable === undefined && !tables.has(among) ? table.narrow(node) : undefined;
    const wanted: Wanted = { among, tierZero, notWithin };
    if (few !== undefined) {
      return few.targets.flatMap((target) => (isWanted(node, target, wanted) ? (reachAt(node, target) ?? []) : []));
    }
    if (tierZero !== undefined) return inRow(zeroRows(), node, wanted, none);
    let found: readonly Reach[] = none;
    // Each table holds one of the capabilities that are wanted.
    for (const rows of tablesOf(among)) if (!isEmptyRow(rows, node)) found = inRow(rows, node, { among: every, notWithin }, found);
    return found;
  }

  function inRow({ start, items, places }: ReachRows, node: number, wanted: Wanted, before: readonly Reach[]): readonly Reach[] {
    let found: Reach[] | undefined;
    for (let row = at(start, node); row < at(start, node + 1); row++) {
      const target = at(items, row);
      if (isWanted(node, target, wanted)) (found ??= [...before]).push(made(node, target, table.searched(target), at(places, row)));
    }
    return found ?? before;
  }

  /** By the number of a node among those of all targets. */
  const pathOf = latest((pair: number): Path | undefined => {
    const size = graph.identities.length;
    const found = table.find(pair % size, Math.floor(pair / size));
    return found === undefined ? undefined : teller.shown(found.reach, found.place);
  });

  /** Less weighs more: standing before others, then the order of capabilities. `lo`: the rank of the certain way. */
  function weightOf(target: number, lo: number): number {
    const place = capabilities.indexOf(targetAt(target).capability);
    return lo === persistenceClasses.length ? place : place + capabilities.length;
  }

  function gravest(node: number): Reach | undefined {
    if (!isShown(node)) return undefined;
    const few = zeroTable === undefined ? table.narrow(node) : undefined;
    let best: { readonly target: number; readonly reach: TargetReach; readonly place: number } | undefined;
    let least = Infinity;
    const consider = (target: number, reach: TargetReach, place: number): void => {
      const lo = at(reach.lo, place);
      const weight = lo === 0 ? Infinity : weightOf(target, lo);
      if (weight >= least || !isZero(node, target)) return;
      least = weight;
      best = { target, reach, place };
    };
    if (few === undefined) {
      const { start, items, places } = zeroRows();
      for (let row = at(start, node); row < at(start, node + 1); row++) {
        consider(at(items, row), table.searched(at(items, row)), at(places, row));
      }
    } else {
      for (const target of few.targets) {
        const found = table.find(node, target);
        if (found !== undefined) consider(target, found.reach, found.place);
      }
    }
    return best === undefined ? undefined : made(node, best.target, best.reach, best.place);
  }

  return {
    isShown,
    isZero,
    all,
    gravest,
    reach(node, capability, scope) {
      const target = table.targetNamed(capability, scope);
      return target === undefined ? undefined : reachAt(node, target);
    },
    path(node, capability, scope) {
      const target = table.targetNamed(capability, scope);
      return target === undefined || !isShown(node) ? undefined : pathOf(target * graph.identities.length + node);
    },
  };
}

function isEmptyRow({ start }: Rows, row: number): boolean {
  return at(start, row) === at(start, row + 1);
}

function rowNumbers({ start, items }: Rows, row: number): readonly number[] {
  const numbers: number[] = [];
  for (let place = at(start, row); place < at(start, row + 1); place++) numbers.push(at(items, place));
  return numbers;
}
