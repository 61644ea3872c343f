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

  for (const [target, { capability, scope }] of graph.targets.entries()) {
    const whole = isBoundaryScope(scope, connectors);
    if (whole && (tierZeroOnBoundary.has(capability) || capability === 'destroy')) fresh.push(target);
    else if (throughTarget.has(capability)) {
      if (isPattern(scope)) patterns.push(target);
      else byName.set(scope, [...(byName.get(scope) ?? []), target]);
    }
  }

  function ofNode(node: number): void {
    const kind = at(graph.nodeKind, node);
    const identity = graph.identities[node];
    if (kind === POOL || kind === NOBODY || identity === undefined) return;
    take(identity.id);
    if (identity.boundary !== null) take(identity.boundary);
  }
  function take(name: string): void {
    const found = byName.get(name);
    if (found === undefined) return;
    fresh.push(...found);
    byName.delete(name);
  }
  const isMatched = (target: number): boolean => {
    const scope = graph.targets[target]?.scope ?? '';
    const stem = patternStem(scope);
    for (let node = firstFrom(graph, stem); node < graph.identities.length; node++) {
      const id = graph.identities[node]?.id ?? '';
      if (!id.startsWith(stem)) return false;
      const kind = at(graph.nodeKind, node);
      if (at(marked, node) !== 0 && kind !== POOL && kind !== NOBODY && matchesPattern(scope, id)) return true;
    }
    return false;
  };

  let open = patterns;
  while (fresh.length > 0) {
    for (let target = fresh.pop(); target !== undefined; target = fresh.pop()) {
      zero[target] = 1;
      spread(graph, live, marked, subjectsOf(graph, live, target), ofNode);
    }
    const matched = open.filter(isMatched);
    open = open.filter((each) => !matched.includes(each));
    fresh.push(...matched);
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

/** The first node whose id is not less than `stem`. */
function firstFrom(graph: Graph, stem: string): number {
  let from = 0;
  let until = graph.identities.length;
  while (from < until) {
    const middle = (from + until) >> 1;
    if ((graph.identities[middle]?.id ?? '') < stem) from = middle + 1;
    else until = middle;
  }
  return from;
}
