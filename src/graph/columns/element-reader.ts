import type { Json } from '../../base/json.ts';
import { recent, slotsFor } from '../../base/recent.ts';
import type { Evidence } from '../../model/fact.ts';
import type { Authority, ConditionNote, Source } from '../../model/grant.ts';
import type { BoundaryId, EntityId } from '../../model/ids.ts';
import type { ElementColumns } from './element-columns.ts';
import {
  BECAUSE,
  CONDITIONS,
  ElementMarks,
  FROM,
  FROM_NAME,
  KEY,
  NATIVE,
  POLICY,
  REST,
  SOURCE,
  SOURCE_BOUNDARY,
  SOURCE_ID,
  SOURCE_KIND,
  SOURCE_NAME,
  TO,
  TO_NAME,
} from './element-marks.ts';
import { facetsOf } from './facets.ts';
import type { Facet, Facets } from './facets.ts';
import type { Sequence } from '../sequence.ts';
import { giveWith } from './plan.ts';
import type { Plan } from './plan.ts';
import { MOST_SHAPES, shapesOf, usesOf } from './shapes.ts';
import type { Shape } from './shapes.ts';
import { hashPieces, hashWith, readTemplate, sayWith } from './template.ts';
import type { Hashed, Template } from './template.ts';
import { textHash, textPower } from './text-hash.ts';

/** Marks of where an element leads. */
const LEADING = (1 << TO) | (1 << TO_NAME);
/** The fields of what tells why an element may not be there. */
const TOLD = [SOURCE_ID, SOURCE_KIND, SOURCE_NAME, SOURCE_BOUNDARY, BECAUSE, CONDITIONS];

/** What the numbers of the columns stand for. */
export interface Ends {
  from(number: number): EntityId;
  to(number: number): string;
  hashFrom(number: number, into: Hashed): void;
  hashTo(number: number, into: Hashed): void;
  boundary(number: number): BoundaryId;
  evidence(row: number): readonly Evidence[];
}

/** Makes elements from their columns, and tells their keys without making them. */
export interface ElementReader<T> {
  readonly facets: Facets;
  readonly at: (number: number) => T;
  readonly key: (number: number) => string;
  /** Of its source. Costs far less than the element. */
  readonly sourceKind: (number: number) => string;
  /** Of the element what tells why it may not be there. Costs half as much; one object for those in a row that differ in where they lead. */
  readonly told: (number: number) => Told;
  /** `through` of a grant, `detail` of a link. */
  readonly rest: (number: number) => Json;
  /** What is written in shapes. */
  readonly marks: (number: number) => readonly string[];
  readonly fields: (number: number) => readonly Json[];
  /** {@link textHash} of the key. */
  readonly keyHash: (number: number) => number;
}

/** What tells why an element is there, or may not be. */
export type Told = Pick<Authority, 'boundary' | 'because' | 'conditions' | 'source'>;

/** What an element's shape and evidence give. */
export type Own = Pick<Authority, 'key' | 'evidence'> & Told & { readonly rest: Json };

/** What the hash of a key is made of. */
interface KeyParts {
  readonly key: Template;
  readonly keyPieces: readonly Hashed[];
  readonly source: Template;
  readonly sourcePieces: readonly Hashed[];
  readonly uses: number;
  readonly kind: Template;
  /** Of the kind, and of the source where the kind is written with it. */
  readonly kindUses: number;
}

// Elements are put in order by one reader, and the graph that is made of them has another.
const keyPartsOfShapes = new WeakMap<Sequence<string>, (shape: number) => KeyParts>();

function keyPartsIn(shapes: Sequence<string>): (shape: number) => KeyParts {
  let known = keyPartsOfShapes.get(shapes);
  if (known === undefined) {
    known = recent((shape) => keyPartsOf(shapes.at(shape) as string), slotsFor(shapes.length, MOST_SHAPES));
    keyPartsOfShapes.set(shapes, known);
  }
  return known;
}

export function elementReader<T>(
  columns: ElementColumns,
  ends: Ends,
  finish: (number: number, own: Own, facet: Facet) => T,
): ElementReader<T> {
  const facets = facetsOf(columns.facets);
  const shapes = shapesOf(columns.shapes);
  const marking = new ElementMarks();
  let marks = marking.texts;
  const hashes: Hashed[] = marks.map(() => ({ hash: 0, power: 1 }));
  const hashed: Hashed = { hash: 0, power: 1 };
  const keyParts = keyPartsIn(columns.shapes);

  const policyHashes: (Hashed | undefined)[] = [];

  const hashOfPolicy = (policy: number): Hashed => (policyHashes[policy] ??= hashedText(columns.policies.at(policy) as string));
  const keyPartsAt = (number: number): KeyParts => keyParts(columns.shape[number] as number);
  const shapeOf = (number: number): Shape => shapes.at(columns.shape[number] as number);
  const given = (shape: Shape, field: number): Json => giveWith(shape.fields[field] as Plan, marks);

  function mark(number: number, uses: number): BoundaryId {
    const boundary = ends.boundary(columns.boundary[number] as number);
    const policy = columns.policies.at(columns.policy[number] as number) as string;
    marking.set('', ends.from(columns.from[number] as number), ends.to(columns.to[number] as number), boundary, policy);
    marking.need(uses);
    marks = marking.texts;
    return boundary;
  }

  /** Of the element that was marked; its key can then be told. */
  function sourceOf(shape: Shape, boundary: BoundaryId): Source {
    return {
      id: (marks[SOURCE] = given(shape, SOURCE_ID) as string),
      kind: given(shape, SOURCE_KIND) as string,
      name: given(shape, SOURCE_NAME) as string,
      boundary: (given(shape, SOURCE_BOUNDARY) as string | null) ?? boundary,
    };
  }

  let lastTold: { readonly number: number; readonly told: Told } | undefined;
  /** By shape, whether it tells the same wherever an element leads. */
  const alike: (boolean | undefined)[] = [];

  function tellsSame(one: number, other: number): boolean {
    const { shape: ofShape, from, boundary, policy } = columns;
    const shape = ofShape[one] as number;
    if (shape !== ofShape[other] || from[one] !== from[other] || boundary[one] !== boundary[other] || policy[one] !== policy[other]) {
      return false;
    }
    return (alike[shape] ??= TOLD.every((field) => (usesOf(shapes.at(shape).fields[field] as Plan) & LEADING) === 0));
  }

  function toldOf(number: number): Told {
    const shape = shapeOf(number);
    const boundary = mark(number, shape.allUses);
    return {
      boundary,
      because: given(shape, BECAUSE) as unknown as readonly string[],
      conditions: given(shape, CONDITIONS) as unknown as readonly ConditionNote[],
      source: sourceOf(shape, boundary),
    };
  }

  return {
    facets,
    at(number) {
      const shape = shapeOf(number);
      const boundary = mark(number, shape.allUses);
      const source = sourceOf(shape, boundary);
      const own: Own = {
        key: given(shape, KEY) as string,
        boundary,
        because: given(shape, BECAUSE) as unknown as readonly string[],
        conditions: given(shape, CONDITIONS) as unknown as readonly ConditionNote[],
        source,
        evidence: ends.evidence(columns.evidence[number] as number),
        rest: given(shape, REST),
      };
      return finish(number, own, facets.at(columns.facet[number] as number));
    },
    told(number) {
      if (lastTold === undefined || !tellsSame(lastTold.number, number)) lastTold = { number, told: toldOf(number) };
      return lastTold.told;
    },
    rest(number) {
      const shape = shapeOf(number);
      const plan = shape.fields[REST] as Plan;
      if (plan.fixed) return plan.value;
      mark(number, shape.allUses);
      return giveWith(plan, marks);
    },
    key(number) {
      const { key, source, uses } = keyPartsAt(number);
      mark(number, uses);
      marks[SOURCE] = sayWith(source, marks);
      return sayWith(key, marks);
    },
    sourceKind(number) {
      const { kind, kindUses, source } = keyPartsAt(number);
      if (kindUses === 0) return kind.pieces[0] as string;
      mark(number, kindUses);
      if ((kindUses & (1 << SOURCE)) !== 0) marks[SOURCE] = sayWith(source, marks);
      return sayWith(kind, marks);
    },
    marks(number) {
      mark(number, ~0);
      marks[SOURCE] = given(shapeOf(number), SOURCE_ID) as string;
      return marks;
    },
    fields(number) {
      const { fields } = shapeOf(number);
      mark(number, ~0);
      marks[SOURCE] = giveWith(fields[SOURCE_ID] as Plan, marks) as string;
      return fields.map((each) => giveWith(each, marks));
    },
    keyHash(number) {
      const { key, keyPieces, source, sourcePieces, uses } = keyPartsAt(number);
      ends.hashFrom(columns.from[number] as number, hashes[FROM] as Hashed);
      ends.hashTo(columns.to[number] as number, hashes[TO] as Hashed);
      if (uses >= 1 << FROM_NAME) {
        mark(number, uses);
        for (const each of [FROM_NAME, TO_NAME, NATIVE]) hashText(marks[each] as string, hashes[each] as Hashed);
      }
      if ((uses & (1 << POLICY)) !== 0) hashes[POLICY] = hashOfPolicy(columns.policy[number] as number);
      if ((uses & (1 << SOURCE)) !== 0) hashWith(source, sourcePieces, hashes, hashes[SOURCE] as Hashed);
      hashWith(key, keyPieces, hashes, hashed);
      return hashed.hash;
    },
  };
}

/** Many shapes are read for their keys and the kinds of their sources only. */
function keyPartsOf(text: string): KeyParts {
  const written = JSON.parse(text) as readonly string[];
  const key = readTemplate(written[KEY] as string);
  const source = readTemplate(written[SOURCE_ID] as string);
  const kind = readTemplate(written[SOURCE_KIND] as string);
  const uses = usesIn(key, source);
  const kindUses = kind.uses.includes(SOURCE) ? usesIn(kind, source) : usesIn(kind);
  return { key, keyPieces: hashPieces(key), source, sourcePieces: hashPieces(source), uses, kind, kindUses };
}

function usesIn(...templates: readonly Template[]): number {
  return templates.flatMap((each) => each.uses).reduce((all, each) => all | (1 << each), 0);
}

function hashedText(text: string): Hashed {
  return { hash: textHash(text), power: textPower(text.length) };
}

export function hashText(text: string, into: Hashed): void {
  into.hash = textHash(text);
  into.power = textPower(text.length);
}
