import type { Estate } from '../estate.ts';
import { appIdOf, foreignTenant, guidOf } from '../identifiers.ts';
import { directoryRoles, graphAppRoles } from '../known.ts';
import type { Item } from '../odata.ts';
import { notFound, type Asked, type Refusal, type Route } from '../route.ts';
import { applicationItem, directoryItem, federatedOf, graphServicePrincipal, servicePrincipals } from './objects.ts';

/** `$expand` of objects of the directory ends there, and says nothing: https://learn.microsoft.com/graph/query-parameters#expand */
const EXPANDED = 20;

function registered(estate: Estate): readonly string[] {
  return Object.keys(estate.world.apps).filter((name) => estate.world.apps[name]?.home === undefined);
}

function applicationNamed(estate: Estate, { at }: Asked): string | undefined {
  return registered(estate).find((name) => estate.idOf(`app:${name}`) === at[0]?.toLowerCase() || `(appId='${appIdOf(name)}')` === at[0]);
}

function principalNamed(estate: Estate, { at }: Asked): string | undefined {
  const { apps, managedIdentities } = estate.world;
  return [...Object.keys(apps), ...Object.keys(managedIdentities)].find((name) => estate.idOf(name) === at[0]?.toLowerCase());
}

function servicePrincipalAt(estate: Estate, { at }: Asked): Item | undefined {
  const [wanted = ''] = at;
  const byAppId = /^\(appId='([^']+)'\)$/i.exec(wanted)?.[1];
  return servicePrincipals(estate).find((each) =>
    byAppId === undefined ? each['id'] === wanted.toLowerCase() : each['appId'] === byAppId,
  );
}

/** Application permissions of Microsoft Graph, as they were consented to. */
function granted(estate: Estate): readonly Item[] {
  const { apps, managedIdentities } = estate.world;
  return Object.entries({ ...apps, ...managedIdentities }).flatMap(([name, { permissions }]) =>
    permissions.map((permission) => {
      const appRoleId = graphAppRoles[permission];
      if (appRoleId === undefined) throw new Error(`no application permission is called ${permission}`);
      return {
        id: guidOf('app role', name, permission),
        deletedDateTime: null,
        appRoleId,
        createdDateTime: '2025-05-05T10:00:00Z',
        principalDisplayName: name,
        principalId: estate.idOf(name),
        principalType: 'ServicePrincipal',
        resourceDisplayName: 'Microsoft Graph',
        resourceId: graphServicePrincipal,
      };
    }),
  );
}

function owned(owners: (estate: Estate, asked: Asked) => readonly string[] | undefined): Route['items'] {
  return (estate, asked): readonly Item[] | Refusal => owners(estate, asked)?.map((each) => directoryItem(estate, each)) ?? notFound;
}

const principal = String.raw`(?:/([^/(]+)|(\(appId='[^']+'\)))`;

/** One of the two ways of naming a service principal matched. */
function either({ at, ...asked }: Asked): Asked {
  return { ...asked, at: at.filter((each) => each !== '') };
}

export const applicationRoutes: readonly Route[] = [
  {
    name: 'applications',
    service: 'graph',
    path: /^\/applications$/i,
    expands: ['federatedIdentityCredentials', 'owners'],
    items: (estate, { beta }) =>
      registered(estate).map((name) => ({
        ...applicationItem(estate, name, beta),
        owners: (estate.world.apps[name]?.owners ?? []).slice(0, EXPANDED).map((each) => directoryItem(estate, each)),
      })),
  },
  {
    name: 'application',
    service: 'graph',
    path: /^\/applications\/([^/]+)$/i,
    answers: 'one',
    about: applicationNamed,
    items: (estate, asked) => {
      const name = applicationNamed(estate, asked);
      return name === undefined ? notFound : [applicationItem(estate, name, asked.beta)];
    },
  },
  {
    name: 'federated-credentials',
    service: 'graph',
    path: /^\/applications(?:\/([^/]+)|(\(appId='[^']+'\)))\/federatedIdentityCredentials$/i,
    about: (estate, asked) => applicationNamed(estate, either(asked)),
    items: (estate, asked) => {
      const name = applicationNamed(estate, either(asked));
      return name === undefined ? notFound : federatedOf(estate, name, asked.beta);
    },
  },
  {
    name: 'application-owners',
    service: 'graph',
    path: /^\/applications\/([^/]+)\/owners$/i,
    about: applicationNamed,
    items: owned((estate, asked) => {
      const name = applicationNamed(estate, asked);
      return name === undefined ? undefined : estate.world.apps[name]?.owners;
    }),
  },
  {
    name: 'service-principals',
    service: 'graph',
    path: /^\/servicePrincipals$/i,
    expands: ['owners'],
    items: (estate) =>
      servicePrincipals(estate).map((each) => ({
        ...each,
        owners: (estate.world.apps[String(each['displayName'])]?.servicePrincipalOwners ?? [])
          .slice(0, EXPANDED)
          .map((owner) => directoryItem(estate, owner)),
      })),
  },
  {
    name: 'agent-identities',
    service: 'graph',
    path: /^\/servicePrincipals\/(?:microsoft\.)?graph\.agentIdentity$/i,
    beta: true,
    items: () => [],
  },
  {
    name: 'service-principal-owners',
    service: 'graph',
    path: /^\/servicePrincipals\/([^/]+)\/owners$/i,
    about: principalNamed,
    items: owned((estate, asked) => {
      const name = principalNamed(estate, asked);
      if (name === undefined) return servicePrincipalAt(estate, asked) === undefined ? undefined : [];
      return estate.world.apps[name]?.servicePrincipalOwners ?? [];
    }),
  },
  {
    name: 'app-role-assignments',
    service: 'graph',
    path: new RegExp(`^/servicePrincipals${principal}/appRoleAssignedTo$`, 'i'),
    items: (estate, asked) => {
      const of = servicePrincipalAt(estate, either(asked));
      return of === undefined ? notFound : granted(estate).filter((each) => each['resourceId'] === of['id']);
    },
  },
  {
    name: 'service-principal',
    service: 'graph',
    path: /^\/servicePrincipals\/([^/]+)$/i,
    answers: 'one',
    about: principalNamed,
    items: (estate, asked) => {
      const found = servicePrincipalAt(estate, asked);
      return found === undefined ? notFound : [found];
    },
  },
  {
    name: 'app-role-assignment',
    service: 'graph',
    path: /^\/servicePrincipals\/([^/]+)\/appRoleAssignedTo\/([^/]+)$/i,
    answers: 'one',
    items: (estate, asked) => {
      const of = servicePrincipalAt(estate, asked);
      const found = granted(estate).find((each) => each['resourceId'] === of?.['id'] && each['id'] === asked.at[1]);
      return of === undefined || found === undefined ? notFound : [found];
    },
  },
  {
    name: 'app-role-assignments',
    service: 'graph',
    path: new RegExp(`^/servicePrincipals${principal}/appRoleAssignments$`, 'i'),
    items: (estate, asked) => {
      const of = servicePrincipalAt(estate, either(asked));
      return of === undefined ? notFound : granted(estate).filter((each) => each['principalId'] === of['id']);
    },
  },
  {
    name: 'consents',
    service: 'graph',
    path: /^\/oauth2PermissionGrants$/i,
    items: (estate) =>
      estate.world.consents.map(({ client, who, scopes }) => ({
        id: guidOf('consent', client, who ?? ''),
        clientId: estate.idOf(client),
        consentType: who === undefined ? 'AllPrincipals' : 'Principal',
        principalId: who === undefined ? null : estate.idOf(who),
        resourceId: graphServicePrincipal,
        // as the service has it, with a space in front
        scope: ` ${scopes.join(' ')}`,
      })),
  },
  {
    name: 'partners',
    service: 'graph',
    path: /^\/tenantRelationships\/delegatedAdminRelationships$/i,
    expands: ['accessAssignments'],
    items: ({ world }) =>
      Object.entries(world.partners).map(([name, { roles, until, extends: extended }]) => ({
        id: `${guidOf('relationship', name)}-${guidOf('customer', name)}`,
        displayName: name,
        duration: 'P730D',
        autoExtendDuration: extended ? 'P180D' : 'PT0S',
        customer: { tenantId: foreignTenant('contoso'), displayName: 'Contoso' },
        partner: { tenantId: foreignTenant(name), displayName: name },
        status: 'active',
        accessDetails: { unifiedRoles: roles.map((role) => ({ roleDefinitionId: directoryRoles[role]?.template ?? role })) },
        createdDateTime: '2025-06-01T00:00:00Z',
        activatedDateTime: '2025-06-01T00:00:00Z',
        endDateTime: until,
        lastModifiedDateTime: '2025-06-01T00:00:00Z',
      })),
  },
];
