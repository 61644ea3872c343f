import * as v from 'valibot';
import { byKeys } from '../../base/order.ts';
import type { Rule, SmallGraph } from '../../contract/rule.ts';
import { judge } from '../../judge/judge.ts';
import { viewOfSmallGraph } from '../../judge/small.ts';
import type { SelfTest } from '../../model/pack.ts';

type Answer = 'finding' | 'clear' | 'undetermined';

/**
 * Asks rules about small estates whose answers are known, with each rule's own settings, by the judge that made the findings. An answer is a finding where there
 * is one, else undetermined where something was left open, else clear.
 */
export function selfTest(rules: readonly Rule<unknown>[]): SelfTest {
  const wrong: SelfTest['wrong'][number][] = [];
  let asked = 0;
  for (const rule of rules) {
    for (const [expected, examples] of expectations(rule)) {
      for (const example of examples) {
        asked++;
        const got = answered(rule, example);
        if (got !== expected) wrong.push({ rule: rule.id, example: example.name, expected, got });
      }
    }
  }
  wrong.sort(
    byKeys(
      (each) => each.rule,
      (each) => each.example,
    ),
  );
  return { asked, right: asked - wrong.length, wrong };
}

function expectations({ examples }: Rule<unknown>): readonly (readonly [Answer, readonly SmallGraph[]])[] {
  return [
    ['finding', examples.fires],
    ['clear', examples.clear],
    ['undetermined', examples.undetermined],
  ];
}

// An answer depends on nothing but the rule and the example, neither of which changes: a program that makes several packs asks once.
const known = new WeakMap<Rule<unknown>, Map<SmallGraph, Answer | 'nothing'>>();

function answered(rule: Rule<unknown>, example: SmallGraph): Answer | 'nothing' {
  const answers = known.get(rule) ?? new Map<SmallGraph, Answer | 'nothing'>();
  known.set(rule, answers);
  const answer = answers.get(example) ?? answerOf(rule, example);
  answers.set(example, answer);
  return answer;
}

function answerOf(rule: Rule<unknown>, example: SmallGraph): Answer | 'nothing' {
  const settings = v.parse(rule.settings, example.settings ?? {});
  const { findings, undetermined, totals } = judge({
    view: viewOfSmallGraph(example),
    rules: [{ rule, settings }],
    remedy: () => [],
  });
  if (findings.length > 0) return 'finding';
  if (undetermined.length > 0) return 'undetermined';
  return totals.some((each) => each.rule === rule.id && each.clear > 0) ? 'clear' : 'nothing';
}
