import type { Area } from '../../../area.ts';
import type { EntraSettings } from '../../settings.ts';
import { mapAppActivity, mapCredentialActivity } from './activity.ts';
import { mapAgentIdentities } from './agents.ts';
import { mapApplications, mapFederatedCredentials } from './applications.ts';
import { applicationsCalls } from './calls.ts';
import { mapDeletedItems } from './deleted.ts';
import { mapAppRoleAssignments, mapDelegatedGrants } from './grants.ts';
import { mapOwners } from './owners.ts';
import { applicationsPlanSees, planApplications } from './plan.ts';
import { mapServicePrincipals } from './service-principals.ts';
import {
  agentIdentities,
  appActivity,
  applications,
  appOwners,
  appRoleAssignments,
  credentialActivity,
  delegatedGrants,
  deletedItems,
  federatedCredentials,
  servicePrincipals,
} from './surfaces.ts';

export const applicationsArea: Area<EntraSettings> = {
  surfaces: [
    { surface: applications, map: mapApplications },
    { surface: federatedCredentials, map: mapFederatedCredentials },
    { surface: servicePrincipals, map: mapServicePrincipals },
    { surface: appOwners, map: mapOwners },
    { surface: appRoleAssignments, map: mapAppRoleAssignments },
    { surface: delegatedGrants, map: mapDelegatedGrants },
    { surface: appActivity, map: mapAppActivity },
    { surface: credentialActivity, map: mapCredentialActivity },
    { surface: deletedItems, map: mapDeletedItems },
    { surface: agentIdentities, map: mapAgentIdentities },
  ],
  calls: applicationsCalls,
  plan: planApplications,
  planSees: applicationsPlanSees,
};
