import type { Json } from '../../base/json.ts';
import type { Evidence } from '../../model/fact.ts';
import type { Grant, Link } from '../../model/grant.ts';
import type { EntityId } from '../../model/ids.ts';
import * as fields from './elements.ts';
import type { ElementColumns } from './elements.ts';
import { FacetFinder } from './facets.ts';
import { Growing } from './growing.ts';
import { ShapeFinder } from './shapes.ts';
import { spread } from './text-hash.ts';

/** Gives numbers to what elements name. */
export interface Numbering {
  boundary(id: string): number;
  evidence(evidence: readonly Evidence[], guesses: number[]): number;
}

/** Takes grants, or links, as they come and keeps columns of them, in the order in which they came. */
export class ElementCollector {
  readonly #numbering: Numbering;
  readonly #facets = new FacetFinder();
  readonly #shapes = new ShapeFinder(fields.FIRST_MARKS);
  readonly #from = new Growing();
  readonly #to = new Growing();
  readonly #boundary = new Growing();
  readonly #facet = new Growing();
  readonly #shape = new Growing();
  readonly #evidence = new Growing();
  /** Pointers of the evidence of the last element of each shape. */
  readonly #pointers: number[][] = [];
  readonly #fields: Json[] = [];
  readonly #marks: string[] = [];

  constructor(numbering: Numbering) {
    this.#numbering = numbering;
  }

  get length(): number {
    return this.#from.length;
  }

  /** `from` and `to` are the numbers of these ids; the ids are those that the element is to be made with again. */
  add(element: Grant | Link, from: number, fromId: EntityId, to: number, toId: string): void {
    const { key, boundary, source, because, conditions, evidence } = element;
    const own = this.#fields;
    own[fields.KEY] = key;
    own[fields.SOURCE_ID] = source.id;
    own[fields.SOURCE_KIND] = source.kind;
    own[fields.SOURCE_NAME] = source.name;
    own[fields.SOURCE_BOUNDARY] = source.boundary === boundary ? null : source.boundary;
    own[fields.BECAUSE] = because;
    // Values of the model are plain JSON, though the compiler can't see it for an interface.
    own[fields.CONDITIONS] = conditions as unknown as Json;
    own[fields.REST] = (element.type === 'grant' ? element.through : element.detail) as unknown as Json;
    fields.markElement(this.#marks, fromId, toId, boundary);
    this.#marks[0] = source.id;
    const marks = this.#marks;
    const { number } = this.#shapes.follow(own, marks) ?? this.#shapes.find(own, marks, hintOf(element, fromId, toId));
    this.#from.push(from);
    this.#to.push(to);
    this.#boundary.push(this.#numbering.boundary(boundary));
    this.#facet.push(this.#facets.find(element));
    this.#shape.push(number);
    this.#evidence.push(this.#numbering.evidence(evidence, (this.#pointers[number] ??= [])));
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

/** What of an element stays the same however long the names in it are, as far as that is quick to tell. */
function hintOf({ key, source, because, conditions }: Grant | Link, from: string, to: string): number {
  const { id } = source;
  const [first] = because;
  let hint = Math.imul(key.length - id.length - from.length - to.length, 31) + conditions.length * 8 + because.length;
  for (let at = id.startsWith(from) ? from.length : id.startsWith(to) ? to.length : 0; at < id.length; at++) {
    hint = (Math.imul(hint, 31) + id.charCodeAt(at)) | 0;
  }
  if (!key.endsWith(to) && !key.endsWith(id)) {
    for (let at = key.length - 6; at < key.length; at++) hint = (Math.imul(hint, 31) + key.charCodeAt(at)) | 0;
  }
  if (first !== undefined) {
    if (first.endsWith(to)) hint = Math.imul(hint, 31) + first.length - to.length;
    for (let at = 10; at < 40 && at < first.length - to.length; at++) hint = (Math.imul(hint, 31) + first.charCodeAt(at)) | 0;
  }
  return spread(hint);
}
