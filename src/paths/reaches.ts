import { at, NOBODY, POOL } from '../graph/graph.ts';
import type { Facets, Graph, Rows, Target } from '../graph/graph.ts';
import type { Capability } from '../model/capability.ts';
import type { BoundaryId, ScopeId } from '../model/ids.ts';
import { classRank } from '../model/persistence.ts';
import type { Pattern } from '../model/persistence.ts';
import type { Doubtful, Hold, Holding, Path, Reach, Reached, ReachFilter } from '../model/view.ts';
import { foremostOver } from './foremost.ts';
import type { Frontier } from './frontier.ts';
import { gravestOver } from './gravest.ts';
import { holdersOf } from './holders.ts';
import { holdingsOver } from './holding.ts';
import { latest } from './latest.ts';
import type { Levels } from './levels.ts';
import { every, oneByOneIn } from './one-by-one.ts';
import type { Wanted } from './one-by-one.ts';
import type { ReachTeller } from './reach.ts';
import type { Found, ReachRows, ReachTable } from './reach-table.ts';
import type { Scopes } from '../model/scope.ts';
import { witnessOf } from './search.ts';
import type { TargetReach } from './search.ts';
import { setsOfCapabilities, setsOfMarked } from './sets-of-capability.ts';
import { isOnOneself } from './tier-zero.ts';

/** What reaches are made of. */
export interface ReachSources {
  readonly graph: Graph;
  readonly table: ReachTable;
  readonly teller: ReachTeller;
  readonly levels: Levels;
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
  reached(node: number, capability: Capability, scope: ScopeId): Reached | undefined;
  reach(node: number, capability: Capability, scope: ScopeId): Reach | undefined;
  path(node: number, capability: Capability, scope: ScopeId): Path | undefined;
  holding(node: number, capability: Capability): Holding;
  /** What of the path is in doubt. */
  doubts(node: number, capability: Capability, scope: ScopeId): readonly Doubtful[] | undefined;
  /** The boundary of the grant at the end of the path. */
  heldIn(node: number, capability: Capability, scope: ScopeId): BoundaryId | undefined;
  /** In the order of targets. Only what is wanted is searched. */
  all(node: number, filter: ReachFilter): readonly Reach[];
  /** The reach to tier 0 that weighs most, of those with a certain way. */
  gravest(node: number): Reach | undefined;
  /** The first of tier 0 that is held so, else the first. */
  foremost(node: number, among: ReadonlySet<Capability>, hold: Hold): Reached | undefined;
}

const none: readonly never[] = [];
// In the place of a target.
const NOT_ASKED = -1;
const NO_TARGET = -2;
// How far a session carries, as `TargetReach` tells it.
const SESSION = classRank('session') + 1;

export function reachesOver({ graph, table, teller, levels, frontier, scopes, zeroTargets }: ReachSources): Reaches {
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

  let sessions: boolean | undefined;

  function all(node: number, filter: ReachFilter): readonly Reach[] {
    if (!isShown(node)) return none;
    if (filter.sessions !== undefined && !(sessions ??= hasSession(graph.linkFacets) || hasSession(graph.grantFacets))) return none;
    const wanted: Wanted = { ...filter, among: filter.among ?? every };
    const hasTable = wanted.tierZero === undefined ? tables.has(wanted.among) : zeroTable !== undefined;
    const targets = hasTable ? undefined : targetsOneByOne(node, wanted);
    if (targets !== undefined) return oneByOne(node, targets, wanted);
    if (wanted.tierZero !== undefined) return inRow(zeroRows(), node, wanted, none);
    let found: readonly Reach[] = none;
    // Each table holds one of the capabilities that are wanted.
    const inEach: Wanted = { ...wanted, among: every };
    for (const rows of tablesOf(wanted.among)) {
      if (!isEmptyRow(rows, node)) found = inRow(rows, node, inEach, found);
      if (wanted.first !== undefined && found.length > 0) break;
    }
    return found;
  }

  const setsOf = setsOfCapabilities(graph, table, levels);
  const targetsOneByOne = oneByOneIn({ graph, table, setsOf, zeroSets: () => setsOfMarked(graph, zeroTargets(), levels), isZero });

  function oneByOne(node: number, targets: readonly number[], wanted: Wanted): readonly Reach[] {
    const found: Reach[] = [];
    for (const target of targets) {
      const way = isWanted(node, target, wanted) ? table.find(node, target) : undefined;
      const reach = way === undefined ? undefined : madeIfWanted(node, target, way.reach, way.place, wanted);
      if (reach !== undefined) found.push(reach);
      if (reach !== undefined && wanted.first !== undefined) break;
    }
    return found;
  }

  /** What may be longer than a session is not made; of the rest its pattern tells. */
  function madeIfWanted(node: number, target: number, reach: TargetReach, place: number, { sessions }: Wanted): Reach | undefined {
    if (sessions === undefined) return made(node, target, reach, place);
    const found = mayBeSession(reach, place) ? made(node, target, reach, place) : undefined;
    return found !== undefined && isOfSession(found.pattern) ? found : undefined;
  }

  function inRow({ start, items, places }: ReachRows, node: number, wanted: Wanted, before: readonly Reach[]): readonly Reach[] {
    let found: Reach[] | undefined;
    for (let row = at(start, node); row < at(start, node + 1); row++) {
      const target = at(items, row);
      if (!isWanted(node, target, wanted)) continue;
      const reach = madeIfWanted(node, target, table.searched(target), at(places, row), wanted);
      if (reach !== undefined) (found ??= [...before]).push(reach);
      if (reach !== undefined && wanted.first !== undefined) break;
    }
    return found ?? before;
  }

  /** By the number of a node among those of all targets. */
  const pathOf = latest((pair: number): Path | undefined => {
    const size = graph.identities.length;
    const found = table.find(pair % size, Math.floor(pair / size));
    return found === undefined ? undefined : teller.shown(found.reach, found.place);
  });

  /** By the same number. */
  const reachOf = latest((pair: number): Reach | undefined => {
    const size = graph.identities.length;
    return reachAt(pair % size, Math.floor(pair / size));
  });

  function shownAt(node: number, capability: Capability, scope: ScopeId): Found | undefined {
    const target = table.targetNamed(capability, scope);
    return target === undefined || !isShown(node) ? undefined : table.find(node, target);
  }

  const gravestTarget = gravestOver({ graph, table, levels, zeroTargets, isZero });

  // Several rules ask it of one identity, at different times.
  let gravestTargets: Int32Array | undefined;

  function gravest(node: number): Reach | undefined {
    gravestTargets ??= new Int32Array(graph.identities.length).fill(NOT_ASKED);
    let target = at(gravestTargets, node);
    if (target === NOT_ASKED) gravestTargets[node] = target = (isShown(node) ? gravestTarget(node) : undefined) ?? NO_TARGET;
    return target === NO_TARGET ? undefined : reachAt(node, target);
  }

  const foremostTarget = foremostOver({ table, levels, setsOf, frontier, isTargetOpen, isZero });

  function foremost(node: number, among: ReadonlySet<Capability>, hold: Hold): Reached | undefined {
    const target = isShown(node) ? foremostTarget(node, among, hold) : undefined;
    return target === undefined ? undefined : toldOf(node, target);
  }

  function reached(node: number, capability: Capability, scope: ScopeId): Reached | undefined {
    const target = targetReached(node, capability, scope);
    return target === undefined ? undefined : toldOf(node, target);
  }

  /** Without a search for the way: `undefined` where there is none. */
  function targetReached(node: number, capability: Capability, scope: ScopeId): number | undefined {
    const target = isShown(node) ? table.targetNamed(capability, scope) : undefined;
    const sets = target === undefined ? undefined : setsOf(capability);
    if (target === undefined || sets === undefined) return undefined;
    const { from, any } = sets;
    return any.pool.has(any.setOf(node), target - from) ? target : undefined;
  }

  function toldOf(node: number, target: number): Reached {
    return { identity: idOf(node), ...targetAt(target), tierZero: isZero(node, target) };
  }

  const holdings = holdingsOver({ graph, table, setsOf, frontier, isTargetOpen });

  return {
    isShown,
    isZero,
    all,
    gravest,
    foremost,
    reached,
    holding: holdings,
    doubts(node, capability, scope) {
      const found = shownAt(node, capability, scope);
      return found === undefined ? undefined : teller.doubts(found.reach, found.place);
    },
    heldIn(node, capability, scope) {
      const found = shownAt(node, capability, scope);
      if (found === undefined) return undefined;
      const { grant } = witnessOf(graph, found.reach, node, at(found.reach.lo, found.place) > 0);
      return graph.boundaryNames.at(at(graph.grantBoundary, grant));
    },
    reach(node, capability, scope) {
      const target = targetReached(node, capability, scope);
      return target === undefined ? undefined : reachOf(target * graph.identities.length + node);
    },
    path(node, capability, scope) {
      const target = table.targetNamed(capability, scope);
      return target === undefined || !isShown(node) ? undefined : pathOf(target * graph.identities.length + node);
    },
  };
}

/** Whether any element gives at most a session: no path is weaker than all that it is made of. */
function hasSession(facets: Facets): boolean {
  for (let number = 0; number < facets.length; number++) if (facets.at(number).bounds.hi === 'session') return true;
  return false;
}

/** Whether no element of the path behind a reach is known to last longer. */
function mayBeSession({ lo, hi }: TargetReach, place: number): boolean {
  return (at(lo, place) || at(hi, place)) === SESSION;
}

function isOfSession(pattern: Pattern): boolean {
  return pattern === 'JITA' || pattern === 'JITA, expiry-only';
}

function isEmptyRow({ start }: Rows, row: number): boolean {
  return at(start, row) === at(start, row + 1);
}

function rowNumbers({ start, items }: Rows, row: number): readonly number[] {
  const numbers: number[] = [];
  for (let place = at(start, row); place < at(start, row + 1); place++) numbers.push(at(items, place));
  return numbers;
}
