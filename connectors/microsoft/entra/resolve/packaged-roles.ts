import { groupBy } from '../../../../src/base/group.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import type { Directory } from './directory.ts';
import type { Ground } from './elements.ts';
import { inOrder } from './elements.ts';
import { powersHeld } from './emit.ts';
import { givenRole, isRole } from './given-role.ts';
import { eligibleFor, standing } from './lasting.ts';
import type { Pools } from './pools.ts';
import { policyFor, roleOf } from './roles.ts';

/**
 * What directory roles that access packages give come to for those who manage packages and so assign one to themselves: to whom packages have given them
 * is told by the roles that these hold. Once a role is in a catalog whoever manages packages of it gives it
 * (https://learn.microsoft.com/entra/id-governance/entitlement-management-roles#prerequisites).
 */
export function* packagedRoles(directory: Directory, pools: Pools, now: number): Iterable<Grant | Link> {
  if (!pools.isJoined('packaged-groups')) return;
  const { boundary, tenant, packageRoles } = directory;
  const roles = packageRoles.filter(({ value }) => isRole(value));
  for (const [who, told] of groupBy(roles, ({ value }) => givenRole(boundary, value))) {
    const [first] = told;
    const role = first?.value.role ?? '';
    const known = roleOf(directory, role);
    if (first === undefined || known === undefined) continue;
    const lasting =
      first.value.gives === 'role'
        ? standing(['a package that it assigns to itself gives it'])
        : eligibleFor({ from: null, until: null }, policyFor(directory, role), now);
    const ground: Ground = {
      boundary,
      source: { id: who, kind: 'access-package-role', name: `${known.name} by an access package`, boundary },
      lasting,
      evidence: inOrder(told.flatMap(({ pages }) => pages)),
    };
    yield* powersHeld(pools, tenant, who, known.powers, boundary, ground);
  }
}
