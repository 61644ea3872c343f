import type { Identity } from '../model/entity.ts';
import type { Observation, Question } from '../model/question.ts';
import type { Hold, Reached, View } from '../model/view.ts';
import { privileged } from './privileged.ts';
import { doubts, grantSources, neverAsked } from './standing-answer.ts';

/** Why nobody can enter an identity that is kept with all it holds. */
export type Blocked = 'disabled' | 'deleted';

export function blockedBy({ enabled, deletedAt }: Identity): Blocked | undefined {
  if (deletedAt !== undefined) return 'deleted';
  return enabled === false ? 'disabled' : undefined;
}

/** One question for each identity that is blocked in one of these ways. */
export function* blockedQuestions(view: View, ...ways: readonly Blocked[]): Iterable<Question> {
  for (const identity of view.identities()) {
    const way = neverAsked.has(identity.kind) || identity.providerManaged ? undefined : blockedBy(identity);
    if (way !== undefined && ways.includes(way)) yield { subject: { type: 'identity', id: identity.id } };
  }
}

/** The gravest of what a blocked identity reaches and holds so, of more than what is ordinary. */
export function keptAs(view: View, identity: string, hold: Hold): Reached | undefined {
  return view.foremost(identity, privileged, hold);
}

/** The answer where it hangs on a right that is in doubt. */
export function inDoubt(view: View, reach: Reached): Observation {
  const { identity, capability, scope } = reach;
  return { says: 'undetermined', because: doubts(view, reach, view.path(identity, capability, scope), grantSources) };
}

/** The rights are there, nobody can use them, and one act changes that. */
export function latent(reach: Reached, first: string, restored: string): Observation {
  const { identity, capability, scope, tierZero } = reach;
  const what = `${capability} on ${scope}`;
  return {
    says: 'finding',
    severity: tierZero ? 'medium' : 'low',
    reasons: [`${first}: ${what}`, restored, ...(tierZero ? ['it leads to control of a whole boundary'] : [])],
    witness: [
      { type: 'path', identity, capability, scope },
      { type: 'identity', id: identity },
    ],
  };
}
