import type { ConditionNote } from '../../../src/model/grant.ts';
import type { Right } from '../rights/rights.ts';
import { plainRight } from '../rights/rights.ts';
import { limited } from '../rights/limits.ts';
import type { Principal } from './estate.ts';
import type { Templates } from './templates.ts';
import { assumeRow, isWhole, rowIn } from './rows.ts';

/**
 * What a principal may still assume where a trust alone decides: its denies and permissions boundary count. A boundary limits whom a
 * trust names (id_roles_update-role-trust-policy.html); whether it limits a trust in anyone or in one session is not documented.
 */
export function directRights(principal: Principal, templates: Templates, trust: 'named' | 'other'): readonly Right[] {
  const limits = templates.limitsOf(principal);
  const surely = limited(plainRight, rowIn(assumeRow, principal), limits, isWhole);
  if (trust === 'named' || limits.boundary === null) return surely;
  const beyond: Right = { ...plainRight, presence: 'possible', conditions: [PAST_THE_BOUNDARY] };
  return [...surely, ...limited(beyond, rowIn(assumeRow, principal), { ...limits, boundary: null }, isWhole)];
}

const PAST_THE_BOUNDARY: ConditionNote = {
  text: 'whether its permissions boundary limits a trust that does not name it is not documented',
  settled: 'outside',
};

/** The right of those whose session is named as the text says: whoever starts a session names it. */
export function inSession(right: Right, session: string | undefined): Right {
  return session === undefined ? right : { ...right, conditions: [...right.conditions, { text: session, settled: 'by-holder' }] };
}
