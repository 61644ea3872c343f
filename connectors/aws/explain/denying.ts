import type { ExplainedReason, ExplainedStatement } from '../../../src/model/explained.ts';
import { isAlways, stateAt } from '../../../src/model/window.ts';
import type { Caller } from '../rights/caller.ts';
import type { CompiledStatement } from '../rights/documents.ts';
import { resourcesOf } from '../rights/resources.ts';
import type { Ask } from './asks.ts';
import { actionsText, holdsAll, patternsText, speaksOf, touches } from './asks.ts';
import { said } from './allowing.ts';
import { conditionNotes, falseConditions, settledFor } from './conditions.ts';
import type { Paper } from './papers.ts';

/** Whether a Deny means the one who asks; of a policy that names no principals it always does. */
export type Names = (statement: CompiledStatement) => 'yes' | 'no' | { readonly doubt: string };

type Verdict = Extract<
  ExplainedReason,
  'takes-away' | 'takes-part' | 'may-apply' | 'other-times' | 'holder-escapes' | 'older-sessions' | 'condition-false' | 'other-resources'
>;
/** The gravest first. */
const gravity: readonly Verdict[] = [
  'takes-away',
  'takes-part',
  'may-apply',
  'other-times',
  'holder-escapes',
  'older-sessions',
  'condition-false',
  'other-resources',
];

/**
 * Every Deny statement of a document that speaks of an action asked for, and why it does not take it away, or what it takes.
 * `whole`: every action is asked for, so that every Deny takes something.
 */
export function denying(
  paper: Paper,
  asks: readonly Ask[],
  caller: Caller,
  whole: boolean,
  names: Names = () => 'yes',
): readonly ExplainedStatement[] {
  return (paper.document?.statements ?? []).flatMap((deny) => {
    if (deny.effect !== 'Deny') return [];
    const spoken = asks.filter(({ action }) => speaksOf(deny, action));
    if (spoken.length === 0 && !whole) return [];
    const named = names(deny);
    const conditions = spoken[0] === undefined ? [] : conditionNotes(deny, caller, spoken[0]);
    const as = (reason: ExplainedReason, outcome: string): readonly ExplainedStatement[] => [
      said(paper, deny, { says: 'denies', reason, outcome, conditions }),
    ];
    if (deny.unknown !== null) return as('not-understood', `could not be understood (${deny.unknown}), so it may deny it`);
    if (named === 'no') return as('other-principals', 'is of other principals');
    if (spoken.length === 0) return as('takes-part', `takes ${deniedActions(deny)} away, which leaves the rest`);
    const verdicts = spoken.map((ask) => ({ ask, verdict: verdictOf(deny, ask, caller) }));
    const reason = gravity.find((each) => verdicts.some(({ verdict }) => verdict === each)) ?? 'other-resources';
    const its = verdicts.flatMap(({ ask, verdict }) => (verdict === reason ? [ask] : []));
    if (typeof named === 'object' && reason !== 'other-resources' && reason !== 'condition-false') {
      return as('may-apply', `may deny ${actionsText(its)}: ${named.doubt}`);
    }
    if (reason === 'takes-away' && (its.length < asks.length || whole)) {
      return as('takes-part', `takes ${actionsText(its)} away, which leaves the rest`);
    }
    return as(reason, outcomeOf(reason, deny, its, caller));
  });
}

function verdictOf(deny: CompiledStatement, ask: Ask, caller: Caller): Verdict {
  const { on } = ask;
  const sets = resourcesOf(deny, caller).filter(({ set }) => touches(set, on));
  if (sets.length === 0) return 'other-resources';
  const settled = settledFor(deny, caller, ask);
  if (!settled.applies) return 'condition-false';
  if (settled.olderSessions.length > 0) return 'older-sessions';
  if (settled.byHolder) return 'holder-escapes';
  if (!isAlways(settled.windows) && stateAt(settled.windows, caller.now) !== 'current') return 'other-times';
  if (settled.outside || !sets.some(({ exact }) => exact)) return 'may-apply';
  return sets.some(({ set, exact }) => exact && holdsAll(set, on)) ? 'takes-away' : 'takes-part';
}

function outcomeOf(reason: Verdict, deny: CompiledStatement, its: readonly Ask[], caller: Caller): string {
  const named = actionsText(its);
  switch (reason) {
    case 'takes-away':
      return `denies ${named}: it takes this away`;
    case 'takes-part':
      return `denies ${named} on part of it: ${patternsText(deny)}`;
    case 'may-apply':
      return `denies ${named} if its conditions hold, which is not told by what was read`;
    case 'other-times':
      return `denies ${named} at other times only`;
    case 'holder-escapes':
      return `denies ${named} only in requests of another kind: the holder can ask so that it does not apply`;
    case 'older-sessions':
      return `denies ${named} to sessions begun before a moment that has passed: a fresh one is not touched`;
    case 'condition-false':
      return `does not apply: ${
        its
          .slice(0, 1)
          .flatMap((ask) => falseConditions(deny, caller, ask))
          .join('; ') || 'its conditions never hold together here'
      }`;
    case 'other-resources':
      return `is of other resources: ${patternsText(deny)}`;
  }
}

function deniedActions({ actions }: CompiledStatement): string {
  const { list, except } = actions;
  return `${except ? 'all actions but ' : ''}${list.slice(0, 3).join(', ')}${list.length > 3 ? ` and ${list.length - 3} more` : ''}`;
}
