import { byKeys } from '../base/order.ts';
import { capabilities } from '../model/capability.ts';
import { grantReader, linkReader } from './columns/elements.ts';
import type { ElementColumns } from './columns/element-columns.ts';
import { evidenceOf } from './columns/evidence.ts';
import type { EvidenceColumns } from './columns/evidence.ts';
import type { GraphColumns } from './columns/graph-columns.ts';
import type { GrowingTexts } from './columns/growing-texts.ts';
import { gather, orderOf } from './columns/order.ts';
import type { IdentityColumns, TakenIdentities } from './columns/people.ts';
import { textPower } from './columns/text-hash.ts';
import { at } from './graph.ts';
import type { Target } from './graph.ts';
import { endsOf } from './opened.ts';
import { byUse } from './columns/by-use.ts';
import type { TakenElements } from './taken.ts';

export interface Settled {
  readonly columns: GraphColumns;
  /** The number in the graph of each node that came. */
  readonly nodes: Int32Array;
  /** 1 for each grant that is in the graph, by the place in which it came; of several that say the same, one is. */
  readonly kept: Uint8Array;
}

/** Gives everything that came its number in the graph. `hashes` of ids. Throws {@link GraphError} `duplicate-key`. */
export function putInOrder(
  people: TakenIdentities,
  hashes: Int32Array,
  kinds: Uint8Array,
  elements: TakenElements,
  { boundaryNames, evidence }: { readonly boundaryNames: readonly string[]; readonly evidence: EvidenceColumns },
): Settled {
  const order = orderOfTexts(people.ids);
  const nodes = inverse(order);
  const identities = identitiesIn(order, people);
  const { targets, numbers } = targetsInOrder(elements.targets);
  const size = order.length;
  const idHash = gather(hashes, order, new Int32Array(size));
  const idPower = new Int32Array(size);
  for (let node = 0; node < size; node++) idPower[node] = textPower(people.ids.size(at(order, node)));

  const ends = endsOf({ identities, idHash, idPower }, targets, evidenceOf(evidence), (number) => boundaryNames[number] as string);
  const came = renumbered(elements.links.done(), nodes, nodes);
  const links = orderOf(came, size, size, linkReader(came, ends.ofLinks));
  const given = renumbered(elements.grants.done(), nodes, numbers);
  const grantOrder = orderOf(given, size, targets.length, grantReader(given, ends.ofGrants, targets));
  const kept = new Uint8Array(given.from.length);
  for (const grant of grantOrder) kept[grant] = 1;

  const orderedLinks = inOrder(came, links);
  const orderedGrants = inOrder(given, grantOrder);
  const boundaries = byUse(boundaryNames, [identities.boundary, orderedLinks.boundary, orderedGrants.boundary]);
  return {
    columns: {
      boundaryNames: boundaries,
      identities,
      nodeKind: gather(kinds, order, new Uint8Array(size)),
      idHash,
      idPower,
      targetCapability: Uint8Array.from(targets, (each) => capabilities.indexOf(each.capability)),
      targetScope: targets.map((each) => each.scope),
      links: orderedLinks,
      grants: orderedGrants,
      evidence,
    },
    nodes,
    kept,
  };
}

/** The places of texts, each there once, in the order of the texts. */
function orderOfTexts(kept: GrowingTexts): Int32Array {
  const order: number[] = [];
  const texts: string[] = [];
  for (let place = 0; place < kept.length; place++) {
    order.push(place);
    texts.push(kept.at(place) as string);
  }
  return Int32Array.from(order.sort((a, b) => ((texts[a] as string) < (texts[b] as string) ? -1 : 1)));
}

function inverse(order: Int32Array): Int32Array {
  const places = new Int32Array(order.length);
  for (let place = 0; place < order.length; place++) places[at(order, place)] = place;
  return places;
}

function identitiesIn(
  order: Int32Array,
  { ids, uids, names, rests, boundary, created, shape, evidence, shapes }: TakenIdentities,
): IdentityColumns {
  return {
    ids: ids.gathered(order, 'kept'),
    uids: uids.gathered(order, 'kept'),
    names: names.gathered(order, 'kept'),
    rests: rests.gathered(order, 'made-anew'),
    boundary: gather(boundary, order, new Int32Array(order.length)),
    created: gather(created, order, new Float64Array(order.length)),
    shape: gather(shape, order, new Int32Array(order.length)),
    evidence: gather(evidence, order, new Int32Array(order.length)),
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
  const ordered = (column: Int32Array): Int32Array => gather(column, order, new Int32Array(order.length));
  const facet = ordered(columns.facet);
  const policy = ordered(columns.policy);
  return {
    from: ordered(columns.from),
    to: ordered(columns.to),
    boundary: ordered(columns.boundary),
    facet,
    shape: ordered(columns.shape),
    policy,
    evidence: ordered(columns.evidence),
    facets: byUse(columns.facets, [facet]),
    shapes: columns.shapes,
    policies: byUse(columns.policies, [policy]),
  };
}
