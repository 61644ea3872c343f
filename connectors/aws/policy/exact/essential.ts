import type { Rule } from '../decide/formula.ts';
import { allowed } from '../decide/formula.ts';
import { DENIED, allowsOf } from '../decide/survey.ts';
import type { Truth } from '../match/truth.ts';
import type { Situation } from '../request/situation.ts';

const MOST_CELLS = 10;

/** The open cells whose value, the others being somehow, turns the answer. What the rest asks about cannot matter. */
export function essentialCells(rule: Rule, cells: readonly Truth[], situation: Situation): ReadonlySet<number> {
  const open = cells.flatMap((truth, at) => (truth === 2 && at !== DENIED ? [at] : []));
  const essential = new Set<number>(cells[DENIED] === 2 ? [DENIED] : []);
  if (open.length > MOST_CELLS) return new Set([...essential, ...open]);
  const results: Truth[] = [];
  const trial = [...cells];
  for (let ways = 0; ways < 1 << open.length; ways++) {
    for (const [bit, at] of open.entries()) trial[at] = (ways >> bit) & 1 ? 1 : 0;
    results.push(allowed(rule, allowsOf(trial), situation));
  }
  for (const [bit, at] of open.entries()) {
    if (results.some((truth, ways) => truth === 2 || truth !== results[ways ^ (1 << bit)])) essential.add(at);
  }
  return essential;
}
