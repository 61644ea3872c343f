import type { Area } from '../../../area.ts';
import type { AzureSettings } from '../../settings.ts';
import { everyScope, seenOf } from '../places/seen.ts';
import { placesBelow } from './below.ts';
import { pimCalls, pimTasks, policyTask } from './calls.ts';
import { mapPolicies } from './policies.ts';
import { mapInstances, mapSchedules } from './rows.ts';
import { assignmentInstances, assignmentSchedules, eligibilityInstances, eligibilitySchedules, rolePolicies } from './surfaces.ts';

/** What Privileged Identity Management knows of Azure roles: who may switch on what, who has, until when, and what that takes. */
export const pimArea: Area<AzureSettings> = {
  surfaces: [
    { surface: assignmentInstances, map: mapInstances },
    { surface: eligibilityInstances, map: mapInstances },
    { surface: assignmentSchedules, map: mapSchedules },
    { surface: eligibilitySchedules, map: mapSchedules },
    { surface: rolePolicies, map: mapPolicies },
  ],
  calls: pimCalls,
  plan(seen, _stage, settings) {
    const known = seenOf(seen, settings);
    return [...everyScope(known).flatMap(pimTasks), ...placesBelow(seen, known).map(policyTask)];
  },
  planSees: ['observation', 'attachment'],
};
