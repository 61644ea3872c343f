import type { Json } from '../../base/json.ts';
import type { Evidence } from '../../model/fact.ts';
import type { Grant, Link } from '../../model/grant.ts';
import type { EntityId } from '../../model/ids.ts';
import { ElementMarks, FIRST_MARKS } from './elements.ts';
import type { ElementColumns } from './elements.ts';
import { evidenceGuess } from './evidence.ts';
import type { EvidenceGuess } from './evidence.ts';
import { FacetFinder } from './facets.ts';
import { Growing } from './growing.ts';
import { ShapeFinder } from './shapes.ts';
import { spread } from './text-hash.ts';

/** Gives numbers to what elements name. */
export interface Numbering {
  boundary(id: string): number;
  evidence(evidence: readonly Evidence[], guess: EvidenceGuess): number;
}

/** Takes grants, or links, as they come and keeps columns of them, in the order in which they came. */
export class ElementCollector {
  readonly #numbering: Numbering;
  readonly #facets = new FacetFinder();
  readonly #marks = new ElementMarks();
  readonly #shapes = new ShapeFinder(FIRST_MARKS, (uses) => this.#marks.need(uses));
  readonly #from = new Growing();
  readonly #to = new Growing();
  readonly #boundary = new Growing();
  readonly #facet = new Growing();
  readonly #shape = new Growing();
  readonly #evidence = new Growing();
  /** By shape. */
  readonly #guesses: EvidenceGuess[] = [];
  #lastGuess: EvidenceGuess | undefined;

  constructor(numbering: Numbering) {
    this.#numbering = numbering;
  }

  get length(): number {
    return this.#from.length;
  }

  /** `from` and `to` are the numbers of these ids; the ids are those that the element is to be made with again. */
  add(element: Grant | Link, from: number, fromId: EntityId, to: number, toId: string): void {
    const { key, boundary, source, because, conditions, evidence } = element;
    // In the order of the fields. Values of the model are plain JSON, though the compiler can't see it for an interface.
    const own = [
      key,
      source.id,
      source.kind,
      source.name,
      source.boundary === boundary ? null : source.boundary,
      because,
      conditions,
      element.type === 'grant' ? element.through : element.detail,
    ] as unknown as readonly Json[];
    this.#marks.set(source.id, fromId, toId, boundary);
    const marks = this.#marks.texts;
    let number = this.#shapes.follow(own, marks, source);
    if (number < 0) number = this.#shapes.find(own, marks, hintOf(element, fromId, toId), source);
    this.#from.push(from);
    this.#to.push(to);
    this.#boundary.push(this.#numbering.boundary(boundary));
    this.#facet.push(this.#facets.find(element));
    this.#shape.push(number);
    this.#evidence.push(this.#row(evidence, number));
  }

  #row(evidence: readonly Evidence[], shape: number): number {
    const last = this.#lastGuess;
    if (last?.evidence === evidence) return last.row;
    const guess = (this.#guesses[shape] ??= evidenceGuess(last?.pointers));
    this.#lastGuess = guess;
    return this.#numbering.evidence(evidence, guess);
  }

  /** What was taken. Nothing more may be added. */
  done(): ElementColumns {
    return {
      from: this.#from.done(),
      to: this.#to.done(),
      boundary: this.#boundary.done(),
      facet: this.#facet.done(),
      shape: this.#shape.done(),
      evidence: this.#evidence.done(),
      facets: this.#facets.texts,
      shapes: this.#shapes.texts,
    };
  }
}

/** What of an element stays the same however long the names in it are, as far as that is quick to tell: a few characters, and lengths. */
function hintOf({ key, source, because, conditions }: Grant | Link, from: string, to: string): number {
  const { id } = source;
  const ofFrom = id.charCodeAt(from.length) === BAR;
  let hint = Math.imul(key.length - id.length - from.length - to.length, 31) + conditions.length * 8 + because.length;
  hint = Math.imul(hint, 31) + id.length - (ofFrom ? from.length : to.length);
  hint = ends(hint, id);
  if (!key.endsWith(to)) hint = ends(hint, key);
  for (const each of because) hint = (Math.imul(hint, 31) + each.charCodeAt(3)) | 0;
  const [first] = because;
  if (first !== undefined) for (let at = 9; at < 20; at += 3) hint = (Math.imul(hint, 31) + first.charCodeAt(at)) | 0;
  return spread(hint);
}

const BAR = 0x7c;

function ends(hint: number, text: string): number {
  let after = hint;
  for (let at = text.length - 8; at < text.length; at++) after = (Math.imul(after, 31) + text.charCodeAt(at)) | 0;
  return after;
}
