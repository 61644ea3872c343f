import type { ExplainedStatement } from '../../../src/model/explained.ts';
import type { Caller } from '../rights/caller.ts';
import type { Ask } from './asks.ts';
import { actionsText } from './asks.ts';
import type { Given } from './allowing.ts';
import { givenBy, said, saidOfAll } from './allowing.ts';
import { conditionNotes } from './conditions.ts';
import type { Paper } from './papers.ts';

/**
 * What documents that must allow too let through of what is asked: by one statement where one lets all of it through whatever the
 * request, else by each that lets something through. `layer`: `its permissions boundary`.
 */
export function limiting(layer: string, papers: readonly Paper[], asks: readonly Ask[], caller: Caller): readonly ExplainedStatement[] {
  const all = papers.flatMap((paper) => givenBy(paper, asks, caller).map((given) => ({ paper, given })));
  const plain = all.find(({ given }) => isPlain(given, asks));
  const shown = plain === undefined ? all : [plain];
  if (shown.length === 0) {
    const evidence = papers.flatMap((paper) => paper.evidence);
    const named = papers.map(({ name }) => name).join(', ');
    return [saidOfAll('limits', 'leaves-out', named === '' ? layer : named, `${layer} allows none of ${actionsText(asks)}`, { evidence })];
  }
  return shown.map(({ paper, given }) => through(paper, given, caller));
}

function isPlain({ asks, whole, open, now, statement }: Given, all: readonly Ask[]): boolean {
  return whole && !open && now && asks.length === all.length && statement.conditions.length === 0;
}

function through(paper: Paper, { statement, asks, open, now }: Given, caller: Caller): ExplainedStatement {
  const named = statement.everyAction ? 'every action' : actionsText(asks);
  const conditions = asks[0] === undefined ? [] : conditionNotes(statement, caller, asks[0]);
  if (statement.unknown !== null) {
    const outcome = `could not be understood (${statement.unknown}), so what it lets through is not known`;
    return said(paper, statement, { says: 'limits', reason: 'not-understood', outcome, conditions });
  }
  if (!now)
    return said(paper, statement, {
      says: 'limits',
      reason: 'other-times',
      outcome: `lets ${named} through, but not at this time`,
      conditions,
    });
  const reason = open ? 'may-let-through' : 'lets-through';
  const outcome = open ? `may let ${named} through: what decides it is not told by what was read` : `lets ${named} through`;
  return said(paper, statement, { says: 'limits', reason, outcome, conditions });
}
