import type { Json } from '../../base/json.ts';
import type { Sequence } from '../sequence.ts';
import { gives, readPlan, writePlan } from './plan.ts';
import type { Plan } from './plan.ts';

/** What many things have in common once what differs is left to marks: one plan for each of their fields. */
export interface Shape {
  readonly number: number;
  readonly fields: readonly Plan[];
  /** Which marks each field uses, one bit for each mark. */
  readonly uses: readonly number[];
  /** The same of all fields together. */
  readonly allUses: number;
  /** The fields that are lists or have members, and the marks that these use. */
  readonly objects: readonly number[];
  readonly objectMarks: readonly number[];
  /** How the fields from {@link PART} on are written, and the marks they use. */
  readonly part: string;
  readonly partMarks: readonly number[];
  /** The last thing that was found to have this shape: what is the same object in the next needs no second look. */
  readonly seen: { readonly fields: Json[]; readonly marks: string[] };
}

/** Fields that may come from one object, which many things in a row have in common: `part` of {@link ShapeFinder}. */
export const PART = 1;
const PART_END = 3;

/** Shapes by number, each read when it is first asked for. */
export interface Shapes {
  at(number: number): Shape;
}

export function shapesOf(texts: Sequence<string>): Shapes {
  const known: (Shape | undefined)[] = [];
  return { at: (number) => (known[number] ??= readShape(number, texts.at(number) as string)) };
}

function readShape(number: number, text: string): Shape {
  const written = JSON.parse(text) as readonly Json[];
  const fields = written.map(readPlan);
  const uses = fields.map(usesOf);
  const ofPart = uses.slice(PART, PART_END + 1).reduce((all, each) => all | each, 0);
  const objects = [...fields.keys()].filter((at) => fields[at]?.is === 'list' || fields[at]?.is === 'members');
  const ofObjects = objects.reduce((all, at) => all | (uses[at] as number), 0);
  return {
    number,
    fields,
    uses,
    allUses: uses.reduce((all, each) => all | each, 0),
    part: JSON.stringify(written.slice(PART, PART_END + 1)),
    partMarks: bitsOf(ofPart),
    objects,
    objectMarks: bitsOf(ofObjects),
    seen: { fields: fields.map(() => null), marks: [] },
  };
}

function bitsOf(uses: number): readonly number[] {
  const bits: number[] = [];
  for (let bit = 0, left = uses; left !== 0; bit++, left >>>= 1) if ((left & 1) !== 0) bits.push(bit);
  return bits;
}

function usesOf(plan: Plan): number {
  if (plan.is === 'plain') return 0;
  if (plan.is === 'text') return plan.template.uses.reduce((uses, each) => uses | (1 << each), 0);
  return plan.items.reduce((uses, each) => uses | usesOf(each), 0);
}

function isMarkedAlike(uses: number, some: readonly string[], others: readonly string[]): boolean {
  for (let mark = 0, left = uses; left !== 0; mark++, left >>>= 1) if ((left & 1) !== 0 && some[mark] !== others[mark]) return false;
  return true;
}

const PLACES = 1 << 14;

/**
 * Finds the shape of things as they come. Most look like what came before them, so shapes are guessed and checked, field by field, and
 * only what no guess fits is written out. A guess saves time and decides nothing.
 */
export class ShapeFinder {
  /** As they are kept: the JSON text of the fields. */
  readonly texts: string[] = [];
  readonly #numbers = new Map<string, number>();
  #shapes: (Shape | undefined)[] = [];
  #kept = 0;
  readonly #places = new Int32Array(PLACES).fill(-1);
  /** By shape, the two that last came behind it. */
  readonly #followers: number[] = [];
  readonly #firstMarks: readonly number[];
  readonly #need: (uses: number) => void;
  #last = -1;
  #part: object | undefined;
  #partPlan = '';
  readonly #partMarks: string[] = [];

  /** `firstMarks`: for each field, the marks before which its texts must not use. `need`: fills in these marks of the present thing. */
  constructor(firstMarks: readonly number[], need: (uses: number) => void) {
    this.#firstMarks = firstMarks;
    this.#need = need;
  }

  /** The shape that came after the last one before, where it fits; else `-1`. */
  follow(fields: readonly Json[], marks: readonly string[], part?: object): number {
    const place = this.#last * 2;
    if (place < 0 || place >= this.#followers.length) return -1;
    let shape = this.#guess(this.#followers[place] as number, fields, marks, part);
    if (shape < 0) shape = this.#guess(this.#followers[place + 1] as number, fields, marks, part);
    if (shape >= 0) this.#last = shape;
    return shape;
  }

  /** `hint`: a number that is mostly the same for things of one shape, and mostly another for others. */
  find(fields: readonly Json[], marks: readonly string[], hint: number, part?: object): number {
    const place = (hint ^ (hint >>> 14)) & (PLACES - 1);
    let shape = this.#guess(this.#places[place] as number, fields, marks, part);
    if (shape < 0) {
      shape = this.#guess(this.#places[place ^ 1] as number, fields, marks, part);
      if (shape < 0) shape = this.#write(fields, marks);
      this.#places[place ^ 1] = this.#places[place] as number;
      this.#places[place] = shape;
    }
    while (this.#followers.length < this.texts.length * 2) this.#followers.push(-1);
    if (this.#last >= 0) {
      this.#followers[this.#last * 2 + 1] = this.#followers[this.#last * 2] as number;
      this.#followers[this.#last * 2] = shape;
    }
    this.#last = shape;
    return shape;
  }

  #guess(number: number, fields: readonly Json[], marks: readonly string[], part: object | undefined): number {
    const shape = number < 0 ? undefined : this.#shapes[number];
    if (shape === undefined) return -1;
    this.#need(shape.allUses);
    const { seen } = shape;
    // What tells shapes apart mostly stands last.
    for (let at = fields.length - 1; at >= 0; at--) {
      const plan = shape.fields[at] as Plan;
      const value = fields[at] as Json;
      if (at === PART_END && part !== undefined && this.#isSeenPart(part, shape, marks)) {
        at = PART;
        continue;
      }
      if (value !== null && value === seen.fields[at] && (plan.fixed || isMarkedAlike(shape.uses[at] as number, seen.marks, marks)))
        continue;
      if (!gives(plan, value, marks)) return -1;
    }
    if (part !== undefined && (part !== this.#part || shape.part !== this.#partPlan || shape.partMarks.length > 0)) {
      this.#part = part;
      this.#partPlan = shape.part;
      for (const mark of shape.partMarks) if (this.#partMarks[mark] !== marks[mark]) this.#partMarks[mark] = marks[mark] as string;
    }
    for (const at of shape.objects) if (seen.fields[at] !== fields[at]) seen.fields[at] = fields[at] as Json;
    for (const mark of shape.objectMarks) if (seen.marks[mark] !== marks[mark]) seen.marks[mark] = marks[mark] as string;
    return number;
  }

  #isSeenPart(part: object, shape: Shape, marks: readonly string[]): boolean {
    if (part !== this.#part || shape.part !== this.#partPlan) return false;
    for (const mark of shape.partMarks) if (this.#partMarks[mark] !== marks[mark]) return false;
    return true;
  }

  #write(fields: readonly Json[], marks: readonly string[]): number {
    this.#need(~0);
    const text = JSON.stringify(fields.map((each, at) => writePlan(each, marks, this.#firstMarks[at] ?? 0)));
    const known = this.#numbers.get(text);
    if (known !== undefined) {
      this.#read(known);
      return known;
    }
    const number = this.texts.length;
    this.texts.push(text);
    this.#numbers.set(text, number);
    return number;
  }

  /**
   * Lets a shape be guessed, once a second thing has it: many are the shape of one thing only. The read ones are many times larger than
   * their texts, so that only so many are kept.
   */
  #read(number: number): void {
    if (this.#shapes[number] !== undefined) return;
    if (++this.#kept > PLACES) {
      this.#shapes = [];
      this.#kept = 1;
    }
    this.#shapes[number] = readShape(number, this.texts[number] as string);
  }
}
