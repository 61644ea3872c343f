import type { Candidate } from './links.ts';
import { trustSource } from './links.ts';
import type { OpenRole } from './open-roles.ts';

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
    source: trustSource(trust),
    because: [
      detail['principalForm'] === 'account'
        ? `the trust policy of role ${trust.roleName} leaves it to the account's own policies`
        : `the trust policy of role ${trust.roleName} lets in anyone`,
    ],
    caveats: [],
    evidence: trust.evidence,
  };
}
