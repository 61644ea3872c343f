import { describe, expect, it } from 'vitest';
import { entraCore } from '../../../../connectors/microsoft/entra/core.ts';
import type { JsonObject } from '../../../../src/base/json.ts';
import type { Handle } from '../../../../src/model/entity.ts';

const tenant = '5f1c9e2d-7a3b-4c6d-8e9f-0a1b2c3d4e5f';
const object = '0A1B2C3D-0000-4000-8000-000000000001';

/** Handles of the one identity that a page of one element tells. */
function handlesOf(surface: string, call: string, element: JsonObject): readonly Handle[] | undefined {
  const task = { boundary: `entra:${tenant}`, surface: `entra:${surface}`, args: { call } };
  const { facts, gaps } = entraCore.map(task, { value: [{ id: object, displayName: 'x', ...element }] });
  expect(gaps).toEqual([]);
  const told = facts.flatMap((fact) => (fact.kind === 'identity' ? [fact.value] : []));
  expect(told).toHaveLength(1);
  return told[0]?.handles;
}

const ofObject: Handle = { kind: 'entra-object', value: object.toLowerCase(), immutable: true };

describe('what tells whose an object of the directory is', () => {
  it('is the number of a group, by which a copy elsewhere names it', () => {
    expect(handlesOf('groups', 'Groups', { securityEnabled: true, mailEnabled: false })).toEqual([ofObject]);
  });

  it.each(['user', 'group'])('is the number of a %s in the recycle bin too: its copy may be left', (sort) => {
    expect(handlesOf('deleted-items', `Deleted-${sort}`, { deletedDateTime: '2026-11-01T00:00:00Z' })).toEqual([ofObject]);
  });

  it('is the subject of its tokens, by each issuer of each cloud, for what signs in by itself, and its application’s id', () => {
    const sp = { appId: object, servicePrincipalType: 'Application', accountEnabled: true, appOwnerOrganizationId: tenant };
    const more = { appRoles: [], alternativeNames: [], passwordCredentials: [], keyCredentials: [] };
    expect(handlesOf('service-principals', 'ServicePrincipals', { ...sp, ...more })).toEqual([
      ...[
        `https://sts.windows.net/${tenant}/`,
        `https://sts.chinacloudapi.cn/${tenant}/`,
        `https://login.microsoftonline.com/${tenant}/v2.0`,
        `https://login.microsoftonline.us/${tenant}/v2.0`,
        `https://login.partner.microsoftonline.cn/${tenant}/v2.0`,
      ].map((issuer) => ({
        kind: 'token-subject',
        value: `${issuer}|${object.toLowerCase()}`,
        immutable: true,
      })),
      // the same application has it in every tenant: it makes no two of them one
      { kind: 'app-id', value: object.toLowerCase(), immutable: false },
    ]);
  });

  it('is nothing for a service principal in the recycle bin, which gets no tokens', () => {
    const deleted = {
      ...{ deletedDateTime: '2026-11-01T00:00:00Z', appId: object, servicePrincipalType: 'Application' },
      ...{ passwordCredentials: [], keyCredentials: [] },
    };
    expect(handlesOf('deleted-items', 'Deleted-servicePrincipal', deleted)).toBeUndefined();
  });
});
