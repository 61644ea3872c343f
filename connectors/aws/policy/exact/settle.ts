import { byCodeUnit } from '../../../../src/base/order.ts';
import type { Decision } from '../access.ts';
import type { AccessFlag } from '../flags.ts';
import type { Rule } from '../decide/formula.ts';
import { allowed } from '../decide/formula.ts';
import type { Survey } from '../decide/survey.ts';
import { allowsOf } from '../decide/survey.ts';
import type { Situation } from '../request/situation.ts';
import { ADMINISTRATOR } from '../request/situation.ts';
import { RESOURCE_ACCOUNT, SESSION_NAME, collect, shownDoubt } from './collect.ts';
import type { Collected } from './collect.ts';
import type { Dimension } from './dimensions.ts';
import { accountDimension, administratorDimension, doubtDimension, keyDimension, sessionDimension } from './dimensions.ts';
import { domainsOf } from './domains.ts';
import { essentialCells } from './essential.ts';
import type { KindOf } from './kinds.ts';
import { kindsOf } from './kinds.ts';
import type { FormulaUnknowns, Outcomes } from './outcomes.ts';
import { dimensionsOf, outcomesOf } from './outcomes.ts';
import type { Table } from './tables.ts';
import { tableOf } from './tables.ts';

export interface Settled {
  readonly decision: Decision;
  readonly on: readonly string[];
  readonly flags: readonly AccessFlag[];
  /** `null` where the answer was not reached by looking at every way. */
  readonly outcomes: Outcomes | null;
}

const TRUST_PAST_BOUNDARY = 'doc:trust-past-boundary';

/** Decides what three-valued logic left open by looking at every way that what is not known may be. */
export function settleExactly(rule: Rule, seen: Survey, situation: Situation): Settled {
  const cells = essentialCells(rule, seen.cells, situation);
  const open = seen.open.filter((each) => cells.has(each.cell));
  const kindOf = kindsOf(situation);
  const collected = collect(open, situation, kindOf);
  const outcomes = lookAt(rule, { ...seen, open }, collected, situation, kindOf);
  return outcomes === null ? byBounds(rule, seen, situation, kindOf) : fromOutcomes(outcomes);
}

function lookAt(rule: Rule, seen: Survey, collected: Collected, situation: Situation, kindOf: KindOf): Outcomes | null {
  const domains = domainsOf(collected.keys, situation, kindOf);
  if (!domains.exact) return null;
  const dimensions = new Map<string, Dimension>();
  for (const [key, unknown] of domains.byKey) {
    // the two keys of the clock are one dimension
    const same = [...domains.byKey].find(([, other]) => other === unknown)?.[0] ?? key;
    dimensions.set(key, dimensions.get(same) ?? keyDimension(unknown));
  }
  for (const doubt of collected.doubts) dimensions.set(doubt, doubtDimension(doubt));
  dimensions.set(SESSION_NAME, sessionDimension(SESSION_NAME, [...collected.sessionNames].sort(byCodeUnit)));
  const tables: Table[] = [];
  for (const each of seen.open) {
    const asked = new Set([...(collected.asks.get(each) ?? [])].flatMap((name) => dimensions.get(name) ?? []));
    const table = tableOf(each, [...asked], situation);
    if (table === null) return null;
    tables.push(table);
  }
  return outcomesOf(rule, seen.cells, tables, formulaDimensions(rule, seen, situation), situation);
}

/** What the rules themselves leave open. */
function formulaDimensions(rule: Rule, { cells }: Survey, situation: Situation): FormulaUnknowns {
  return {
    account: situation.target.own === null ? accountDimension(RESOURCE_ACCOUNT) : null,
    administrator: rule === 'assume-root' && situation.administrator() === 2 ? administratorDimension(ADMINISTRATOR) : null,
    past: rule === 'trust' && allowsOf(cells).boundary !== 1 ? doubtDimension(TRUST_PAST_BOUNDARY) : null,
  };
}

function fromOutcomes(outcomes: Outcomes): Settled {
  const { allows, explicit, implicit } = outcomes.counts;
  if (allows > 0 && explicit + implicit > 0) return { decision: 'depends', on: outcomes.essential, flags: [], outcomes };
  if (allows > 0) return { decision: 'allowed', on: [], flags: [], outcomes };
  if (implicit === 0) return { decision: 'explicitly-denied', on: [], flags: [], outcomes };
  return { decision: 'implicitly-denied', on: [], flags: explicit > 0 ? ['possibly-explicit'] : [], outcomes };
}

/** Three-valued logic alone: right wherever it decides, but it may leave open what is decided. */
function byBounds(rule: Rule, seen: Survey, situation: Situation, kindOf: KindOf): Settled {
  if (allowed(rule, allowsOf(seen.cells), situation) === 0) {
    return { decision: 'implicitly-denied', on: [], flags: ['not-exact', 'possibly-explicit'], outcomes: null };
  }
  const collected = collect(seen.open, situation, kindOf);
  const domains = domainsOf(collected.keys, situation, kindOf);
  const names = new Set([...domains.byKey.values()].map((each) => each.name));
  for (const doubt of collected.doubts) names.add(shownDoubt(doubt));
  if (collected.sessionNames.size > 0) names.add(SESSION_NAME);
  for (const each of dimensionsOf(formulaDimensions(rule, seen, situation))) names.add(each.name);
  return { decision: 'depends', on: [...names].sort(byCodeUnit), flags: ['not-exact'], outcomes: null };
}
