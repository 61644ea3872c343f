import { describe, expect, it } from 'vitest';
import { guid, mapped, object, told } from '../applications/pages.ts';
import * as bodies from './bodies.ts';

function packages(more: object): ReturnType<typeof mapped> {
  return mapped('access-packages', 'PackageAssignments', { value: [{ ...bodies.packageAssignment, ...more }] });
}

describe('the assignment of an access package', () => {
  it('tells whose, of which package, and until when', () => {
    expect(packages({}).gaps).toEqual([]);
    expect(Object.values(told(packages({}), 'assignment'))).toEqual([
      {
        type: 'package-assignment',
        id: '2a353749-3749-2a35-4937-352a4937352a',
        target: object(42),
        package: guid(600),
        packageName: 'Sales',
        state: 'delivered',
        status: 'Delivered',
        until: '2026-12-31T00:00:00.000Z',
        expiredAt: null,
      },
    ]);
  });

  it.each([
    [{ type: 'noExpiration' }, null],
    [{ type: 'afterDateTime', endDateTime: '9999-12-31T23:59:59Z' }, null],
    [null, null],
    [{ type: 'afterDuration', duration: 'P30D' }, '2026-10-31T00:00:00.000Z'],
  ])('with the expiration %j ends at %j', (expiration, until) => {
    const page = packages({ schedule: { startDateTime: '2026-10-01T00:00:00Z', expiration } });
    expect(page.gaps).toEqual([]);
    expect(Object.values(told(page, 'assignment'))).toMatchObject([{ until }]);
  });

  it.each([[{ type: 'afterDateTime' }], [{ type: 'afterDuration', duration: 'long' }], [{ type: 'whenever' }]])(
    'with the expiration %j, which is not understood, is told with a gap',
    (expiration) => {
      const page = packages({ schedule: { startDateTime: '2026-10-01T00:00:00Z', expiration } });
      expect(page.gaps).toMatchObject([{ cause: 'unsupported' }]);
      expect(page.facts).toHaveLength(1);
    },
  );

  it('without its package is a gap, for it is not known what is held', () => {
    expect(packages({ accessPackage: undefined }).gaps).toMatchObject([{ cause: 'malformed' }]);
  });
});

describe('an access review', () => {
  it('tells what it is of, and whether what is decided is applied by itself', () => {
    const page = mapped('access-reviews', 'AccessReviews', { value: [bodies.review] });
    expect(Object.values(told(page, 'observation'))).toMatchObject([
      { type: 'access-review', scopeQuery: '/groups/119cc181-22f0-4e18-8537-264e7524ee0b/transitiveMembers', autoApply: false },
    ]);
  });

  it('does not guess what is applied', () => {
    const page = mapped('access-reviews', 'AccessReviews', { value: [{ ...bodies.review, settings: null }] });
    expect(Object.values(told(page, 'observation'))).toMatchObject([{ autoApply: null }]);
  });
});

describe('a relationship of delegated administration', () => {
  const partners = (more: object): ReturnType<typeof mapped> => mapped('partners', 'Partners', { value: [{ ...bodies.partner, ...more }] });

  it('gives a partner roles until an end', () => {
    expect(partners({}).gaps).toEqual([]);
    expect(Object.values(told(partners({}), 'assignment'))).toMatchObject([
      {
        type: 'partner',
        partner: `${guid(650)}-${guid(651)}`,
        roles: ['62e90394-69f5-4237-9190-012177145e10'],
        status: 'active',
        until: '2027-06-01T00:00:00.000Z',
        extends: false,
      },
    ]);
  });

  it.each([
    ['P180D', true, 0],
    ['P0D', false, 0],
    [null, false, 0],
    ['for ever', true, 1],
  ])('extended by %j goes on: %j', (autoExtendDuration, goesOn, gaps) => {
    const page = partners({ autoExtendDuration });
    expect(page.gaps).toHaveLength(gaps);
    expect(Object.values(told(page, 'assignment'))).toMatchObject([{ extends: goesOn }]);
  });

  it('in which this tenant is the partner gives nobody anything here', () => {
    const page = partners({ customer: { tenantId: guid(660), displayName: 'Customer' } });
    expect(told(page, 'assignment')).toEqual({});
    expect(Object.values(told(page, 'observation'))).toMatchObject([{ type: 'partner-of', customer: guid(660) }]);
  });

  it('without roles that can be read is a gap, and not one without power', () => {
    const page = partners({ accessDetails: { unifiedRoles: [{ roleDefinitionId: null }] } });
    expect(page.facts).toEqual([]);
    expect(page.gaps).toMatchObject([{ cause: 'malformed' }]);
  });
});

describe('the policies of consent', () => {
  it('tell what users may consent to by default', () => {
    const page = mapped('consent-policies', 'AuthorizationPolicy', bodies.authorizationPolicy);
    expect(Object.values(told(page, 'observation'))).toEqual([
      {
        type: 'authorization-policy',
        userConsentPolicies: ['ManagePermissionGrantsForSelf.microsoft-user-default-legacy'],
        usersCanRegisterApplications: true,
        guestInvites: 'adminsAndGuestInviters',
        guestRole: '10dae51f-b6af-4016-8d66-8c2a99b929b3',
      },
    ]);
  });

  it('are a gap where the assigned policies are not told, and not none', () => {
    const page = mapped('consent-policies', 'AuthorizationPolicy', { ...bodies.authorizationPolicy, defaultUserRolePermissions: {} });
    expect(page.facts).toEqual([]);
    expect(page.gaps).toMatchObject([{ cause: 'malformed' }]);
  });

  it('tell the conditions of a policy', () => {
    const page = mapped('consent-policies', 'PermissionGrantPolicies', { value: [bodies.grantPolicy] });
    expect(told(page, 'observation')['permission-grant|microsoft-user-default-low']).toMatchObject({
      includes: [{ classification: 'low', permissions: ['all'], verifiedPublishersOnly: true }],
      excludes: [],
    });
  });
});
