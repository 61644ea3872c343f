import { describe, expect, it } from 'vitest';
import { entraRemedy } from '../../../../../connectors/microsoft/entra/remedy.ts';
import type { PackageAssignmentFact, PackageRoleFact } from '../../../../../connectors/microsoft/entra/package-facts.ts';
import type { Fact } from '../../../../../src/model/fact.ts';
import type { Grant, Link } from '../../../../../src/model/grant.ts';
import { stateAt } from '../../../../../src/model/window.ts';
import {
  asOf,
  group,
  groupInstance,
  id,
  instance,
  line,
  member,
  person,
  resolved,
  role,
  servicePrincipal,
  tenantFact,
  told,
} from './tenant.ts';

const graph = '00000003-0000-0000-c000-000000000000';
const writeRoles = '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8';

/** An access package that was asked for all that it gives. */
function gives(name: string, ...roles: readonly Partial<PackageRoleFact>[]): Fact[] {
  const all = roles.map((each, at): PackageRoleFact => {
    return { type: 'package-role', id: `${name}-${at}`, package: name, gives: 'member', of: null, role: null, name: null, ...each };
  });
  return [...all.map(told), told({ type: 'package-listed', package: name, count: all.length })];
}

function has(target: string, name: string, more: Partial<PackageAssignmentFact> = {}): Fact {
  return told({
    type: 'package-assignment',
    id: `${target}-${name}`,
    target: id(target),
    package: name,
    packageName: name,
    state: 'delivered',
    status: null,
    from: '2026-05-01T00:00:00.000Z',
    until: '2026-07-01T00:00:00.000Z',
    expiredAt: null,
    ...more,
  });
}

const toAdmins = { of: id('admins') };
const admins = [tenantFact(true), person('ann'), ...group('admins'), member('ann', 'admins')];

function ofAnn(facts: readonly Fact[], unread: readonly string[] = []): readonly (Grant | Link)[] {
  return resolved(facts, unread).filter((each) => (each.type === 'link' ? each.from : each.subject) === id('ann'));
}

function link(facts: readonly Fact[], unread: readonly string[] = []): Link {
  const [only, ...more] = ofAnn(facts, unread).filter((each) => each.type === 'link');
  if (only === undefined || more.length > 0) throw new Error(`not one link: ${more.length}`);
  return only;
}

describe('a membership', () => {
  it('that a delivered package gives ends with it', () => {
    const it = link([...admins, ...gives('sales', toAdmins), has('ann', 'sales')]);
    expect(line(it)).toBe('ann member-of admins: time-bound');
    expect(it.windows).toEqual([{ from: Date.parse('2026-05-01'), until: Date.parse('2026-07-01') }]);
    expect(it.endsBy).toBe('provider');
    expect(it.because.at(-1)).toBe('access package sales, which ends 2026-07-01T00:00:00.000Z, gives it, and takes it away then');
  });

  it('that a package without an end gives is standing, and says so', () => {
    const it = link([...admins, ...gives('sales', toAdmins), has('ann', 'sales', { until: null })]);
    expect(line(it)).toBe('ann member-of admins: standing');
    expect(it.because.at(-1)).toBe('access package sales, which has no end, gives it');
  });

  it('that no package of hers gives is standing, whatever else they give', () => {
    const it = link([...admins, ...gives('sales', { of: id('others') }), has('ann', 'sales')]);
    expect(line(it)).toBe('ann member-of admins: standing');
    expect(it.caveats).toEqual([]);
  });

  it('that only another has the package for is standing', () => {
    expect(line(link([...admins, ...gives('sales', toAdmins), has('bob', 'sales')]))).toBe('ann member-of admins: standing');
  });

  it('lasts as long as the longest package that gives it', () => {
    const two = [...gives('sales', toAdmins), ...gives('support', toAdmins), has('ann', 'sales')];
    expect(link([...admins, ...two, has('ann', 'support', { until: '2026-09-01T00:00:00.000Z' })]).windows[0]?.until).toBe(
      Date.parse('2026-09-01'),
    );
    expect(line(link([...admins, ...two, has('ann', 'support', { until: null })]))).toBe('ann member-of admins: standing');
  });

  it.each([
    ['what one of her packages gives was not read', [has('ann', 'sales')], []],
    ['one is delivered in part', [...gives('sales', toAdmins), has('ann', 'sales', { state: 'partiallyDelivered' })], []],
    ['one could not be delivered', [...gives('sales', toAdmins), has('ann', 'sales', { state: 'deliveryFailed' })], []],
    ['one is being delivered', [...gives('sales', toAdmins), has('ann', 'sales', { state: 'delivering' })], []],
    ['one is in a state nobody knows', [...gives('sales', toAdmins), has('ann', 'sales', { state: 'unknownFutureValue' })], []],
    ['one without an end was not read', [...gives('sales', toAdmins), has('ann', 'sales'), has('ann', 'other', { until: null })], []],
    ['packages were not read whole', [...gives('sales', toAdmins), has('ann', 'sales')], ['access-packages']],
  ])('may end, or may not, where %s', (_, facts, unread) => {
    const it = link([...admins, ...facts], unread);
    expect(line(it)).toBe('ann member-of admins: time-bound to standing');
    expect(stateAt(it.windows, Date.parse('2030-01-01'))).toBe('current');
  });

  it('with an end that was read lasts to that of a package that was not', () => {
    const later = has('ann', 'other', { until: '2026-10-01T00:00:00.000Z' });
    const it = link([...admins, ...gives('sales', toAdmins), has('ann', 'sales'), later]);
    expect(line(it)).toBe('ann member-of admins: time-bound');
    expect(it.windows[0]?.until).toBe(Date.parse('2026-10-01'));
  });

  it('is standing under a caveat where nobody could read who has packages, and she has none that is known', () => {
    const it = link(admins, ['access-packages']);
    expect(line(it)).toBe('ann member-of admins: standing');
    expect(it.caveats).toEqual(['unless an access package that was not read ends it']);
    expect(link([tenantFact(false), ...admins.slice(1)], ['access-packages']).caveats).toEqual([]);
  });

  it('that a rule decides is no package’s', () => {
    const facts = [tenantFact(true), person('ann'), ...group('admins', { rule: 'all' }), member('ann', 'admins')];
    expect(line(link([...facts, ...gives('sales', toAdmins), has('ann', 'sales')]))).toBe('ann member-of admins: standing');
  });

  it('that Privileged Identity Management lists without an end, as it does all of a group it manages, ends with the package', () => {
    const facts = [tenantFact(true), person('ann'), ...group('admins'), groupInstance('ann', 'admins'), ...gives('sales', toAdmins)];
    expect(line(link([...facts, has('ann', 'sales')]))).toBe('ann member-of admins: time-bound');
  });

  it('with an end of Privileged Identity Management keeps that', () => {
    const own = groupInstance('ann', 'admins', { until: '2026-06-02T00:00:00.000Z' });
    const it = link([tenantFact(true), person('ann'), ...group('admins'), own, ...gives('sales', toAdmins), has('ann', 'sales')]);
    expect(it.windows[0]?.until).toBe(Date.parse('2026-06-02'));
  });

  it('is taken away with the package, not from the group alone', () => {
    const ann = '11111111-0000-4000-8000-000000000001';
    const team = '22222222-0000-4000-8000-000000000002';
    const facts = [
      tenantFact(true),
      person(ann),
      ...group(team),
      member(ann, team),
      ...gives('sales', { of: id(team) }),
      has(ann, 'sales'),
    ];
    const [only] = resolved(facts).filter((each) => each.type === 'link' && each.from === id(ann));
    expect(only === undefined ? [] : entraRemedy(only)).toEqual([
      expect.stringContaining(
        `assignmentRequests' --headers Content-Type=application/json --body '{"requestType":"adminRemove","assignment":{"id":"${ann}-sales"}}'`,
      ),
    ]);
  });
});

describe('what a package gave that is over', () => {
  const over = has('ann', 'sales', { state: 'expired', expiredAt: '2026-05-20T00:00:00.000Z', until: '2026-05-20T00:00:00.000Z' });
  const left = (facts: readonly Fact[]): readonly string[] =>
    ofAnn(facts).flatMap((each) => (each.source.kind === 'access-package-over' ? [`${each.source.id}: ${each.presence}`] : []));

  it('and is there is standing, and told to be left', () => {
    const facts = [...admins, ...gives('sales', toAdmins), over];
    const it = link(facts);
    expect(line(it)).toBe('ann member-of admins: standing');
    expect(it.because.at(-1)).toBe('access package sales gave it, which ended 2026-05-20T00:00:00.000Z, and it is still there');
    expect(left(facts)).toEqual([`access-package-over|ann-sales|group-membership|${id('ann')}|${id('admins')}: refuted`]);
  });

  it.each([
    ['it could not be taken away', { state: 'deliveryFailed', until: '2026-05-20T00:00:00.000Z' }],
    ['it still counts as delivered', { state: 'delivered', until: '2026-05-20T00:00:00.000Z' }],
    ['nobody tells since when', { state: 'expired', until: null }],
  ])('is left where %s', (_, more) => {
    expect(left([...admins, ...gives('sales', toAdmins), has('ann', 'sales', more)])).toHaveLength(1);
  });

  it('has an hour to go', () => {
    const now = has('ann', 'sales', { state: 'expired', expiredAt: '2026-06-01T11:30:00.000Z' });
    const facts = [...admins, ...gives('sales', toAdmins), now];
    expect(left(facts)).toEqual([]);
    expect(stateAt(link(facts).windows, Date.parse(asOf))).toBe('past');
  });

  it.each([
    ['another package gives it', [...gives('sales', toAdmins), ...gives('support', toAdmins), over, has('ann', 'support')]],
    ['another package may give it', [...gives('sales', toAdmins), over, has('ann', 'support')]],
    ['what the package gave was not read', [over]],
    ['the package gave something else', [...gives('sales', { of: id('others') }), over]],
  ])('is not said to be left where %s', (_, facts) => {
    expect(left([...admins, ...facts])).toEqual([]);
  });

  it('is nothing where it is not there any more', () => {
    expect(left([tenantFact(true), person('ann'), ...group('admins'), ...gives('sales', toAdmins), over])).toEqual([]);
  });
});

describe('of other things', () => {
  const one = (facts: readonly Fact[], kind: string): string[] => [
    ...new Set(ofAnn(facts).flatMap((each) => (each.source.kind === kind ? [`${each.bounds.lo} ${each.bounds.hi} ${each.endsBy}`] : []))),
  ];

  it('an ownership ends with the package', () => {
    const owns = told({ type: 'owner', of: id('admins'), owner: id('ann'), sort: 'group' });
    const facts = [tenantFact(true), person('ann'), ...group('admins'), owns, ...gives('sales', { ...toAdmins, gives: 'owner' })];
    expect(one([...facts, has('ann', 'sales')], 'group-owner')).toEqual(['time-bound time-bound provider']);
    expect(one(facts, 'group-owner')).toEqual(['standing standing nothing']);
  });

  it('a directory role ends with the package, at the whole tenant alone', () => {
    const facts = [tenantFact(true), person('ann'), ...gives('sales', { gives: 'role', role: role.reports }), has('ann', 'sales')];
    expect(one([...facts, instance('ann', role.reports)], 'directory-role')).toEqual(['time-bound time-bound provider']);
    expect(one([...facts, instance('ann', role.readers)], 'directory-role')).toEqual(['standing standing nothing']);
    expect(one([...facts, instance('ann', role.reports, { scope: id('unit') })], 'directory-role')).toEqual(['standing standing nothing']);
  });

  it('an eligibility stays one, until the package ends', () => {
    const given = gives('sales', { gives: 'eligible-role', role: role.global }, { gives: 'eligible-member', of: id('admins') });
    const facts = [tenantFact(true), person('ann'), ...group('admins'), ...given, has('ann', 'sales')];
    expect(one([...facts, instance('ann', role.global, { of: 'eligibility' })], 'eligible-role')).toEqual(['eligible eligible provider']);
    expect(one([...facts, groupInstance('ann', 'admins', { of: 'eligibility' })], 'eligible-membership')).toEqual([
      'eligible eligible provider',
    ]);
    // who can switch it on, and is in it for good beside
    expect(one([...facts, groupInstance('ann', 'admins')], 'group-membership')).toEqual(['standing standing nothing']);
  });

  it('a role of an application ends with the package', () => {
    const holds = told({
      type: 'app-role-assignment',
      id: 'assignment',
      principal: id('ann'),
      principalType: 'User',
      resource: id('graph'),
      appRole: writeRoles,
      createdAt: null,
    });
    const facts = [tenantFact(true), person('ann'), ...servicePrincipal('graph', graph), holds];
    const given = gives('sales', { gives: 'app-role', of: id('graph'), role: writeRoles });
    expect(one([...facts, ...given, has('ann', 'sales')], 'app-role')).toEqual(['time-bound time-bound provider']);
    expect(one(facts, 'app-role')).toEqual(['standing standing nothing']);
  });
});
