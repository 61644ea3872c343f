import type { Identity } from '../model/entity.ts';
import { classRank } from '../model/persistence.ts';
import type { Observation, Question } from '../model/question.ts';
import type { Reach, View } from '../model/view.ts';
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

/** What a blocked identity reaches of more than what is ordinary, each the gravest of its sort. */
export interface Kept {
  /** For certain, without switching anything on. */
  readonly active: Reach | undefined;
  /** For certain, once it is switched on. */
  readonly eligible: Reach | undefined;
  /** Perhaps, or perhaps without switching anything on. */
  readonly open: Reach | undefined;
}

export function keptBy(view: View, identity: string): Kept {
  const reaches = view.reachesOf(identity, { among: privileged });
  const eligible = classRank('eligible');
  const sure = reaches.filter((each) => each.presence === 'certain');
  return {
    active: gravestOf(sure.filter((each) => classRank(each.bounds.lo) > eligible)),
    eligible: gravestOf(sure.filter((each) => each.bounds.lo === 'eligible')),
    open: gravestOf(reaches.filter((each) => each.presence !== 'certain' || classRank(each.bounds.hi) > eligible)),
  };
}

function gravestOf(reaches: readonly Reach[]): Reach | undefined {
  return reaches.find((each) => each.tierZero) ?? reaches[0];
}

/** The answer where it hangs on a right that is in doubt. */
export function inDoubt(view: View, reach: Reach): Observation {
  const { identity, capability, scope } = reach;
  return { says: 'undetermined', because: doubts(view, reach, view.path(identity, capability, scope), grantSources) };
}

/** The rights are there, nobody can use them, and one act changes that. */
export function latent(reach: Reach, first: string, restored: string): Observation {
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
