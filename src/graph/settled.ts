import { byCodeUnit, byKeys } from '../base/order.ts';
import { capabilities } from '../model/capability.ts';
import type { EntityId } from '../model/ids.ts';
import { grantReader, linkReader } from './columns/elements.ts';
import type { ElementColumns } from './columns/elements.ts';
import { evidenceOf } from './columns/evidence.ts';
import type { EvidenceColumns } from './columns/evidence.ts';
import type { GraphColumns } from './columns/graph-columns.ts';
import { gather, numbersTo, orderOf } from './columns/order.ts';
import type { IdentityColumns } from './columns/people.ts';
import { textHash, textPower } from './columns/text-hash.ts';
import { at } from './graph.ts';
import type { Target } from './graph.ts';
import { endsOf } from './opened.ts';
import type { TakenElements } from './taken.ts';

export interface Settled {
  readonly columns: GraphColumns;
  /** The number in the graph of each node that came. */
  readonly nodes: Int32Array;
  /** 1 for each grant that is in the graph, by the place in which it came; of several that say the same, one is. */
  readonly kept: Uint8Array;
}

/** Gives everything that came its number in the graph. Throws {@link GraphError} `duplicate-key`. */
export function putInOrder(
  people: IdentityColumns,
  kinds: Uint8Array,
  elements: TakenElements,
  { boundaryNames, evidence }: { readonly boundaryNames: readonly string[]; readonly evidence: EvidenceColumns },
): Settled {
  const order = orderOfTexts(people.ids as readonly EntityId[]);
  const nodes = inverse(order);
  const identities = identitiesIn(order, people);
  const { targets, numbers } = targetsInOrder(elements.targets);
  const size = order.length;
  const idHash = Int32Array.from({ length: size }, (_, node) => textHash(identities.ids.at(node) as string));
  const idPower = Int32Array.from({ length: size }, (_, node) => textPower((identities.ids.at(node) as string).length));

  const ends = endsOf({ identities, idHash, idPower }, targets, evidenceOf(evidence), (number) => boundaryNames[number] as string);
  const came = renumbered(elements.links.done(), nodes, nodes);
  const links = inOrder(came, orderOf(came, size, size, linkReader(came, ends.ofLinks)));
  const given = renumbered(elements.grants.done(), nodes, numbers);
  const grantOrder = orderOf(given, size, targets.length, grantReader(given, ends.ofGrants, targets));
  const kept = new Uint8Array(given.from.length);
  for (const grant of grantOrder) kept[grant] = 1;

  return {
    columns: {
      boundaryNames,
      identities,
      nodeKind: Uint8Array.from(order, (node) => kinds[node] as number),
      idHash,
      idPower,
      targetCapability: Uint8Array.from(targets, (each) => capabilities.indexOf(each.capability)),
      targetScope: targets.map((each) => each.scope),
      links,
      grants: inOrder(given, grantOrder),
      evidence,
    },
    nodes,
    kept,
  };
}

/** The places of texts in the order of the texts. */
function orderOfTexts(texts: readonly string[]): Int32Array {
  const order = [...numbersTo(texts.length)];
  return Int32Array.from(order.sort((a, b) => byCodeUnit(texts[a] as string, texts[b] as string)));
}

function inverse(order: Int32Array): Int32Array {
  const places = new Int32Array(order.length);
  for (let place = 0; place < order.length; place++) places[at(order, place)] = place;
  return places;
}

function identitiesIn(order: Int32Array, { ids, uids, boundary, created, shape, evidence, shapes }: IdentityColumns): IdentityColumns {
  return {
    ids: Array.from(order, (node) => ids.at(node) as string),
    uids: Array.from(order, (node) => uids.at(node) as string),
    boundary: gather(boundary, order),
    created: Float64Array.from(order, (node) => created[node] as number),
    shape: gather(shape, order),
    evidence: gather(evidence, order),
    shapes,
  };
}

/** Targets in the order of capability, then scope, and the number of each that came. */
function targetsInOrder(came: readonly Target[]): { readonly targets: readonly Target[]; readonly numbers: Int32Array } {
  const order = [...came.keys()];
  const compare = byKeys<Target>(
    (each) => each.capability,
    (each) => each.scope,
  );
  order.sort((a, b) => compare(came[a] as Target, came[b] as Target));
  return { targets: order.map((each) => came[each] as Target), numbers: inverse(Int32Array.from(order)) };
}

/** The same elements with the final numbers of their ends. */
function renumbered(columns: ElementColumns, from: Int32Array, to: Int32Array): ElementColumns {
  for (let element = 0; element < columns.from.length; element++) {
    columns.from[element] = at(from, at(columns.from, element));
    columns.to[element] = at(to, at(columns.to, element));
  }
  return columns;
}

function inOrder(columns: ElementColumns, order: Int32Array): ElementColumns {
  return {
    from: gather(columns.from, order),
    to: gather(columns.to, order),
    boundary: gather(columns.boundary, order),
    facet: gather(columns.facet, order),
    shape: gather(columns.shape, order),
    evidence: gather(columns.evidence, order),
    facets: columns.facets,
    shapes: columns.shapes,
  };
}
