import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../../src/base/json.ts';
import { boundary, entity, guid, list, mapped, refusal, valuesOf } from '../roles/asking.ts';

const group = guid(9);
const of = { group };

describe('a group', () => {
  const row = {
    id: group,
    displayName: 'admins',
    createdDateTime: '2024-03-04T09:00:00Z',
    isAssignableToRole: true,
    mailEnabled: false,
    membershipRule: null,
    onPremisesSyncEnabled: null,
    securityEnabled: true,
    visibility: 'Private',
  };

  it('is an identity, with what decides who can change it', () => {
    const { facts, gaps } = mapped('Groups', list(row));
    expect(gaps).toEqual([]);
    expect(valuesOf(facts, 'identity')).toMatchObject([
      { id: entity(9), uid: group, kind: 'group', name: 'admins', boundary, createdAt: '2024-03-04T09:00:00.000Z' },
    ]);
    expect(facts.find((each) => each.kind === 'observation')).toMatchObject({
      key: `group|${entity(9)}`,
      value: {
        group: entity(9),
        roleAssignable: true,
        rule: null,
        fromOnPremises: false,
        security: true,
        mailEnabled: false,
        visibility: 'Private',
      },
    });
  });

  it('may follow from a rule, or come from elsewhere', () => {
    const rule = 'user.department -eq "ops"';
    const { facts } = mapped('Groups', list({ ...row, isAssignableToRole: null, membershipRule: rule, onPremisesSyncEnabled: true }));
    expect(valuesOf(facts, 'observation')).toMatchObject([{ roleAssignable: false, rule, fromOnPremises: true }]);
  });

  it.each([
    ['without an id', { ...row, id: undefined }],
    ['with a flag that is a text', { ...row, isAssignableToRole: 'true' }],
    ['with a rule that is a number', { ...row, membershipRule: 4 }],
    ['that is a text', 'admins'],
  ])('%s is a gap, and its neighbours stay', (_, odd) => {
    const { facts, gaps } = mapped('Groups', list(row, JSON.parse(JSON.stringify(odd)) as Json));
    expect(valuesOf(facts, 'identity')).toHaveLength(1);
    expect(gaps).toMatchObject([{ cause: 'malformed' }]);
    expect(gaps[0]?.detail).toContain('/value/1');
  });
});

describe('the members of a group', () => {
  it('are told whatever they are, and that they were asked for', () => {
    const { facts, gaps } = mapped(
      'GroupMembers',
      list({ '@odata.type': '#microsoft.graph.user', id: guid(1).toUpperCase() }, { id: guid(2) }),
      of,
    );
    expect(gaps).toEqual([]);
    expect(facts.filter((each) => each.kind === 'membership')).toMatchObject([
      { key: `member|${entity(9)}|${entity(1)}`, value: { type: 'group-member', group: entity(9), member: entity(1) } },
      { value: { member: entity(2) } },
    ]);
    expect(facts.filter((each) => each.kind === 'observation')).toMatchObject([
      { key: `asked|members|${entity(9)}`, value: { type: 'group-asked', group: entity(9), what: 'members' } },
    ]);
  });

  it('may be none at all', () => {
    const { facts, gaps } = mapped('GroupMembers', list(), of);
    expect(gaps).toEqual([]);
    expect(valuesOf(facts, 'observation')).toHaveLength(1);
  });

  it('that are hidden are not none for not being shown', () => {
    expect(mapped('GroupMembers', list(), { ...of, hidden: true }).gaps).toMatchObject([{ cause: 'denied' }]);
    expect(mapped('GroupMembers', list({ id: guid(1) }), { ...of, hidden: true }).gaps).toEqual([]);
  });

  it.each(['GroupMembers', 'GroupOwners', 'GroupPimAssignments', 'GroupPimEligibilities'])(
    'asked by %s of one that went away are a gap about nobody in particular, and no answer',
    (call) => {
      const { facts, gaps } = mapped(call, refusal('Request_ResourceNotFound'), of);
      expect(facts).toEqual([]);
      expect(gaps).toMatchObject([{ cause: 'vanished' }]);
      expect(gaps[0]).not.toHaveProperty('subject');
    },
  );

  it.each(['GroupMembers', 'GroupOwners', 'GroupPimAssignments', 'GroupPimEligibilities', 'GroupPolicies'])(
    'asked by %s with arguments that are not understood are unsupported',
    (call) => {
      for (const args of [{}, { group: 'admins' }, { ...of, more: 1 }]) {
        expect(mapped(call, list(), args)).toMatchObject({ facts: [], gaps: [{ cause: 'unsupported' }] });
      }
    },
  );
});

describe('the owners of a group', () => {
  it('are told, and how many there are', () => {
    const { facts } = mapped('GroupOwners', list({ id: guid(1) }, { id: guid(2) }), of);
    expect(valuesOf(facts, 'trust')).toEqual([
      { type: 'owner', of: entity(9), owner: entity(1), sort: 'group' },
      { type: 'owner', of: entity(9), owner: entity(2), sort: 'group' },
    ]);
    expect(valuesOf(facts, 'observation')).toEqual([{ type: 'owners-listed', of: entity(9), count: 2 }]);
  });

  it('are not said to be all where one could not be read', () => {
    const { facts, gaps } = mapped('GroupOwners', list({ id: guid(1) }, { id: null }), of);
    expect(valuesOf(facts, 'trust')).toHaveLength(1);
    expect(valuesOf(facts, 'observation')).toEqual([]);
    expect(gaps).toHaveLength(1);
  });
});

describe('what Privileged Identity Management holds of a group', () => {
  const row = {
    id: 'i',
    groupId: group,
    principalId: guid(1),
    accessId: 'member',
    assignmentType: 'activated',
    memberType: 'direct',
    startDateTime: '2026-11-22T08:00:00Z',
    endDateTime: '2026-11-22T16:00:00Z',
  };

  it('are instances, in whatever case its words are', () => {
    const { facts, gaps } = mapped(
      'GroupPimAssignments',
      list(row, { ...row, id: 'j', accessId: 'Owner', assignmentType: 'Assigned', endDateTime: null }),
      of,
    );
    expect(gaps).toEqual([]);
    expect(facts.filter((each) => each.kind === 'membership')).toMatchObject([
      {
        key: 'pim|assignment|i',
        value: {
          of: 'assignment',
          group: entity(9),
          principal: entity(1),
          access: 'member',
          assignment: 'activated',
          until: '2026-11-22T16:00:00.000Z',
        },
      },
      { value: { access: 'owner', assignment: 'assigned', until: null } },
    ]);
  });

  it('are eligibilities', () => {
    const { facts } = mapped('GroupPimEligibilities', list({ ...row, endDateTime: '9999-12-31T23:59:59.9999999Z' }), of);
    expect(valuesOf(facts, 'membership')).toMatchObject([{ of: 'eligibility', assignment: null, until: null }]);
  });

  it('is nothing in two ways: an empty list, and a group it does not manage', () => {
    const asked = (body: Json): unknown => valuesOf(mapped('GroupPimAssignments', body, of).facts, 'observation');
    expect(asked(list())).toEqual([{ type: 'group-asked', group: entity(9), what: 'pim-assignments', managed: true }]);
    expect(asked(refusal('ResourceNotFound'))).toEqual([
      { type: 'group-asked', group: entity(9), what: 'pim-assignments', managed: false },
    ]);
  });

  it.each([
    ['of another group', { ...row, groupId: guid(8) }],
    ['of an access that is not known', { ...row, accessId: 'friend' }],
    ['without an access', { ...row, accessId: null }],
    ['of a type that is not known', { ...row, assignmentType: 'lent' }],
    ['of nobody', { ...row, principalId: null }],
    ['whose end is not told', { ...row, endDateTime: undefined }],
  ])('%s is a gap about nobody in particular', (_, odd) => {
    const { facts, gaps } = mapped('GroupPimAssignments', list(row, JSON.parse(JSON.stringify(odd)) as Json), of);
    expect(valuesOf(facts, 'membership')).toHaveLength(1);
    expect(gaps).toMatchObject([{ cause: 'malformed' }]);
    expect(gaps[0]).not.toHaveProperty('subject');
  });
});
