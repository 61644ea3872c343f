import { graphAppId, graphAppRoles, microsoftTenant } from '../../../test/connectors/microsoft/world/known.ts';
import { joined, listOf, type Item, type List, type Tenant } from '../tenant.ts';
import { reference } from './people.ts';

/** `$expand` ends there, and says nothing: https://learn.microsoft.com/graph/query-parameters#expand */
const EXPANDED = 20;
export const GITHUB = 'https://token.actions.githubusercontent.com';

/** Applications by their numbers: what each has. */
export const plants = {
  secret: (at: number): boolean => at % 2 === 0,
  /** Made for two years and not for half a year. */
  longSecret: (at: number): boolean => at % 10 === 0,
  /** Beside another secret, and over for a year. */
  expiredSecret: (at: number): boolean => at % 40 === 6,
  certificate: (at: number): boolean => at % 7 === 3,
  federated: (at: number): boolean => at % 20 === 1,
  owned: (at: number): boolean => at % 4 !== 2,
  /** More than `$expand` tells. */
  manyOwners: (at: number): boolean => at % 400 === 9,
  handsOutRoles: (at: number): boolean => at % 500 === 12,
  disabled: (at: number): boolean => at % 90 === 11,
} as const;

/** Resources of our own with app roles, of foreign applications, and of managed identities: how many there are. */
export function counts({ size }: Tenant): { readonly resources: number; readonly foreign: number; readonly managed: number } {
  return {
    resources: Math.max(2, Math.floor(size.apps / 500)),
    foreign: Math.max(4, Math.floor(size.apps / 50)),
    managed: size.subscriptions * 3,
  };
}

function ownersOf(tenant: Tenant, app: number): readonly Item[] {
  const { holders, users } = tenant.size;
  const count = plants.manyOwners(app) ? EXPANDED + 5 : plants.owned(app) ? 1 : 0;
  return Array.from({ length: count }, (_, at) => reference('user', tenant.idOf('user', holders + ((app * 13 + at) % (users - holders)))));
}

export function ownersOfApplication(tenant: Tenant, app: number): List {
  return listOf(ownersOf(tenant, app));
}

function secret(tenant: Tenant, number: number, from: number, until: number): Item {
  return {
    keyId: tenant.idOf('secret', number),
    displayName: 'secret',
    startDateTime: tenant.day(from),
    endDateTime: tenant.day(until),
    hint: 'abc',
    secretText: null,
    customKeyIdentifier: null,
  };
}

export function applications(tenant: Tenant): List {
  return {
    length: tenant.size.apps,
    item: (at) => ({
      id: tenant.idOf('application', at),
      appId: tenant.idOf('appId', at),
      displayName: `App ${at}`,
      createdDateTime: tenant.day(-400),
      signInAudience: 'AzureADMyOrg',
      disabledByMicrosoftStatus: null,
      passwordCredentials: [
        ...(plants.secret(at) ? [plants.longSecret(at) ? secret(tenant, at, -300, 430) : secret(tenant, at, -60, 90)] : []),
        ...(plants.expiredSecret(at) ? [secret(tenant, tenant.size.apps + at, -500, -365)] : []),
      ],
      keyCredentials: plants.certificate(at)
        ? [
            {
              keyId: tenant.idOf('certificate', at),
              displayName: `CN=app-${at}`,
              type: 'AsymmetricX509Cert',
              usage: 'Verify',
              startDateTime: tenant.day(-30),
              endDateTime: tenant.day(50),
              customKeyIdentifier: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=',
              key: null,
            },
          ]
        : [],
      servicePrincipalLockConfiguration: null,
      federatedIdentityCredentials: plants.federated(at)
        ? [
            {
              id: tenant.idOf('trust', at),
              name: 'pipeline',
              issuer: GITHUB,
              subject: `repo:contoso/app-${at}:ref:refs/heads/main`,
              audiences: ['api://AzureADTokenExchange'],
            },
          ]
        : [],
      owners: ownersOf(tenant, at).slice(0, EXPANDED),
    }),
  };
}

const usual = {
  accountEnabled: true,
  servicePrincipalType: 'Application',
  alternativeNames: [] as readonly string[],
  appRoles: [] as readonly Item[],
  appRoleAssignmentRequired: false,
  verifiedPublisher: { displayName: null },
  passwordCredentials: [] as readonly Item[],
  keyCredentials: [] as readonly Item[],
  owners: [] as readonly Item[],
} as const;

export function graphId(tenant: Tenant): string {
  return tenant.idOf('servicePrincipal', tenant.size.apps);
}

/** Those of the applications, Microsoft Graph's, those of other tenants' applications, and managed identities. */
export function servicePrincipals(tenant: Tenant): List {
  const { size } = tenant;
  const { resources, foreign, managed } = counts(tenant);
  const own: List = {
    length: size.apps,
    item: (at) => ({
      ...usual,
      id: tenant.idOf('servicePrincipal', at),
      appId: tenant.idOf('appId', at),
      displayName: `App ${at}`,
      accountEnabled: !plants.disabled(at),
      appOwnerOrganizationId: tenant.id,
      appRoles: at < resources ? [{ id: tenant.idOf('role', at), value: 'Records.ReadWrite.All', isEnabled: true }] : [],
      owners: ownersOf(tenant, at).slice(0, 1),
    }),
  };
  const graph = {
    ...usual,
    id: graphId(tenant),
    appId: graphAppId,
    displayName: 'Microsoft Graph',
    appOwnerOrganizationId: microsoftTenant,
    appRoles: Object.entries(graphAppRoles).map(([value, id]) => ({ id, value, isEnabled: true, allowedMemberTypes: ['Application'] })),
  };
  const others: List = {
    length: foreign,
    item: (at) => ({
      ...usual,
      id: tenant.idOf('foreignApp', at),
      appId: tenant.idOf('appId', size.apps + 1 + at),
      displayName: `Service ${at}`,
      appOwnerOrganizationId: tenant.idOf('foreignTenant', at % 7),
    }),
  };
  const identities: List = {
    length: managed,
    item: (at) => ({
      ...usual,
      id: tenant.idOf('managedIdentity', at),
      appId: tenant.idOf('appId', size.apps + 100_000 + at),
      displayName: `identity-${at}`,
      servicePrincipalType: 'ManagedIdentity',
      appOwnerOrganizationId: null,
      alternativeNames: ['isExplicit=True'],
    }),
  };
  return joined(own, listOf([graph]), others, identities);
}

/** How many may use what Microsoft Graph offers, or a resource of our own. */
function grantRow(tenant: Tenant, number: number, principal: string, resource: string, role: string): Item {
  return {
    id: tenant.idOf('row', 3_000_000 + number),
    appRoleId: role,
    createdDateTime: tenant.day(-200),
    principalId: principal,
    principalType: 'ServicePrincipal',
    resourceId: resource,
  };
}

/** Of Graph: a third of the applications read people, some hand out roles, and one foreign application in four changes applications. */
export function grantedOn(tenant: Tenant, servicePrincipal: number | undefined): List {
  const { apps } = tenant.size;
  const { resources, foreign } = counts(tenant);
  if (servicePrincipal === undefined) return listOf([]);
  if (servicePrincipal < apps) {
    const role = tenant.idOf('role', servicePrincipal);
    if (servicePrincipal >= resources) return listOf([]);
    return {
      length: 10,
      item: (at) =>
        grantRow(
          tenant,
          servicePrincipal * 10 + at,
          tenant.idOf('servicePrincipal', (servicePrincipal + at + 1) % apps),
          tenant.idOf('servicePrincipal', servicePrincipal),
          role,
        ),
    };
  }
  const rows: Item[] = [];
  const give = (principal: string, permission: string): void => {
    rows.push(grantRow(tenant, 1_000_000 + rows.length, principal, graphId(tenant), graphAppRoles[permission] ?? ''));
  };
  for (let at = 0; at < apps; at++) {
    if (at % 3 === 0) give(tenant.idOf('servicePrincipal', at), 'User.Read.All');
    if (plants.handsOutRoles(at)) give(tenant.idOf('servicePrincipal', at), 'RoleManagement.ReadWrite.Directory');
  }
  for (let at = 0; at < foreign; at += 4) give(tenant.idOf('foreignApp', at), 'Application.ReadWrite.All');
  return listOf(rows);
}

/** One application in ten for everybody, one of these in fifty with power; and what one person in twenty consented to for himself. */
export function consents(tenant: Tenant): List {
  const { apps, users } = tenant.size;
  const shared: List = {
    length: Math.floor(apps / 10),
    item: (at) => ({
      id: tenant.idOf('row', 6_000_000 + at),
      clientId: tenant.idOf('servicePrincipal', at * 10),
      consentType: 'AllPrincipals',
      principalId: null,
      resourceId: graphId(tenant),
      scope: at % 50 === 3 ? ' User.Read Directory.ReadWrite.All' : ' User.Read openid profile',
    }),
  };
  const own: List = {
    length: Math.floor(users / 20),
    item: (at) => ({
      id: tenant.idOf('row', 7_000_000 + at),
      clientId: tenant.idOf('servicePrincipal', (at * 17) % apps),
      consentType: 'Principal',
      principalId: tenant.idOf('user', at * 20),
      resourceId: graphId(tenant),
      scope: ' User.Read offline_access',
    }),
  };
  return joined(shared, own);
}

export function deletedApplications(tenant: Tenant): List {
  return {
    length: Math.max(2, Math.floor(tenant.size.apps / 100)),
    item: (at) => ({
      id: tenant.idOf('deletedApp', at),
      appId: tenant.idOf('appId', 900_000 + at),
      displayName: `Former app ${at}`,
      createdDateTime: tenant.day(-900),
      deletedDateTime: tenant.day(-1 - (at % 29)),
      passwordCredentials: [],
      keyCredentials: [],
    }),
  };
}
