import type { Capability } from '../model/capability.ts';
import type { ActivationPolicy } from '../model/activation-policy.ts';
import type { Boundary, Credential, Identity, ServiceUsage, Usage } from '../model/entity.ts';
import type { Evidence } from '../model/fact.ts';
import type { Gap } from '../model/gap.ts';
import type { Grant, Link } from '../model/grant.ts';
import type { BoundaryId, EntityId, ScopeId } from '../model/ids.ts';
import type { LifeCycleEvent } from '../model/life-cycle.ts';
import type { Person } from '../model/person.ts';
import type { ScopeParent } from '../model/scope.ts';
import type { Told } from './columns/element-reader.ts';
import type { Facets } from './columns/facets.ts';
import type { Joined } from './join.ts';
import type { Ledger } from './ledger.ts';
import type { Sequence } from './sequence.ts';

export type { Facet, Facets } from './columns/facets.ts';
export type { Sequence } from './sequence.ts';

/** What a node of the graph stands for. */
export const LISTED = 0;
/** Named by others, listed by nobody: an external party, or a dangling name. */
export const NAMED = 1;
/** Stands for many; shown to nobody. */
export const POOL = 2;
/** The end of a link that matches nobody any more; no identity. */
export const NOBODY = 3;

/** (capability, scope) of at least one grant. */
export interface Target {
  readonly capability: Capability;
  readonly scope: ScopeId;
}

/** A name that leads nowhere, and what is missing there. */
export interface Dangling {
  readonly gap: Gap;
  readonly node: number;
  /** Where it is named: whoever leads to it is asked about in that boundary. */
  readonly namedIn: BoundaryId;
}

/** An entry of a log, and the boundary whose log it is. */
export interface ToldEvent extends Joined<LifeCycleEvent> {
  readonly boundary: BoundaryId;
}

/** Things by name; those of a stored graph are read when they are asked for. */
export type Lookup<T> = Pick<ReadonlyMap<string, T>, 'get' | 'has' | 'size'> & Iterable<readonly [string, T]>;

/** Rows of different lengths in one array: row `i` is `items[start[i]] … items[start[i + 1] - 1]`. */
export interface Rows {
  readonly start: Int32Array;
  readonly items: Int32Array;
}

/**
 * Identities, links and grants by number. A node's number is its id's place in the order of all ids, a target's that of (capability, scope)
 * in theirs; links and grants stand in the order of the numbers of their ends, then of their keys: so numbers do not depend on the order in
 * which things were handed in. What a search needs lies in columns; identities and elements themselves are made when they are asked for.
 */
export interface Graph {
  /** The ids of nodes, sorted by code unit. */
  readonly ids: Sequence<EntityId>;
  readonly identities: Sequence<Identity>;
  /** {@link LISTED}, {@link NAMED}, {@link POOL} or {@link NOBODY}, by node. */
  readonly nodeKind: Uint8Array;
  /** The boundary of each node by its number in `boundaryNames`; `-1`: of none. */
  readonly nodeBoundary: Int32Array;
  readonly boundaryNames: Sequence<BoundaryId>;
  readonly nodeOf: Pick<ReadonlyMap<EntityId, number>, 'get' | 'has'>;
  readonly links: Sequence<Link>;
  readonly linkFrom: Int32Array;
  readonly linkTo: Int32Array;
  readonly linkFacet: Int32Array;
  readonly linkFacets: Facets;
  /** The kind of a link's source, without the link. */
  readonly linkSourceKind: (link: number) => string;
  /** What tells why it may not be there, without the link. */
  readonly linkTold: (link: number) => Told;
  readonly linkDetail: (link: number) => Link['detail'];
  /** Links by the node they start from, and by the node they end at. */
  readonly outLinks: Rows;
  readonly inLinks: Rows;
  readonly grants: Sequence<Grant>;
  readonly grantSubject: Int32Array;
  readonly grantTarget: Int32Array;
  /** By number in `boundaryNames`. */
  readonly grantBoundary: Int32Array;
  readonly grantFacet: Int32Array;
  readonly grantFacets: Facets;
  readonly grantSourceKind: (grant: number) => string;
  readonly grantTold: (grant: number) => Told;
  readonly grantsBySubject: Rows;
  readonly targets: readonly Target[];
  readonly grantsByTarget: Rows;
  /** The element of this key. */
  linkOfKey(key: string): Link | undefined;
  grantOfKey(key: string): Grant | undefined;
  readonly boundaries: readonly Boundary[];
  /** The steps of the tree of scopes, by scope, then parent. */
  readonly scopes: readonly ScopeParent[];
  readonly credentials: Lookup<Joined<Credential>>;
  readonly credentialsOf: Pick<Lookup<readonly Credential[]>, 'get'>;
  readonly usage: Lookup<Joined<Usage>>;
  /** By identity, sorted by service. */
  readonly serviceUsage: Lookup<readonly Joined<ServiceUsage>[]>;
  readonly activationPolicies: Lookup<Joined<ActivationPolicy>>;
  /** By id: an id is unique in one boundary only. */
  readonly lifeCycleEvents: Lookup<readonly ToldEvent[]>;
  /** Identities that were listed, with who listed them. */
  readonly listed: Pick<Lookup<Joined<Identity>>, 'get' | 'has'>;
  /** Where a node was listed, without making the identity; empty where it was not. */
  readonly listedAt: (node: number) => readonly Evidence[];
  readonly ledger: Ledger;
  /** Names somebody refers to and nobody listed, with the node where the name is an identity's. */
  readonly dangling: readonly Dangling[];
  /** Those who have several accounts, by id. */
  readonly persons: readonly Person[];
  /** What joining found wrong. */
  readonly gaps: readonly Gap[];
}

// A graph does not change.
const spokenOf = new WeakMap<Graph, ReadonlySet<BoundaryId>>();

/** Every boundary anything speaks of, read or not. */
export function boundaryIds(graph: Graph): ReadonlySet<BoundaryId> {
  const known = spokenOf.get(graph);
  if (known !== undefined) return known;
  const ids = new Set(graph.boundaries.map((each) => each.id));
  const spoken = new Uint8Array(graph.boundaryNames.length);
  for (const boundary of graph.nodeBoundary) if (boundary >= 0) spoken[boundary] = 1;
  for (const boundary of graph.grantBoundary) spoken[boundary] = 1;
  for (const [boundary, is] of spoken.entries()) if (is !== 0) ids.add(graph.boundaryNames.at(boundary) as BoundaryId);
  spokenOf.set(graph, ids);
  return ids;
}

/** Groups the numbers of items by row, `rowOf` telling each item's. Within a row numbers rise. */
export function rowsOf(rows: number, rowOf: Int32Array): Rows {
  const count = rowOf.length;
  const start = new Int32Array(rows + 1);
  for (let item = 0; item < count; item++) {
    const row = at(rowOf, item) + 1;
    start[row] = at(start, row) + 1;
  }
  for (let row = 0; row < rows; row++) start[row + 1] = at(start, row + 1) + at(start, row);
  const next = start.slice(0, rows);
  const items = new Int32Array(count);
  for (let item = 0; item < count; item++) {
    const row = at(rowOf, item);
    const place = at(next, row);
    items[place] = item;
    next[row] = place + 1;
  }
  return { start, items };
}

/** An element that is known to be there. */
export function at(array: Int32Array | Uint8Array, index: number): number {
  return array[index] as number;
}
