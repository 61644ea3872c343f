import type { PolicyInput } from '../access.ts';
import type { KeyLookup } from '../match/truth.ts';
import type { PolicyUse } from '../statement.ts';
import type { Bits } from './bits.ts';
import { addAll, allBits, keepOnly, noBits, word } from './bits.ts';
import type { Documents, Known, Said } from './documents.ts';
import type { Reach } from './reach.ts';
import type { Space } from './space.ts';

/** What boundary and organization together leave of all requests, for principals that are alike to each of their documents. */
export interface Limits {
  readonly reach: Reach;
  /** Answers where only these documents leave something open: four of each request, by what the identity surely allows and denies. */
  readonly answers: Int32Array;
  /** The same where statements of the identity do too, by request, sure answers and statements. */
  readonly answersBy: Map<string, number>;
}

export const NOT_ASKED = -1;

/** One node of an organization, or a boundary. */
interface Node {
  readonly documents: readonly Known[];
  /** The requests it bears upon; `null`: all. */
  readonly binds: Bits | null;
}

export interface LimitedBy {
  readonly boundary: PolicyInput | undefined;
  readonly serviceControl: Nodes;
}
type Nodes = readonly (readonly PolicyInput[])[];

/** Limits by what is said, so that principals under the same nodes share them. */
export class LimitTable {
  readonly #documents: Documents;
  readonly #limits = new Map<string, Limits>();
  /** By space, nodes and boundary: where no document asks who asks. */
  readonly #whole: (Map<Nodes, Map<Known | null, Limits>> | undefined)[] = [];
  readonly #nodes = new Map<Nodes, readonly (readonly Known[])[]>();

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  limits(by: LimitedBy, space: Space, lookup: KeyLookup): Limits {
    const boundary = by.boundary === undefined ? null : this.#documents.known(by.boundary, 'identity');
    const whole = (this.#whole[space.id] ??= new Map<Nodes, Map<Known | null, Limits>>());
    let ofNodes = whole.get(by.serviceControl);
    if (ofNodes === undefined) {
      ofNodes = new Map<Known | null, Limits>();
      whole.set(by.serviceControl, ofNodes);
    }
    let limits = ofNodes.get(boundary);
    if (limits !== undefined) return limits;
    const nodes = this.#all(boundary, by.serviceControl, space);
    limits = this.#asSaid(nodes, boundary !== null, space, lookup);
    if (nodes.every(({ documents }) => documents.every(({ personal }) => personal === null))) ofNodes.set(boundary, limits);
    return limits;
  }

  /** Reads the documents of nodes. */
  meet(serviceControl: Nodes): void {
    this.#nodesOf(serviceControl, 'scp');
  }

  #all(boundary: Known | null, serviceControl: Nodes, space: Space): readonly Node[] {
    const nodes: Node[] = this.#nodesOf(serviceControl, 'scp').map((documents) => ({ documents, binds: null }));
    if (boundary !== null) nodes.push({ documents: [boundary], binds: null });
    for (const [list, binds] of space.controlled) for (const documents of this.#nodesOf(list, 'rcp')) nodes.push({ documents, binds });
    return nodes;
  }

  #asSaid(nodes: readonly Node[], bounded: boolean, space: Space, lookup: KeyLookup): Limits {
    const said = nodes.map(({ documents }) => documents.flatMap((each) => this.#documents.said(each, space, lookup) ?? []));
    // a boundary that says nothing is not the same as none
    const key = `${space.id} ${bounded ? 'b' : ''}${said.map((node) => node.map(({ id }) => id).join()).join(';')}`;
    let limits = this.#limits.get(key);
    if (limits === undefined) {
      const count = space.actions.count;
      limits = { reach: combine(nodes, said, count), answers: new Int32Array(4 * count).fill(NOT_ASKED), answersBy: new Map() };
      this.#limits.set(key, limits);
    }
    return limits;
  }

  #nodesOf(nodes: Nodes, use: PolicyUse): readonly (readonly Known[])[] {
    let known = this.#nodes.get(nodes);
    if (known === undefined) {
      known = nodes.map((policies) => policies.map((policy) => this.#documents.known(policy, use)));
      this.#nodes.set(nodes, known);
    }
    return known;
  }
}

/** Every node must allow; any may deny. */
function combine(nodes: readonly Node[], said: readonly (readonly Said[])[], count: number): Reach {
  const all = { allows: allBits(count), mayAllow: allBits(count), denies: noBits(count), mayDeny: noBits(count) };
  for (const [at, { binds }] of nodes.entries()) {
    const node = union(said[at] ?? [], count);
    if (binds !== null) confine(node, binds);
    keepOnly(all.allows, node.allows);
    keepOnly(all.mayAllow, node.mayAllow);
    addAll(all.denies, node.denies);
    addAll(all.mayDeny, node.mayDeny);
  }
  return all;
}

/** What several documents say together. */
export function union(said: readonly Said[], count: number): Reach {
  const all = { allows: noBits(count), mayAllow: noBits(count), denies: noBits(count), mayDeny: noBits(count) };
  for (const { reach } of said) {
    addAll(all.allows, reach.allows);
    addAll(all.mayAllow, reach.mayAllow);
    addAll(all.denies, reach.denies);
    addAll(all.mayDeny, reach.mayDeny);
  }
  return all;
}

/** A node stays out of the requests it does not bind. */
function confine({ allows, mayAllow, denies, mayDeny }: Reach, binds: Bits): void {
  for (let at = 0; at < binds.length; at++) {
    const outside = ~word(binds, at);
    allows[at] = word(allows, at) | outside;
    mayAllow[at] = word(mayAllow, at) | outside;
  }
  keepOnly(denies, binds);
  keepOnly(mayDeny, binds);
}
