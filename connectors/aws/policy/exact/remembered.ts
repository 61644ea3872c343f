import type { Rule } from '../decide/formula.ts';
import { speaksOfResource } from '../decide/resource.ts';
import type { Survey } from '../decide/survey.ts';
import type { Situation } from '../request/situation.ts';
import { keysAsked } from '../compile/compared.ts';
import type { CompiledStatement } from '../compile/statement.ts';
import type { KindOf } from './kinds.ts';
import { kindsOf } from './kinds.ts';
import type { Settled } from './settle.ts';
import { settleExactly } from './settle.ts';

const MOST_SETTLED = 10_000;
const settled = new Map<string, Settled>();

/** {@link settleExactly} without its outcomes: once for all requests that leave the same conditions of the same statements open. */
export function settleOnce(rule: Rule, seen: Survey, situation: Situation): Settled {
  const key = keyOf(rule, seen, situation);
  if (key === null) return settleExactly(rule, seen, situation);
  let known = settled.get(key);
  if (known === undefined) {
    const { decision, on, flags } = settleExactly(rule, seen, situation);
    known = { decision, on, flags, outcomes: null };
    if (settled.size >= MOST_SETTLED) settled.clear();
    settled.set(key, known);
  }
  return known;
}

/** All that the answer is made from; `null` where that is more than conditions: who asks, on what, and what could not be understood. */
function keyOf(rule: Rule, { cells, open }: Survey, situation: Situation): string | null {
  const { caller, target } = situation;
  let key = `${rule} ${caller.kind} ${String(target.own)} ${situation.administrator()} ${cells.join('')}`;
  const kindOf = kindsOf(situation);
  for (const { cell, statement, place } of open) {
    if (place.layer === 'resource' || statement.source.unknown !== null || speaksOfResource(statement, situation) !== 1) return null;
    key += `|${cell} ${numberOf(statement)}`;
    for (const each of keysAsked(statement)) key += stateText(each, situation, kindOf);
  }
  return key;
}

function stateText(key: string, situation: Situation, kindOf: KindOf): string {
  const state = situation.known(key);
  switch (state.is) {
    case 'absent':
      return ' -';
    case 'present':
      return ` ${JSON.stringify(state.values)}`;
    case 'unknown':
      return ` ?${kindOf(key) ?? ''}`;
    case 'present-unknown':
      return ` !${kindOf(key) ?? ''}`;
  }
}

// hold for this process only: nothing that leaves depends on them
const numbers = new WeakMap<CompiledStatement, number>();
let last = 0;

function numberOf(statement: CompiledStatement): number {
  let number = numbers.get(statement);
  if (number === undefined) {
    number = ++last;
    numbers.set(statement, number);
  }
  return number;
}
