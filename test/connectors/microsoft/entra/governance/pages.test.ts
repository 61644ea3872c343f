import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { callOf } from '../../../../../connectors/microsoft/entra/asks.ts';
import { entraSettings } from '../../../../../connectors/microsoft/entra/settings.ts';
import { governanceArea } from '../../../../../connectors/microsoft/entra/surfaces/governance/area.ts';
import type { JsonObject } from '../../../../../src/base/json.ts';
import { guid, mapped, object, seen, task, tenantPage, told } from '../applications/pages.ts';
import * as bodies from './bodies.ts';

const entraSettingsByDefault = v.parse(entraSettings, {});

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
        from: '2026-10-01T00:00:00.000Z',
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

describe('an access package', () => {
  const packaged = (more: object, asked = 600): ReturnType<typeof mapped> =>
    mapped('access-package-roles', 'PackageRoles', { ...bodies.accessPackage, ...more }, { package: guid(asked) });
  const role = (base: typeof bodies.groupRole, at: 'role' | 'scope', more: object): JsonObject => ({
    ...base,
    [at]: { ...(base[at] as JsonObject), ...more },
  });

  it('tells what it gives: memberships, roles of applications and of the directory', () => {
    const page = packaged({});
    expect(page.gaps).toEqual([]);
    const facts = told(page, 'observation');
    expect(facts[`package-listed|${guid(600)}`]).toMatchObject({ count: 4 });
    expect(Object.values(facts).slice(0, 4)).toMatchObject([
      { type: 'package-role', package: guid(600), gives: 'member', of: object(70), role: null, name: 'Member of Root' },
      { gives: 'app-role', of: object(81), role: guid(80), name: 'Standard User' },
      { gives: 'eligible-role', of: null, role: 'c4e39bd9-1100-46d3-8c65-fb160da0071f' },
      { gives: 'other', of: null, role: '4' },
    ]);
  });

  it.each([
    ['Owner', 'owner'],
    ['EligibleMember', 'eligible-member'],
    ['EligibleOwner', 'eligible-owner'],
  ])('gives as %s of a group %s', (prefix, gives) => {
    const page = packaged({ resourceRoleScopes: [role(bodies.groupRole, 'role', { originId: `${prefix}_${guid(70)}` })] });
    expect(page.gaps).toEqual([]);
    expect(Object.values(told(page, 'observation'))[0]).toMatchObject({ gives, of: object(70) });
  });

  it('that gives nothing is one that gives nothing', () => {
    const page = packaged({ resourceRoleScopes: [] });
    expect(page.gaps).toEqual([]);
    expect(Object.values(told(page, 'observation'))).toMatchObject([{ type: 'package-listed', count: 0 }]);
  });

  it.each([
    ['is another’s', { id: guid(601) }, 'malformed', 0],
    ['was not expanded', { resourceRoleScopes: undefined }, 'malformed', 0],
    ['was cut', { 'resourceRoleScopes@odata.nextLink': 'https://graph.microsoft.com/v1.0/more' }, 'unsupported', 4],
    ['has a role without its place', { resourceRoleScopes: [bodies.appRole, { ...bodies.groupRole, scope: null }] }, 'malformed', 1],
    [
      'has a role of a system nobody knows',
      {
        resourceRoleScopes: [
          bodies.appRole,
          {
            ...bodies.groupRole,
            role: { originSystem: 'Sap', originId: 'x' },
            scope: { originSystem: 'Sap', originId: 'y' },
          },
        ],
      },
      'unsupported',
      1,
    ],
    [
      'has a role of a group that is told of another',
      { resourceRoleScopes: [role(bodies.groupRole, 'scope', { originId: guid(71) })] },
      'malformed',
      0,
    ],
    [
      'has a role of a group of no known sort',
      { resourceRoleScopes: [role(bodies.groupRole, 'role', { originId: 'Guest_1' })] },
      'unsupported',
      0,
    ],
  ])('whose answer %s is not told whole', (_, more, cause, roles) => {
    const page = packaged(more);
    expect(page.gaps).toMatchObject([{ cause }]);
    const facts = Object.values(told(page, 'observation')) as readonly unknown[] as readonly { readonly type: string }[];
    expect(facts.map(({ type }) => type)).toEqual(Array.from({ length: roles }, () => 'package-role'));
  });

  it('is asked for once for each that somebody has or had', () => {
    const assignments = mapped('access-packages', 'PackageAssignments', {
      value: [
        bodies.packageAssignment,
        { ...bodies.packageAssignment, id: 'second' },
        { ...bodies.packageAssignment, id: 'third', state: 'expired', accessPackage: { id: guid(601) } },
      ],
    });
    const tasks = governanceArea.plan?.(seen(tenantPage(), assignments), 1, entraSettingsByDefault) ?? [];
    expect(tasks.filter(({ surface }) => surface === 'entra:access-package-roles').map(({ args }) => args)).toEqual([
      { call: 'PackageRoles', package: guid(600) },
      { call: 'PackageRoles', package: guid(601) },
    ]);
    expect(callOf(task('access-package-roles', 'PackageRoles', { package: guid(600) }))?.path({ package: guid(600) })).toBe(
      `/identityGovernance/entitlementManagement/accessPackages/${guid(600)}?$expand=resourceRoleScopes(%24expand%3Drole,scope)`,
    );
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

describe('a time that a review was held', () => {
  it('is asked for what was decided when it is over, and not before', () => {
    const reviews = mapped('access-reviews', 'AccessReviews', { value: [bodies.review] });
    const review = '98dcebed-c7f6-46f4-bcf3-4a3fccdb3e2a';
    const instances = [bodies.reviewInstance, { ...bodies.reviewInstance, id: guid(621), status: 'InProgress' }];
    const held = mapped('access-review-decisions', 'AccessReviewInstances', { value: instances }, { review });
    expect(held.gaps).toEqual([]);
    const tasks = governanceArea.plan?.(seen(tenantPage(), reviews, held), 2, entraSettingsByDefault) ?? [];
    expect(tasks.filter(({ surface }) => surface.startsWith('entra:access-review')).map(({ args }) => args)).toEqual([
      { call: 'AccessReviews' },
      { call: 'AccessReviewInstances', review, asked: '2026-11-20T09:00:00.000Z' },
      { call: 'AccessReviewDecisions', review, instance: guid(620) },
    ]);
  });
});

describe('a decision of a review', () => {
  const review = '98dcebed-c7f6-46f4-bcf3-4a3fccdb3e2a';
  const decided = (more: object): ReturnType<typeof mapped> =>
    mapped(
      'access-review-decisions',
      'AccessReviewDecisions',
      { value: [{ ...bodies.decision, ...more }] },
      { review, instance: guid(620) },
    );
  const events = (more: object): readonly unknown[] => Object.values(told(decided(more), 'life-cycle-event'));

  it('that denies says that what allowed the access is over, whether or not it was applied', () => {
    expect(decided({}).gaps).toEqual([]);
    expect(events({})).toMatchObject([
      {
        type: 'review-denied',
        at: '2026-10-10T09:00:00.000Z',
        subject: object(42),
        object: object(70),
        what: 'membership',
        actor: object(43),
        by: 'person',
        sourceKind: 'review',
        source: 'entra:access-review-decisions',
        activity: 'Deny, New',
      },
    ]);
    expect(events({ applyResult: 'AppliedWithUnknownFailure' })).toMatchObject([{ type: 'review-denied' }]);
  });

  it('that keeps says so, and one that nobody made says nothing', () => {
    expect(events({ decision: 'Approve' })).toMatchObject([{ type: 'reviewed' }]);
    for (const decision of ['NotReviewed', 'DontKnow']) {
      expect(decided({ decision })).toMatchObject({ facts: [], gaps: [] });
    }
  });

  it.each([
    [{ accessPackageId: guid(600), id: guid(71) }, guid(600), 'assignment'],
    [{ id: guid(81), type: 'servicePrincipal' }, object(81), 'assignment'],
    [{ id: guid(82), type: 'directoryRole' }, guid(82), 'assignment'],
  ])('of %j is about it', (resource, about, what) => {
    expect(events({ resource, resourceLink: null })).toMatchObject([{ object: about, what }]);
  });

  it('is found by its links where nothing else names whom and what it is about', () => {
    expect(events({ principal: null, resource: null })).toMatchObject([{ subject: object(42), object: object(70), what: 'membership' }]);
  });

  it('that was made for want of one is the service’s, when it was applied', () => {
    const byDefault = { reviewedDateTime: null, appliedDateTime: '2026-10-15T00:00:00Z' };
    expect(events({ ...byDefault, reviewedBy: null })).toMatchObject([{ at: '2026-10-15T00:00:00.000Z', by: 'provider', actor: null }]);
  });

  it.each([
    ['of another time', { accessReviewId: guid(621) }, 'malformed'],
    ['of nothing', { resource: null, resourceLink: null }, 'unsupported'],
    ['about nobody', { principal: null, principalLink: null }, 'unsupported'],
    ['made at no time', { reviewedDateTime: null }, 'unsupported'],
    ['of a sort that nobody knows', { decision: 'Perhaps' }, 'unsupported'],
  ])('%s is a gap', (_, more, cause) => {
    expect(decided(more)).toMatchObject({ facts: [], gaps: [{ cause }] });
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
