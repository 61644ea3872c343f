import type { Explained, ExplainedStatement } from '../../../src/model/explained.ts';
import type { Grant, Link } from '../../../src/model/grant.ts';
import type { EscalationMethod, Ingredient } from '../escalation/method.ts';
import { escalationMethods } from '../escalation/table.ts';
import { allowsText } from '../resolve/escalate/told.ts';
import { isOwn } from '../resolve/escalate/needs.ts';
import { SELF_GIVEN } from '../resolve/escalate/seeker.ts';
import type { HolderQuestion } from './holder.ts';
import { wayOf } from './way.ts';

/** An ingredient with what is asked about it, and the statements that give it. */
export interface Grounded {
  readonly need: Ingredient;
  readonly question: HolderQuestion;
  readonly statements: readonly ExplainedStatement[];
}

/** What of an ingredient is told by itself: nothing where it is known to come of rights that the holder gives itself, and policies that it has give it at most perhaps. */
export function ownStatements(element: Grant | Link, { need, statements }: Grounded): readonly ExplainedStatement[] {
  return isSelfGiven(element, need) && !statements.some(({ reason }) => reason === 'allows') ? [] : statements;
}

function isSelfGiven({ because }: Grant | Link, { actions }: Ingredient): boolean {
  return actions.some((action) => because.includes(allowsText(SELF_GIVEN, action)));
}

/** The permissions that no policy of the holder gives, and that it first gives itself. */
export interface SelfGiven {
  readonly told: Explained;
  /** What changing its own rights takes. */
  readonly questions: readonly HolderQuestion[];
}

/**
 * Tells of the permissions that the holder gives itself: the way by which it changes its own rights, with the statements that let it. What no policy
 * gives and no such way either is named as not found.
 */
export function selfGiven(
  element: Grant | Link,
  lacking: readonly Ingredient[],
  groundsOf: (method: EscalationMethod) => readonly Grounded[],
): SelfGiven {
  const own = lacking.filter((each) => isSelfGiven(element, each));
  const first = own.length === 0 ? undefined : changing(element, groundsOf);
  const unfound = first === undefined ? lacking : lacking.filter((each) => !own.includes(each));
  const unread = unfound.map(({ actions }) => `${actions.join(' or ')}: no statement was found that gives it`);
  if (first === undefined) return { told: { statements: [], unread }, questions: [] };
  const { method, grounded } = first;
  const statements = [
    wayOf(method, `gives ${own.map(({ actions }) => actions.join(' or ')).join(', ')}`),
    ...grounded.flatMap((each) => each.statements),
  ];
  return { told: { statements, unread }, questions: grounded.map(({ question }) => question) };
}

interface Changing {
  readonly method: EscalationMethod;
  readonly grounded: readonly Grounded[];
}

/** The way of changing its own rights that the element names the permissions of, each of which a statement gives. */
function changing(element: Grant | Link, groundsOf: (method: EscalationMethod) => readonly Grounded[]): Changing | undefined {
  for (const method of escalationMethods) {
    if (!isOwn({ method })) continue;
    const isNamed = method.needs.every(({ actions }) =>
      actions.some((action) => element.because.some((each) => each.endsWith(allowsText('', action)) && !each.startsWith(SELF_GIVEN))),
    );
    if (!isNamed) continue;
    const grounded = groundsOf(method);
    if (grounded.every(({ statements }) => statements.length > 0)) return { method, grounded };
  }
  return undefined;
}
