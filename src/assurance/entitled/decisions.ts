import type { Matcher } from './match.ts';
import type { Group } from './groups.ts';
import { actorOf } from './told.ts';
import type { Told } from './told.ts';

/** What somebody said to a request. What the provider or a machine lets pass of itself was said by nobody. */
export interface Approval {
  readonly told: Told;
  /** `null`: the record does not tell who. */
  readonly approver: string | null;
  /** By somebody it is for: it allows nothing. */
  readonly bySelf: boolean;
}

/** Approvals and what keeps after a review, in the order of time; those of nobody are left out. `subjects`: whom it is for. */
export function approvalsIn(told: readonly Told[], subjects: readonly string[], matcher: Matcher): readonly Approval[] {
  return told.flatMap((each): readonly Approval[] => {
    const actor = actorOf(each.event, matcher);
    if (isNobody(each, actor !== null)) return [];
    const bySelf = actor !== null && (subjects.includes(actor.name) || actor.accounts.some((account) => subjects.includes(account)));
    return [{ told: each, approver: actor?.name ?? null, bySelf }];
  });
}

/** A broker that names no approver let it pass by its own rule. */
function isNobody({ event: { by } }: Told, isNamed: boolean): boolean {
  return by === 'provider' || by === 'automation' || (by === 'broker' && !isNamed);
}

/** A renewal, and the approval given for it: after it, and before the next. `null`: none was. */
export interface Renewal {
  readonly told: Told;
  readonly approval: Approval | null;
}

/** `approvals`: those that allow something. */
export function renewalsIn(group: Group, approvals: readonly Approval[]): readonly Renewal[] {
  const renewed = group.told.filter(({ event }) => event.type === 'renewed');
  return renewed.map((told, index) => {
    const next = renewed[index + 1]?.event.at;
    const approval = approvals.find(({ told: { event } }) => event.at >= told.event.at && (next === undefined || event.at < next));
    return { told, approval: approval ?? null };
  });
}
