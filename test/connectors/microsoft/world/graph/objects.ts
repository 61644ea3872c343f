import type { Estate } from '../estate.ts';
import { appIdOf, foreignTenant, guidOf, tenantId } from '../identifiers.ts';
import { graphAppId, graphAppRoles, microsoftTenant } from '../known.ts';
import type { Item } from '../odata.ts';

const created = '2024-03-04T09:00:00Z';

export function userItem(estate: Estate, name: string): Item {
  const user = estate.world.users[name];
  if (user === undefined) throw new Error(`${name} is no user`);
  const guest = user.guest === true || user.account === 'external-member';
  const invited = guest || user.account === 'invited-internal-guest';
  return {
    id: estate.idOf(name),
    deletedDateTime: user.deleted ?? null,
    displayName: name,
    userPrincipalName: guest ? `${name}_partner.example#EXT#@contoso.example` : `${name}@contoso.example`,
    mail: `${name}@contoso.example`,
    givenName: name,
    surname: null,
    jobTitle: null,
    department: null,
    employeeId: null,
    employeeType: null,
    employeeLeaveDateTime: null,
    userType: user.guest === true || user.account?.endsWith('internal-guest') === true ? 'Guest' : 'Member',
    accountEnabled: user.disabled !== true,
    creationType: guest ? 'Invitation' : null,
    externalUserState: invited ? 'Accepted' : null,
    externalUserStateChangeDateTime: invited ? created : null,
    onPremisesSyncEnabled: user.synced ?? null,
    onPremisesImmutableId: user.synced === true ? Buffer.from(estate.idOf(name)).toString('base64') : null,
    onPremisesSamAccountName: null,
    onPremisesDistinguishedName: null,
    onPremisesSecurityIdentifier: null,
    onPremisesLastSyncDateTime: null,
    signInSessionsValidFromDateTime: created,
    lastPasswordChangeDateTime: created,
    createdDateTime: created,
    isResourceAccount: null,
    identities: [],
    passwordPolicies: null,
    assignedLicenses: [],
    assignedPlans: [],
    securityIdentifier: 'S-1-12-1-1',
    signInActivity: {
      lastSignInDateTime: user.signedIn,
      lastSignInRequestId: guidOf('request', name),
      lastNonInteractiveSignInDateTime: user.signedIn,
      lastSuccessfulSignInDateTime: user.signedIn,
    },
  };
}

export function groupItem(estate: Estate, name: string): Item {
  const group = estate.world.groups[name];
  if (group === undefined) throw new Error(`${name} is no group`);
  return {
    id: estate.idOf(name),
    deletedDateTime: group.deleted ?? null,
    displayName: name,
    description: null,
    createdDateTime: created,
    isAssignableToRole: group.assignable ?? null,
    groupTypes: group.rule === undefined ? [] : ['DynamicMembership'],
    membershipRule: group.rule ?? null,
    membershipRuleProcessingState: group.rule === undefined ? null : 'On',
    onPremisesSyncEnabled: group.synced ?? null,
    onPremisesSecurityIdentifier: null,
    securityEnabled: true,
    mailEnabled: false,
    mail: null,
    mailNickname: name,
    visibility: group.assignable === true ? 'Private' : null,
    isManagementRestricted: null,
    resourceProvisioningOptions: [],
    securityIdentifier: 'S-1-12-1-2',
    uniqueName: null,
  };
}

function federatedItem(of: string, at: number, { issuer, subject, expression }: Trust, beta: boolean): Item {
  const flexible = expression !== undefined;
  return {
    id: guidOf('federated', of, String(at)),
    name: `trust-${at}`,
    description: null,
    issuer,
    // https://learn.microsoft.com/entra/workload-id/workload-identities-flexible-federated-identity-credentials: v1.0 has no expression
    subject: flexible ? null : (subject ?? `repo:contoso/${of}:ref:refs/heads/main`),
    audiences: ['api://AzureADTokenExchange'],
    ...(beta ? { claimsMatchingExpression: flexible ? { value: expression, languageVersion: 1 } : null } : {}),
  };
}
type Trust = Estate['world']['apps'][string]['federated'][number];

export function federatedOf(estate: Estate, app: string, beta: boolean): readonly Item[] {
  const trusts = estate.world.apps[app]?.federated ?? estate.world.managedIdentities[app]?.federated ?? [];
  return trusts.map((trust, at) => federatedItem(app, at, trust, beta));
}

function passwords(estate: Estate, app: string, on: string): readonly Item[] {
  return (estate.world.apps[app]?.secrets ?? []).flatMap((each, at) =>
    each.on !== on
      ? []
      : [
          {
            keyId: guidOf('secret', app, String(at)),
            displayName: `secret ${at}`,
            startDateTime: each.from,
            endDateTime: each.until,
            hint: 'abc',
            secretText: null,
            customKeyIdentifier: null,
          },
        ],
  );
}

function certificates(estate: Estate, app: string, on: string): readonly Item[] {
  return (estate.world.apps[app]?.certificates ?? []).flatMap((each, at) =>
    each.on !== on
      ? []
      : [
          {
            keyId: guidOf('certificate', app, String(at)),
            displayName: `CN=${app}`,
            type: 'AsymmetricX509Cert',
            usage: 'Verify',
            startDateTime: each.from,
            endDateTime: each.until,
            customKeyIdentifier: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=',
            key: null,
          },
        ],
  );
}

export function applicationItem(estate: Estate, name: string, beta: boolean): Item {
  const app = estate.world.apps[name];
  return {
    id: estate.idOf(`app:${name}`),
    deletedDateTime: null,
    appId: appIdOf(name),
    applicationTemplateId: null,
    displayName: name,
    description: null,
    createdDateTime: created,
    identifierUris: [],
    publisherDomain: 'contoso.example',
    verifiedPublisher: {},
    signInAudience: 'AzureADMyOrg',
    passwordCredentials: passwords(estate, name, 'application'),
    keyCredentials: certificates(estate, name, 'application'),
    requiredResourceAccess: [],
    appRoles: [],
    api: { oauth2PermissionScopes: [] },
    tags: [],
    notes: null,
    isFallbackPublicClient: null,
    disabledByMicrosoftStatus: null,
    servicePrincipalLockConfiguration: app?.locked === undefined ? null : { isEnabled: app.locked, allProperties: app.locked },
    federatedIdentityCredentials: federatedOf(estate, name, beta),
  };
}

export const graphServicePrincipal = guidOf('object', 'Microsoft Graph');

export function servicePrincipals(estate: Estate): readonly Item[] {
  const { apps, managedIdentities } = estate.world;
  const usual = {
    deletedDateTime: null,
    accountEnabled: true,
    alternativeNames: [] as readonly string[],
    appDescription: null,
    appDisplayName: null,
    applicationTemplateId: null,
    appRoleAssignmentRequired: false,
    appRoles: [] as readonly Item[],
    createdDateTime: created,
    homepage: null,
    keyCredentials: [] as readonly Item[],
    loginUrl: null,
    notes: null,
    oauth2PermissionScopes: [] as readonly Item[],
    passwordCredentials: [] as readonly Item[],
    preferredSingleSignOnMode: null,
    replyUrls: [],
    servicePrincipalNames: [] as readonly string[],
    signInAudience: 'AzureADMyOrg',
    tags: [] as readonly string[],
    verifiedPublisher: { displayName: null, verifiedPublisherId: null, addedDateTime: null },
    disabledByMicrosoftStatus: null,
    servicePrincipalLockConfiguration: null,
  };
  return [
    {
      ...usual,
      id: graphServicePrincipal,
      appId: graphAppId,
      displayName: 'Microsoft Graph',
      servicePrincipalType: 'Application',
      appOwnerOrganizationId: microsoftTenant,
      signInAudience: 'AzureADMultipleOrgs',
      servicePrincipalNames: [graphAppId, 'https://graph.microsoft.com'],
      appRoles: Object.entries(graphAppRoles).map(([value, id]) => ({
        id,
        value,
        displayName: value,
        description: value,
        isEnabled: true,
        origin: 'Application',
        allowedMemberTypes: ['Application'],
      })),
    },
    ...Object.entries(apps).map(([name, app]) => ({
      ...usual,
      id: estate.idOf(name),
      appId: appIdOf(name),
      displayName: name,
      servicePrincipalType: 'Application',
      accountEnabled: app.disabled !== true,
      appOwnerOrganizationId: app.home === undefined ? tenantId : foreignTenant(app.home),
      signInAudience: app.home === undefined ? 'AzureADMyOrg' : 'AzureADMultipleOrgs',
      servicePrincipalNames: [appIdOf(name)],
      tags: ['WindowsAzureActiveDirectoryIntegratedApp'],
      passwordCredentials: passwords(estate, name, 'service-principal'),
      keyCredentials: certificates(estate, name, 'service-principal'),
    })),
    ...Object.entries(managedIdentities).map(([name, { at }]) => ({
      ...usual,
      id: estate.idOf(name),
      appId: appIdOf(name),
      displayName: name,
      servicePrincipalType: 'ManagedIdentity',
      appOwnerOrganizationId: null,
      signInAudience: null,
      servicePrincipalNames: [appIdOf(name)],
      alternativeNames: [`isExplicit=${at === undefined ? 'False' : 'True'}`],
    })),
  ];
}

/** As lists of members and owners have it: of several kinds, each with its type. */
export function directoryItem(estate: Estate, reference: string): Item {
  const sort = estate.sortOf(reference);
  switch (sort) {
    case 'user':
      return { '@odata.type': '#microsoft.graph.user', ...userItem(estate, reference) };
    case 'group':
      return { '@odata.type': '#microsoft.graph.group', ...groupItem(estate, reference) };
    case 'app':
      return { '@odata.type': '#microsoft.graph.application', ...applicationItem(estate, reference.slice(4), false) };
    case 'service-principal':
    case 'managed-identity':
      return {
        '@odata.type': '#microsoft.graph.servicePrincipal',
        ...servicePrincipals(estate).find((each) => each['id'] === estate.idOf(reference)),
      };
    default:
      throw new Error(`${reference} is no member of anything`);
  }
}

/** Those that are there, by name: what is in the recycle bin is in no other list. */
export function living<T extends { readonly deleted?: string | undefined }>(all: Readonly<Record<string, T>>): readonly string[] {
  return Object.keys(all).filter((name) => all[name]?.deleted === undefined);
}
