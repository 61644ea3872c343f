import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import type { AwsSettings } from '../../../../connectors/aws/settings.ts';
import type { JsonObject } from '../../../../src/base/json.ts';
import type { MappedFact } from '../../../../src/model/fact.ts';
import type { Link } from '../../../../src/model/grant.ts';
import type { Task } from '../../../../src/model/page.ts';
import { runs } from '../../../support/runs.ts';
import type { Center } from './estate.ts';
import { application, center, full, indexOf, known, management, member, scan, settingsOf, setArn } from './estate.ts';
import { iam, ordinary, path, reserved } from './iam.ts';

const asOf = '2026-01-01T00:00:00.000Z';
const adminRole = reserved('Admin', member);
const readerRole = reserved('Reader', member);

const member1 = iam(member, [adminRole, readerRole]);
const management1 = iam(management, [reserved('Reader', management)]);

interface Given {
  readonly of?: Center;
  readonly accounts?: readonly MappedFact[];
  readonly settings?: JsonObject;
  readonly hub?: string;
  readonly refuses?: (task: Task) => boolean;
}

function factsOf({
  of = full,
  accounts = [...member1, ...management1],
  settings = {},
  hub = management,
  refuses,
}: Given): readonly MappedFact[] {
  const parsed: AwsSettings = settingsOf(settings);
  return scan(of, [...known(hub), ...accounts], parsed, refuses).facts;
}

function linksOf(given: Given): readonly Link[] {
  return links(factsOf(given));
}

function links(facts: readonly MappedFact[], without?: ReadonlySet<string>): readonly Link[] {
  return [...resolveAws(indexOf(facts), asOf, undefined, without)].filter((each) => each.type === 'link');
}

function callName(args: Task['args']): string {
  const call = (args as JsonObject)['call'];
  return typeof call === 'string' ? call : '';
}

function user(id: string): string {
  return `arn:aws:identitystore:::user/${id}`;
}

function group(id: string): string {
  return `arn:aws:identitystore:::group/${id}`;
}

function routes(all: readonly Link[], kind: string): readonly string[] {
  return all
    .filter((each) => each.source.kind === kind)
    .map((each) => `${each.from} → ${each.to}`)
    .sort();
}

const everyAssignment = [
  `${group('admins')} → ${adminRole}`,
  `${user('cid')} → ${readerRole}`,
  `${user('cid')} → ${reserved('Reader', management)}`,
].sort();

describe('people of IAM Identity Center', () => {
  it.each(['by-principal', 'by-account'])('may act as the roles of their assignments, listed %s', (assignments) => {
    const all = linksOf({ settings: { assignments } });
    expect(routes(all, 'assignment')).toEqual(everyAssignment);
    expect(
      all.filter((each) => each.source.kind === 'assignment').every((each) => each.bounds.lo === 'standing' && each.presence === 'certain'),
    ).toBe(true);
  });

  it('are members of the groups that may act as something', () => {
    expect(routes(linksOf({}), 'membership')).toEqual([
      `${user('ann')} → ${group('admins')}`,
      `${user('bob')} → ${group('admins')}`,
      `${user('cid')} → ${group('idle')}`,
    ]);
  });

  it('may act as ordinary roles that account access manager entitles them to', () => {
    const deploy = `arn:aws:iam::${member}:role/deploy`;
    expect(routes(linksOf({}), 'entitlement')).toEqual([`${group('idle')} → ${deploy}`, `${user('ann')} → ${deploy}`]);
    expect(routes(linksOf({ accounts: management1 }), 'entitlement')).toEqual([
      `${group('idle')} → unread:${deploy}`,
      `${user('ann')} → unread:${deploy}`,
    ]);
  });

  it('say with each assignment how long sessions last, whether the set is in force, and whether its removal failed', () => {
    const details = new Map(
      linksOf({})
        .filter((each) => each.source.kind === 'assignment')
        .map((each) => [`${each.from} ${each.to}`, each.detail]),
    );
    expect(details.get(`${group('admins')} ${adminRole}`)).toEqual({
      permissionSet: setArn('Admin'),
      account: member,
      sessionSeconds: 28_800,
      provisioned: false,
      removalFailed: false,
    });
    expect(details.get(`${user('cid')} ${readerRole}`)).toMatchObject({
      sessionSeconds: 5400,
      provisioned: true,
      removalFailed: true,
      removalRequestedAt: '2025-11-01T00:00:00.000Z',
      removalFailure: 'the role could not be deleted',
    });
    expect(details.get(`${user('cid')} ${reserved('Reader', management)}`)).toMatchObject({ removalFailed: false });
  });

  it('leave open whether a set is in force where that was not told', () => {
    const all = linksOf({ refuses: ({ surface }) => surface === 'aws:identity-center-provisioning' });
    expect(all.filter((each) => each.source.kind === 'assignment').map((each) => each.detail['provisioned'])).toEqual([null, null, null]);
  });

  it('find the role of a set that Identity Center keeps in another region, and of a set whose name holds an underscore', () => {
    const odd = reserved('Ops_a', member, 'fedcba9876543210', 'eu-central-1/');
    const of: Center = { ...full, sets: { Ops_a: {} }, assigned: [['USER', 'ann', 'Ops_a', member]] };
    expect(routes(linksOf({ of, accounts: iam(member, [odd, adminRole]) }), 'assignment')).toEqual([`${user('ann')} → ${odd}`]);
  });

  it('are not led to a role of another set with a longer name, nor to one of another account', () => {
    const of: Center = { ...full, sets: { Admin: {} }, assigned: [['USER', 'ann', 'Admin', member]] };
    const accounts = [...iam(member, [reserved('Admin_Read', member)]), ...iam(management, [reserved('Admin', management)])];
    expect(routes(linksOf({ of, accounts }), 'assignment')).toEqual([
      `${user('ann')} → arn:aws:iam::${member}:role/${path}/AWSReservedSSO_Admin_*`,
    ]);
  });

  it('possibly act as each of two roles of one set in an account', () => {
    const two = [adminRole, reserved('Admin', member, 'fedcba9876543210')];
    const all = linksOf({ accounts: iam(member, two) }).filter((each) => each.source.kind === 'assignment' && two.includes(each.to));
    expect(all.map((each) => each.presence)).toEqual(['possible', 'possible']);
  });

  it('are led to a name nobody listed where the account, or the name of the set, was not read', () => {
    const missing = `unread:${setArn('Reader')} in account ${member}`;
    expect(routes(linksOf({ accounts: management1 }), 'assignment')).toContain(`${user('cid')} → ${missing}`);
    const refuses = ({ args }: Task): boolean =>
      (args as JsonObject)['call'] === 'DescribePermissionSet' && (args as JsonObject)['permissionSet'] === setArn('Reader');
    expect(routes(linksOf({ refuses }), 'assignment')).toContain(`${user('cid')} → ${missing}`);
  });
});

describe('the trust of a role of IAM Identity Center', () => {
  const party = (all: readonly Link[], to: string): Link | undefined => all.find((each) => each.how === 'federates' && each.to === to);

  it('lets in nobody else where every assignment in the account is known', () => {
    for (const assignments of ['by-principal', 'by-account']) {
      const all = linksOf({ settings: { assignments } });
      for (const role of [adminRole, readerRole])
        expect(party(all, role)).toMatchObject({ presence: 'refuted', windows: [], detail: { assignmentsRead: true } });
    }
  });

  it('stands where it is not known which role an assignment leads to', () => {
    const refuses = ({ args }: Task): boolean =>
      (args as JsonObject)['call'] === 'DescribePermissionSet' && (args as JsonObject)['permissionSet'] === setArn('Reader');
    for (const assignments of ['by-principal', 'by-account']) {
      const all = linksOf({ settings: { assignments }, refuses });
      for (const role of [adminRole, readerRole]) expect(party(all, role)?.presence).not.toBe('refuted');
    }
  });

  it('stands where one list, of whichever kind, is missing', () => {
    for (const assignments of ['by-principal', 'by-account']) {
      const settings = settingsOf({ assignments });
      const asked = scan(full, [...known(management), ...member1], settings).asked.filter(
        ({ surface, args }) =>
          surface === 'aws:identity-center-assignments' ||
          ['ListUsers', 'ListGroups', 'ListInstances', 'ListPermissionSets'].includes(callName(args)),
      );
      let open = 0;
      for (const missing of asked) {
        const all = linksOf({
          accounts: member1,
          settings: { assignments },
          refuses: (task) => JSON.stringify(task) === JSON.stringify(missing),
        });
        const args = missing.args as JsonObject;
        // by pair, only the pairs of this account tell of it; without the whole directory it is asked by pair in any case
        const elsewhere =
          missing.surface.endsWith('directory') ||
          (assignments === 'by-account' && args['account'] !== undefined && args['account'] !== member);
        if (!elsewhere) {
          expect(party(all, adminRole), JSON.stringify(missing)).toMatchObject({ presence: 'certain' });
          open++;
        }
      }
      expect(open).toBeGreaterThan(4);
    }
  });

  it('stands where an element of a list could not be read', () => {
    const facts = factsOf({ settings: { assignments: 'by-account' } });
    const broken = facts.filter((each) => !(each.kind === 'assignment' && each.key.startsWith(`pair|${setArn('Admin')}|${member}|`)));
    expect(broken.length).toBeLessThan(facts.length);
    expect(party(links(broken), adminRole)).toMatchObject({ presence: 'certain' });
  });

  it('stands in an account that is in no organization of the instance, or of which that is not known', () => {
    const facts = factsOf({});
    expect(party(links(facts.filter((each) => !(each.kind === 'limiter' && each.boundary === `aws:${member}`))), adminRole)).toMatchObject({
      presence: 'certain',
    });
  });

  it('stands without anything of IAM Identity Center, as it does for any other role', () => {
    expect(party(links([...known(management), ...member1]), adminRole)).toMatchObject({ presence: 'certain', openness: 'boundary' });
    const other = `arn:aws:iam::${member}:role/saml`;
    expect(party(linksOf({ accounts: [...member1, ...iam(member, [other])] }), other)).toMatchObject({ presence: 'certain' });
  });

  it('lets in nobody at all where what is asked is what remains without the assignment', () => {
    const facts = factsOf({});
    const keys = facts
      .filter((each) => each.kind === 'assignment' && each.key.includes(`${setArn('Admin')}|${member}|GROUP|admins`))
      .map((each) => each.key);
    expect(keys.length).toBeGreaterThan(0);
    const rest = links(facts, new Set(keys));
    expect(routes(rest, 'assignment')).toEqual(everyAssignment.filter((each) => !each.startsWith(group('admins'))));
    expect(party(rest, adminRole)).toMatchObject({ presence: 'refuted' });
  });
});

describe('people whose entitlements were not all read', () => {
  const deploy = `arn:aws:iam::${member}:role/deploy`;
  const pool = `pool:${center}:account-access`;
  const everybody = ['ann', 'bob', 'cid'].map(user).concat(['admins', 'idle'].map(group)).sort();
  const accounts = [...member1, ...management1, ...ordinary(member, 'deploy'), ...ordinary(member, 'batch', 'ec2.amazonaws.com')];
  const isAccess = ({ surface }: Task): boolean => surface === 'aws:account-access';
  const ends = (all: readonly Link[]): readonly string[] => all.filter((each) => each.from === pool).map((each) => each.to);
  const members = (all: readonly Link[]): readonly string[] =>
    all
      .filter((each) => each.to === pool)
      .map((each) => each.from)
      .sort();

  it('may act as the roles that trust account access manager, through one pool, and as no other', () => {
    const more = [...accounts, ...ordinary(management, 'audit')];
    const all = linksOf({ accounts: more, refuses: isAccess });
    expect(members(all)).toEqual(everybody);
    expect([...ends(all)].sort()).toEqual([`arn:aws:iam::${management}:role/audit`, deploy]);
    for (const each of all.filter(({ to }) => to === pool)) {
      expect(each).toMatchObject({ presence: 'possible', boundary: center, source: { kind: 'surface', id: 'aws:account-access' } });
    }
    expect(new Set(all.map((each) => each.key)).size).toBe(all.length);
  });

  it('may act as what they are entitled to and nothing else where all were read', () => {
    const all = linksOf({ accounts });
    expect(all.filter((each) => each.from === pool || each.to === pool)).toEqual([]);
    expect(routes(all, 'entitlement')).toEqual([`${group('idle')} → ${deploy}`, `${user('ann')} → ${deploy}`]);
  });

  it.each([
    [
      'the surface is left out',
      { settings: { surfaces: ['identity-center', 'identity-center-directory', 'identity-center-assignments'] } },
    ],
    ['its entitlements were refused', { refuses: ({ args }: Task) => callName(args) === 'ListEntitlements' }],
    [
      'a later page was refused',
      { refuses: ({ args }: Task) => callName(args) === 'ListEntitlements' && (args as JsonObject)['token'] !== undefined },
    ],
    [
      'a later page of applications was refused',
      { refuses: ({ args }: Task) => callName(args) === 'ListApplications' && (args as JsonObject)['token'] !== undefined },
    ],
  ])('may where %s', (_, given) => {
    const all = linksOf({ accounts, ...given });
    expect(ends(all)).toEqual([deploy]);
    expect(members(all)).toEqual(expect.arrayContaining(['ann', 'bob', 'cid'].map(user)));
  });

  it('may where an entitlement or an application could not be read', () => {
    for (const key of ['entitlement|e-1', `applications|${application}`]) {
      const facts = factsOf({ accounts });
      const broken = facts.filter((each) => each.key !== key);
      expect(broken).toHaveLength(facts.length - 1);
      expect(ends(links(broken)), key).toEqual([deploy]);
    }
  });

  it('may not act as a role of an account that is in another organization or in none, and may where that was not read', () => {
    const facts = factsOf({ accounts, refuses: isAccess });
    const placed = (organization: JsonObject | null): readonly MappedFact[] =>
      facts.map((each) =>
        each.kind === 'limiter' && each.boundary === `aws:${member}`
          ? { ...each, value: { ...(each.value as JsonObject), organization } }
          : each,
      );
    expect(ends(links(placed({ id: 'o-zyxwvutsrq', managementAccount: '777788889999' })))).toEqual([]);
    expect(ends(links(placed(null)))).toEqual([]);
    expect(ends(links(facts.filter((each) => each.kind !== 'limiter' || each.boundary !== `aws:${member}`)))).toEqual([deploy]);
  });

  it('may lead into an account of which not all roles were read', () => {
    const all = (refuses: (task: Task) => boolean): readonly Link[] =>
      [
        ...resolveAws(indexOf(factsOf({ accounts: [...management1], refuses })), asOf, undefined, undefined, new Set([`aws:${member}`])),
      ].filter((each) => each.type === 'link');
    expect(ends(all(isAccess))).toEqual([`pool:aws:${member}:unread`]);
    expect(members(all(isAccess))).toEqual(everybody);
    expect(ends(all(() => false))).toEqual([]);
  });

  it('stay settled where what is asked is what remains without an entitlement', () => {
    expect(ends(links(factsOf({ accounts }), new Set(['entitlement|e-0'])))).toEqual([]);
  });
});

const centers: fc.Arbitrary<Center> = fc
  .record({
    users: fc.uniqueArray(fc.constantFrom('u1', 'u2', 'u3', 'u4'), { minLength: 1 }),
    groups: fc.dictionary(fc.constantFrom('g1', 'g2', 'g3'), fc.uniqueArray(fc.constantFrom('u1', 'u2', 'u3', 'u4'))),
    sets: fc.uniqueArray(fc.constantFrom('A', 'B', 'A_B', 'C'), { minLength: 1 }),
    rows: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(management, member)), { maxLength: 12 }),
  })
  .map(({ users, groups, sets, rows }) => {
    const principals = [...users.map((each) => ['USER', each] as const), ...Object.keys(groups).map((each) => ['GROUP', each] as const)];
    const picked = rows.map(
      ([who, what, account]) =>
        [...(principals[who % principals.length] ?? ['USER', 'u1']), sets[what % sets.length] ?? 'A', account] as const,
    );
    const assigned = [...new Map(picked.map((each) => [each.join('|'), each] as const)).values()];
    return {
      ...full,
      users: Object.fromEntries(users.map((each) => [each, 'ENABLED' as const])),
      groups: Object.fromEntries(Object.entries(groups).map(([name, of]) => [name, of.filter((each) => users.includes(each))])),
      sets: Object.fromEntries(sets.map((each) => [each, {}])),
      assigned,
      notProvisioned: [],
      failed: [],
      entitled: [],
    };
  });

describe('whatever an instance assigns', () => {
  it('the two directions and any order of facts lead to the same links', () => {
    fc.assert(
      fc.property(centers, fc.nat(), (of, seed) => {
        const accounts = [
          ...iam(
            member,
            Object.keys(of.sets).map((each) => reserved(each, member)),
          ),
          ...iam(management, []),
        ];
        const [one, other] = ['by-principal', 'by-account'].map((assignments) => factsOf({ of, accounts, settings: { assignments } }));
        const said = (facts: readonly MappedFact[]): readonly string[] =>
          links(facts)
            .filter((each) => each.source.kind !== 'membership')
            .map((each) => JSON.stringify({ ...each, evidence: [] }))
            .sort();
        const shuffled = (one ?? []).map((fact, at) => ({ fact, at: (at * 7919 + seed) % 104_729 })).sort((a, b) => a.at - b.at);
        expect(said(other ?? [])).toEqual(said(one ?? []));
        expect(said(shuffled.map((each) => each.fact))).toEqual(said(one ?? []));
        expect(routes(links(one ?? []), 'assignment')).toHaveLength(of.assigned.length);
      }),
      { numRuns: runs(30, 1000) },
    );
  });
});
