import type { Task } from '../../../../../src/model/page.ts';
import type { MicrosoftCall } from '../../../call.ts';
import type { Asked } from '../common/asked.ts';
import { taskAt } from '../common/asked.ts';
import { atScopeAbove, scopeList } from '../common/calls.ts';
import { assignmentInstances, assignmentSchedules, eligibilityInstances, eligibilitySchedules, rolePolicies } from './surfaces.ts';

/**
 * Without a filter the lists hold what is given at the scope, below it and above it (https://learn.microsoft.com/rest/api/authorization,
 * version 2020-10-01). `atScope()` leaves out what is below: of a management group that is asked of what is there.
 */
function pimList(name: string, surface: string, filter?: typeof atScopeAbove): MicrosoftCall {
  return scopeList({
    name,
    surface,
    provider: `Microsoft.Authorization/${name}`,
    version: '2020-10-01',
    permissions: [`Microsoft.Authorization/${name}/read`],
    ...(filter === undefined ? {} : { filter }),
  });
}

export const pimCalls: readonly MicrosoftCall[] = [
  pimList('roleAssignmentScheduleInstances', assignmentInstances.id, atScopeAbove),
  pimList('roleEligibilityScheduleInstances', eligibilityInstances.id, atScopeAbove),
  pimList('roleAssignmentSchedules', assignmentSchedules.id, atScopeAbove),
  pimList('roleEligibilitySchedules', eligibilitySchedules.id, atScopeAbove),
  pimList('roleManagementPolicyAssignments', rolePolicies.id),
];

/** All that is asked of one scope. */
export function pimTasks(at: Asked): readonly Task[] {
  return pimCalls.map(({ name, surface }) => taskAt(surface, name, at));
}

/** What switching on a role at this place demands. */
export function policyTask(at: Asked): Task {
  return taskAt(rolePolicies.id, 'roleManagementPolicyAssignments', at);
}
