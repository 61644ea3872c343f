import type { Graph } from '../graph/graph.ts';
import type { Identity } from '../model/entity.ts';

const made = new WeakMap<Graph, readonly Identity[]>();

/** Every identity by node. They are made once and kept: for whoever asks about all of them again and again. */
export function everyone(graph: Graph): readonly Identity[] {
  let people = made.get(graph);
  if (people === undefined) made.set(graph, (people = [...graph.identities]));
  return people;
}

/** Every identity by node, for whoever looks at each once: nothing is kept that was not kept before. */
export function eachOf(graph: Graph): Iterable<Identity> {
  return made.get(graph) ?? graph.identities;
}
