import type { Json } from '../../base/json.ts';
import { FieldFinder } from './field-finder.ts';
import { Growing } from './growing.ts';
import { sequenceOf } from '../sequence.ts';
import type { Sequence } from '../sequence.ts';
import { spread } from './text-hash.ts';

/** Finds the shapes of things as they come: of each field its plan, and of plans that came together one number. */
export class ShapeFinder {
  readonly #fields: readonly FieldFinder[];
  /** The plans of each shape, field by field. */
  readonly #plans = new Growing();
  #table = new Int32Array(1 << 4).fill(-1);
  #count = 0;
  /** By shape, the two that last came behind it: things mostly come as they came before. */
  readonly #followers = new Growing();
  #last = -1;
  #likely = -1;
  #unlikely = -1;

  /** `firstMarks`: for each field, the marks before which its texts must not use. */
  constructor(firstMarks: readonly number[]) {
    this.#fields = firstMarks.map((from) => new FieldFinder(from));
  }

  /** A guess at the plan of one field of a thing that takes no hint; `-1` where it does not fit. */
  follow(field: number, value: Json, marks: readonly string[]): number {
    if (this.#likely < 0) return -1;
    const finder = this.#fields[field] as FieldFinder;
    const size = this.#fields.length;
    const plan = this.#plans.at(this.#likely * size + field);
    if (finder.fits(plan, value, marks)) return plan;
    if (this.#unlikely < 0) return -1;
    const other = this.#plans.at(this.#unlikely * size + field);
    return other !== plan && finder.fits(other, value, marks) ? other : -1;
  }

  /** The plan of one field of a thing. */
  plan(field: number, value: Json, marks: readonly string[], hint: number): number {
    return (this.#fields[field] as FieldFinder).find(value, marks, hint);
  }

  /** The marks that a plan of a field uses. */
  uses(field: number, plan: number): number {
    return (this.#fields[field] as FieldFinder).uses(plan);
  }

  /** The shape of these plans, one for each field. */
  find(plans: Int32Array): number {
    if (this.#likely >= 0 && this.#isOf(this.#likely, plans)) return this.#came(this.#likely);
    let hash = 0;
    for (let field = 0; field < plans.length; field++) hash = (Math.imul(hash, 0x5bd1e995) + (plans[field] as number)) | 0;
    const mask = this.#table.length - 1;
    let slot = spread(hash) & mask;
    for (let number = this.#table[slot] as number; number >= 0; number = this.#table[slot] as number) {
      if (this.#isOf(number, plans)) return this.#came(number);
      slot = (slot + 1) & mask;
    }
    const number = this.#count++;
    for (let field = 0; field < plans.length; field++) this.#plans.push(plans[field] as number);
    this.#table[slot] = number;
    if (this.#count * 2 > this.#table.length) this.#grow();
    this.#followers.push(-1);
    this.#followers.push(-1);
    return this.#came(number);
  }

  #came(number: number): number {
    const place = this.#last * 2;
    if (place >= 0 && this.#followers.at(place) !== number) {
      this.#followers.set(place + 1, this.#followers.at(place));
      this.#followers.set(place, number);
    }
    this.#last = number;
    this.#likely = this.#followers.at(number * 2);
    this.#unlikely = this.#followers.at(number * 2 + 1);
    return number;
  }

  /** The shapes until now as they are kept, the JSON text of the plans; each is made when it is asked for. */
  texts(): Sequence<string> {
    const size = this.#fields.length;
    return sequenceOf(this.#count, (shape) => {
      const fields = this.#fields.map((field, at) => field.texts[this.#plans.at(shape * size + at)] as string);
      return `[${fields.join()}]`;
    });
  }

  #isOf(number: number, plans: Int32Array): boolean {
    const from = number * plans.length;
    for (let field = 0; field < plans.length; field++) if (this.#plans.at(from + field) !== plans[field]) return false;
    return true;
  }

  #grow(): void {
    const size = this.#fields.length;
    const table = new Int32Array(this.#table.length * 2).fill(-1);
    const mask = table.length - 1;
    for (let number = 0; number < this.#count; number++) {
      let hash = 0;
      for (let field = 0; field < size; field++) hash = (Math.imul(hash, 0x5bd1e995) + this.#plans.at(number * size + field)) | 0;
      let slot = spread(hash) & mask;
      while ((table[slot] as number) >= 0) slot = (slot + 1) & mask;
      table[slot] = number;
    }
    this.#table = table;
  }
}
