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
}

/** Shapes by number, each read when it is first asked for. */
export interface Shapes {
  at(number: number): Shape;
}

export function shapesOf(texts: Sequence<string>): Shapes {
  const known: (Shape | undefined)[] = [];
  return { at: (number) => (known[number] ??= readShape(number, texts.at(number) as string)) };
}

function readShape(number: number, text: string): Shape {
  const fields = (JSON.parse(text) as readonly Json[]).map(readPlan);
  const uses = fields.map(usesOf);
  return { number, fields, uses, allUses: uses.reduce((all, each) => all | each, 0) };
}

function usesOf(plan: Plan): number {
  if (plan.is === 'plain') return 0;
  if (plan.is === 'text') return plan.template.uses.reduce((uses, each) => uses | (1 << each), 0);
  return plan.items.reduce((uses, each) => uses | usesOf(each), 0);
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
  readonly #followers: number[] = [];
  readonly #firstMarks: readonly number[];
  #last = -1;

  /** `firstMarks`: for each field, the marks before which its texts must not use. */
  constructor(firstMarks: readonly number[]) {
    this.#firstMarks = firstMarks;
  }

  /** The shape that came after the last one before, where it fits. */
  follow(fields: readonly Json[], marks: readonly string[]): Shape | undefined {
    const shape = this.#guess(this.#followers[this.#last] ?? -1, fields, marks);
    if (shape !== undefined) this.#last = shape.number;
    return shape;
  }

  /** `hint`: a number that is mostly the same for things of one shape, and mostly another for others. */
  find(fields: readonly Json[], marks: readonly string[], hint: number): Shape {
    const place = (hint ^ (hint >>> 14)) & (PLACES - 1);
    const found = this.#guess(this.#places[place] as number, fields, marks);
    const shape = found ?? this.#guess(this.#places[place ^ 1] as number, fields, marks) ?? this.#write(fields, marks);
    if (found === undefined) {
      this.#places[place ^ 1] = this.#places[place] as number;
      this.#places[place] = shape.number;
    }
    if (this.#last >= 0) this.#followers[this.#last] = shape.number;
    this.#last = shape.number;
    return shape;
  }

  #guess(number: number, fields: readonly Json[], marks: readonly string[]): Shape | undefined {
    if (number < 0) return undefined;
    const shape = this.#shape(number);
    // What tells shapes apart mostly stands last.
    for (let at = fields.length - 1; at >= 0; at--) if (!gives(shape.fields[at] as Plan, fields[at] as Json, marks)) return undefined;
    return shape;
  }

  #write(fields: readonly Json[], marks: readonly string[]): Shape {
    const text = JSON.stringify(fields.map((each, at) => writePlan(each, marks, this.#firstMarks[at] ?? 0)));
    let number = this.#numbers.get(text);
    if (number === undefined) {
      number = this.texts.length;
      this.texts.push(text);
      this.#numbers.set(text, number);
    }
    return this.#shape(number);
  }

  /** The read shapes are many times larger than their texts: only so many are kept. */
  #shape(number: number): Shape {
    let shape = this.#shapes[number];
    if (shape === undefined) {
      if (++this.#kept > PLACES) {
        this.#shapes = [];
        this.#kept = 1;
      }
      this.#shapes[number] = shape = readShape(number, this.texts[number] as string);
    }
    return shape;
  }
}
