import { at, NOBODY, POOL } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import { dominates, dominating, tierZeroOnBoundary } from '../model/capability.ts';
import type { Capability } from '../model/capability.ts';
import type { EntityId, ScopeId } from '../model/ids.ts';
import type { Scopes } from '../model/scope.ts';
import { isBackupOrLog } from './kept.ts';
import type { Live } from './live.ts';
import { isPattern, matchesPattern, patternStem } from './pattern.ts';
import { spread } from './spread.ts';

/** Capabilities over a thing that make one what the thing is (rule (b) of the closure), and what gives all of one. */
const throughTarget = dominating(['mint-credential', 'impersonate', 'run-as', 'read-secrets', 'write-data']);

/**
 * The tier-0 closure of docs/architecture.md as one mark per target. (a) administer, grant-privilege, change-guardrail, disable-audit on a
 * boundary or a container of boundaries. (b) mint-credential, impersonate, run-as, read-secrets, write-data where an identity in scope is
 * tier 0: the one that the scope names, or whose credential it names, those a pattern matches, those of a boundary or container when the
 * scope is a whole one. What an identity executes reaches it by a link, and is followed as any link. (c) destroy of a boundary, of backups or
 * of logs. What gives all of one of these counts as it does. An identity is tier 0 when it now has a certain or possible path to a tier-0
 * target, so the two are worked out together.
 */
export function tierZeroTargets(graph: Graph, live: Live, scopes: Scopes): Uint8Array {
  const zero = new Uint8Array(graph.targets.length);
  const marked = new Uint8Array(graph.identities.length);
  const byName = new Map<string, number[]>();
  const patterns: number[] = [];
  const fresh: number[] = [];
  /** Tier-0 identities since the patterns were last asked. */
  const found: number[] = [];

  for (const [target, { capability, scope }] of graph.targets.entries()) {
    if (isByItself(capability, scope, scopes)) fresh.push(target);
    else if (throughTarget.has(capability)) {
      if (isPattern(scope)) patterns.push(target);
      else {
        const named = byName.get(scope);
        if (named === undefined) byName.set(scope, [target]);
        else named.push(target);
      }
    }
  }

  const taken = new Set<string>();
  function ofNode(node: number): void {
    const kind = at(graph.nodeKind, node);
    const id = graph.ids.at(node);
    if (kind === POOL || kind === NOBODY || id === undefined) return;
    found.push(node);
    take(id);
    if (byName.size === 0) return;
    for (const credential of graph.credentialsOf.get(id) ?? []) take(credential.id);
    const boundary = graph.boundaryNames.at(Math.max(0, at(graph.nodeBoundary, node)));
    if (at(graph.nodeBoundary, node) < 0 || boundary === undefined || taken.has(boundary)) return;
    taken.add(boundary);
    take(boundary);
    for (const container of scopes.above(boundary)) take(container);
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

/** What one may do to oneself gains nothing: it is `ordinary`, whatever tier the same has in other hands. */
export function isOnOneself(capability: Capability, scope: ScopeId, identity: EntityId): boolean {
  return scope === identity && throughTarget.has(capability);
}

/** Clauses (a) and (c). */
function isByItself(capability: Capability, scope: ScopeId, scopes: Scopes): boolean {
  const destroys = dominates(capability, 'destroy');
  if (!destroys && !tierZeroOnBoundary.has(capability)) return false;
  return scopes.isWhole(scope) || (destroys && isBackupOrLog(scope));
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
  return node === undefined ? '' : (graph.ids.at(node) ?? '');
}
