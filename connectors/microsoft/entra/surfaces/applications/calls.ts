import type { JsonObject } from '../../../../../src/base/json.ts';
import type { MicrosoftCall } from '../../../call.ts';
import { arg, query } from '../../graph-page.ts';
import {
  agentIdentities,
  appActivity,
  applications,
  appOwners,
  appRoleAssignments,
  credentialActivity,
  delegatedGrants,
  federatedCredentials,
  servicePrincipals,
} from './surfaces.ts';
import { deletedCalls } from './deleted-calls.ts';

/** Members of `passwordCredential` and `keyCredential` that hold the secret, its first characters, or what it is made of. */
export const secretMembers: readonly string[] = ['hint', 'secretText', 'key', 'customKeyIdentifier'];

/** What is asked of an application, and of a service principal, in a list and by itself. */
export const APPLICATION =
  'id,appId,displayName,createdDateTime,signInAudience,disabledByMicrosoftStatus,passwordCredentials,keyCredentials,servicePrincipalLockConfiguration';
export const SERVICE_PRINCIPAL =
  'id,appId,displayName,servicePrincipalType,accountEnabled,appOwnerOrganizationId,alternativeNames,appRoles,appRoleAssignmentRequired,verifiedPublisher,passwordCredentials,keyCredentials';

const readApplications = ['Application.Read.All'];
const PAGE = 999;
/** An object that is not there any more. */
const gone = ['Request_ResourceNotFound'];

/**
 * Microsoft Graph reads of applications.
 *
 * Federated credentials are asked with the list of applications, which tells at no further request who has any: an application has at most
 * 20, as many as `$expand` gives. v1.0 gives no subject for one whose subject an expression decides, and hides the expression, so that those
 * applications alone are asked again in beta. Owners are asked the same way, and only those at the limit of `$expand` (20) one by one. Of
 * each of the two, one relation a request can be expanded, hence a list of their own.
 */
export const applicationsCalls: readonly MicrosoftCall[] = [
  {
    name: 'Applications',
    surface: applications.id,
    service: 'graph',
    operation: 'GET /applications',
    path: () =>
      `/applications${query({
        $select: APPLICATION,
        $expand: 'federatedIdentityCredentials',
        $top: PAGE,
      })}`,
    drops: secretMembers,
    permissions: readApplications,
  },
  {
    name: 'FederatedCredentials',
    surface: federatedCredentials.id,
    service: 'graph-beta',
    operation: 'GET /applications/{id}/federatedIdentityCredentials',
    path: (args) => `/applications/${arg(args, 'application')}/federatedIdentityCredentials`,
    batched: true,
    drops: [],
    permissions: readApplications,
    answers: gone,
    about: (args) => `of application ${arg(args, 'application')}`,
  },
  {
    name: 'ServicePrincipals',
    surface: servicePrincipals.id,
    service: 'graph',
    operation: 'GET /servicePrincipals',
    path: () =>
      `/servicePrincipals${query({
        $select: SERVICE_PRINCIPAL,
        $top: PAGE,
      })}`,
    drops: secretMembers,
    permissions: readApplications,
  },
  {
    name: 'ApplicationsWithOwners',
    surface: appOwners.id,
    service: 'graph',
    operation: 'GET /applications?$expand=owners',
    path: () => `/applications${query({ $select: 'id', $expand: 'owners($select=id)', $top: PAGE })}`,
    batched: true,
    drops: [],
    permissions: readApplications,
  },
  {
    name: 'ServicePrincipalsWithOwners',
    surface: appOwners.id,
    service: 'graph',
    operation: 'GET /servicePrincipals?$expand=owners',
    path: () => `/servicePrincipals${query({ $select: 'id', $expand: 'owners($select=id)', $top: PAGE })}`,
    batched: true,
    drops: [],
    permissions: readApplications,
  },
  owners('ApplicationOwners', 'applications', 'application'),
  owners('ServicePrincipalOwners', 'servicePrincipals', 'servicePrincipal'),
  {
    name: 'AppRoleAssignedTo',
    surface: appRoleAssignments.id,
    service: 'graph',
    operation: 'GET /servicePrincipals/{id}/appRoleAssignedTo',
    path: (args) => `/servicePrincipals/${arg(args, 'resource')}/appRoleAssignedTo${query({ $top: PAGE })}`,
    batched: true,
    drops: [],
    permissions: readApplications,
    answers: gone,
    about: (args) => `of service principal ${arg(args, 'resource')}`,
  },
  {
    name: 'DelegatedGrants',
    surface: delegatedGrants.id,
    service: 'graph',
    operation: 'GET /oauth2PermissionGrants',
    path: () => `/oauth2PermissionGrants${query({ $top: PAGE })}`,
    drops: [],
    permissions: ['Directory.Read.All'],
  },
  {
    name: 'AppActivity',
    surface: appActivity.id,
    service: 'graph-beta',
    operation: 'GET /reports/servicePrincipalSignInActivities',
    path: () => `/reports/servicePrincipalSignInActivities${query({ $top: PAGE })}`,
    drops: [],
    permissions: ['AuditLog.Read.All'],
  },
  {
    name: 'CredentialActivity',
    surface: credentialActivity.id,
    service: 'graph-beta',
    operation: 'GET /reports/appCredentialSignInActivities',
    path: () => `/reports/appCredentialSignInActivities${query({ $top: PAGE })}`,
    drops: [],
    permissions: ['AuditLog.Read.All'],
  },
  {
    name: 'AgentIdentities',
    surface: agentIdentities.id,
    service: 'graph-beta',
    operation: 'GET /servicePrincipals/microsoft.graph.agentIdentity',
    path: () =>
      `/servicePrincipals/microsoft.graph.agentIdentity${query({ $select: 'id,appId,displayName,accountEnabled,createdDateTime,agentIdentityBlueprintId', $top: PAGE })}`,
    batched: true,
    drops: [],
    permissions: ['AgentIdentity.Read.All'],
  },
  {
    name: 'AgentSponsors',
    surface: agentIdentities.id,
    service: 'graph-beta',
    operation: 'GET /servicePrincipals/{id}/microsoft.graph.agentIdentity/sponsors',
    path: (args) =>
      `/servicePrincipals/${arg(args, 'agent')}/microsoft.graph.agentIdentity/sponsors${query({ $select: 'id', $top: PAGE })}`,
    batched: true,
    drops: [],
    permissions: ['AgentIdentity.Read.All'],
    answers: gone,
    about: (args) => `of agent ${arg(args, 'agent')}`,
  },
  ...deletedCalls,
];

function owners(name: string, collection: string, subject: string): MicrosoftCall {
  const about = subject === 'application' ? 'application' : 'service principal';
  return {
    name,
    surface: appOwners.id,
    service: 'graph',
    operation: `GET /${collection}/{id}/owners`,
    path: (args: JsonObject) => `/${collection}/${arg(args, subject)}/owners${query({ $select: 'id', $top: PAGE })}`,
    batched: true,
    drops: [],
    permissions: readApplications,
    answers: gone,
    about: (args: JsonObject) => `of ${about} ${arg(args, subject)}`,
  };
}
