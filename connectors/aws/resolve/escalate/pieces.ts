import { othersWithin } from '../../escalation/things.ts';
import type { PolicyDocument } from '../../rights/documents.ts';
import { signature } from '../../rights/dominance.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import type { Right } from '../../rights/rights.ts';
import type { Principal } from '../estate.ts';
import type { PolicyHeld } from '../held.ts';
import type { Place } from '../organization.ts';
import type { Reading, Templates } from '../templates.ts';
import type { Need } from './needs.ts';
import { bitsIn, bitsOf } from './needs.ts';

/** A right to a permission, whoever holds the policy that gives it. */
export interface Piece {
  readonly right: Right;
  readonly action: string;
  readonly universe: ResourceSet;
}

/** What one policy gives of a permission. One object for all that is the same. */
export interface Pieces {
  /** Counts up in order of first sight. */
  readonly id: number;
  readonly all: readonly Piece[];
}

/** What one of its policies gives a principal of a permission. */
export interface Contribution {
  readonly held: PolicyHeld;
  readonly pieces: Pieces;
}

/** What a document says to all of one reading. */
interface Read {
  /** The rows of methods that it can allow them anything of. */
  readonly bits: bigint;
  /** By need; `null`: nothing, left out: not asked yet. */
  readonly byNeed: (Pieces | null | undefined)[];
}

interface Part extends Read {
  readonly held: PolicyHeld;
  readonly document: PolicyDocument;
}

const none: readonly Contribution[] = [];

/** Rights to permissions, read once for all holders to whom a document says the same. */
export class PieceShelf {
  readonly #templates: Templates;
  readonly #parts = new Map<Principal, readonly Part[]>();
  readonly #byReading = new Map<PolicyDocument, Map<Reading, Read>>();
  readonly #byRights = new Map<string, Pieces>();
  readonly #numbers = new Map<readonly Right[], number>();

  constructor(templates: Templates) {
    this.#templates = templates;
  }

  /** In the order of its policies. */
  of(need: Need, principal: Principal): readonly Contribution[] {
    let found: Contribution[] | undefined;
    for (const part of this.#partsOf(principal)) {
      let pieces = part.byNeed[need.number];
      if (pieces === undefined)
        part.byNeed[need.number] = pieces = (part.bits & need.bits) === 0n ? null : this.#read(need, part.document, principal);
      if (pieces === null) continue;
      if (found === undefined) found = [{ held: part.held, pieces }];
      else found.push({ held: part.held, pieces });
    }
    return found ?? none;
  }

  #partsOf(principal: Principal): readonly Part[] {
    let known = this.#parts.get(principal);
    if (known === undefined) {
      const parts: Part[] = [];
      for (const held of principal.held) {
        const { document } = held;
        if (document === null || bitsOf(document) === 0n) continue;
        const { bits, byNeed } = this.#readingOf(document, principal);
        if (bits !== 0n) parts.push({ held, document, bits, byNeed });
      }
      this.#parts.set(principal, (known = parts));
    }
    return known;
  }

  /** The rows of methods that its policies can allow it anything of. */
  bitsOf(principal: Principal): bigint {
    let bits = 0n;
    for (const { document } of principal.held) {
      if (document !== null && bitsOf(document) !== 0n) bits |= this.#readingOf(document, principal).bits;
    }
    return bits;
  }

  #readingOf(document: PolicyDocument, principal: Principal): Read {
    const id = this.#templates.readingOf(document, principal);
    let known = this.#byReading.get(document);
    if (known === undefined) this.#byReading.set(document, (known = new Map<Reading, Read>()));
    let read = known.get(id);
    if (read === undefined) {
      let bits = 0n;
      for (const { statement } of this.#templates.allowing(document, principal)) bits |= bitsIn(statement);
      known.set(id, (read = { bits, byNeed: [] }));
    }
    return read;
  }

  #read({ rows, number }: Need, document: PolicyDocument, principal: Principal): Pieces | null {
    let id = String(number);
    let isEmpty = true;
    const all = rows.map(({ row, universe }) => {
      const rights = this.#templates.rightsOf(document, principal, row, universeIn(universe, principal).pattern);
      isEmpty &&= rights.length === 0;
      id += `,${this.#numberOf(rights)}`;
      return rights;
    });
    if (isEmpty) return null;
    let known = this.#byRights.get(id);
    if (known === undefined) {
      const pieces = rows.flatMap(({ action, universe }, at) =>
        gathered(all[at] ?? []).map((right): Piece => ({ right, action, universe: universeIn(universe, principal).set })),
      );
      this.#byRights.set(id, (known = { id: this.#byRights.size, all: pieces }));
    }
    return known;
  }

  #numberOf(rights: readonly Right[]): number {
    let number = this.#numbers.get(rights);
    if (number === undefined) this.#numbers.set(rights, (number = this.#numbers.size));
    return number;
  }
}

/** Rights of one policy that differ in what they name alone are one: a list of names is one choice. */
function gathered(rights: readonly Right[]): readonly Right[] {
  if (rights.length < 2) return rights;
  const alike = new Map<string, Right>();
  const apart: Right[] = [];
  for (const right of rights) {
    const { resources } = right;
    if (right.demands.length > 0 || right.asWritten.length > 0) {
      apart.push(right);
      continue;
    }
    const id = `${signature(right)}\n${right.everyAction}\n${resources.exclude.join()}`;
    const known = alike.get(id);
    const include = known === undefined ? resources.include : [...new Set([...known.resources.include, ...resources.include])];
    alike.set(id, { ...right, resources: { include, exclude: resources.exclude } });
  }
  return [...alike.values(), ...apart];
}

interface Universe {
  readonly pattern: string;
  readonly set: ResourceSet;
}

const universes = new WeakMap<Place, Map<string, Universe>>();

function universeIn(template: string, { partition, account, place }: Principal): Universe {
  let here = universes.get(place);
  if (here === undefined) universes.set(place, (here = new Map<string, Universe>()));
  const id = `${partition} ${account} ${template}`;
  let known = here.get(id);
  if (known === undefined) {
    const filledIn = (text: string): string => text.replace('{p}', partition).replace('{a}', account);
    const pattern = filledIn(template);
    here.set(id, (known = { pattern, set: { include: [pattern], exclude: othersWithin(template).map(filledIn) } }));
  }
  return known;
}
