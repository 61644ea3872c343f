import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../src/base/json.ts';
import * as bodies from './bodies.ts';
import { boundary, causes, guid, mapped, object, told } from './pages.ts';

function applications(...items: readonly (JsonObject | null | string)[]): ReturnType<typeof mapped> {
  return mapped('applications', 'Applications', { value: items });
}

function servicePrincipals(...items: readonly JsonObject[]): ReturnType<typeof mapped> {
  return mapped('service-principals', 'ServicePrincipals', { value: items });
}

describe('a page of applications', () => {
  const page = applications(bodies.application);

  it('tells the registration, which nobody signs in as a person', () => {
    expect(page.gaps).toEqual([]);
    expect(told(page, 'identity')[object(1)]).toMatchObject({
      kind: 'app',
      nature: 'non-human',
      name: 'shop',
      boundary,
      enabled: true,
      createdAt: '2025-05-01T08:00:00.000Z',
      tags: { appId: guid(101) },
    });
    expect(told(page, 'trust')[`application|${object(1)}`]).toEqual({
      type: 'application',
      application: object(1),
      appId: guid(101),
      audience: 'AzureADMultipleOrgs',
      locked: true,
    });
  });

  it('tells a blueprint of agents by its type', () => {
    const type = '#microsoft.graph.agentIdentityBlueprint';
    const of = applications({ ...bodies.application, '@odata.type': type });
    expect(told(of, 'trust')[`application|${object(1)}`]).toMatchObject({ appId: guid(101), blueprint: true });
    const other = applications({ ...bodies.application, '@odata.type': '#microsoft.graph.application' });
    expect(told(other, 'trust')[`application|${object(1)}`]).not.toHaveProperty('blueprint');
  });

  it('tells secrets and certificates by their key ids, with the end where there is one', () => {
    expect(told(page, 'credential')).toMatchObject({
      [`${object(1)}#${guid(801)}`]: {
        kind: 'client-secret',
        name: 'ci',
        expiresAt: '2028-01-31T10:00:00.123Z',
        createdAt: '2026-01-31T10:00:00.000Z',
      },
      [`${object(1)}#${guid(802)}`]: { kind: 'certificate', expiresAt: null, lastUsed: 'unknown', state: 'active' },
    });
  });

  it('tells no secret and no hint of one', () => {
    expect(JSON.stringify(page.facts)).not.toMatch(/hint|secretText|customKey/);
  });

  it('tells a federated credential with a subject from the list alone', () => {
    expect(told(page, 'trust')[`federated-credential|${object(1)}|${guid(901)}`]).toMatchObject({
      issuer: 'https://token.actions.githubusercontent.com',
      subject: 'repo:contoso/shop:environment:production',
      expression: null,
    });
    expect(told(page, 'observation')).toEqual({});
  });

  it.each([
    ['hides an expression behind a subject of null', [{ ...bodies.federated, subject: null }]],
    ['leaves the subject out', [{ ...bodies.federated, subject: undefined }]],
    ['is at the limit of $expand', Array.from({ length: 20 }, (_, n) => ({ ...bodies.federated, id: guid(910 + n) }))],
    ['was not expanded', null],
  ])('says that an application is to be asked where its list of federated credentials %s', (_, federatedIdentityCredentials) => {
    const told1 = told(applications({ ...bodies.application, federatedIdentityCredentials }), 'observation');
    expect(Object.keys(told1)).toEqual([`federated-unclear|${object(1)}`]);
  });

  it('does not take a list of credentials that is not there for an empty one', () => {
    const { passwordCredentials: _, ...without } = bodies.application;
    const { gaps } = applications(without);
    expect(gaps).toMatchObject([{ cause: 'malformed', subject: object(1) }]);
    expect(applications({ ...bodies.application, keyCredentials: null }).gaps).toMatchObject([{ cause: 'malformed', subject: object(1) }]);
  });

  it('does not take a secret without a told end for one that never ends', () => {
    const { endDateTime: _, ...endless } = bodies.secret;
    const page1 = applications({ ...bodies.application, passwordCredentials: [endless] });
    expect(page1.gaps).toMatchObject([{ cause: 'malformed', subject: object(1) }]);
    expect(
      told(applications({ ...bodies.application, passwordCredentials: [{ ...bodies.secret, endDateTime: null }] }), 'credential'),
    ).toMatchObject({
      [`${object(1)}#${guid(801)}`]: { expiresAt: null },
    });
  });

  it('does not tell keys that the directory signs with as ways in', () => {
    const keys = [
      { ...bodies.certificate, usage: 'Sign' },
      { ...bodies.certificate, keyId: guid(803), usage: 'verify' },
    ];
    const credentials = told(applications({ ...bodies.application, passwordCredentials: [], keyCredentials: keys }), 'credential');
    expect(Object.keys(credentials)).toEqual([`${object(1)}#${guid(803)}`]);
  });

  it.each([
    [null, null],
    [{ isEnabled: false, allProperties: true }, false],
    [{ isEnabled: true, allProperties: false, credentialsWithUsageVerify: false }, false],
    [{ isEnabled: true, credentialsWithUsageVerify: true }, true],
  ])('reads the lock %j as %j', (servicePrincipalLockConfiguration, locked) => {
    const trust = told(applications({ ...bodies.application, servicePrincipalLockConfiguration }), 'trust');
    expect(trust[`application|${object(1)}`]).toMatchObject({ locked });
  });

  it('tells an application that Microsoft has disabled as such', () => {
    const page1 = applications({ ...bodies.application, disabledByMicrosoftStatus: 'DisabledDueToViolationOfServicesAgreement' });
    expect(told(page1, 'identity')[object(1)]).toMatchObject({ enabled: false });
  });

  it('names the place of what it cannot read, and reads the rest', () => {
    const page1 = applications(null, { ...bodies.application, id: 7 }, { ...bodies.application, appId: 'x' }, 'what', bodies.application);
    expect(page1.gaps.map(({ detail }) => /\(at (.*)\)$/.exec(detail)?.[1])).toEqual([
      '/value/0',
      '/value/1/id',
      '/value/2/appId',
      '/value/3',
    ]);
    expect(Object.keys(told(page1, 'identity'))).toEqual([object(1)]);
  });

  it.each([[null], ['text'], [{}], [{ value: {} }], [[]]])('does not take %j for an empty list', (body) => {
    expect(causes(mapped('applications', 'Applications', body))).toEqual(['malformed']);
  });

  it('of service principals is not believed where it is empty: Microsoft has its own in every tenant', () => {
    expect(causes(mapped('service-principals', 'ServicePrincipals', { value: [] }))).toEqual(['denied']);
    expect(causes(mapped('applications', 'Applications', { value: [] }))).toEqual([]);
  });
});

describe('a page of the federated credentials of one application', () => {
  const args = { application: guid(1) };

  it('tells the expression', () => {
    const { subject: _, ...flexible } = bodies.federated;
    const claimsMatchingExpression = { value: "claims['sub'] matches 'repo:contoso/*'", languageVersion: 1 };
    const page = mapped(
      'federated-credentials',
      'FederatedCredentials',
      { value: [{ ...flexible, subject: null, claimsMatchingExpression }] },
      args,
    );
    expect(page.gaps).toEqual([]);
    expect(told(page, 'trust')[`federated-credential|${object(1)}|${guid(901)}`]).toMatchObject({
      subject: null,
      expression: "claims['sub'] matches 'repo:contoso/*'",
    });
  });

  it('says so where neither subject nor expression is told', () => {
    const page = mapped('federated-credentials', 'FederatedCredentials', { value: [{ ...bodies.federated, subject: null }] }, args);
    expect(page.gaps).toMatchObject([{ cause: 'unsupported', subject: object(1) }]);
  });

  it('is a gap about an application that is gone meanwhile', () => {
    const error = { error: { code: 'Request_ResourceNotFound', message: 'gone' } };
    expect(mapped('federated-credentials', 'FederatedCredentials', error, args).gaps).toMatchObject([
      { cause: 'vanished', subject: object(1) },
    ]);
  });
});

describe('a page of service principals', () => {
  it('tells one of an application, with the roles it offers', () => {
    const page = servicePrincipals(bodies.servicePrincipal);
    expect(page.gaps).toEqual([]);
    expect(told(page, 'identity')[object(2)]).toMatchObject({
      kind: 'service-principal',
      nature: 'non-human',
      enabled: true,
      providerManaged: false,
    });
    expect(told(page, 'trust')[`service-principal|${object(2)}`]).toMatchObject({
      appId: guid(101),
      sort: 'application',
      home: boundary.slice('entra:'.length),
      appRoles: { [guid(701)]: 'Orders.Write.All' },
    });
  });

  it('tells a managed identity with the resource that carries it, and no key of the platform', () => {
    const page = servicePrincipals(bodies.managedIdentity);
    expect(told(page, 'identity')[object(3)]).toMatchObject({ kind: 'managed-identity' });
    expect(told(page, 'trust')[`service-principal|${object(3)}`]).toMatchObject({
      sort: 'managed-identity',
      resources: ['/subscriptions/aaaa/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm-7'],
    });
    expect(told(page, 'credential')).toEqual({});
  });

  it('tells the secrets of a service principal, where they are looked for least', () => {
    const page = servicePrincipals({ ...bodies.servicePrincipal, passwordCredentials: [bodies.secret] });
    expect(Object.keys(told(page, 'credential'))).toEqual([`${object(2)}#${guid(801)}`]);
  });

  it('knows Microsoft’s own applications by the tenant they are registered in', () => {
    const page = servicePrincipals({ ...bodies.servicePrincipal, appOwnerOrganizationId: 'F8CDEF31-A31E-4B4A-93E4-5F571E91255A' });
    expect(told(page, 'identity')[object(2)]).toMatchObject({ providerManaged: true });
  });

  it.each([
    ['ServiceIdentity', undefined, 'agent', 'agent'],
    ['Application', '#microsoft.graph.agentIdentity', 'agent', 'agent'],
    ['Legacy', undefined, 'legacy', 'service-principal'],
    ['SomethingNew', undefined, 'other', 'service-principal'],
    [null, '#microsoft.graph.agentIdentityBlueprintPrincipal', 'other', 'service-principal'],
  ])('tells the type %j, %j as %s', (servicePrincipalType, type, sort, kind) => {
    const item = { ...bodies.servicePrincipal, servicePrincipalType, ...(type === undefined ? {} : { '@odata.type': type }) };
    const page = servicePrincipals(item);
    expect(page.gaps).toEqual([]);
    expect(told(page, 'trust')[`service-principal|${object(2)}`]).toMatchObject({ sort });
    expect(told(page, 'identity')[object(2)]).toMatchObject({ kind });
  });

  it('does not guess whether it is enabled', () => {
    const { accountEnabled: _, ...untold } = bodies.servicePrincipal;
    expect(told(servicePrincipals(untold), 'identity')[object(2)]).toMatchObject({ enabled: null });
  });

  it('does not take roles that are not told for none', () => {
    const { appRoles: _, ...untold } = bodies.servicePrincipal;
    expect(servicePrincipals(untold).gaps).toMatchObject([{ cause: 'malformed', subject: object(2) }]);
  });

  it('says so where no application is told', () => {
    const page = servicePrincipals({ ...bodies.servicePrincipal, appId: null });
    expect(page.gaps).toMatchObject([{ cause: 'malformed', subject: object(2) }]);
  });
});
