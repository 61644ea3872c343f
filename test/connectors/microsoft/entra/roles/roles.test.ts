import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import { boundary, entity, guid, list, mapped, refusal, tenant, valuesOf } from './asking.ts';

const role = '62e90394-69f5-4237-9190-012177145e10';
const place = { principalId: guid(1), roleDefinitionId: role, directoryScopeId: '/', appScopeId: null };
const instance = {
  ...place,
  id: 'lAPpYvVpN0KRkAEhdxReEAWz5Gtet_xOv8wxvTtTpfg-1',
  startDateTime: null,
  endDateTime: null,
  assignmentType: 'Assigned',
  memberType: 'Direct',
  roleAssignmentOriginId: 'origin',
  roleAssignmentScheduleId: 'schedule',
};
const eligibility = { ...place, id: 'e', startDateTime: null, endDateTime: null, memberType: 'Direct', roleEligibilityScheduleId: 's' };
const schedule = {
  ...place,
  id: 's',
  createdUsing: null,
  createdDateTime: null,
  status: 'Provisioned',
  assignmentType: 'Assigned',
  memberType: 'Direct',
  scheduleInfo: {
    startDateTime: '2026-01-01T00:00:00Z',
    recurrence: null,
    expiration: { type: 'noExpiration', endDateTime: null, duration: null },
  },
};

/** The one value of a page with one row; fails where the page has gaps. */
function only(call: string, row: Json): unknown {
  const { facts, gaps } = mapped(call, list(row));
  expect(gaps).toEqual([]);
  expect(facts).toHaveLength(1);
  return facts[0]?.value;
}

describe('an assignment instance', () => {
  it('keeps its own id as it is written, and ids of the directory in lower case', () => {
    const { facts } = mapped('RoleAssignmentInstances', list({ ...instance, principalId: guid(1).toUpperCase() }));
    expect(facts).toEqual([
      {
        kind: 'attachment',
        boundary,
        surface: 'entra:role-assignment-instances',
        key: `instance|assignment|${instance.id}`,
        pointer: '/value/0',
        value: {
          type: 'role-instance',
          of: 'assignment',
          id: instance.id,
          principal: entity(1),
          role,
          scope: boundary,
          assignment: 'assigned',
          member: 'direct',
          from: null,
          until: null,
          origin: 'origin',
          schedule: 'schedule',
          activatedUsing: null,
        },
      },
    ]);
  });

  it.each([
    ['null', null, null],
    ['the last day of the calendar', '9999-12-31T23:59:59.9999999Z', null],
    ['a time with seven digits behind the second', '2026-11-22T17:00:00.1234567Z', '2026-11-22T17:00:00.123Z'],
  ])('ends by %s', (_, endDateTime, until) => {
    expect(only('RoleAssignmentInstances', { ...instance, endDateTime })).toMatchObject({ until });
  });

  it('that was switched on names the eligibility it came from', () => {
    const row = {
      ...instance,
      assignmentType: 'Activated',
      endDateTime: '2026-11-22T17:00:00Z',
      activatedUsing: { id: 'e', memberType: 'Direct' },
    };
    expect(only('RoleAssignmentInstances', row)).toMatchObject({ assignment: 'activated', activatedUsing: 'e' });
  });

  it.each([
    ['of one application', { directoryScopeId: `/${guid(7)}` }, entity(7)],
    ['of an administrative unit', { directoryScopeId: `/administrativeUnits/${guid(8)}` }, entity(8)],
    [
      'of something within an application',
      { directoryScopeId: null, appScopeId: '/AccessPackageCatalog/4' },
      `entra/${tenant}/accesspackagecatalog/4`,
    ],
  ])('has the scope %s', (_, at, scope) => {
    expect(only('RoleAssignmentInstances', { ...instance, ...at })).toMatchObject({ scope });
  });

  const without = (member: keyof typeof instance): JsonObject =>
    Object.fromEntries(Object.entries(instance).filter(([name]) => name !== member));
  it.each([
    ['without an end that is told', without('endDateTime')],
    ['without a type', without('assignmentType')],
    ['of a type that is not known', { ...instance, assignmentType: 'Borrowed' }],
    ['of a member that is not known', { ...instance, memberType: 'Cousin' }],
    ['without a scope', { ...instance, directoryScopeId: null }],
    ['without an id', without('id')],
    ['with an empty id', { ...instance, id: '' }],
    ['of a principal that is no GUID', { ...instance, principalId: 'ann' }],
    ['with an end that is no time', { ...instance, endDateTime: 'soon' }],
    ['with an end that is a number', { ...instance, endDateTime: 5 }],
    ['that is a list', [instance]],
    ['that is null', null],
  ])('%s is a gap with its place, and its neighbours stay', (_, row) => {
    const { facts, gaps } = mapped('RoleAssignmentInstances', list(instance, row));
    expect(facts).toHaveLength(1);
    expect(gaps).toMatchObject([{ cause: 'malformed', surface: 'entra:role-assignment-instances' }]);
    expect(gaps[0]?.detail).toContain('/value/1');
  });
});

describe('an eligibility', () => {
  it('is one, with its end', () => {
    const row = { ...eligibility, endDateTime: '2027-04-10T00:00:00Z', memberType: 'Group' };
    expect(only('RoleEligibilityInstances', row)).toMatchObject({
      of: 'eligibility',
      assignment: null,
      member: 'group',
      until: '2027-04-10T00:00:00.000Z',
      schedule: 's',
    });
  });

  it('without an end that is told is a gap', () => {
    const { facts, gaps } = mapped('RoleEligibilityInstances', list({ ...place, id: 'e', memberType: 'Direct' }));
    expect(facts).toEqual([]);
    expect(gaps).toHaveLength(1);
  });
});

describe('a schedule', () => {
  it.each([
    ['no end', { type: 'noExpiration', endDateTime: null, duration: null }, null],
    ['an end', { type: 'afterDateTime', endDateTime: '2026-03-01T00:00:00Z', duration: null }, '2026-03-01T00:00:00.000Z'],
    ['the last day of the calendar', { type: 'afterDateTime', endDateTime: '9999-12-31T23:59:59.9999999Z' }, null],
    ['a duration', { type: 'afterDuration', endDateTime: null, duration: 'PT8H' }, '2026-01-01T08:00:00.000Z'],
    ['nothing about it', null, null],
  ])('tells of %s', (_, expiration, until) => {
    const row = { ...schedule, scheduleInfo: { ...schedule.scheduleInfo, expiration } };
    expect(only('RoleAssignmentSchedules', row)).toMatchObject({ type: 'role-schedule', from: '2026-01-01T00:00:00.000Z', until });
    expect(only('RoleEligibilitySchedules', row)).toMatchObject({ of: 'eligibility', assignment: null, until });
  });

  it.each([
    ['an end without a time', { type: 'afterDateTime', endDateTime: null }],
    ['a duration that is none', { type: 'afterDuration', duration: 'eight hours' }],
    ['an end that the type denies', { type: 'noExpiration', endDateTime: '2026-03-01T00:00:00Z' }],
    ['a type that is not known', { type: 'atNoon' }],
  ])('with %s is a gap, and never one without an end', (_, expiration) => {
    const { facts, gaps } = mapped(
      'RoleAssignmentSchedules',
      list({ ...schedule, scheduleInfo: { ...schedule.scheduleInfo, expiration } }),
    );
    expect(facts).toEqual([]);
    expect(gaps).toMatchObject([{ cause: 'malformed' }]);
  });
});

describe('a role assignment', () => {
  it('is told as it is', () => {
    expect(only('RoleAssignments', { ...place, id: 'a', resourceScope: '/' })).toEqual({
      type: 'role-assignment',
      id: 'a',
      principal: entity(1),
      role,
      scope: boundary,
      condition: null,
    });
  });
});

describe('a role definition', () => {
  const definition = {
    id: role,
    templateId: role,
    displayName: 'Global Administrator',
    isBuiltIn: true,
    isEnabled: true,
    isPrivileged: true,
    rolePermissions: [
      { allowedResourceActions: ['b', 'a', 'b'], condition: null },
      { allowedResourceActions: ['c'], condition: '$SubjectIsOwner' },
    ],
  };

  it('tells what holds always apart from what holds under a condition', () => {
    expect(only('RoleDefinitionsBeta', definition)).toEqual({
      type: 'role-definition',
      id: role,
      templateId: role,
      name: 'Global Administrator',
      builtIn: true,
      enabled: true,
      privileged: true,
      actions: ['a', 'b'],
      conditional: ['$SubjectIsOwner|c'],
    });
  });

  it('of v1.0 has no label', () => {
    const { isPrivileged: _, ...plain } = definition;
    expect(only('RoleDefinitions', plain)).toMatchObject({ privileged: null });
  });

  // a 404 that no error of Microsoft explains has its status for a code
  it.each(['BadRequest', '404'])('is asked of v1.0 where beta has none: %s', (code) => {
    const { facts, gaps, spawns } = mapped('RoleDefinitionsBeta', refusal(code));
    expect({ facts, gaps }).toEqual({ facts: [], gaps: [] });
    expect(spawns).toMatchObject([{ args: { call: 'RoleDefinitions' } }]);
  });

  it('is asked of v1.0, and a gap, where beta errs in a way that nobody knows', () => {
    const { facts, gaps, spawns } = mapped('RoleDefinitionsBeta', refusal('Surprise'));
    expect(facts).toEqual([]);
    expect(gaps).toMatchObject([{ cause: 'malformed' }]);
    expect(spawns).toMatchObject([{ args: { call: 'RoleDefinitions' } }]);
  });

  it('is a gap where v1.0 errs too', () => {
    expect(mapped('RoleDefinitions', refusal('BadRequest')).gaps).toMatchObject([{ cause: 'malformed' }]);
  });

  it('that excludes actions says so', () => {
    const rolePermissions = [{ allowedResourceActions: ['a'], excludedResourceActions: ['b'], condition: null }];
    const { facts, gaps } = mapped('RoleDefinitions', list({ ...definition, rolePermissions }));
    expect(facts).toHaveLength(1);
    expect(gaps).toMatchObject([{ cause: 'unsupported' }]);
  });

  it.each([
    ['whether it is enabled', { ...definition, isEnabled: null }],
    ['its actions', { ...definition, rolePermissions: [{ condition: null }] }],
    ['its permissions', { ...definition, rolePermissions: null }],
  ])('without %s is a gap', (_, row) => {
    const { facts, gaps } = mapped('RoleDefinitions', list(row));
    expect(facts).toEqual([]);
    expect(gaps).toHaveLength(1);
  });
});

describe('an empty list', () => {
  it.each(['RoleDefinitionsBeta', 'RoleDefinitions', 'RoleAssignments', 'RoleAssignmentInstances', 'Users'])(
    'of %s is not believed: no tenant is without',
    (call) => {
      expect(mapped(call, list())).toMatchObject({
        facts: [],
        gaps: [{ cause: 'denied', detail: expect.stringContaining('is empty') as string }],
      });
    },
  );

  it.each(['RoleEligibilityInstances', 'RoleAssignmentSchedules', 'RoleEligibilitySchedules', 'AdministrativeUnits', 'Groups'])(
    'of %s says that there are none',
    (call) => {
      expect(mapped(call, list())).toMatchObject({ facts: [], gaps: [] });
    },
  );
});

describe('administrative units', () => {
  const unit = { id: guid(5), displayName: 'Berlin', isMemberManagementRestricted: true, visibility: 'HiddenMembership' };

  it('tell whether only roles at them reach their members, and whether those are shown', () => {
    expect(only('AdministrativeUnits', unit)).toEqual({
      type: 'administrative-unit',
      unit: entity(5),
      name: 'Berlin',
      restricted: true,
      hidden: true,
    });
    expect(only('AdministrativeUnits', { id: guid(5), displayName: 'Berlin' })).toEqual({
      type: 'administrative-unit',
      unit: entity(5),
      name: 'Berlin',
      restricted: false,
    });
  });

  it('have members of any kind', () => {
    const { facts } = mapped('AdministrativeUnitMembers', list({ '@odata.type': '#microsoft.graph.device', id: guid(6) }), {
      unit: guid(5),
    });
    expect(valuesOf(facts, 'membership')).toEqual([{ type: 'unit-member', unit: entity(5), member: entity(6) }]);
  });

  it('with hidden members are not empty for showing none', () => {
    expect(mapped('AdministrativeUnitMembers', list(), { unit: guid(5), hidden: true }).gaps).toMatchObject([{ cause: 'denied' }]);
    expect(mapped('AdministrativeUnitMembers', list(), { unit: guid(5) }).gaps).toEqual([]);
  });

  it('that went away in between are a gap about no one in particular', () => {
    const { facts, gaps } = mapped('AdministrativeUnitMembers', refusal('Request_ResourceNotFound'), { unit: guid(5) });
    expect(facts).toEqual([]);
    expect(gaps).toMatchObject([{ cause: 'vanished' }]);
    expect(gaps[0]).not.toHaveProperty('subject');
  });
});
