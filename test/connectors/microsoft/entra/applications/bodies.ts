import type { JsonObject } from '../../../../../src/base/json.ts';
import { guid, tenant } from './pages.ts';

/** Pages as Microsoft Graph gives them, one for each call about applications. */
export const federated: JsonObject = {
  id: guid(901),
  name: 'deploy',
  issuer: 'https://token.actions.githubusercontent.com',
  subject: 'repo:contoso/shop:environment:production',
  audiences: ['api://AzureADTokenExchange'],
};

export const secret: JsonObject = {
  customKeyIdentifier: { $dropped: 'secret' },
  displayName: 'ci',
  endDateTime: '2028-01-31T10:00:00.1234567Z',
  hint: { $dropped: 'secret' },
  keyId: guid(801).toUpperCase(),
  secretText: null,
  startDateTime: '2026-01-31T10:00:00Z',
};

export const certificate: JsonObject = {
  displayName: 'CN=shop',
  endDateTime: '9999-12-31T23:59:59.9999999Z',
  keyId: guid(802),
  startDateTime: '2026-02-01T00:00:00Z',
  type: 'AsymmetricX509Cert',
  usage: 'Verify',
};

export const application: JsonObject = {
  id: guid(1),
  appId: guid(101),
  displayName: 'shop',
  createdDateTime: '2025-05-01T08:00:00Z',
  signInAudience: 'AzureADMultipleOrgs',
  disabledByMicrosoftStatus: null,
  passwordCredentials: [secret],
  keyCredentials: [certificate],
  servicePrincipalLockConfiguration: { isEnabled: true, allProperties: true, credentialsWithUsageVerify: true },
  federatedIdentityCredentials: [federated],
};

export const servicePrincipal: JsonObject = {
  id: guid(2),
  appId: guid(101),
  displayName: 'shop',
  servicePrincipalType: 'Application',
  accountEnabled: true,
  appOwnerOrganizationId: tenant,
  alternativeNames: [],
  appRoles: [{ id: guid(701), value: 'Orders.Write.All', allowedMemberTypes: ['Application'], isEnabled: true }],
  appRoleAssignmentRequired: false,
  verifiedPublisher: { displayName: null },
  passwordCredentials: [],
  keyCredentials: [],
};

export const managedIdentity: JsonObject = {
  ...servicePrincipal,
  id: guid(3),
  appId: guid(103),
  displayName: 'vm-7',
  servicePrincipalType: 'ManagedIdentity',
  alternativeNames: ['isExplicit=False', '/subscriptions/AAAA/resourcegroups/rg/providers/Microsoft.Compute/virtualMachines/vm-7'],
  appRoles: [],
  keyCredentials: [certificate],
};

export const roleAssignment: JsonObject = {
  id: '41W1zT6z1U-kJxf62svfp1HFE8pMZhxDun-ThPczmJE',
  deletedDateTime: null,
  appRoleId: guid(701),
  createdDateTime: '2026-02-02T04:22:45.9480566Z',
  principalDisplayName: 'vm-7',
  principalId: guid(3),
  principalType: 'ServicePrincipal',
  resourceDisplayName: 'shop',
  resourceId: guid(2),
};

export const consent: JsonObject = {
  id: 'AVs6JuUDjkCFV7q2gd8QTPimBBgj5iBFj0C6GwwRxC0',
  clientId: guid(2),
  consentType: 'AllPrincipals',
  principalId: null,
  resourceId: guid(9),
  scope: ' User.Read  Group.ReadWrite.All User.Read',
};

export const appUse: JsonObject = {
  id: 'row-1',
  appId: guid(101),
  lastSignInActivity: { lastSignInDateTime: '2026-10-01T00:00:00Z', lastSignInRequestId: null },
  delegatedClientSignInActivity: { lastSignInDateTime: '2026-10-03T00:00:00Z' },
  delegatedResourceSignInActivity: null,
  applicationAuthenticationClientSignInActivity: { lastSignInDateTime: '2026-10-02T00:00:00Z' },
  applicationAuthenticationResourceSignInActivity: null,
};

export const keyUse: JsonObject = {
  id: 'row-2',
  keyId: guid(801),
  keyType: 'clientSecret',
  appId: guid(101),
  appObjectId: guid(1),
  servicePrincipalObjectId: guid(2),
  credentialOrigin: 'application',
  expirationDate: '2028-01-31T10:00:00Z',
  signInActivity: { lastSignInDateTime: '2026-11-01T12:00:00Z' },
};

export const agent: JsonObject = {
  id: guid(4),
  displayName: 'invoice agent',
  accountEnabled: true,
  createdDateTime: '2026-06-01T00:00:00Z',
  agentIdentityBlueprintId: guid(104),
};

export const deletedApplication: JsonObject = {
  id: guid(5),
  appId: guid(105),
  displayName: 'old shop',
  createdDateTime: '2024-01-01T00:00:00Z',
  deletedDateTime: '2026-11-10T00:00:00Z',
  passwordCredentials: [{ ...secret, keyId: guid(805) }],
  keyCredentials: [],
};
