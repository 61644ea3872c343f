import type { FactIndex } from '../../../../../src/model/fact.ts';
import type { BoundaryId, ScopeId } from '../../../../../src/model/ids.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { objectIdOf } from '../../../ids.ts';
import type { EntraFact } from '../../facts.ts';
import { tenantsIn } from '../../graph-page.ts';
import {
  administrativeUnits,
  roleAssignmentInstances,
  roleAssignments,
  roleAssignmentSchedules,
  roleDefinitions,
  roleEligibilityInstances,
  roleEligibilitySchedules,
  rolePolicies,
} from './surfaces.ts';

/**
 * What to ask about directory roles. Without a licence for it there is no Privileged Identity Management, and nothing of it is asked; where
 * licences are not told, it is.
 */
export function planRoles(seen: FactIndex): readonly Task[] {
  return tenantsIn(seen).flatMap(({ boundary, tenant }) => [
    { boundary, surface: roleDefinitions.id, args: { call: 'RoleDefinitionsBeta' } },
    { boundary, surface: roleAssignments.id, args: { call: 'RoleAssignments' } },
    { boundary, surface: administrativeUnits.id, args: { call: 'AdministrativeUnits' } },
    ...(tenant.hasPim === false ? [] : managed(boundary)),
    ...unitMembers(seen, boundary),
  ]);
}

function managed(boundary: BoundaryId): readonly Task[] {
  return [
    { boundary, surface: roleAssignmentInstances.id, args: { call: 'RoleAssignmentInstances' } },
    { boundary, surface: roleEligibilityInstances.id, args: { call: 'RoleEligibilityInstances' } },
    { boundary, surface: roleAssignmentSchedules.id, args: { call: 'RoleAssignmentSchedules' } },
    { boundary, surface: roleEligibilitySchedules.id, args: { call: 'RoleEligibilitySchedules' } },
    { boundary, surface: rolePolicies.id, args: { call: 'RolePolicies' } },
  ];
}

/** Members of the units that a role is limited to, and of those that shield their members from all other roles. */
function unitMembers(seen: FactIndex, boundary: BoundaryId): readonly Task[] {
  const limited = new Set<ScopeId>();
  for (const fact of seen.ofKind('attachment')) {
    const value = fact.value as unknown as EntraFact;
    if (fact.boundary !== boundary) continue;
    if (value.type === 'role-assignment' || value.type === 'role-instance' || value.type === 'role-schedule') limited.add(value.scope);
  }
  const tasks: Task[] = [];
  for (const fact of seen.ofKind('observation')) {
    const value = fact.value as unknown as EntraFact;
    if (fact.boundary !== boundary || value.type !== 'administrative-unit') continue;
    const unit = objectIdOf(value.unit);
    if (unit === undefined || !(value.restricted || limited.has(value.unit))) continue;
    const args = { call: 'AdministrativeUnitMembers', unit, ...(value.hidden === true ? { hidden: true } : {}) };
    tasks.push({ boundary, surface: administrativeUnits.id, args });
  }
  return tasks;
}
