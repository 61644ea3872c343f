import { describe, expect, it } from 'vitest';
import { taskKey } from '../../../../src/collect/task-key.ts';
import type { Center } from './estate.ts';
import { callsOf, full, known, management, member, scan, settingsOf } from './estate.ts';

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

  it('is by pair where nobody was listed, since no principals would be no question', () => {
    const done = scan(estateOf(2, 1, 1), known(management), settingsOf(), ({ surface }) => surface === 'aws:identity-center-directory');
    expect(Object.keys(callsOf(done, assignments)).sort()).toEqual(['ListAccountAssignments', 'ListAccountsForProvisionedPermissionSet']);
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

  it('asks about pairs where it is not known whose the organization is', () => {
    const done = scan(full, known(management, []));
    expect(Object.keys(callsOf(done, assignments)).sort()).toEqual(['ListAccountAssignments', 'ListAccountsForProvisionedPermissionSet']);
  });
});
