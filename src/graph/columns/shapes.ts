import type { Json } from '../../base/json.ts';
import { recent, slotsFor } from '../../base/recent.ts';
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

/** How many shapes are kept at most as they were read: where each thing has a shape of its own they would take more room than the things. */
export const MOST_SHAPES = 1 << 14;
const MOST_PLANS = 1 << 12;

export function shapesOf(texts: Sequence<string>): Shapes {
  const planOf = planReader();
  return { at: recent((number) => readShape(number, texts.at(number) as string, planOf), slotsFor(texts.length, MOST_SHAPES)) };
}

type PlanReader = (field: number, written: Json) => Plan;

function readShape(number: number, text: string, planOf: PlanReader): Shape {
  const fields = (JSON.parse(text) as readonly Json[]).map((written, field) => planOf(field, written));
  return { number, fields, allUses: fields.reduce((all, each) => all | usesOf(each), 0) };
}

/** Shapes mostly differ in few of their fields: what is written alike is one plan. */
function planReader(): PlanReader {
  // A text and a list may be written alike.
  const texts: Map<string, Plan>[] = [];
  const others: Map<string, Plan>[] = [];
  return (field, written) => {
    const isText = typeof written === 'string';
    const known = ((isText ? texts : others)[field] ??= new Map<string, Plan>());
    const key = isText ? written : JSON.stringify(written);
    let plan = known.get(key);
    if (plan === undefined) {
      if (known.size === MOST_PLANS) known.clear();
      known.set(key, (plan = readPlan(written)));
    }
    return plan;
  };
}

/** Which marks a plan uses, one bit for each. */
export function usesOf(plan: Plan): number {
  if (plan.is === 'plain') return 0;
  if (plan.is === 'text') return plan.template.uses.reduce((uses, each) => uses | (1 << each), 0);
  return plan.items.reduce((uses, each) => uses | usesOf(each), 0);
}
