import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../../src/base/json.ts';
import * as bodies from './bodies.ts';
import { guid, mapped, object, told } from './pages.ts';

const gone = { error: { code: 'Request_ResourceNotFound', message: 'Resource does not exist' } };

describe('owners', () => {
  const many = (count: number): readonly Json[] => Array.from({ length: count }, (_, n) => ({ id: guid(500 + n) }));

  it('are told with the list, and that there are none', () => {
    const page = mapped('app-owners', 'ApplicationsWithOwners', {
      value: [
        { id: guid(1), owners: [{ '@odata.type': '#microsoft.graph.user', id: guid(501) }] },
        { id: guid(6), owners: [] },
      ],
    });
    expect(page.gaps).toEqual([]);
    expect(told(page, 'trust')).toEqual({ [`owner|${object(1)}|${object(501)}`]: { type: 'owner', of: object(1), owner: object(501) } });
    expect(told(page, 'observation')).toEqual({
      [`owners|${object(1)}`]: { type: 'owners-listed', of: object(1), count: 1 },
      [`owners|${object(6)}`]: { type: 'owners-listed', of: object(6), count: 0 },
    });
  });

  it.each([
    ['cut at 20', many(20)],
    ['not told', undefined],
    ['null', null],
  ])('that are %s are to be asked, and never taken for all', (_, owners) => {
    const page = mapped('app-owners', 'ServicePrincipalsWithOwners', { value: [{ id: guid(2), owners }] });
    expect(told(page, 'observation')).toEqual({
      [`owners-unclear|${object(2)}`]: { type: 'owners-unclear', of: object(2), sort: 'service-principal' },
    });
    expect(told(page, 'trust')).toEqual({});
  });

  it('are not told to be all where one of them cannot be read', () => {
    const page = mapped('app-owners', 'ApplicationsWithOwners', { value: [{ id: guid(1), owners: [{ id: guid(501) }, { id: null }] }] });
    expect(page.gaps).toMatchObject([{ cause: 'malformed', subject: object(1) }]);
    expect(told(page, 'observation')).toEqual({});
    expect(Object.keys(told(page, 'trust'))).toHaveLength(1);
  });

  it('of one object are told', () => {
    const page = mapped('app-owners', 'ServicePrincipalOwners', { value: many(25) }, { servicePrincipal: guid(2) });
    expect(Object.keys(told(page, 'trust'))).toHaveLength(25);
    expect(told(page, 'observation')).toEqual({ [`owners|${object(2)}`]: { type: 'owners-listed', of: object(2), count: 25 } });
  });

  it('of an object that is gone meanwhile are a gap about it', () => {
    expect(mapped('app-owners', 'ApplicationOwners', gone, { application: guid(1) }).gaps).toMatchObject([
      { cause: 'vanished', subject: object(1) },
    ]);
  });
});

describe('app role assignments', () => {
  const args = { resource: guid(2) };

  it('are told, with the holder and the role', () => {
    const page = mapped('app-role-assignments', 'AppRoleAssignedTo', { value: [bodies.roleAssignment] }, args);
    expect(page.gaps).toEqual([]);
    expect(told(page, 'attachment')).toEqual({
      'app-role|41W1zT6z1U-kJxf62svfp1HFE8pMZhxDun-ThPczmJE': {
        type: 'app-role-assignment',
        id: '41W1zT6z1U-kJxf62svfp1HFE8pMZhxDun-ThPczmJE',
        principal: object(3),
        principalType: 'ServicePrincipal',
        resource: object(2),
        appRole: guid(701),
        createdAt: '2026-02-02T04:22:45.948Z',
      },
    });
  });

  it('of another service principal than was asked are a gap', () => {
    const page = mapped('app-role-assignments', 'AppRoleAssignedTo', { value: [{ ...bodies.roleAssignment, resourceId: guid(8) }] }, args);
    expect(page.facts).toEqual([]);
    expect(page.gaps).toMatchObject([{ cause: 'malformed' }]);
  });

  it('of one that is gone meanwhile are a gap about it', () => {
    expect(mapped('app-role-assignments', 'AppRoleAssignedTo', gone, args).gaps).toMatchObject([{ cause: 'vanished', subject: object(2) }]);
  });
});

describe('delegated grants', () => {
  it('are for everybody, with their scopes apart and each once', () => {
    const page = mapped('delegated-grants', 'DelegatedGrants', { value: [bodies.consent] });
    expect(page.gaps).toEqual([]);
    expect(Object.values(told(page, 'attachment'))).toEqual([
      {
        type: 'delegated-grant',
        id: bodies.consent['id'],
        client: object(2),
        resource: object(9),
        principal: null,
        scopes: ['Group.ReadWrite.All', 'User.Read'],
      },
    ]);
  });

  it('are for one user', () => {
    const page = mapped('delegated-grants', 'DelegatedGrants', {
      value: [{ ...bodies.consent, consentType: 'Principal', principalId: guid(42) }],
    });
    expect(Object.values(told(page, 'attachment'))).toMatchObject([{ principal: object(42) }]);
  });

  it.each([
    ['of one user, without the user', { ...bodies.consent, consentType: 'Principal' }],
    ['of a type that is not known', { ...bodies.consent, consentType: 'Somebody' }],
    ['without scopes', { ...bodies.consent, scope: null }],
  ])('%s are gaps, and never for everybody', (_, item) => {
    const page = mapped('delegated-grants', 'DelegatedGrants', { value: [item] });
    expect(page.facts).toEqual([]);
    expect(page.gaps).toMatchObject([{ cause: 'malformed' }]);
  });
});
