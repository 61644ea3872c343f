import type { FactIndex } from '../../../../../src/model/fact.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { objectIdOf } from '../../../ids.ts';
import { tenantsIn } from '../../graph-page.ts';
import type { EntraSettings } from '../../settings.ts';
import { hideMembers } from '../roles/hidden.ts';
import { interestIn } from './interest.ts';
import { groupMembers, groupOwners, groupPim, groupPolicies, groups } from './surfaces.ts';

/**
 * The list of groups, and of those that matter members, owners and what Privileged Identity Management holds of them; of those it holds
 * something of, also what switching on takes.
 */
export function planGroups(seen: FactIndex, stage: number, settings: EntraSettings): readonly Task[] {
  return tenantsIn(seen).flatMap(({ boundary, tenant }) => {
    const tasks: Task[] = [{ boundary, surface: groups.id, args: { call: 'Groups' } }];
    // nothing is known of any group before the lists of the next stage
    if (stage === 0) return tasks;
    const { groups: asked, names, known, managed } = interestIn(seen, boundary, tenant, settings);
    for (const id of asked) {
      const group = objectIdOf(id);
      if (group === undefined) continue;
      const told = known.get(id);
      const hidden = hideMembers(told?.visibility ?? null) ? { hidden: true } : {};
      tasks.push({ boundary, surface: groupMembers.id, args: { call: 'GroupMembers', group, ...hidden } });
      // the service tells no owners of a group that is kept elsewhere, and an empty list of them would say that it has none
      if (told?.fromOnPremises !== true) tasks.push({ boundary, surface: groupOwners.id, args: { call: 'GroupOwners', group } });
      if (tenant.hasPim === false) continue;
      tasks.push({ boundary, surface: groupPim.id, args: { call: 'GroupPimAssignments', group } });
      tasks.push({ boundary, surface: groupPim.id, args: { call: 'GroupPimEligibilities', group } });
      if (!managed.has(id)) continue;
      const name = names.get(id);
      tasks.push({ boundary, surface: groupPolicies.id, args: { call: 'GroupPolicies', group, ...(name === undefined ? {} : { name }) } });
    }
    return tasks;
  });
}
