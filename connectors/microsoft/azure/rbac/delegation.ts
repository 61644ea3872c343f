import { lastSegment } from '../../ids.ts';
import { conditionOf } from './condition/read.ts';
import type { Truth } from './condition/evaluate.ts';
import { evaluateCondition, mostOf } from './condition/evaluate.ts';
import type { Condition } from './condition/syntax.ts';

/** The action that a condition on the right to give roles is about. */
export const ASSIGN_ROLES = 'Microsoft.Authorization/roleAssignments/write';
const ABOUT = 'microsoft.authorization/roleassignments:';
/** https://learn.microsoft.com/azure/role-based-access-control/delegate-role-assignments-examples */
const principalTypes = ['User', 'Group', 'ServicePrincipal'];
/** Stands for every role, and every principal, that a condition does not name: it tells none of them apart. */
export const ANY_OTHER = '00000000-0000-0000-0000-000000000000';

/** Which roles a condition still lets its holder give, and to whom. */
export interface Delegation {
  /** By id of the role definition. `to`: whether some principal that the condition does not name may be given it. */
  readonly named: ReadonlyMap<string, Allowed>;
  /** Roles that it does not name. */
  readonly others: Allowed;
  readonly understood: boolean;
}

export interface Allowed {
  /** `true`: to somebody. */
  readonly atAll: Truth;
  /** `true`: to anybody of some type. */
  readonly toOthers: Truth;
}

const unknown: Allowed = { atAll: 'unknown', toOthers: 'unknown' };
const known = new Map<string, Delegation>();

/** Asks the condition about every combination that it can tell apart: the roles, principals and types that it names, and one other of each. */
export function delegationOf(text: string): Delegation {
  let found = known.get(text);
  if (found === undefined) {
    if (known.size > 10_000) known.clear();
    known.set(text, (found = workOut(text)));
  }
  return found;
}

function workOut(text: string): Delegation {
  const condition = conditionOf(text);
  if (condition === null) return { named: new Map(), others: unknown, understood: false };
  const named = namedValues(condition, `${ABOUT}roledefinitionid`).map(lastSegment);
  const principals = namedValues(condition, `${ABOUT}principalid`);
  const allowed = (role: string): Allowed => ({
    atAll: mostOf([ANY_OTHER, ...principals].map((each) => given(condition, role, each))),
    toOthers: given(condition, role, ANY_OTHER),
  });
  return { named: new Map(named.map((each) => [each, allowed(each)])), others: allowed(ANY_OTHER), understood: true };
}

function given(condition: Condition, role: string, principal: string): Truth {
  // the holder chooses the request: one that is let through is enough
  return mostOf(
    principalTypes.map((type) =>
      evaluateCondition(condition, {
        action: ASSIGN_ROLES,
        attribute({ from, name }) {
          if (from !== 'request') return undefined;
          if (name === `${ABOUT}roledefinitionid`) return [role];
          if (name === `${ABOUT}principalid`) return [principal];
          return name === `${ABOUT}principaltype` ? [type] : undefined;
        },
      }),
    ),
  );
}

function namedValues(condition: Condition, name: string): readonly string[] {
  const found = new Set<string>();
  const next: Condition[] = [condition];
  for (let at = next.pop(); at !== undefined; at = next.pop()) {
    if (at.type === 'all' || at.type === 'any') next.push(...at.of);
    else if (at.type === 'not') next.push(at.of);
    else if (at.type === 'compare' && at.attribute.name === name && !('from' in at.values))
      for (const each of at.values) found.add(each.toLowerCase());
  }
  return [...found].sort();
}
