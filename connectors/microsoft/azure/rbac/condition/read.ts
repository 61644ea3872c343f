import type { Condition } from './syntax.ts';
import { parseCondition } from './parse.ts';
import type { Truth } from './evaluate.ts';
import { evaluateCondition } from './evaluate.ts';

const read = new Map<string, Condition | null>();

/** `null`: it is not understood. Texts are few beside the assignments that carry them. */
export function conditionOf(text: string): Condition | null {
  let known = read.get(text);
  if (known === undefined) {
    if (read.size > 10_000) read.clear();
    read.set(text, (known = parseCondition(text) ?? null));
  }
  return known;
}

/** Whether a condition lets an action through, whatever the request is about; `unknown` where that decides. */
export function letsThrough(text: string, action: string): Truth {
  const condition = conditionOf(text);
  return condition === null ? 'unknown' : evaluateCondition(condition, { action, attribute: () => undefined });
}
