import type { Json } from '../../base/json.ts';
import { gives, readPlan, writePlan } from './plan.ts';
import type { Plan } from './plan.ts';
import { usesOf } from './shapes.ts';
import { says } from './template.ts';
import { spread } from './text-hash.ts';

/** A plan that may be guessed. */
export interface Known {
  readonly plan: Plan;
  readonly uses: number;
  /** The last value that was found to have it, a list or an object: what is the same object again needs no second look. */
  value: Json;
  /** The marks it was found with; only those that the plan uses. */
  readonly marks: string[];
}

// Few enough to lie in the heap of the engine: there is one of these for each field of each kind.
const FEWEST_PLACES = 1 << 4;
const MOST_PLACES = 1 << 14;
// What is read is many times larger than its text, so that only so many are kept.
const MOST = 1 << 14;

/**
 * Finds the plans of one field of things as they come. Most look like one that came before, so a plan is guessed by a hint and checked, and
 * only what no guess fits is written out. A guess saves time and decides nothing.
 */
export class FieldFinder {
  /** As they are kept: the JSON text of each plan. */
  readonly texts: string[] = [];
  readonly #from: number;
  readonly #numbers = new Map<string, number>();
  #known: (Known | undefined)[] = [];
  #kept = 0;
  #places = new Int32Array(FEWEST_PLACES).fill(-1);

  /** `from`: the mark before which texts must use none. */
  constructor(from: number) {
    this.#from = from;
  }

  /** The number of the plan. `hint`: mostly the same for values of one plan, and mostly another for others. */
  find(value: Json, marks: readonly string[], hint: number): number {
    const places = this.#places;
    const place = spread(hint) & (places.length - 1);
    const first = places[place] as number;
    if (first >= 0 && this.#fits(first, value, marks)) return first;
    let number = places[place ^ 1] as number;
    if (number < 0 || !this.#fits(number, value, marks)) number = this.#write(value, marks);
    // What stands beside an empty place stays there.
    if (first >= 0) places[place ^ 1] = first;
    places[place] = number;
    return number;
  }

  /** The marks of a plan, one bit for each. */
  uses(number: number): number {
    return this.#known[number]?.uses ?? ~0;
  }

  /** What is needed to tell whether a value has the plan of this number; `undefined` where nobody kept it. */
  known(number: number): Known | undefined {
    return this.#known[number];
  }

  #fits(number: number, value: Json, marks: readonly string[]): boolean {
    const known = this.#known[number];
    return known !== undefined && fits(known, value, marks);
  }

  #write(value: Json, marks: readonly string[]): number {
    const written = writePlan(value, marks, this.#from);
    const text = JSON.stringify(written);
    const found = this.#numbers.get(text);
    if (found !== undefined) {
      if (this.#known[found] === undefined) this.#keep(found, written);
      return found;
    }
    const number = this.texts.length;
    this.texts.push(text);
    this.#numbers.set(text, number);
    // Guesses are lost with the old table, and made anew by what comes.
    if (number * 2 > this.#places.length && number < MOST_PLACES / 2) this.#places = new Int32Array(this.#places.length * 4).fill(-1);
    // Later ones are kept once a second thing has them: where plans are many, most are those of one thing.
    if (this.#kept < MOST >> 2) this.#keep(number, written);
    return number;
  }

  #keep(number: number, written: Json): void {
    if (++this.#kept > MOST) {
      this.#known = [];
      this.#kept = 1;
    }
    const plan = readPlan(written);
    this.#known[number] = { plan, uses: usesOf(plan), value: null, marks: [] };
  }
}

/** Whether a plan with these marks gives exactly this value. */
export function fits(known: Known, value: Json, marks: readonly string[]): boolean {
  const { plan } = known;
  if (typeof value === 'string') return plan.is === 'text' && says(plan.template, value, marks);
  if (typeof value !== 'object' || value === null) return plan.is === 'plain' && plan.value === value;
  if (value === known.value && isMarkedAlike(known.uses, known.marks, marks)) return true;
  if (!gives(plan, value, marks)) return false;
  known.value = value;
  for (let mark = 0, left = known.uses; left !== 0; mark++, left >>>= 1) if ((left & 1) !== 0) known.marks[mark] = marks[mark] as string;
  return true;
}

/** Whether two things have the same of these marks, one bit for each. */
export function isMarkedAlike(uses: number, some: readonly string[], others: readonly string[]): boolean {
  for (let mark = 0, left = uses; left !== 0; mark++, left >>>= 1) if ((left & 1) !== 0 && some[mark] !== others[mark]) return false;
  return true;
}
