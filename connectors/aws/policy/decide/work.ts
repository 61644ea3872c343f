import type { Decision } from '../access.ts';
import type { AccessFlag } from '../flags.ts';
import type { Outcomes } from '../exact/outcomes.ts';
import { settleExactly } from '../exact/settle.ts';
import type { Situation } from '../request/situation.ts';
import type { Rule } from './formula.ts';
import { allowed, ruleOf } from './formula.ts';
import type { Layer } from './layers.ts';
import { isLaterRcpService, layersOf } from './layers.ts';
import type { Survey } from './survey.ts';
import { DENIED, allowsOf, survey } from './survey.ts';

export interface Worked {
  readonly decision: Decision;
  readonly on: readonly string[];
  readonly flags: ReadonlySet<AccessFlag>;
  readonly rule: Rule;
  readonly layers: readonly Layer[];
  /** What was found by looking at every way that what is not known may be; `null` where that was not needed, or is too much. */
  readonly outcomes: Outcomes | null;
}

const none: readonly never[] = [];
const noFlags: ReadonlySet<never> = new Set<never>();

export function decide(situation: Situation): Worked {
  const rule = ruleOf(situation);
  if (rule === 'always') return { decision: 'allowed', on: none, flags: noFlags, rule, layers: none, outcomes: null };
  const layers = layersOf(situation);
  const seen = survey(layers, situation);
  const { decision, on, outcomes } = settle(rule, seen, situation);
  if (isLaterRcpService(situation)) seen.flags.add('rcp-services');
  if (situation.request.resourcePolicy !== undefined) noteBoundary(rule, decision, seen, situation);
  return { decision, on, flags: seen.flags, rule, layers, outcomes };
}

function settle(rule: Rule, seen: Survey, situation: Situation): Pick<Worked, 'decision' | 'on' | 'outcomes'> {
  if (seen.cells[DENIED] === 1) return { decision: 'explicitly-denied', on: none, outcomes: null };
  const truth = allowed(rule, allowsOf(seen.cells), situation);
  if (seen.cells[DENIED] === 0 && truth !== 2) return { decision: truth === 1 ? 'allowed' : 'implicitly-denied', on: none, outcomes: null };
  const settled = settleExactly(rule, seen, situation);
  for (const flag of settled.flags) seen.flags.add(flag);
  return settled;
}

/** Where a user who is named by the resource's policy has a boundary that does not allow, the documentation tells two things. */
function noteBoundary(rule: Rule, decision: Decision, { cells, flags }: Survey, situation: Situation): void {
  const { user, boundary, sessionArn, star } = allowsOf(cells);
  if (user === 0 || boundary === 1 || situation.target.own === false) return;
  if (rule === 'trust') flags.add('trust-boundary');
  else if ((decision === 'allowed' || decision === 'depends') && sessionArn !== 1 && star !== 1) flags.add('boundary-bypass');
}
