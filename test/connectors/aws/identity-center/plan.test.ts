import { describe, expect, it } from 'vitest';
import { awsCore } from '../../../../connectors/aws/core.ts';
import { planIdentityCenter } from '../../../../connectors/aws/plan/identity-center.ts';
import { taskKey } from '../../../../src/collect/task-key.ts';
import type { Center } from './estate.ts';
import { callsOf, full, indexOf, known, management, member, scan, settingsOf } from './estate.ts';

const assignments = 'aws:identity-center-assignments';

/** P sets, each assigned to one of N users in each of so many accounts. */
function estateOf(sets: number, users: number, accounts: number): Center {
  const names = Array.from({ length: sets }, (_, at) => `Set${at}`);
  const people = Array.from({ length: users }, (_, at) => `user${at}`);
  return {
    ...full,
    sets: Object.fromEntries(names.map((name) => [name, {}])),
    users: Object.fromEntries(people.map((name) => [name, 'ENABLED' as const])),
    groups: {},
    assigned: names.flatMap((name) =>
      Array.from({ length: accounts }, (_, at) => ['USER', 'user0', name, String(100000000000 + at)] as const),
    ),
    notProvisioned: [],
    failed: [],
    entitled: [],
  };
}

describe('the direction in which assignments are asked for', () => {
  it.each([
    ['as few principals as sets: each principal', estateOf(3, 3, 2), ['ListAccountAssignmentsForPrincipal']],
    ['more principals than pairs: each pair', estateOf(2, 5, 2), ['ListAccountAssignments', 'ListAccountsForProvisionedPermissionSet']],
    [
      'fewer principals than pairs, though more than sets: the sets, then each principal',
      estateOf(2, 5, 3),
      ['ListAccountAssignmentsForPrincipal', 'ListAccountsForProvisionedPermissionSet'],
    ],
  ])('%s', (_name, estate, calls) => {
    expect(Object.keys(callsOf(scan(estate, known(management)), assignments)).sort()).toEqual(calls);
  });

  it('is by pair for who is not the management account, which alone may ask about principals', () => {
    const done = scan(estateOf(3, 1, 1), known(member));
    expect(Object.keys(callsOf(done, assignments)).sort()).toEqual(['ListAccountAssignments', 'ListAccountsForProvisionedPermissionSet']);
  });

  it.each([
    ['nobody was', undefined],
    ['no user was', 'ListUsers'],
    ['no group was', 'ListGroups'],
  ])('is by pair where %s listed, whatever the settings say: somebody unlisted would be no question', (_name, lost) => {
    for (const direction of ['fewest-calls', 'by-principal']) {
      const done = scan(
        full,
        known(management),
        settingsOf({ assignments: direction }),
        ({ surface, args }) =>
          surface === 'aws:identity-center-directory' && (lost === undefined || (args as { readonly call: string }).call === lost),
      );
      expect(Object.keys(callsOf(done, assignments)).sort()).toEqual(['ListAccountAssignments', 'ListAccountsForProvisionedPermissionSet']);
    }
  });

  it('is by pair where a user could not be understood', () => {
    const before = scan(full, known(management), settingsOf({ surfaces: ['identity-center', 'identity-center-directory'] }));
    const facts = before.facts.filter((each) => !(each.kind === 'identity' && each.key.endsWith('user/bob')));
    const tasks = planIdentityCenter(indexOf(facts), 1, settingsOf({ assignments: 'by-principal' }));
    const calls = tasks.filter((each) => each.surface === assignments).map((each) => (each.args as { readonly call: string }).call);
    expect(new Set(calls)).toEqual(new Set(['ListAccountsForProvisionedPermissionSet']));
  });

  it.each([
    ['by-principal', ['ListAccountAssignmentsForPrincipal']],
    ['by-account', ['ListAccountAssignments', 'ListAccountsForProvisionedPermissionSet']],
  ])('is %s where the settings say so', (direction, calls) => {
    const done = scan(full, known(management), settingsOf({ assignments: direction }));
    expect(Object.keys(callsOf(done, assignments)).sort()).toEqual(calls);
  });
});

describe('what is asked of an instance', () => {
  it('is asked once, and members of no group but those that may act as something', () => {
    const done = scan(full, known(management));
    expect(new Set(done.asked.map(taskKey)).size).toBe(done.asked.length);
    expect(callsOf(done, 'aws:identity-center-directory')).toEqual({ ListUsers: 3, ListGroups: 2, ListGroupMemberships: 2 });
    const unused = scan({ ...full, entitled: [] }, known(management));
    expect(callsOf(unused, 'aws:identity-center-directory')).toMatchObject({ ListGroupMemberships: 1 });
    expect(done.gaps).toEqual([]);
  });

  it('leaves out assignments of an instance that is its account’s own, and what the settings do not want', () => {
    const own = scan({ ...full, owner: member }, known(management));
    expect([...new Set(own.asked.map((each) => each.surface))].sort()).toEqual(['aws:identity-center', 'aws:identity-center-directory']);
    const few = scan(full, known(management), settingsOf({ surfaces: ['identity-center', 'identity-center-assignments'] }));
    expect([...new Set(few.asked.map((each) => each.surface))].sort()).toEqual(['aws:identity-center', assignments]);
    expect(scan(full, known(management), settingsOf({ surfaces: ['organization'] })).asked).toEqual([]);
  });

  it.each([
    ['permission-sets', ['aws:identity-center', 'aws:permission-sets']],
    ['account-access', ['aws:account-access', 'aws:identity-center']],
    ['identity-center-provisioning', ['aws:identity-center', 'aws:identity-center-provisioning']],
  ])('is asked of %s though nothing else was chosen, the instances first', (surface, surfaces) => {
    const done = scan(full, known(management), settingsOf({ surfaces: [surface] }));
    expect([...new Set(done.asked.map((each) => each.surface))].sort()).toEqual(surfaces);
  });

  it('asks what each permission set holds, set by set', () => {
    const { asked } = scan(full, known(management));
    const sets = asked
      .filter((each) => each.surface === 'aws:permission-sets')
      .map((each) => each.args as { readonly permissionSet: string });
    expect(sets).toHaveLength(8);
    expect(new Set(sets.slice(0, 4).map((each) => each.permissionSet)).size).toBe(1);
  });

  it('asks for failed requests where there are no permission sets', () => {
    const done = scan({ ...full, sets: {}, assigned: [], notProvisioned: [], failed: [] }, known(management));
    expect(callsOf(done, 'aws:identity-center-provisioning')).toEqual({
      ListAccountAssignmentDeletionStatus: 1,
      ListAccountAssignmentCreationStatus: 1,
    });
  });

  it('asks about pairs where it is not known whose the organization is', () => {
    const done = scan(full, known(management, []));
    expect(Object.keys(callsOf(done, assignments)).sort()).toEqual(['ListAccountAssignments', 'ListAccountsForProvisionedPermissionSet']);
  });
});

describe('what is not known of permission sets', () => {
  it('takes nothing from what is known of assignments, people and provisioning', () => {
    const followed = (id: string): readonly string[] => awsCore.surfaces.find((each) => each.id === id)?.follows ?? [];
    for (const each of [
      'permission-sets',
      'identity-center-assignments',
      'identity-center-directory',
      'identity-center-provisioning',
      'account-access',
    ])
      expect(followed(`aws:${each}`), each).toEqual(['aws:identity-center']);
    expect(awsCore.surfaces.filter((each) => each.follows?.includes('aws:permission-sets') === true)).toEqual([]);
  });

  it('is told apart from what was left out on purpose, though only surfaces asked once are wanted', () => {
    const settings = settingsOf({ surfaces: ['identity-center'] });
    expect(awsCore.asked?.(`aws:${member}`, settings)).toEqual(['aws:identity-center']);
  });
});
