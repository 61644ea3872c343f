import type { Json } from '../../base/json.ts';
import type { Evidence } from '../../model/fact.ts';
import type { Grant, Link, Source } from '../../model/grant.ts';
import type { BoundaryId, EntityId } from '../../model/ids.ts';
import {
  BECAUSE,
  CONDITIONS,
  ElementMarks,
  FIRST_MARKS,
  KEY,
  REST,
  SOURCE_BOUNDARY,
  SOURCE_ID,
  SOURCE_KIND,
  SOURCE_NAME,
} from './element-marks.ts';
import type { ElementColumns } from './element-columns.ts';
import { evidenceGuess } from './evidence.ts';
import type { EvidenceGuess } from './evidence.ts';
import { FacetFinder } from './facets.ts';
import { isMarkedAlike } from './field-finder.ts';
import { GrowingRows } from './growing.ts';
import { PolicyNames } from './policies.ts';
import { ShapeFinder } from './shape-finder.ts';

// The numbers of an element.
const FROM = 0;
const TO = 1;
const BOUNDARY = 2;
const FACET = 3;
const SHAPE = 4;
const POLICY = 5;
const EVIDENCE = 6;
const WIDTH = 7;

// Fields, one bit for each.
const OF_SOURCE = (1 << SOURCE_ID) | (1 << SOURCE_KIND) | (1 << SOURCE_NAME) | (1 << SOURCE_BOUNDARY);
const OF_ELEMENT = (1 << KEY) | (1 << BECAUSE) | (1 << CONDITIONS) | (1 << REST);

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
  readonly #shapes = new ShapeFinder(FIRST_MARKS);
  /** Of each element, its numbers. */
  #rows = new GrowingRows(WIDTH);
  readonly #policies = new PolicyNames();
  /** By policy. */
  readonly #guesses: EvidenceGuess[] = [];
  #lastGuess: EvidenceGuess | undefined;
  #source: Source | undefined;
  /** The marks that the plans of the last source use, and what they said there. */
  #sourceUses = 0;
  #sourceMarks: readonly string[] = [];
  #sourceAt: BoundaryId = '';

  constructor(numbering: Numbering) {
    this.#numbering = numbering;
  }

  get length(): number {
    return this.#rows.length;
  }

  /** `from` and `to` are the numbers of these ids; the ids are those that the element is to be made with again. */
  add(element: Grant | Link, from: number, fromId: EntityId, to: number, toId: string): void {
    const { key, boundary, source, because, conditions, evidence } = element;
    const isAgain = source === this.#source;
    if (!isAgain) this.#policies.take((this.#source = source).id);
    const { name: policy, number: policyNumber } = this.#policies;
    this.#marks.set(source.id, fromId, toId, boundary, policy);
    this.#marks.need(~0);
    const marks = this.#marks.texts;
    const isSameSource = isAgain && boundary === this.#sourceAt && isMarkedAlike(this.#sourceUses, this.#sourceMarks, marks);
    // Values of the model are plain JSON, though the compiler can't see it for an interface. In the order of the fields.
    const values = [
      key,
      source.id,
      source.kind,
      source.name,
      source.boundary === boundary ? null : source.boundary,
      because as unknown as Json,
      conditions as unknown as Json,
      (element.type === 'grant' ? element.through : element.detail) as unknown as Json,
    ];
    const shapes = this.#shapes;
    const open = shapes.guess(values, marks, isSameSource ? OF_ELEMENT : OF_ELEMENT | OF_SOURCE);
    if (open !== 0) this.#plan(open, element, values, marks);
    if (!isSameSource) this.#keepSource(boundary, marks);
    const shape = shapes.find();
    const rows = this.#rows;
    const row = rows.add();
    rows.set(row + FROM, from);
    rows.set(row + TO, to);
    rows.set(row + BOUNDARY, this.#numbering.boundary(boundary));
    rows.set(row + FACET, this.#facets.find(element));
    rows.set(row + SHAPE, shape);
    rows.set(row + POLICY, policyNumber);
    rows.set(row + EVIDENCE, this.#row(evidence, policyNumber));
  }

  /** Finds the plans of these fields. */
  #plan(open: number, element: Grant | Link, values: readonly Json[], marks: readonly string[]): void {
    for (let field = 0; field < values.length; field++) {
      if ((open & (1 << field)) === 0) continue;
      this.#shapes.plan(field, values[field] as Json, marks, hintOf(field, element, marks, this.#shapes.plans[SOURCE_ID] as number));
    }
  }

  #keepSource(boundary: BoundaryId, marks: readonly string[]): void {
    let uses = 0;
    for (let field = SOURCE_ID; field <= SOURCE_BOUNDARY; field++) uses |= this.#shapes.uses(field);
    this.#sourceUses = uses;
    this.#sourceMarks = marks;
    this.#sourceAt = boundary;
  }

  #row(evidence: readonly Evidence[], policy: number): number {
    const last = this.#lastGuess;
    if (last?.evidence === evidence) return last.row;
    const guess = (this.#guesses[policy] ??= evidenceGuess(last?.pointers));
    this.#lastGuess = guess;
    return this.#numbering.evidence(evidence, guess);
  }

  /** What was taken. Nothing more may be added. */
  done(): ElementColumns {
    const rows = this.#rows;
    this.#rows = new GrowingRows(WIDTH);
    return {
      from: rows.column(FROM),
      to: rows.column(TO),
      boundary: rows.column(BOUNDARY),
      facet: rows.column(FACET),
      shape: rows.column(SHAPE),
      policy: rows.column(POLICY),
      evidence: rows.column(EVIDENCE),
      facets: this.#facets.texts,
      shapes: this.#shapes.texts(),
      policies: this.#policies.names,
    };
  }
}

const BAR = 0x7c;

// Hints: what of a text stays the same however long the names in it are, as far as that is quick to tell.

/** `source`: the plan of the id of its source; the field before it needs none. */
function hintOf(field: number, element: Grant | Link, marks: readonly string[], source: number): number {
  const [, from = '', to = '', policy = ''] = marks;
  switch (field) {
    case KEY:
      return keyHint(element, from, to);
    case SOURCE_ID:
      return sourceHint(element.source.id, element.source.kind, from, to, policy);
    case SOURCE_KIND:
      return element.source.kind.length;
    case SOURCE_NAME:
      return nameHint(element.source.name, source);
    case BECAUSE:
      return becauseHint(element.because, to, policy);
    case CONDITIONS:
      return conditionHint(element.conditions);
    case REST:
      return restHint(element, source);
    default:
      return 0;
  }
}

function keyHint(element: Grant | Link, from: string, to: string): number {
  const { key, source } = element;
  const what = element.type === 'grant' ? element.capability : element.how;
  let hint = Math.imul(key.length - source.id.length - from.length - to.length, 31) + what.charCodeAt(0) + what.length;
  hint = Math.imul(hint, 31) + what.charCodeAt(what.length - 1);
  return key.endsWith(to) ? hint : endsWith(hint, key, key.length);
}

function becauseHint(because: readonly string[], to: string, policy: string): number {
  let hint = because.length;
  for (let line = 0; line < because.length; line++) {
    const text = because[line] as string;
    const from = policy !== '' && text.startsWith(policy) ? policy.length : 0;
    for (let at = from + 3; at < from + 15; at += 4) hint = (Math.imul(hint, 31) + text.charCodeAt(at)) | 0;
    hint = endsWith(hint, text, text.endsWith(to) ? text.length - to.length : text.length);
  }
  return hint;
}

function conditionHint(conditions: Grant['conditions']): number {
  let hint = conditions.length;
  for (let at = 0; at < conditions.length; at++) {
    const { text } = conditions[at] as Grant['conditions'][number];
    hint = endsWith((Math.imul(hint, 31) + text.length) | 0, text, text.length);
  }
  return hint;
}

function restHint(element: Grant | Link, source: number): number {
  return element.type === 'grant' ? element.through.length : source * 31 + element.key.length;
}

function sourceHint(id: string, kind: string, from: string, to: string, policy: string): number {
  const owner = id.charCodeAt(from.length) === BAR ? from : to;
  return Math.imul(Math.imul(kind.length, 31) + id.length - owner.length - policy.length, 31) + kind.charCodeAt(0);
}

function nameHint(name: string, source: number): number {
  return Math.imul(source, 31) + name.charCodeAt(0) + name.charCodeAt(1);
}

function endsWith(hint: number, text: string, end: number): number {
  let after = hint;
  for (let at = end - 11; at < end; at += 3) after = (Math.imul(after, 31) + text.charCodeAt(at)) | 0;
  return after;
}
