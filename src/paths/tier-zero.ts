import { at, boundaryIds, NOBODY, POOL } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import { tierZeroOnBoundary } from '../model/capability.ts';
import type { Capability } from '../model/capability.ts';
import type { Live } from './live.ts';
import { connectorsOf, isBoundaryScope, isPattern, matchesPattern, patternStem } from './scope.ts';
import { spread } from './spread.ts';

/** Capabilities over a thing that make one what the thing is (rule (b) of the closure). */
const throughTarget: ReadonlySet<Capability> = new Set(['mint-credential', 'impersonate', 'run-as', 'read-secrets', 'write-data']);

/**
 * The tier-0 closure of DESIGN.md section 4 as one mark per target. (a) administer, grant-privilege, change-guardrail, disable-audit on a
 * boundary or a container. (c) destroy of a boundary. (b) mint-credential, impersonate, run-as, read-secrets, write-data where an identity
 * in scope is tier 0: the identity the scope names, those a pattern matches, or those of the boundary when the scope is a whole one.
 * An identity is tier 0 when it now has a certain or possible path to a tier-0 target, so the two are worked out together.
 */
export function tierZeroTargets(graph: Graph, live: Live): Uint8Array {
  const zero = new Uint8Array(graph.targets.length);
  const marked = new Uint8Array(graph.identities.length);
  const connectors = connectorsOf(boundaryIds(graph));
  const byName = new Map<string, number[]>();
  const patterns: number[] = [];
  const fresh: number[] = [];
  /** Tier-0 identities since the patterns were last asked. */
  const found: number[] = [];

  for (const [target, { capability, scope }] of graph.targets.entries()) {
    const whole = isBoundaryScope(scope, connectors);
    if (whole && (tierZeroOnBoundary.has(capability) || capability === 'destroy')) fresh.push(target);
    else if (throughTarget.has(capability)) {
      if (isPattern(scope)) patterns.push(target);
      else {
        const named = byName.get(scope);
        if (named === undefined) byName.set(scope, [target]);
        else named.push(target);
      }
    }
  }

  function ofNode(node: number): void {
    const kind = at(graph.nodeKind, node);
    const identity = graph.identities.at(node);
    if (kind === POOL || kind === NOBODY || identity === undefined) return;
    found.push(node);
    take(identity.id);
    if (identity.boundary !== null) take(identity.boundary);
  }
  function take(name: string): void {
    const named = byName.get(name);
    if (named === undefined) return;
    fresh.push(...named);
    byName.delete(name);
  }
  /** Whether a pattern matches one of these nodes, whose numbers rise: nodes stand in the order of their ids. */
  const isMatched = (target: number, nodes: readonly number[]): boolean => {
    const scope = graph.targets[target]?.scope ?? '';
    const stem = patternStem(scope);
    for (let place = firstFrom(graph, nodes, stem); place < nodes.length; place++) {
      const id = idOf(graph, nodes[place]);
      if (!id.startsWith(stem)) return false;
      if (matchesPattern(scope, id)) return true;
    }
    return false;
  };

  let open = patterns;
  while (fresh.length > 0) {
    for (let target = fresh.pop(); target !== undefined; target = fresh.pop()) {
      zero[target] = 1;
      spread(graph, live, marked, subjectsOf(graph, live, target), ofNode);
    }
    // A pattern that is still open matches none of those found before.
    const nodes = found.splice(0).sort((a, b) => a - b);
    const still: number[] = [];
    for (const each of open) (isMatched(each, nodes) ? fresh : still).push(each);
    open = still;
  }
  return zero;
}

function* subjectsOf(graph: Graph, live: Live, target: number): Iterable<number> {
  const { start, items } = graph.grantsByTarget;
  for (let row = at(start, target); row < at(start, target + 1); row++) {
    const grant = at(items, row);
    if (at(live.grantHi, grant) > 0) yield at(graph.grantSubject, grant);
  }
}

/** Where the first of these nodes stands whose id is not less than `stem`. */
function firstFrom(graph: Graph, nodes: readonly number[], stem: string): number {
  let from = 0;
  let until = nodes.length;
  while (from < until) {
    const middle = (from + until) >> 1;
    if (idOf(graph, nodes[middle]) < stem) from = middle + 1;
    else until = middle;
  }
  return from;
}

function idOf(graph: Graph, node: number | undefined): string {
  return node === undefined ? '' : (graph.identities.at(node)?.id ?? '');
}
