import { capabilities } from '../model/capability.ts';
import type { Capability } from '../model/capability.ts';
import type { Identity } from '../model/entity.ts';
import type { Grant, Link } from '../model/grant.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import { grantReader, linkReader } from './columns/elements.ts';
import { hashText } from './columns/element-reader.ts';
import type { ElementReader, Ends } from './columns/element-reader.ts';
import { evidenceOf } from './columns/evidence.ts';
import type { GraphColumns } from './columns/graph-columns.ts';
import { KeyIndex } from './columns/order.ts';
import { identityReader } from './columns/people.ts';
import { textHash } from './columns/text-hash.ts';
import type { Hashed } from './columns/template.ts';
import { rowsOf } from './graph.ts';
import type { Graph, Target } from './graph.ts';
import type { Joined } from './join.ts';
import { recentSequence } from './sequence.ts';
import { placeOf } from './stored/tables.ts';

/** What of a graph does not lie in columns. Members may be made when they are first asked for. */
export type GraphParts = Pick<
  Graph,
  | 'boundaries'
  | 'scopes'
  | 'credentials'
  | 'credentialsOf'
  | 'usage'
  | 'serviceUsage'
  | 'activationPolicies'
  | 'lifeCycleEvents'
  | 'ledger'
  | 'dangling'
  | 'gaps'
  | 'persons'
>;

const columnsOf = new WeakMap<Graph, GraphColumns>();

/** What this graph was opened from. */
export function graphColumns(graph: Graph): GraphColumns | undefined {
  return columnsOf.get(graph);
}

/** The graph that columns hold. */
export function openGraph(columns: GraphColumns, parts: GraphParts): Graph {
  const { identities: people, links, grants } = columns;
  const { ids } = people;
  const boundaryNamed = (number: number): BoundaryId => columns.boundaryNames.at(number) as BoundaryId;
  const targets = targetsOf(columns);
  const evidence = evidenceOf(columns.evidence);
  const reader = identityReader(people, boundaryNamed);
  const ends = endsOf(columns, targets, evidence, boundaryNamed);
  const linksRead = linkReader(links, ends.ofLinks);
  const grantsRead = grantReader(grants, ends.ofGrants, targets);
  const nodeOf = nodesOf(columns);
  const size = ids.length;
  const graph: Graph = {
    ids,
    identities: recentSequence(size, reader.at),
    nodeKind: columns.nodeKind,
    nodeBoundary: people.boundary,
    boundaryNames: columns.boundaryNames,
    nodeOf,
    links: recentSequence(links.from.length, linksRead.at),
    linkFrom: links.from,
    linkTo: links.to,
    linkFacet: links.facet,
    linkFacets: linksRead.facets,
    linkSourceKind: linksRead.sourceKind,
    linkTold: linksRead.told,
    linkDetail: (link) => linksRead.rest(link) as Link['detail'],
    outLinks: rowsOf(size, links.from),
    inLinks: rowsOf(size, links.to),
    grants: recentSequence(grants.from.length, grantsRead.at),
    grantSubject: grants.from,
    grantTarget: grants.to,
    grantBoundary: grants.boundary,
    grantFacet: grants.facet,
    grantFacets: grantsRead.facets,
    grantSourceKind: grantsRead.sourceKind,
    grantTold: grantsRead.told,
    grantsBySubject: rowsOf(size, grants.from),
    targets,
    grantsByTarget: rowsOf(targets.length, grants.to),
    linkOfKey: byKey(links.from.length, linksRead),
    grantOfKey: byKey(grants.from.length, grantsRead),
    listed: {
      has: (id) => isListed(columns, nodeOf.get(id)),
      get(id): Joined<Identity> | undefined {
        const node = nodeOf.get(id);
        if (node === undefined || !isListed(columns, node)) return undefined;
        return { value: reader.at(node), evidence: evidence(people.evidence[node] as number), surfaces: reader.surfaces(node) };
      },
    },
    listedAt: (node) => (isListed(columns, node) ? evidence(people.evidence[node] as number) : []),
    get boundaries() {
      return parts.boundaries;
    },
    get scopes() {
      return parts.scopes;
    },
    get credentials() {
      return parts.credentials;
    },
    get credentialsOf() {
      return parts.credentialsOf;
    },
    get usage() {
      return parts.usage;
    },
    get serviceUsage() {
      return parts.serviceUsage;
    },
    get activationPolicies() {
      return parts.activationPolicies;
    },
    get lifeCycleEvents() {
      return parts.lifeCycleEvents;
    },
    get ledger() {
      return parts.ledger;
    },
    get dangling() {
      return parts.dangling;
    },
    get persons() {
      return parts.persons;
    },
    get gaps() {
      return parts.gaps;
    },
  };
  columnsOf.set(graph, columns);
  return graph;
}

function isListed({ identities }: GraphColumns, node: number | undefined): boolean {
  return node !== undefined && (identities.evidence[node] as number) >= 0;
}

function targetsOf({ targetCapability, targetScope }: GraphColumns): readonly Target[] {
  return Array.from(targetCapability, (capability, target) => ({
    capability: capabilities[capability] as Capability,
    scope: targetScope.at(target) as string,
  }));
}

/** What the numbers in the columns of links, and of grants, stand for. */
export function endsOf(
  { identities: { ids }, idHash, idPower }: Pick<GraphColumns, 'identities' | 'idHash' | 'idPower'>,
  targets: readonly Target[],
  evidence: Ends['evidence'],
  boundary: Ends['boundary'],
): { readonly ofLinks: Ends; readonly ofGrants: Ends } {
  const scopeHashes: (Hashed | undefined)[] = [];
  const idOf = (node: number): EntityId => ids.at(node) as EntityId;
  const hashId = (node: number, into: Hashed): void => {
    into.hash = idHash[node] as number;
    into.power = idPower[node] as number;
  };
  const scopeOf = (target: number): string => (targets[target] as Target).scope;
  const hashScope = (target: number, into: Hashed): void => {
    let known = scopeHashes[target];
    if (known === undefined) hashText(scopeOf(target), (scopeHashes[target] = known = { hash: 0, power: 1 }));
    into.hash = known.hash;
    into.power = known.power;
  };
  return {
    ofLinks: { from: idOf, to: idOf, hashFrom: hashId, hashTo: hashId, boundary, evidence },
    ofGrants: { from: idOf, to: scopeOf, hashFrom: hashId, hashTo: hashScope, boundary, evidence },
  };
}

/** Ids are sorted: a few look-ups halve their way, and a table is made only for many. */
const FEW = 256;

function nodesOf({ identities: { ids }, idHash }: GraphColumns): Graph['nodeOf'] {
  let asked = 0;
  let table: KeyIndex | undefined;
  function get(id: EntityId): number | undefined {
    if (asked++ < FEW) return placeOf(ids, id);
    table ??= tableOf(ids.length, (node) => idHash[node] as number);
    const node = table.find(textHash(id), (each) => ids.at(each) === id);
    return node < 0 ? undefined : node;
  }
  return { get, has: (id) => get(id) !== undefined };
}

function tableOf(count: number, hashOf: (number: number) => number): KeyIndex {
  const table = new KeyIndex(count, hashOf);
  // What is in a column is there once.
  for (let number = 0; number < count; number++) table.add(number, () => false);
  return table;
}

function byKey<T extends Grant | Link>(count: number, reader: ElementReader<T>): (key: string) => T | undefined {
  let table: KeyIndex | undefined;
  return function elementOf(key) {
    table ??= tableOf(count, reader.keyHash);
    const number = table.find(textHash(key), (each) => reader.key(each) === key);
    return number < 0 ? undefined : reader.at(number);
  };
}
