import type { Candidate } from './links.ts';
import { flat } from './flat.ts';
import type { OpenRole } from './open-roles.ts';

const none: readonly string[] = [];

/** A pool to a role it opens. */
export function opens(pool: string, { trust, right, detail }: OpenRole): Candidate {
  return {
    how: 'can-assume',
    from: pool,
    to: trust.role,
    boundary: trust.boundary,
    right,
    openness: 'exact',
    detail,
    source: trust.source,
    because: [
      detail['principalForm'] === 'account'
        ? flat('the trust policy of role ', trust.roleName, " leaves it to the account's own policies")
        : flat('the trust policy of role ', trust.roleName, ' lets in anyone'),
    ],
    caveats: none,
    evidence: trust.evidence,
  };
}
