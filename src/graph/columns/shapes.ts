import type { Json } from '../../base/json.ts';
import type { Sequence } from '../sequence.ts';
import { readPlan } from './plan.ts';
import type { Plan } from './plan.ts';

/** What many things have in common once what differs is left to marks: one plan for each of their fields. */
export interface Shape {
  readonly number: number;
  readonly fields: readonly Plan[];
  /** Which marks the fields use together, one bit for each mark. */
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
  return { number, fields, allUses: fields.reduce((all, each) => all | usesOf(each), 0) };
}

/** Which marks a plan uses, one bit for each. */
export function usesOf(plan: Plan): number {
  if (plan.is === 'plain') return 0;
  if (plan.is === 'text') return plan.template.uses.reduce((uses, each) => uses | (1 << each), 0);
  return plan.items.reduce((uses, each) => uses | usesOf(each), 0);
}
