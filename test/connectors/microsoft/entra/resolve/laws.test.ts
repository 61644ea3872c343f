import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../../../src/model/fact.ts';
import type { Grant, Link } from '../../../../../src/model/grant.ts';
import { classRank } from '../../../../../src/model/persistence.ts';
import { byCodeUnit } from '../../../../../src/base/order.ts';
import { builtInRole, builtInRoles, powersWithListed } from '../../../../../connectors/microsoft/entra/tables/roles.ts';
import { appPermission, graphPermissions } from '../../../../../connectors/microsoft/entra/tables/permissions.ts';
import { powersOfActions } from '../../../../../connectors/microsoft/entra/tables/actions.ts';
import { runs } from '../../../../support/runs.ts';
import { assigned, boundary, group, groupInstance, id, instance, lines, member, person, resolved, role, told } from './tenant.ts';

const some: Fact[] = [
  ...group('admins', { roleAssignable: true }),
  ...group('plain'),
  person('ann'),
  person('bob'),
  assigned('ann', role.global),
  instance('ann', role.global, { assignment: 'activated', until: '2026-06-01T20:00:00.000Z' }),
  instance('ann', role.global, { assignment: 'activated', from: '2026-06-02T00:00:00.000Z', until: '2026-06-02T20:00:00.000Z' }),
  instance('admins', role.privileged),
  groupInstance('bob', 'admins', { of: 'eligibility' }),
  groupInstance('bob', 'plain', { assignment: 'activated', until: '2026-06-01T20:00:00.000Z' }),
  member('bob', 'plain'),
  instance('hal', role.helpdesk),
  told({ type: 'owner', of: id('plain'), owner: id('ann') }),
];

const told_ = (elements: readonly (Grant | Link)[]): string[] => elements.map((each) => JSON.stringify(each)).sort(byCodeUnit);

describe('what is told of a tenant', () => {
  it('is the same whatever order facts come in, and each element has a key of its own', () => {
    const usual = told_(resolved(some));
    fc.assert(
      fc.property(fc.shuffledSubarray(some, { minLength: some.length }), (facts) => {
        const all = resolved(facts);
        expect(told_(all)).toEqual(usual);
        expect(new Set(all.map((each) => each.key)).size).toBe(all.length);
      }),
      { numRuns: runs(40) },
    );
  });

  it('grows with who holds and with what is held, and not with their product', () => {
    const size = (holders: number, targets: number): number => {
      const facts = [...group('crowd')];
      for (let each = 0; each < holders; each++) facts.push(instance(`admin-${each}`, role.user));
      for (let each = 0; each < targets; each++) facts.push(person(`user-${each}`), member(`user-${each}`, 'crowd'));
      return resolved(facts).length;
    };
    const [none, holders, targets, both] = [size(0, 0), size(200, 0), size(0, 200), size(200, 200)];
    expect(holders - none).toBeLessThan(200 * 20);
    // a pool is joined by holders alone: what it leads to comes with the first of them
    expect(both).toBeLessThan(holders + targets + 200 * 10);
  });

  it('never says less because something was not read', () => {
    const surfaces = [
      'role-assignment-instances',
      'role-assignments',
      'group-pim',
      'group-members',
      'groups',
      'users',
      'administrative-units',
      'role-policies',
    ];
    const whole = new Map(resolved(some).map((each) => [`${each.type} ${each.source.id} ${each.key}`, each]));
    fc.assert(
      fc.property(fc.subarray(surfaces), (unread) => {
        const partly = new Map(resolved(some, unread).map((each) => [`${each.type} ${each.source.id} ${each.key}`, each]));
        for (const [key, each] of whole) {
          const other = partly.get(key);
          // an element may say its class more loosely under another key, and is never gone from its source
          if (other === undefined) expect([...partly.values()].some((one) => one.source.id === each.source.id)).toBe(true);
          else expect(classRank(other.bounds.hi)).toBeGreaterThanOrEqual(classRank(each.bounds.hi));
        }
      }),
      { numRuns: runs(40) },
    );
  });
});

// what each of these may be listed as, and what then is known: worked out by hand
const assignmentStates = [
  ['read', 'read', 'assigned', 'standing'],
  ['read', 'read', 'none', 'activated to standing'],
  ['denied', 'read', 'none', 'activated to standing'],
  ['unlicensed', 'read', 'none', 'standing'],
] as const;

describe('a matrix of what could be read', () => {
  it.each(assignmentStates)('instances %s, assignments %s, an instance that is %s', (instances, _assignments, told2, expected) => {
    const facts = [
      ...(instances === 'unlicensed'
        ? [told({ type: 'tenant', tenant: boundary.slice(6), name: null, plans: [], hasPim: false, hasSignInActivity: null })]
        : []),
      assigned('ann', role.groups),
      ...(told2 === 'assigned' ? [instance('ann', role.groups)] : []),
    ];
    expect(lines(resolved(facts, instances === 'read' ? [] : ['role-assignment-instances']))).toEqual([
      `ann grant-privilege @ groups: ${expected}`,
    ]);
  });

  for (const pim of ['read', 'denied', 'unlicensed'] as const) {
    for (const row of ['assigned', 'activated', 'none'] as const) {
      it(`group PIM ${pim}, a listed member with ${row} in it`, () => {
        const until = '2026-06-01T20:00:00.000Z';
        const facts = [
          ...group('g'),
          member('ann', 'g'),
          ...(pim === 'unlicensed'
            ? [told({ type: 'tenant', tenant: boundary.slice(6), name: null, plans: [], hasPim: false, hasSignInActivity: null })]
            : []),
          ...(pim !== 'read' || row === 'none'
            ? []
            : [groupInstance('ann', 'g', row === 'assigned' ? {} : { assignment: 'activated', until })]),
        ];
        const expected =
          pim === 'denied' ? 'activated to standing' : pim === 'read' && row === 'activated' ? 'activated, self' : 'standing';
        expect(lines(resolved(facts, pim === 'read' ? [] : ['group-pim']))).toEqual([`ann member-of g: ${expected}`]);
      });
    }
  }
});

describe('the tables', () => {
  it('have each id once, in lower case', () => {
    const ids = [...builtInRoles.map((each) => each.template), ...graphPermissions.flatMap((each) => each.id ?? [])];
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((each) => !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(each))).toEqual([]);
    expect(ids.length).toBeGreaterThan(80);
  });

  it('leave it to the row of a role whose passwords it resets, and add what else its definition lists', () => {
    const rowOf = (template: string) => builtInRole(template) ?? expect.fail(template);
    expect(powersWithListed(rowOf(role.helpdesk), ['reset-as-password-administrator', 'read-device-secrets', 'write-directory'])).toEqual([
      'reset-as-helpdesk',
      'read-device-secrets',
    ]);
    expect(powersWithListed(rowOf(role.reports), ['reset-as-password-administrator'])).toEqual(['reset-as-password-administrator']);
    expect(powersWithListed(rowOf(role.user), ['manage-entitlements'])).not.toContain('manage-entitlements');
    expect(powersWithListed(rowOf(role.global), ['assign-roles'])).toEqual(['administer', 'elevate-access']);
  });

  it('knows what the application of Entra Connect signs in for by the name of the permission, whichever id it has', () => {
    const service = '6bf85cfa-ac8a-4be5-b5de-425a0d0dc016';
    const powers = (appId: string): readonly string[] => appPermission(appId, 'another', 'ADSynchronization.ReadWrite.All')?.powers ?? [];
    expect(powers(service)).toEqual(['synchronize-users', 'synchronize-groups', 'write-directory']);
    expect(powers('00000003-0000-0000-c000-000000000000')).toEqual([]);
  });

  // actions as Microsoft's page lists them for these roles
  it.each([
    ['microsoft.directory/applications/credentials/update', ['add-application-credentials']],
    ['microsoft.directory/applications.myOrganization/allProperties/update', ['add-application-credentials']],
    ['microsoft.directory/servicePrincipals/owners/update', ['own-applications']],
    ['microsoft.directory/servicePrincipals/appRoleAssignedTo/update', ['assign-app-roles']],
    ['microsoft.directory/agentIdentityBlueprints/credentials/update', ['add-blueprint-credentials']],
    ['microsoft.directory/agentIdentityBlueprints/allProperties/update', ['add-blueprint-credentials']],
    ['microsoft.directory/agentIdentityBlueprints/owners/update', ['own-blueprints']],
    ['microsoft.directory/agentIdentities/appRoleAssignedTo/update', ['assign-app-roles']],
    ['microsoft.directory/agentIdentities/enable', []],
    ['microsoft.directory/agentUsers/basic/update', ['write-directory']],
    ['microsoft.directory/servicePrincipals/managePermissionGrantsForAll.microsoft-company-admin', ['grant-permissions']],
    ['microsoft.directory/roleAssignments/allProperties/allTasks', ['assign-roles']],
    ['microsoft.directory/users/password/update', ['reset-as-password-administrator']],
    ['microsoft.directory/users/convertExternalToInternalMemberUser', ['convert-guests']],
    ['microsoft.directory/groups.security/members/update', ['join-security-groups']],
    ['microsoft.directory/groups.security.assignedMembership/owners/update', ['join-security-groups']],
    ['microsoft.directory/groups.security/owners/update', ['change-security-groups']],
    ['microsoft.directory/groups.security/dynamicMembershipRule/update', ['change-security-groups']],
    ['microsoft.directory/groups.unified/members/update', ['join-unified-groups']],
    ['microsoft.directory/groups.unified/allProperties/update', ['change-unified-groups']],
    ['microsoft.directory/groups/members/update', ['join-groups']],
    ['microsoft.directory/groupsAssignableToRoles/allProperties/update', ['change-assignable-groups']],
    ['microsoft.directory/domains/federation/update', ['federate-domains']],
    ['microsoft.directory/conditionalAccessPolicies/basic/update', ['change-conditional-access']],
    ['microsoft.directory/bitlockerKeys/key/read', ['read-device-secrets']],
    ['microsoft.directory/contacts/create', ['write-directory']],
    ['microsoft.directory/users/standard/read', []],
    ['microsoft.office365.supportTickets/allEntities/allTasks', []],
  ])('reads %s', (action, expected) => {
    expect(powersOfActions([action])).toEqual(expected);
  });
});
