import type { Area } from '../../../area.ts';
import { subscriptionBoundary } from '../../../ids.ts';
import type { AzureSettings } from '../../settings.ts';
import { everyScope, everySubscription, seenOf } from '../places/seen.ts';
import {
  assignmentsTask,
  authorizationCalls,
  callerRightsTask,
  classicTask,
  definitionsTask,
  deniesTask,
  indexTask,
  rootAssignmentsTask,
} from './calls.ts';
import { isShown } from './control.ts';
import { mapDenyAssignments } from './deny-assignments.ts';
import { mapAssignmentIndex, mapClassicAdministrators, mapRoleAssignments, mapRootAssignments } from './role-assignments.ts';
import { mapRoleDefinitions } from './role-definitions.ts';
import { assignmentIndex, classicAdministrators, denyAssignments, roleAssignments, roleDefinitions, rootAssignments } from './surfaces.ts';

/** Who is given which role where, what the roles allow, and what takes away from that. */
export const authorizationArea: Area<AzureSettings> = {
  surfaces: [
    { surface: roleDefinitions, map: mapRoleDefinitions },
    { surface: roleAssignments, map: mapRoleAssignments },
    { surface: rootAssignments, map: mapRootAssignments },
    { surface: assignmentIndex, map: mapAssignmentIndex },
    { surface: denyAssignments, map: mapDenyAssignments },
    { surface: classicAdministrators, map: mapClassicAdministrators },
  ],
  calls: authorizationCalls,
  plan(seen, stage, settings) {
    const known = seenOf(seen, settings);
    const subscriptions = everySubscription(known);
    const scopes = everyScope(known);
    // the lists of subscriptions are asked in the first stage, and have drained in all later ones
    const unshown = stage === 0 ? [] : subscriptions.filter(({ subscription = '' }) => !isShown(seen, subscriptionBoundary(subscription)));
    return [
      ...known.tenants.flatMap((tenant) => [definitionsTask({ tenant }), rootAssignmentsTask(tenant), indexTask(tenant)]),
      ...scopes.flatMap((at) => [assignmentsTask(at), definitionsTask(at), deniesTask(at)]),
      ...subscriptions.map(classicTask),
      ...unshown.map(callerRightsTask),
    ];
  },
  planSees: ['observation'],
};
