import { describe, expect, it } from 'vitest';
import { azureCalls } from '../../../../../connectors/microsoft/azure/asks.ts';
import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import {
  ann,
  answersOf,
  carrier,
  CUSTOM,
  federated,
  identityId,
  OWNER,
  ops,
  PROD,
  registration,
  robot,
  T,
  TEST,
  cluster,
  vault,
} from './support/estate.ts';
import { callOf, mapOne, settingsOf, walk } from './support/walk.ts';

const inProd = { tenant: T, subscription: PROD };
const group = `/subscriptions/${PROD}/resourcegroups/payments`;
const identity = identityId.toLowerCase();
const other = '55555555-aaaa-4bbb-8ccc-000000000001';

function told(surface: string, call: string, body: Json, more: JsonObject = {}): Mapped {
  return mapOne(surface, call, body, { ...inProd, ...more }, `azure:${PROD}`);
}
function causes({ gaps }: Mapped): readonly string[] {
  return gaps.map((gap) => gap.cause);
}
function without(row: JsonObject, text: string, by: string): Json {
  return JSON.parse(JSON.stringify(row).replaceAll(text, by)) as Json;
}

describe('resources that carry identities', () => {
  const map = (row: Json): Mapped => told('identity-carriers', 'carriers', { data: [row], resultTruncated: 'false' });

  it('name each of them', () => {
    expect(map(carrier()).facts).toMatchObject([
      {
        kind: 'workload',
        boundary: `azure:${PROD}`,
        value: {
          resource: `${group}/providers/microsoft.compute/virtualmachines/vm1`,
          sort: 'microsoft.compute/virtualmachines',
          identities: [
            { principal: `entra/${T}/${ops}`, identity: null },
            { principal: `entra/${T}/${robot}`, identity },
          ],
        },
      },
    ]);
  });

  it('keep an identity whose principal was not told', () => {
    const { facts } = map(carrier({ type: 'UserAssigned', userAssignedIdentities: { [identityId]: {} } }));
    expect(facts).toMatchObject([{ value: { identities: [{ principal: null, identity }] } }]);
  });

  it.each([
    ['in another subscription', without(carrier(), PROD.toUpperCase(), TEST)],
    ['whose identities are missing', carrier({ type: 'UserAssigned', userAssignedIdentities: null })],
    ['whose identity is no resource', carrier({ userAssignedIdentities: { deploy: {} } })],
    ['whose principal is no GUID', carrier({ principalId: 'vm1' })],
  ])('are a gap where one is %s', (_, row) => {
    const found = map(row);
    expect(found.facts).toEqual([]);
    expect(causes(found)).toEqual(['malformed']);
  });

  it('are known in full only to a caller who may read all sorts that run code', () => {
    const rights = (actions: readonly string[], notActions: readonly string[] = []) =>
      told('identity-carriers', 'callerReads', { value: [{ actions, notActions }] });
    expect(causes(rights(['*/read']))).toEqual([]);
    expect(causes(rights(['*'], ['Microsoft.Authorization/*/Write']))).toEqual([]);
    const needed = azureCalls.find((each) => each.name === 'carriers')?.permissions ?? [];
    expect(causes(rights(needed))).toEqual([]);
    const lacking = rights(needed.filter((each) => !each.startsWith('Microsoft.Web/')));
    expect(causes(lacking)).toEqual(['denied']);
    expect(lacking.gaps[0]?.detail).toContain('Microsoft.Web/sites');
    expect(causes(rights(['*/read'], ['Microsoft.Compute/*']))).toEqual(['denied']);
    expect(causes(told('identity-carriers', 'callerReads', { value: [{}] }))).toEqual(['malformed']);
  });

  it('are asked of one subscription, in an order, and page by page', () => {
    const call = azureCalls.find((each) => each.name === 'carriers');
    expect(call?.body?.(inProd, 'next')).toMatchObject({ subscriptions: [PROD], options: { $top: 1000, $skipToken: 'next' } });
    expect(JSON.stringify(call?.body?.(inProd, null))).toContain('order by id asc');
  });
});

describe('managed identities', () => {
  const row: JsonObject = {
    id: identityId,
    name: 'Deploy',
    properties: { principalId: robot.toUpperCase(), clientId: CUSTOM, tenantId: T },
  };

  it('are told with their principal, and each is asked for its federated credentials', () => {
    expect(told('managed-identities', 'userAssignedIdentities', { value: [row] }).facts).toMatchObject([
      { kind: 'trust', value: { resource: identity, principal: `entra/${T}/${robot}`, clientId: CUSTOM } },
    ]);
    const asked = walk().pages.filter(({ task }) => callOf(task) === 'federatedIdentityCredentials');
    expect(asked.map(({ task }) => task.args)).toEqual([{ call: 'federatedIdentityCredentials', ...inProd, identity }]);
    const path = azureCalls.find((each) => each.name === 'federatedIdentityCredentials')?.path({ identity: `${group} (x)/id` });
    expect(path).toBe(`${group}%20(x)/id/federatedIdentityCredentials?api-version=2025-01-31-preview`);
  });

  it.each([
    ['of another subscription', without(row, PROD.toUpperCase(), TEST)],
    ['of another path', { ...row, id: `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a/../../b` }],
    ['without a principal', { ...row, properties: { clientId: CUSTOM } }],
  ])('are a gap, and not asked about, where one is %s', (_, each) => {
    const found = told('managed-identities', 'userAssignedIdentities', { value: [each] });
    expect(found.facts).toEqual([]);
    expect(causes(found)).toEqual(['malformed']);
  });
});

describe('federated credentials of a managed identity', () => {
  const map = (value: readonly Json[]): Mapped => told('federated-credentials', 'federatedIdentityCredentials', { value }, { identity });

  it('tell the issuer and the subject, or the expression in its place', () => {
    const flexible = {
      ...federated,
      properties: { issuer: 'https://i', audiences: ['b', 'a'], claimsMatchingExpression: { value: "claims['sub'] matches 'repo:*'" } },
    };
    expect(map([federated]).facts).toMatchObject([
      { value: { of: identity, subject: 'repo:contoso/shop:ref:refs/heads/main', expression: null } },
    ]);
    expect(map([flexible]).facts).toMatchObject([
      { value: { subject: null, expression: "claims['sub'] matches 'repo:*'", audiences: ['a', 'b'] } },
    ]);
  });

  it.each([
    ['of another identity', without(federated, 'Deploy', 'Other')],
    ['without subject and expression', { ...federated, properties: { issuer: 'https://i', audiences: [] } }],
    ['without an issuer', { ...federated, properties: { subject: 's' } }],
  ])('are a gap where one is %s', (_, row) => {
    expect(causes(map([row]))).toEqual(['malformed']);
    expect(map([row]).facts).toEqual([]);
  });
});

describe('key vaults', () => {
  const map = (properties: JsonObject): Mapped => told('key-vaults', 'vaults', { value: [{ ...vault, properties }] });
  const policies = [{ tenantId: T, objectId: robot, permissions: { secrets: ['Get', 'list'], keys: null } }];

  it('tell whom their policies let in, and none where Azure roles decide', () => {
    expect(map({ accessPolicies: policies }).facts).toMatchObject([
      { value: { policies: [{ principal: `entra/${T}/${robot}`, secrets: ['get', 'list'], keys: [] }] } },
    ]);
    expect(map({ enableRbacAuthorization: true, accessPolicies: policies }).facts).toMatchObject([{ value: { policies: null } }]);
  });

  it('are a gap where a policy names nobody', () => {
    expect(causes(map({ accessPolicies: [{ permissions: {} }] }))).toEqual(['malformed']);
  });
});

describe('kubernetes clusters', () => {
  const map = (properties: JsonObject): Mapped => told('kubernetes-clusters', 'clusters', { value: [{ ...cluster, properties }] });

  it('tell how they let people in, and what their nodes act as', () => {
    expect(told('kubernetes-clusters', 'clusters', { value: [cluster] }).facts).toMatchObject([
      { value: { entra: true, localAccounts: true, nodes: { principal: `entra/${T}/${robot}` }, issuer: null } },
    ]);
    expect(
      map({ disableLocalAccounts: true, oidcIssuerProfile: { enabled: true, issuerURL: 'https://oidc.example/a/' } }).facts,
    ).toMatchObject([{ value: { entra: false, localAccounts: false, nodes: null, issuer: 'https://oidc.example/a/' } }]);
  });

  it('are a gap where they do not tell that', () => {
    expect(causes(map({ disableLocalAccounts: 'no' }))).toEqual(['malformed']);
  });
});

describe('delegations to other tenants', () => {
  const map = (row: Json): Mapped => told('lighthouse', 'registrationAssignments', { value: [row] });

  it('tell who of them has what, and what has to be switched on', () => {
    expect(map(registration).facts).toMatchObject([
      {
        kind: 'attachment',
        value: {
          scope: `azure:${PROD}`,
          tenant: other,
          authorizations: [
            {
              principal: `entra/${other}/${ann}`,
              role: CUSTOM,
              eligible: true,
              longestMs: 8 * 3_600_000,
              approvers: [`entra/${other}/${robot}`],
            },
            { principal: `entra/${other}/${ops}`, role: OWNER, eligible: false },
          ].toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
        },
      },
    ]);
  });

  it.each([
    ['came without its definition', { ...registration, properties: { registrationDefinitionId: 'x' } }],
    ['is of another subscription', without(registration, PROD.toUpperCase(), TEST)],
    ['has a duration that cannot be read', without(registration, 'PT8H', 'eight')],
  ])('are a gap where one %s', (_, row) => {
    expect(map(row).facts).toEqual([]);
    expect(causes(map(row))).toEqual(['malformed']);
  });
});

it('nothing is asked of surfaces that are left out, but where things lie', () => {
  const { pages } = walk(settingsOf({ surfaces: ['key-vaults'] }), answersOf);
  expect(new Set(pages.map(({ task }) => task.surface))).toEqual(
    new Set(['azure:subscriptions', 'azure:management-groups', 'azure:key-vaults']),
  );
});
