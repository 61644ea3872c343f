import { groupBy } from '../base/group.ts';
import { byCodeUnit, byKeys } from '../base/order.ts';
import type { ActivationPolicy } from '../model/activation-policy.ts';
import type { LifeCycleEvent } from '../model/life-cycle.ts';
import type { Gate } from '../model/persistence.ts';
import type { ToldEvent } from './graph.ts';
import type { Told } from './input.ts';
import { joinBy } from './join.ts';
import type { Joined } from './join.ts';

/** Joins what several pages say of one policy, by id. Where they differ, what asks for less and allows more counts; approvers are those of all. */
export function joinActivationPolicies(told: readonly Told<ActivationPolicy>[]): ReadonlyMap<string, Joined<ActivationPolicy>> {
  return joinBy(
    told,
    (each) => each.value.id,
    (facts) => facts,
    (a, b) => ({
      ...a,
      gate: gates.indexOf(a.gate) <= gates.indexOf(b.gate) ? a.gate : b.gate,
      approvers: [...new Set([...a.approvers, ...b.approvers])].sort(byCodeUnit),
      approversByDefault: a.approversByDefault || b.approversByDefault,
      secondFactor: a.secondFactor && b.secondFactor,
      context: a.context && b.context,
      justification: a.justification && b.justification,
      ticket: a.ticket && b.ticket,
      longestActivationMs: longer(a.longestActivationMs, b.longestActivationMs),
      allowsPermanentAssignment: a.allowsPermanentAssignment || b.allowsPermanentAssignment,
      longestAssignmentMs: longer(a.longestAssignmentMs, b.longestAssignmentMs),
      allowsPermanentEligibility: a.allowsPermanentEligibility || b.allowsPermanentEligibility,
      longestEligibilityMs: longer(a.longestEligibilityMs, b.longestEligibilityMs),
    }),
  );
}

/**
 * Joins what several pages say of one entry of a log, by boundary and id; what one leaves open another may tell. Entries of different
 * boundaries with one id stay apart, in the order of the boundaries.
 */
export function joinLifeCycleEvents(told: readonly Told<LifeCycleEvent>[]): ReadonlyMap<string, readonly ToldEvent[]> {
  const joined = joinBy(
    told,
    (each) => `${each.boundary} ${each.value.id}`,
    (facts) => facts,
    (a, b) => ({
      ...a,
      succeeded: a.succeeded || b.succeeded,
      subject: a.subject ?? b.subject,
      actor: a.actor ?? b.actor,
      by: a.by === 'unknown' ? b.by : a.by,
      object: a.object ?? b.object,
      scope: a.scope ?? b.scope,
      from: a.from ?? b.from,
      until: a.until ?? b.until,
      outsideBroker: a.outsideBroker || b.outsideBroker,
      correlation: a.correlation ?? b.correlation,
      justification: a.justification ?? b.justification,
      ticket: a.ticket ?? b.ticket,
    }),
  );
  const sorted = [...joined]
    .sort(byKeys(([key]) => key))
    .map(([key, each]): ToldEvent => ({ ...each, boundary: key.slice(0, key.indexOf(' ')) }));
  return groupBy(sorted, (each) => each.value.id);
}

/** The one that asks for least first. */
const gates: readonly Gate[] = ['none', 'self', 'checked', 'approved'];

/** `null` = without an end. */
function longer(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : Math.max(a, b);
}
