import type { Access } from '../../../../src/model/access.ts';
import type { BoundaryId } from '../../../../src/model/ids.ts';
import { accessOf } from '../../access.ts';
import type { RoleAssignmentFact, RoleInstanceFact, RoleScheduleFact } from '../facts.ts';
import { tripleOf } from '../resolve/directory.ts';
import { builtInRole } from '../tables/roles.ts';
import { isProvisioned } from '../schedule-status.ts';

/**
 * A role that somebody holds at a scope is one access, and may be told three times: by the list of assignments, which knows no end, by what Privileged
 * Identity Management holds to be in force, and by its schedule. All have one id. Of the three, what tells an end goes before what tells none: the
 * list of assignments never does. What comes by a group is the group's, and the membership's.
 */
export function roleAccess(boundary: BoundaryId, value: RoleAssignmentFact | RoleInstanceFact | RoleScheduleFact): Access | undefined {
  if (value.type !== 'role-assignment' && value.member !== 'direct') return undefined;
  if (value.type === 'role-schedule' && !isProvisioned(value.status)) return undefined;
  const isEligible = value.type !== 'role-assignment' && value.of === 'eligibility';
  const { principal: subject, role, scope } = value;
  const known = builtInRole(role)?.name;
  return accessOf(
    { kind: isEligible ? 'eligibility' : 'assignment', boundary, subject, object: role, scope },
    {
      source: `${isEligible ? 'eligible-role' : 'directory-role'}|${tripleOf(value)}`,
      name: known ?? `role ${role}`,
      names: [known],
      ...(value.type === 'role-assignment'
        ? { endUntold: true }
        : { from: value.from, until: value.until, activated: !isEligible && value.assignment === 'activated' }),
    },
  );
}
