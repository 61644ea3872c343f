import { at } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import type { Live } from './live.ts';
import { leadingTo } from './spread.ts';

const nothing: ReadonlySet<number> = new Set();

/**
 * Which of `ends` each node now has a certain or possible way to, itself among them. Nodes that lead to the same ends through one and the
 * same node are answered with one and the same set: many callers of one pool cost no more than the pool.
 */
export function endsReached(graph: Graph, live: Live, ends: ReadonlySet<number>): (node: number) => ReadonlySet<number> {
  // Every way to an end goes through nodes that lead to one.
  const leading = leadingTo(graph, live, ends);
  const reached = new Map<number, ReadonlySet<number>>();
  const found = new Uint32Array(graph.identities.length);
  let count = 0;

  /** Tarjan's strongly connected components (SIAM J. Comput. 1972): nodes that lead to each other lead to the same ends. */
  function visit(first: number): void {
    const calls: Call[] = [];
    const waiting: number[] = [];
    const enter = (node: number): void => {
      found[node] = ++count;
      calls.push({ node, low: count, row: at(graph.outLinks.start, node), base: waiting.length });
      waiting.push(node);
    };
    enter(first);
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      if (call.row < at(graph.outLinks.start, call.node + 1)) {
        const link = at(graph.outLinks.items, call.row++);
        const to = at(graph.linkTo, link);
        if (at(leading, to) === 0 || at(live.linkHi, link) === 0 || reached.has(to)) continue;
        const before = found[to] as number;
        if (before === 0) enter(to);
        else call.low = Math.min(call.low, before);
        continue;
      }
      calls.pop();
      const caller = calls.at(-1);
      if (caller !== undefined) caller.low = Math.min(caller.low, call.low);
      if (call.low === found[call.node]) settle(waiting.splice(call.base));
    }
  }

  /** Nodes that lead to each other; whatever else they lead to is settled. */
  function settle(nodes: readonly number[]): void {
    const members = new Set(nodes);
    let all: ReadonlySet<number> = nothing;
    let own: Set<number> | undefined;
    const add = (more: ReadonlySet<number>): void => {
      if (more === all || isWithin(more, all)) return;
      if (own === undefined && isWithin(all, more)) all = more;
      else {
        own ??= new Set(all);
        for (const each of more) own.add(each);
        all = own;
      }
    };
    for (const node of nodes) {
      if (ends.has(node)) add(new Set([node]));
      for (let row = at(graph.outLinks.start, node); row < at(graph.outLinks.start, node + 1); row++) {
        const link = at(graph.outLinks.items, row);
        const to = at(graph.linkTo, link);
        if (at(leading, to) !== 0 && at(live.linkHi, link) > 0 && !members.has(to)) add(reached.get(to) ?? nothing);
      }
    }
    for (const node of nodes) reached.set(node, all);
  }

  return function reachedFrom(node) {
    if (at(leading, node) === 0) return nothing;
    if (!reached.has(node)) visit(node);
    return reached.get(node) ?? nothing;
  };
}

function isWithin(some: ReadonlySet<number>, all: ReadonlySet<number>): boolean {
  if (some.size > all.size) return false;
  for (const each of some) if (!all.has(each)) return false;
  return true;
}

/** A node on the way that is being walked. */
interface Call {
  readonly node: number;
  /** The number of the first found node that it leads back to. */
  low: number;
  /** The next of its links to look at. */
  row: number;
  /** Where it stands among those waiting for their component. */
  readonly base: number;
}
