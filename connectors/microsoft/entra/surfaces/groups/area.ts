import type { Area } from '../../../area.ts';
import type { EntraSettings } from '../../settings.ts';
import { groupsCalls } from './calls.ts';
import { mapGroups } from './list.ts';
import { mapGroupMembers, mapGroupOwners } from './members.ts';
import { mapGroupPim } from './pim.ts';
import { planGroups } from './plan.ts';
import { mapGroupPolicies } from './policies.ts';
import { groupMembers, groupOwners, groupPim, groupPolicies, groups } from './surfaces.ts';

/** Groups, and who is in, owns, or may switch on a membership of those that matter. */
export const groupsArea: Area<EntraSettings> = {
  surfaces: [
    { surface: groups, map: mapGroups },
    { surface: groupMembers, map: mapGroupMembers },
    { surface: groupOwners, map: mapGroupOwners },
    { surface: groupPim, map: mapGroupPim },
    { surface: groupPolicies, map: mapGroupPolicies },
  ],
  calls: groupsCalls,
  plan: planGroups,
  planSees: ['observation', 'identity', 'attachment', 'membership', 'activation-policy'],
};
