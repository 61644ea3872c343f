import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { entraCore } from '../../../../../connectors/microsoft/entra/core.ts';
import { entraSettings } from '../../../../../connectors/microsoft/entra/settings.ts';
import { isJsonObject } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import { callOf } from '../../../../../connectors/microsoft/entra/asks.ts';
import * as bodies from './bodies.ts';
import { guid, mapped, seen, tenantPage } from './pages.ts';

const mine = new Set(
  ['applications', 'federated-credentials', 'service-principals', 'app-owners', 'app-role-assignments', 'delegated-grants'].concat([
    'app-activity',
    'credential-activity',
    'deleted-items',
    'agent-identities',
  ]),
);

/** The calls about applications that follow from these pages, with what they are about. */
function asked(surfaces: readonly string[] | undefined, ...pages: readonly Mapped[]): readonly string[] {
  const settings = v.parse(entraSettings, surfaces === undefined ? {} : { surfaces });
  const tasks = entraCore.plan?.(seen(...pages), 1, settings) ?? [];
  return tasks
    .filter(({ surface }) => mine.has(surface.slice('entra:'.length)))
    .map((each) => {
      const { call, ...about } = isJsonObject(each.args) ? each.args : {};
      expect(callOf(each)).toBeDefined();
      return [call, ...Object.values(about)].filter((part) => typeof part === 'string').join(' ');
    });
}

const lists = [
  'Applications',
  'ServicePrincipals',
  'ApplicationsWithOwners',
  'ServicePrincipalsWithOwners',
  'DelegatedGrants',
  'AppActivity',
  'CredentialActivity',
  'Deleted-user',
  'Deleted-group',
  'Deleted-application',
  'Deleted-servicePrincipal',
];

describe('what is asked about applications', () => {
  it('is nothing before a tenant is known', () => {
    expect(asked(undefined)).toEqual([]);
  });

  it('is each list once, then nothing more where the lists tell all', () => {
    const page = mapped('applications', 'Applications', { value: [bodies.application] });
    expect(asked(undefined, tenantPage(), page)).toEqual(lists);
  });

  it('is what the lists leave open, of those objects alone', () => {
    const pages = [
      mapped('applications', 'Applications', {
        value: [
          bodies.application,
          { ...bodies.application, id: guid(7), federatedIdentityCredentials: [{ ...bodies.federated, subject: null }] },
        ],
      }),
      mapped('service-principals', 'ServicePrincipals', { value: [bodies.servicePrincipal, bodies.managedIdentity] }),
      mapped('app-owners', 'ServicePrincipalsWithOwners', { value: [{ id: guid(2), owners: null }] }),
      mapped('app-owners', 'ApplicationsWithOwners', { value: [{ id: guid(1) }, { id: guid(7), owners: [] }] }),
    ];
    expect(asked(undefined, tenantPage(), ...pages).slice(lists.length)).toEqual([
      `FederatedCredentials ${guid(7)}`,
      `ServicePrincipalOwners ${guid(2)}`,
      `ApplicationOwners ${guid(1)}`,
      `AppRoleAssignedTo ${guid(2)}`,
    ]);
  });

  it('is agents only where the list of service principals has one', () => {
    const one = { ...bodies.servicePrincipal, appRoles: [], servicePrincipalType: 'ServiceIdentity' };
    const pages = [mapped('service-principals', 'ServicePrincipals', { value: [one] })];
    expect(asked(undefined, tenantPage(), ...pages).slice(lists.length)).toEqual(['AgentIdentities']);
    const agents = mapped('agent-identities', 'AgentIdentities', { value: [bodies.agent] });
    expect(asked(undefined, tenantPage(), ...pages, agents).slice(lists.length)).toEqual(['AgentIdentities', `AgentSponsors ${guid(4)}`]);
  });

  it('is not what the settings leave out', () => {
    expect(asked(['applications', 'delegated-grants'], tenantPage())).toEqual(['Applications', 'DelegatedGrants']);
  });
});
