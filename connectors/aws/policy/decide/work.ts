import { byCodeUnit } from '../../../../src/base/order.ts';
import type { Decision } from '../access.ts';
import type { AccessFlag } from '../flags.ts';
import type { Outcomes } from '../exact/outcomes.ts';
import type { Settled, settleExactly } from '../exact/settle.ts';
import type { Situation } from '../request/situation.ts';
import type { Rule } from './formula.ts';
import { allowed, ruleOf } from './formula.ts';
import { isLaterRcpService } from './layers.ts';
import type { Survey } from './survey.ts';
import { DENIED, allowsOf, survey } from './survey.ts';

export interface Worked {
  readonly decision: Decision;
  readonly on: readonly string[];
  readonly flags: readonly AccessFlag[];
  readonly rule: Rule;
  /** What was found by looking at every way that what is not known may be; `null` where that was not needed, or is too much. */
  readonly outcomes: Outcomes | null;
}

const none: readonly never[] = [];

/** `settles`: how what three-valued logic leaves open is settled. */
export function decide(situation: Situation, settles: typeof settleExactly): Worked {
  const rule = ruleOf(situation);
  if (rule === 'always') return { decision: 'allowed', on: none, flags: none, rule, outcomes: null };
  const seen = survey(situation);
  const { decision, on, flags, outcomes } = settle(rule, seen, situation, settles);
  const more = moreFlags(rule, decision, seen, situation);
  if (seen.flags.size === 0 && flags.length === 0 && more.length === 0) return { decision, on, flags: none, rule, outcomes };
  return { decision, on, flags: [...new Set([...seen.flags, ...flags, ...more])].sort(byCodeUnit), rule, outcomes };
}

function settle(rule: Rule, seen: Survey, situation: Situation, settles: typeof settleExactly): Settled {
  if (seen.cells[DENIED] === 1) return explicitly;
  const truth = allowed(rule, allowsOf(seen.cells), situation);
  if (seen.cells[DENIED] === 0 && truth !== 2) return truth === 1 ? isAllowed : implicitly;
  return settles(rule, seen, situation);
}

const isAllowed: Settled = { decision: 'allowed', on: none, flags: none, outcomes: null };
const explicitly: Settled = { decision: 'explicitly-denied', on: none, flags: none, outcomes: null };
const implicitly: Settled = { decision: 'implicitly-denied', on: none, flags: none, outcomes: null };

function moreFlags(rule: Rule, decision: Decision, seen: Survey, situation: Situation): readonly AccessFlag[] {
  const { resourcePolicy, resourceControlPolicies } = situation.request;
  if (resourcePolicy === undefined && resourceControlPolicies === undefined) return none;
  const boundary = resourcePolicy === undefined ? null : boundaryFlag(rule, decision, seen, situation);
  const flags: AccessFlag[] = boundary === null ? [] : [boundary];
  if (isLaterRcpService(situation)) flags.push('rcp-services');
  return flags;
}

/** Where a user who is named by the resource's policy has a boundary that does not allow, the documentation tells two things. */
function boundaryFlag(rule: Rule, decision: Decision, { cells }: Survey, situation: Situation): AccessFlag | null {
  const { user, boundary, sessionArn, star } = allowsOf(cells);
  if (rule === 'assume-root' || user === 0 || boundary === 1 || situation.target.own === false) return null;
  if (rule === 'trust') return 'trust-boundary';
  return (decision === 'allowed' || decision === 'depends') && sessionArn !== 1 && star !== 1 ? 'boundary-bypass' : null;
}
