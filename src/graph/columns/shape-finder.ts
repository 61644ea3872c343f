import type { Json } from '../../base/json.ts';
import { FieldFinder, fits } from './field-finder.ts';
import type { Known } from './field-finder.ts';
import { Growing } from './growing.ts';
import { sequenceOf } from '../sequence.ts';
import type { Sequence } from '../sequence.ts';
import { spread } from './text-hash.ts';

// What is known of the plans of a shape is as large as they are, so that it is kept of so many only.
const MOST_LISTS = 1 << 12;

/**
 * Finds the shapes of things as they come: of each field its plan, and of plans that came together one number. For each thing what can be
 * guessed is asked for first, then the plans of the fields that are left, then the shape.
 */
export class ShapeFinder {
  /** Of the present thing, by field: the number of its plan. */
  readonly plans: Int32Array;
  readonly #fields: readonly FieldFinder[];
  readonly #size: number;
  /** The plans of each shape, field by field. */
  readonly #ofShapes = new Growing();
  #table = new Int32Array(1 << 4).fill(-1);
  #count = 0;
  /** By shape, the two that last came behind it: things mostly come as they came before. */
  readonly #followers = new Growing();
  #last = -1;
  /** By shape, of each field what is known of its plan. */
  #lists: (readonly (Known | undefined)[] | undefined)[] = [];
  #listed = 0;

  /** `firstMarks`: for each field, the marks before which its texts must not use. */
  constructor(firstMarks: readonly number[]) {
    this.#fields = firstMarks.map((from) => new FieldFinder(from));
    this.#size = firstMarks.length;
    this.plans = new Int32Array(this.#size);
  }

  /**
   * Guesses the plans of a thing whose fields have these values; the fields whose plan is still to be found, one bit for each. Those of
   * `open` only are looked at, and the plans of all others are left as they are.
   */
  guess(values: readonly Json[], marks: readonly string[], open: number): number {
    if (this.#last < 0) return open;
    const left = this.#follow(this.#followers.at(this.#last * 2), values, marks, open);
    return left === 0 ? 0 : this.#follow(this.#followers.at(this.#last * 2 + 1), values, marks, left);
  }

  #follow(shape: number, values: readonly Json[], marks: readonly string[], open: number): number {
    if (shape < 0) return open;
    const list = this.#lists[shape] ?? this.#listOf(shape);
    const { plans } = this;
    const from = shape * this.#size;
    let left = open;
    for (let field = 0; field < list.length; field++) {
      if ((open & (1 << field)) === 0) continue;
      const known = list[field];
      if (known === undefined || !fits(known, values[field] as Json, marks)) continue;
      plans[field] = this.#ofShapes.at(from + field);
      left &= ~(1 << field);
    }
    return left;
  }

  /** Finds the plan of one field of a thing. */
  plan(field: number, value: Json, marks: readonly string[], hint: number): void {
    this.plans[field] = (this.#fields[field] as FieldFinder).find(value, marks, hint);
  }

  /** The marks that the plan of a field uses, one bit for each. */
  uses(field: number): number {
    return (this.#fields[field] as FieldFinder).uses(this.plans[field] as number);
  }

  /** The shape of the present plans. */
  find(): number {
    const likely = this.#last < 0 ? -1 : this.#followers.at(this.#last * 2);
    return this.#came(likely >= 0 && this.#isOf(likely) ? likely : this.#found());
  }

  #found(): number {
    const { plans } = this;
    const mask = this.#table.length - 1;
    let slot = spread(hashOf(plans)) & mask;
    for (let number = this.#table[slot] as number; number >= 0; number = this.#table[slot] as number) {
      if (this.#isOf(number)) return number;
      slot = (slot + 1) & mask;
    }
    const number = this.#count++;
    for (let field = 0; field < plans.length; field++) this.#ofShapes.push(plans[field] as number);
    this.#table[slot] = number;
    if (this.#count * 2 > this.#table.length) this.#grow();
    this.#followers.push(-1);
    this.#followers.push(-1);
    return number;
  }

  #came(number: number): number {
    const place = this.#last * 2;
    if (place >= 0 && this.#followers.at(place) !== number) {
      this.#followers.set(place + 1, this.#followers.at(place));
      this.#followers.set(place, number);
    }
    this.#last = number;
    return number;
  }

  /** The shapes until now as they are kept, the JSON text of the plans; each is made when it is asked for. */
  texts(): Sequence<string> {
    const size = this.#size;
    const ofShapes = this.#ofShapes;
    // What finds them is not kept for it.
    const texts = this.#fields.map((field) => field.texts);
    return sequenceOf(this.#count, (shape) => `[${texts.map((field, at) => field[ofShapes.at(shape * size + at)] as string).join()}]`);
  }

  #isOf(number: number): boolean {
    const { plans } = this;
    const from = number * plans.length;
    for (let field = 0; field < plans.length; field++) if (this.#ofShapes.at(from + field) !== plans[field]) return false;
    return true;
  }

  #listOf(shape: number): readonly (Known | undefined)[] {
    const from = shape * this.#size;
    const list = this.#fields.map((field, at) => field.known(this.#ofShapes.at(from + at)));
    // Of what nobody kept yet something may be known later.
    if (list.includes(undefined)) return list;
    if (++this.#listed > MOST_LISTS) {
      this.#lists = [];
      this.#listed = 1;
    }
    this.#lists[shape] = list;
    return list;
  }

  #grow(): void {
    const size = this.#size;
    const table = new Int32Array(this.#table.length * 2).fill(-1);
    const mask = table.length - 1;
    const all = this.#ofShapes.view();
    for (let number = 0; number < this.#count; number++) {
      let slot = spread(hashOf(all.subarray(number * size, (number + 1) * size))) & mask;
      while ((table[slot] as number) >= 0) slot = (slot + 1) & mask;
      table[slot] = number;
    }
    this.#table = table;
  }
}

function hashOf(plans: Int32Array): number {
  let hash = 0;
  for (let field = 0; field < plans.length; field++) hash = (Math.imul(hash, 0x5bd1e995) + (plans[field] as number)) | 0;
  return hash;
}
