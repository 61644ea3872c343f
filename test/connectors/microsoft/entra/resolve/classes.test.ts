import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../../../src/model/fact.ts';
import {
  assigned,
  boundary,
  group,
  groupInstance,
  id,
  instance,
  lines,
  member,
  policy,
  resolved,
  role,
  schedule,
  servicePrincipal,
  tenant,
  tenantFact,
  told,
} from './tenant.ts';

const soon = '2026-06-01T20:00:00.000Z';
const past = '2026-05-01T20:00:00.000Z';
const rolePolicy = (gate: string): Fact => policy(`entra/${tenant}/policy/directory/${role.global}`, gate);
const groupPolicy = (gate: string, access = 'member'): Fact => policy(`entra/${tenant}/policy/group/admins/${access}`, gate);

/** What ann holds as Global Administrator. */
const global = (text: string): string[] => [`ann administer @ tenant: ${text}`, `ann grant-privilege @ azure: ${text}`];

const cases: readonly {
  readonly name: string;
  readonly facts: readonly Fact[];
  readonly unread?: readonly string[];
  readonly lines: readonly string[];
}[] = [
  {
    name: 'assigned without an end is standing',
    facts: [assigned('ann', role.global), instance('ann', role.global)],
    lines: global('standing'),
  },
  {
    name: 'assigned until a time is time-bound',
    facts: [assigned('ann', role.global), instance('ann', role.global, { until: soon })],
    lines: global('time-bound'),
  },
  {
    name: 'activated, not the permanent right that the list of assignments shows',
    facts: [
      rolePolicy('approved'),
      assigned('ann', role.global),
      instance('ann', role.global, { assignment: 'activated', until: soon }),
      instance('ann', role.global, { of: 'eligibility' }),
    ],
    lines: [...global('activated, approved'), ...global('eligible, approved')],
  },
  {
    name: 'eligible, gate of the policy',
    facts: [rolePolicy('checked'), instance('ann', role.global, { of: 'eligibility' })],
    lines: global('eligible, checked'),
  },
  {
    name: 'eligible where nothing is asked is still an act',
    facts: [rolePolicy('none'), instance('ann', role.global, { of: 'eligibility' })],
    lines: global('eligible, self'),
  },
  {
    name: 'eligible and the policy was not told',
    facts: [instance('ann', role.global, { of: 'eligibility' })],
    lines: global('eligible, self'),
  },
  {
    name: 'an assignment among no instance is not taken to be permanent',
    facts: [assigned('ann', role.global)],
    lines: global('activated to standing'),
  },
  {
    name: 'instances refused: active, and how is not known',
    facts: [assigned('ann', role.global)],
    unread: ['role-assignment-instances'],
    lines: global('activated to standing'),
  },
  {
    name: 'no PIM in the tenant: standing',
    facts: [tenantFact(false), assigned('ann', role.global)],
    unread: ['role-assignment-instances'],
    lines: global('standing'),
  },
  {
    name: 'PIM called unlicensed and no plan told: not proven',
    facts: [tenantFact(null), assigned('ann', role.global)],
    unread: ['role-assignment-instances'],
    lines: global('activated to standing'),
  },
  {
    name: 'an activation without an end is not taken at its word',
    facts: [instance('ann', role.global, { assignment: 'activated' })],
    lines: global('activated to standing, self'),
  },
  {
    name: 'service principals hold for good',
    facts: [...servicePrincipal('ann', 'app'), assigned('ann', role.global)],
    lines: global('standing'),
  },
  {
    name: 'a schedule to come has the class it will have',
    facts: [schedule('ann', role.global, { from: '2026-07-01T00:00:00.000Z' })],
    lines: global('standing'),
  },
  {
    name: 'a schedule that was withdrawn is none',
    facts: [schedule('ann', role.global, { from: '2026-07-01T00:00:00.000Z', status: 'Revoked' })],
    lines: [],
  },
  { name: 'a schedule that has begun is told by its instance', facts: [schedule('ann', role.global, { from: past })], lines: [] },
  {
    name: 'a role held by a group stays there, and what repeats it is no second right',
    facts: [
      ...group('admins', { roleAssignable: true }),
      member('ann', 'admins'),
      groupInstance('ann', 'admins'),
      instance('admins', role.global),
      instance('ann', role.global, { member: 'group' }),
    ],
    lines: ['admins administer @ tenant: standing', 'admins grant-privilege @ azure: standing', 'ann member-of admins: standing'],
  },
  {
    name: 'what repeats a group’s role stands for it where the membership was not read',
    facts: [
      ...group('admins', { roleAssignable: true }),
      instance('admins', role.global),
      instance('ann', role.global, { member: 'group' }),
    ],
    unread: ['group-members'],
    lines: ['admins administer @ tenant: standing', 'admins grant-privilege @ azure: standing', ...global('activated to standing')],
  },
  {
    name: 'eligible membership',
    facts: [...group('admins'), groupPolicy('approved'), groupInstance('ann', 'admins', { of: 'eligibility' })],
    lines: ['ann member-of admins: eligible, approved'],
  },
  {
    name: 'an activated membership is not the permanent one that the list shows',
    facts: [
      ...group('admins'),
      groupPolicy('self'),
      groupInstance('ann', 'admins', { assignment: 'activated', until: soon }),
      member('ann', 'admins'),
    ],
    lines: ['ann member-of admins: activated, self'],
  },
  {
    name: 'a listed member that PIM does not end',
    facts: [...group('admins'), member('ann', 'admins')],
    lines: ['ann member-of admins: standing'],
  },
  {
    name: 'a listed member, PIM of groups refused',
    facts: [...group('admins'), member('ann', 'admins')],
    unread: ['group-pim'],
    lines: ['ann member-of admins: activated to standing'],
  },
  {
    name: 'a listed member, PIM refused for other groups only',
    facts: [
      ...group('admins'),
      member('ann', 'admins'),
      told({ type: 'group-asked', group: id('admins'), what: 'pim-assignments', managed: true }),
    ],
    unread: ['group-pim'],
    lines: ['ann member-of admins: standing'],
  },
  {
    name: 'members by a rule are outside of PIM',
    facts: [...group('admins', { rule: 'user.department -eq "it"' }), member('ann', 'admins')],
    unread: ['group-pim'],
    lines: ['ann member-of admins: standing'],
  },
  {
    name: 'an ownership that could not be ended stays for good',
    facts: [
      ...group('admins'),
      groupInstance('ann', 'admins', { access: 'owner', assignment: 'activated', until: past }),
      told({ type: 'owner', of: id('admins'), owner: id('ann') }),
    ],
    lines: ['ann owns admins: activated, self', 'ann owns admins: standing'],
  },
  {
    name: 'a role that nobody defined may be any',
    facts: [instance('ann', 'cccccccc-0000-4000-8000-000000000009')],
    lines: ['ann administer @ tenant: session to standing, possible'],
  },
  {
    name: 'a custom role is read by its actions',
    facts: [
      instance('ann', 'custom'),
      told({
        type: 'role-definition',
        id: 'custom',
        templateId: 'custom',
        name: 'Credential keeper',
        builtIn: false,
        enabled: true,
        privileged: null,
        actions: ['microsoft.directory/applications/credentials/update', 'microsoft.directory/applications/standard/read'],
        conditional: ['$SubjectIsOwner|microsoft.directory/groups/owners/update'],
      }),
    ],
    lines: ['ann mint-credential @ applications: standing'],
  },
  { name: 'a role without power is seen to be held', facts: [instance('ann', role.readers)], lines: ['ann ordinary @ tenant: standing'] },
  {
    name: 'a partner whose relationship is extended by itself',
    facts: [
      told({
        type: 'partner',
        id: 'p',
        partner: 'bbbbbbbb-0000-4000-8000-000000000002',
        name: 'Fabrikam',
        status: 'active',
        roles: [role.helpdesk],
        until: soon,
        extends: true,
      }),
    ],
    lines: [`entra/bbbbbbbb-0000-4000-8000-000000000002 mint-credential @ users: standing`],
  },
  {
    name: 'a partner until the end of the relationship',
    facts: [
      told({
        type: 'partner',
        id: 'p',
        partner: 'bbbbbbbb-0000-4000-8000-000000000002',
        name: null,
        status: 'active',
        roles: [role.helpdesk],
        until: soon,
        extends: false,
      }),
    ],
    lines: [`entra/bbbbbbbb-0000-4000-8000-000000000002 mint-credential @ users: time-bound`],
  },
  {
    name: 'a partner that was refused',
    facts: [
      told({
        type: 'partner',
        id: 'p',
        partner: 'x',
        name: null,
        status: 'terminated',
        roles: [role.helpdesk],
        until: null,
        extends: false,
      }),
    ],
    lines: [],
  },
];

describe('classes of roles and memberships', () => {
  it.each(cases.map((each) => [each.name, each] as const))('%s', (_, { facts, unread, lines: expected }) => {
    expect(lines(resolved(facts, unread))).toEqual([...expected].sort());
  });

  it('names the policy of a role on every element of its holders, permanent ones too', () => {
    const all = resolved([rolePolicy('approved'), instance('ann', role.global), instance('bob', role.global, { of: 'eligibility' })]);
    const held = all.filter((each) => each.source.kind.endsWith('role'));
    expect(new Set(held.map((each) => each.gatedBy))).toEqual(new Set([`entra/${tenant}/policy/directory/${role.global}`]));
    expect(held.length).toBeGreaterThan(3);
  });

  it('puts a future schedule into a window of the future', () => {
    const [first] = resolved([schedule('ann', role.global, { from: '2026-07-01T00:00:00.000Z', until: '2026-08-01T00:00:00.000Z' })]);
    expect(first?.windows).toEqual([{ from: Date.parse('2026-07-01T00:00:00Z'), until: Date.parse('2026-08-01T00:00:00Z') }]);
    expect(first?.bounds).toEqual({ lo: 'time-bound', hi: 'time-bound' });
  });

  it('takes away by source, and does not then hold what repeats it for a right of its own', () => {
    const facts = [
      ...group('admins', { roleAssignable: true }),
      member('ann', 'admins'),
      instance('admins', role.global),
      instance('ann', role.global, { member: 'group' }),
    ];
    const gone = new Set([`group-membership|${id('ann')}|${id('admins')}`]);
    expect(lines(resolved(facts, [], gone))).toEqual(['admins administer @ tenant: standing', 'admins grant-privilege @ azure: standing']);
    const role_ = new Set([`directory-role|${id('admins')}|${role.global}|${boundary}`]);
    expect(lines(resolved(facts, [], role_))).toEqual(['ann member-of admins: standing']);
  });
});
