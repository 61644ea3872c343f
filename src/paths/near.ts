import { at } from '../graph/graph.ts';
import type { Graph } from '../graph/graph.ts';
import { persistenceClasses } from '../model/persistence.ts';
import type { Live } from './live.ts';
import type { TargetReach } from './search.ts';

/** The rank of what is standing: no way carries further. */
const MOST = persistenceClasses.length;
/** So many grants of a target are looked at; of more, a search of all that reaches it serves many. */
const FEW = 64;

/** The end of a way: a grant, of the node itself or of one that a link of its own leads to. */
interface Near {
  readonly link: number;
  readonly subject: number;
  readonly grant: number;
}

/**
 * What a search of all that reaches the target would tell of this one node, where a grant of its own, or of whom a link of its own leads to,
 * is certain and standing. No way carries further, and a search finds such ways first: by its own grants in their order, else by the first
 * grant of those it leads to, and the first link there. Of other nodes it tells only the way from there. `undefined`: ask a search.
 */
export function nearReach(graph: Graph, { grantLo, grantHi, linkLo, linkHi }: Live, node: number, target: number): TargetReach | undefined {
  const certain = nearWay(graph, grantLo, linkLo, node, target);
  if (certain === undefined) return undefined;
  const possible = nearWay(graph, grantHi, linkHi, node, target) ?? certain;
  const nodes = nodesOf(node, certain.subject, possible.subject);
  const bounds = ALL_MOST.subarray(0, nodes.length);
  const nextLo = nextOf(nodes, node, certain);
  const isOne = possible.link === certain.link && possible.grant === certain.grant;
  return { nodes, lo: bounds, hi: bounds, nextLo, nextHi: isOne ? nextLo : nextOf(nodes, node, possible) };
}

/** The bounds of as many nodes as a way has here. */
const ALL_MOST = new Uint8Array(3).fill(MOST);

/** Each once, rising. */
function nodesOf(node: number, first: number, second: number): Int32Array {
  if (first !== second) return Int32Array.from(new Set([node, first, second])).sort();
  if (first === node) return Int32Array.of(node);
  return node < first ? Int32Array.of(node, first) : Int32Array.of(first, node);
}

function nextOf(nodes: Int32Array, node: number, { link, subject, grant }: Near): Int32Array {
  const end = -(grant + 1);
  const next = new Int32Array(nodes.length);
  for (let place = 0; place < nodes.length; place++) next[place] = at(nodes, place) === node && subject !== node ? link : end;
  return next;
}

function nearWay(graph: Graph, grantRank: Uint8Array, linkRank: Uint8Array, node: number, target: number): Near | undefined {
  const own = ownGrant(graph, grantRank, node, target);
  if (own >= 0) return { link: -1, subject: node, grant: own };
  const { grantsByTarget, grantSubject, outLinks, linkTo } = graph;
  const [from, until] = [at(grantsByTarget.start, target), at(grantsByTarget.start, target + 1)];
  if (until - from > FEW) return undefined;
  for (let row = from; row < until; row++) {
    const grant = at(grantsByTarget.items, row);
    if (at(grantRank, grant) !== MOST) continue;
    const subject = at(grantSubject, grant);
    for (let out = at(outLinks.start, node); out < at(outLinks.start, node + 1); out++) {
      const link = at(outLinks.items, out);
      if (at(linkTo, link) === subject && at(linkRank, link) === MOST) return { link, subject, grant };
    }
  }
  return undefined;
}

/** The first of a node's own grants on the target that carries furthest, or -1. Grants of one subject stand in the order of their targets. */
function ownGrant({ grantsBySubject, grantTarget }: Graph, grantRank: Uint8Array, node: number, target: number): number {
  const { start, items } = grantsBySubject;
  const end = at(start, node + 1);
  let from = at(start, node);
  let until = end;
  while (from < until) {
    const middle = (from + until) >> 1;
    if (at(grantTarget, at(items, middle)) < target) from = middle + 1;
    else until = middle;
  }
  for (; from < end && at(grantTarget, at(items, from)) === target; from++) {
    const grant = at(items, from);
    if (at(grantRank, grant) === MOST) return grant;
  }
  return -1;
}
