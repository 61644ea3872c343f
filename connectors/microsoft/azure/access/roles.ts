import type { Access } from '../../../../src/model/access.ts';
import type { BoundaryId } from '../../../../src/model/ids.ts';
import { accessOf } from '../../access.ts';
import { armScope } from '../remedy.ts';
import type { RoleRow } from '../resolve/right.ts';
import { rightOf } from '../resolve/right.ts';
import { isComing, isOver } from '../resolve/status.ts';
import { knownRoles } from '../tables/known-roles.ts';

/**
 * A role that somebody holds at a scope is one access, told by the role assignment, which knows no end, by what Privileged Identity Management holds
 * to be in force, and by its schedule. All have one id and one source; what tells an end goes before what tells none. What is listed as
 * inherited or as a group's is that of another scope or of the group.
 */
export function roleAccess(boundary: BoundaryId, value: RoleRow): Access | undefined {
  if (value.type === 'role-instance' && (value.member !== 'direct' || isOver(value.status))) return undefined;
  if (value.type === 'role-schedule' && !isComing(value.status)) return undefined;
  const isEligible = value.type !== 'role-assignment' && value.of === 'eligibility';
  const { principal: subject, role, scope } = value;
  const known = knownRoles.get(role)?.name;
  const definition = `${armScope(scope, subject)}/providers/microsoft.authorization/roledefinitions/${role}`;
  return accessOf(
    { kind: isEligible ? 'eligibility' : 'assignment', boundary, subject, object: role, scope },
    {
      source: rightOf(value),
      name: known ?? `role ${role}`,
      names: [known, definition],
      ...(value.type === 'role-assignment'
        ? { endUntold: true }
        : { from: value.from, until: value.until, activated: !isEligible && value.assignment === 'activated' }),
    },
  );
}
