import type { ExplainedReason, ExplainedStatement } from '../../../src/model/explained.ts';
import { stateAt } from '../../../src/model/window.ts';
import type { Caller } from '../rights/caller.ts';
import type { CompiledStatement } from '../rights/documents.ts';
import { resourcesOf } from '../rights/resources.ts';
import type { Ask } from './asks.ts';
import { actionsText, holdsAll, patternsText, speaksOf, touches } from './asks.ts';
import { conditionNotes, settledFor } from './conditions.ts';
import type { Paper } from './papers.ts';
import { statementAt } from './papers.ts';

/** What one Allow statement gives of what is asked. */
export interface Given {
  readonly statement: CompiledStatement;
  /** Those it allows, in the order in which they were asked. */
  readonly asks: readonly Ask[];
  /** Whether it allows all that each is to be done to. */
  readonly whole: boolean;
  /** Whether nothing that was read, nor the holder, decides it: a condition, a variable, a part that is not understood. */
  readonly open: boolean;
  /** Whether it allows it now. */
  readonly now: boolean;
}

/** The Allow statements of a document that give something of what is asked: those that give all of it, where there are such. */
export function givenBy(
  paper: Paper,
  asks: readonly Ask[],
  caller: Caller,
  isMeant: (statement: CompiledStatement) => boolean = () => true,
): readonly Given[] {
  const all: Given[] = [];
  for (const statement of paper.document?.statements ?? []) {
    if (statement.effect !== 'Allow' || !isMeant(statement)) continue;
    const [whole, part, open]: [Ask[], Ask[], boolean[]] = [[], [], []];
    let now = false;
    for (const ask of asks) {
      if (!speaksOf(statement, ask.action)) continue;
      const settled = settledFor(statement, caller, ask);
      if (!settled.applies) continue;
      const sets = resourcesOf(statement, caller).filter(({ set }) => touches(set, ask.on));
      if (sets.length === 0) continue;
      const sure = sets.some(({ set, exact }) => exact && holdsAll(set, ask.on));
      (sure ? whole : part).push(ask);
      open.push(settled.outside || !sets.some(({ exact }) => exact) || statement.unknown !== null);
      now ||= settled.olderSessions.length === 0 && stateAt(settled.windows, caller.now) === 'current';
    }
    if (whole.length + part.length === 0) continue;
    all.push({ statement, asks: whole.length > 0 ? whole : part, whole: whole.length > 0, open: open.every((each) => each), now });
  }
  return all.some(({ whole }) => whole) ? all.filter(({ whole }) => whole) : all;
}

/** The statement as part of an explanation. */
export function said(
  paper: Paper,
  statement: CompiledStatement,
  what: Pick<ExplainedStatement, 'says' | 'reason' | 'outcome' | 'conditions'>,
): ExplainedStatement {
  const sid = statement.sid === null ? '' : `, Sid ${statement.sid}`;
  return {
    says: what.says,
    reason: what.reason,
    document: paper.name,
    attached: paper.attached,
    statement: `statement ${statement.index + 1}${sid}`,
    text: statementAt(paper.raw, statement.index),
    outcome: what.outcome,
    conditions: what.conditions,
    evidence: paper.evidence,
  };
}

/** A document, or the lack of one, as part of an explanation. */
export function saidOfAll(
  says: ExplainedStatement['says'],
  reason: ExplainedReason,
  document: string,
  outcome: string,
  more: Partial<Pick<ExplainedStatement, 'attached' | 'conditions' | 'evidence' | 'text'>> = {},
): ExplainedStatement {
  return { says, reason, document, attached: '', statement: null, text: null, outcome, conditions: [], evidence: [], ...more };
}

/** What the Allow statements of a document give, as the ground of an element. `whole`: every action is asked for. */
export function allowing(
  paper: Paper,
  given: readonly Given[],
  over: string,
  caller: Caller,
  whole = false,
): readonly ExplainedStatement[] {
  return [...given]
    .sort((a, b) => Number(a.open) - Number(b.open) || a.statement.index - b.statement.index)
    .map(({ statement, asks, whole: isAll, open, now }) => {
      const on = isAll ? over : `${patternsText(statement)}, within ${over}`;
      const named = actionsText(asks);
      const what = statement.everyAction ? (whole ? 'every action' : `every action, ${named} among them,`) : named;
      const conditions = asks[0] === undefined ? [] : conditionNotes(statement, caller, asks[0]);
      if (statement.unknown !== null) {
        const outcome = `could not be understood (${statement.unknown}), so it may allow ${what} on ${on}`;
        return said(paper, statement, { says: 'allows', reason: 'not-understood', outcome, conditions });
      }
      if (open) {
        const outcome = `may allow ${what} on ${on}: what decides it is not told by what was read`;
        return said(paper, statement, { says: 'allows', reason: 'may-apply', outcome, conditions });
      }
      return said(paper, statement, {
        says: 'allows',
        reason: now ? 'allows' : 'other-times',
        outcome: now ? `allows ${what} on ${on}` : `allows ${what} on ${on}, but not at this time`,
        conditions,
      });
    });
}
