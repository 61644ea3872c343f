import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import type { LifeCycleEvent } from '../../../../../src/model/life-cycle.ts';
import { guid, mapped, object, tenant, told } from '../applications/pages.ts';
import { activation, GLOBAL_ADMINISTRATOR, keyChange, logArgs } from './bodies.ts';

function log(...items: readonly (JsonObject | string)[]): Mapped {
  return mapped('audit-log', 'DirectoryAudits', { value: items }, logArgs);
}

function events(...items: readonly JsonObject[]): readonly LifeCycleEvent[] {
  const page = log(...items);
  expect(page.gaps).toEqual([]);
  return Object.values(told(page, 'life-cycle-event'));
}

function entry(activityDisplayName: string, more: JsonObject): JsonObject {
  return { ...activation, loggedByService: 'Core Directory', resultReason: null, additionalDetails: [], activityDisplayName, ...more };
}

function target(
  type: string,
  n: number,
  properties: Readonly<Record<string, string>> = {},
  side: 'oldValue' | 'newValue' = 'newValue',
): JsonObject {
  const modifiedProperties = Object.entries(properties).map(([displayName, value]) => ({
    displayName,
    oldValue: null,
    newValue: null,
    [side]: JSON.stringify(value),
  }));
  return { id: guid(n), type, displayName: null, modifiedProperties };
}

describe('an activation', () => {
  it('tells who, which role, until when, and why', () => {
    expect(events(activation)).toEqual([
      {
        id: 'PIM_activation_1',
        type: 'activated',
        at: '2026-11-10T08:00:00.123Z',
        arrivedAt: null,
        succeeded: true,
        subject: object(42),
        about: [],
        actor: object(42),
        actedBy: [{ kind: 'user-name', value: 'ann@contoso.com' }],
        by: 'person',
        object: GLOBAL_ADMINISTRATOR,
        scope: null,
        from: null,
        until: '2026-11-10T12:00:00.000Z',
        what: 'assignment',
        outsideBroker: false,
        correlation: guid(303),
        justification: 'restore of the mail domain',
        ticket: 'CHG-4711',
        activity: 'Add member to role completed (PIM activation)',
        source: 'entra:audit-log',
        sourceKind: 'provider-log',
        region: null,
        raw: null,
      } satisfies LifeCycleEvent,
    ]);
  });

  it('is counted once, for what is requested is an event of its own sort', () => {
    const requested = { ...activation, id: 'r', activityDisplayName: 'Add member to role requested (PIM activation)' };
    const found = events(activation, requested);
    expect(found.map((each) => each.type)).toEqual(['activated', 'requested']);
    expect(new Set(found.map((each) => each.correlation)).size).toBe(1);
  });

  it('that failed is told as failed', () => {
    expect(events({ ...activation, result: 'failure' })).toMatchObject([{ succeeded: false }]);
    expect(events({ ...activation, result: 'timeout' })).toMatchObject([{ succeeded: false }]);
  });

  it('that begins later tells when', () => {
    const additionalDetails = [{ key: 'StartTime', value: '2026-12-01T08:00:00Z' }];
    expect(events({ ...activation, additionalDetails })).toMatchObject([{ from: '2026-12-01T08:00:00.000Z' }]);
  });

  it('of whom no id is told names whom it is about', () => {
    const targetResources = [{ id: null, type: 'User', userPrincipalName: 'ann@contoso.com' }];
    expect(events(entry('Delete user', { targetResources }))).toMatchObject([
      { subject: null, about: [{ kind: 'user-name', value: 'ann@contoso.com' }] },
    ]);
  });

  it('names the application that did it', () => {
    const app = { appId: guid(70), displayName: 'Leaver sync', servicePrincipalId: guid(71) };
    const targetResources = [target('User', 42)];
    expect(events(entry('Disable account', { initiatedBy: { app, user: null }, targetResources }))).toMatchObject([
      {
        by: 'automation',
        actor: object(71),
        actedBy: [
          { kind: 'app-id', value: guid(70) },
          { kind: 'display-name', value: 'Leaver sync' },
        ],
      },
    ]);
  });

  it('has the reason of the result where no detail tells why', () => {
    expect(events({ ...activation, additionalDetails: null })).toMatchObject([
      { justification: 'change 4711', ticket: null, until: null, correlation: guid(301), object: GLOBAL_ADMINISTRATOR },
    ]);
  });

  it('that ran out was ended by the provider', () => {
    const expired = {
      ...activation,
      activityDisplayName: 'Remove member from role (PIM activation expired)',
      initiatedBy: { user: { displayName: 'Azure AD PIM' } },
    };
    expect(events(expired)).toMatchObject([{ type: 'expired', by: 'provider', actor: null }]);
  });

  it.each([
    ['Member', 'membership'],
    ['Owner', 'ownership'],
  ])('of the group’s %s is a %s of the group', (displayName, what) => {
    const targetResources = [{ ...target('Role', 310), displayName }, target('Group', 311), target('User', 42)];
    expect(events({ ...activation, category: 'GroupManagement', targetResources })).toMatchObject([
      { what, object: object(311), subject: object(42) },
    ]);
  });

  it('of an Azure role tells the scope and the id of the role at every scope', () => {
    const additionalDetails = [
      { key: 'ResourceOriginId', value: `/subscriptions/${guid(320)}` },
      {
        key: 'RoleDefinitionOriginId',
        value: `/subscriptions/${guid(320)}/providers/Microsoft.Authorization/roleDefinitions/${guid(321)}`,
      },
    ];
    expect(events({ ...activation, category: 'ResourceManagement', additionalDetails })).toMatchObject([
      { scope: `azure:${guid(320)}`, object: guid(321) },
    ]);
  });
});

describe('an entry of the directory', () => {
  it.each([
    ['Add member to role', 'newValue', 'granted'],
    ['Remove member from role', 'oldValue', 'revoked'],
  ] as const)('%s tells the role by its template', (name, side, type) => {
    const user = target('User', 42, { 'Role.TemplateId': GLOBAL_ADMINISTRATOR, 'Role.ObjectID': guid(330) }, side);
    expect(events(entry(name, { targetResources: [user, target('Role', 330)] }))).toMatchObject([
      { type, what: 'assignment', subject: object(42), object: GLOBAL_ADMINISTRATOR },
    ]);
  });

  it('tells the unit that a role is limited to', () => {
    const user = target('User', 42, { 'Role.TemplateId': GLOBAL_ADMINISTRATOR, 'AdministrativeUnit.ObjectID': guid(331) });
    expect(events(entry('Add scoped member to role', { targetResources: [user] }))).toMatchObject([{ scope: object(331) }]);
  });

  it('by the broker is not taken for a person’s own act', () => {
    const app = { appId: '01fc33a7-78ba-4d2f-a4b7-768e336e890e', displayName: 'MS-PIM', servicePrincipalId: guid(332) };
    const targetResources = [target('User', 42, { 'Role.TemplateId': GLOBAL_ADMINISTRATOR })];
    expect(events(entry('Add member to role', { initiatedBy: { app, user: null }, targetResources }))).toMatchObject([
      { by: 'broker', actor: object(332), outsideBroker: false },
    ]);
  });

  it('outside of PIM is told as such', () => {
    expect(events({ ...activation, activityDisplayName: 'Add member to role outside of PIM (permanent)' })).toMatchObject([
      { type: 'granted', outsideBroker: true, object: GLOBAL_ADMINISTRATOR },
    ]);
  });

  it('tells which of two groups is in the other', () => {
    const inner = target('Group', 341, { 'Group.ObjectID': guid(340) });
    expect(events(entry('Add member to group', { targetResources: [inner, target('Group', 340)] }))).toMatchObject([
      { subject: object(341), object: object(340), what: 'membership' },
    ]);
  });

  it('tells the member whatever the order of targets, and where the type is written in capitals', () => {
    const targetResources = [
      { id: guid(340), Type: 'Group', modifiedProperties: [] },
      { id: guid(42), Type: 'User', modifiedProperties: [] },
    ];
    expect(events(entry('Remove member from group', { targetResources }))).toMatchObject([{ subject: object(42), object: object(340) }]);
  });

  it.each([
    ['Add owner to application', 'Application.ObjectID', 'Application'],
    ['Add owner to service principal', 'ServicePrincipal.ObjectID', 'ServicePrincipal'],
    ['Add owner to group', 'Group.ObjectID', 'Group'],
  ])('%s tells the owner and the owned', (name, property, type) => {
    const targetResources = [target('User', 42, { [property]: guid(350) }), target(type, 350)];
    expect(events(entry(name, { targetResources }))).toMatchObject([{ subject: object(42), object: object(350), what: 'ownership' }]);
  });

  it('tells the client that is given a permission of an interface', () => {
    const graph = target('ServicePrincipal', 360, { 'AppRole.Value': 'Directory.ReadWrite.All', 'ServicePrincipal.ObjectID': guid(2) });
    const both = entry('Add app role assignment to service principal', { targetResources: [graph, target('ServicePrincipal', 2)] });
    expect(events(both)).toMatchObject([{ subject: object(2), object: object(360), type: 'granted' }]);
    const role = target('ServicePrincipal', 360, { 'AppRole.Id': guid(361), 'ServicePrincipal.ObjectID': guid(2) });
    const named = entry('Add app role assignment to service principal', { targetResources: [role, target('ServicePrincipal', 2)] });
    expect(events(named)).toMatchObject([{ subject: object(2), object: guid(361) }]);
    const consented = entry('Add delegated permission grant', { targetResources: [graph, target('ServicePrincipal', 2)] });
    expect(events(consented)).toMatchObject([{ subject: object(2), object: object(2), type: 'consented', what: 'consent' }]);
  });

  it('tells the user that is given a role of an application', () => {
    const targetResources = [target('ServicePrincipal', 2), target('User', 42)];
    expect(events(entry('Add app role assignment grant to user', { targetResources }))).toMatchObject([
      { subject: object(42), object: object(2) },
    ]);
  });

  it.each([
    ['Delete user', 'User', 'account-deleted'],
    ['Restore application', 'Application', 'account-created'],
    ['Disable account', 'User', 'account-disabled'],
    ['Enable account', 'User', 'account-enabled'],
    ['Delete group', 'Group', 'revoked'],
    ['Update StsRefreshTokenValidFrom Timestamp', 'User', 'session-revoked'],
  ])('%s is about the object itself', (name, type, expected) => {
    expect(events(entry(name, { targetResources: [target(type, 42)] }))).toMatchObject([
      { type: expected, subject: object(42), object: null },
    ]);
  });

  it('that elevates access is at the root of Azure', () => {
    const name = 'User has elevated their access to User Access Administrator for their Azure Resources';
    expect(events(entry(name, { targetResources: [], loggedByService: 'Azure RBAC (Elevated Access)' }))).toMatchObject([
      { subject: object(42), scope: `azure:${tenant}`, outsideBroker: true, object: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9' },
    ]);
  });

  it('about nobody that is told is about nobody', () => {
    const none = [{ id: '00000000-0000-0000-0000-000000000000', type: 'User' }];
    expect(events(entry('Delete user', { targetResources: none, initiatedBy: null }))).toMatchObject([
      { subject: null, actor: null, by: 'unknown' },
    ]);
  });
});

describe('a change of keys', () => {
  it('is an event for each key that came or went, by what the lists of before and after tell', () => {
    expect(events(keyChange).map(({ id, type, subject, object: key }) => [id, type, subject, key])).toEqual([
      ['Directory_keys_1', 'credential-issued', object(1), `${object(1)}#${guid(802)}`],
      [`Directory_keys_1#${guid(801)}`, 'credential-revoked', object(1), `${object(1)}#${guid(801)}`],
    ]);
  });

  it.each([
    ['no list of keys', []],
    ['a list that is none', [{ displayName: 'KeyDescription', oldValue: '[]', newValue: '"much"' }]],
    ['a key without an id', [{ displayName: 'KeyDescription', oldValue: '[]', newValue: '["[KeyType=Password]"]' }]],
  ])('with %s is a gap, and no event', (_, modifiedProperties) => {
    const page = log({ ...keyChange, targetResources: [{ id: guid(1), type: 'Application', modifiedProperties }] });
    expect(page.facts).toEqual([]);
    expect(page.gaps).toMatchObject([{ cause: 'unsupported' }]);
    expect(page.gaps[0]?.detail).toContain('Directory_keys_1');
  });
});

describe('a decision that is applied', () => {
  const applied = (value: string): JsonObject =>
    entry('Apply decision', {
      loggedByService: 'Access Reviews',
      additionalDetails: [{ key: 'Decision', value }],
      targetResources: [target('User', 42)],
    });

  it.each([
    ['Deny', 'review-denied'],
    ['Approved', 'reviewed'],
  ])('%s is told as %s', (value, type) => {
    expect(events(applied(value))).toMatchObject([{ type, subject: object(42) }]);
  });

  it('is a gap where it is not told which', () => {
    expect(log(applied('NotReviewed')).gaps).toMatchObject([{ cause: 'unsupported' }]);
  });
});

describe('what is not known', () => {
  it('of the broker is one gap for a page, with the first names', () => {
    const odd = ['One', 'Two', 'Three', 'Four', 'Four'].map((name, n) => ({ ...activation, id: `odd-${n}`, activityDisplayName: name }));
    const page = log(...odd, activation);
    expect(page.gaps.map((each) => each.detail)).toEqual(['activities that are not known: "One", "Two", "Three" and 1 more (at /value)']);
    expect(page.facts).toHaveLength(1);
  });

  it('of the directory is a gap only where its name speaks of access', () => {
    expect(log(entry('Update user', {}), entry('Add device', {})).gaps).toEqual([]);
    expect(log(entry('Add member to restricted thing', {})).gaps).toMatchObject([{ cause: 'unsupported' }]);
    expect(log(entry('Create access package', { loggedByService: 'Entitlement Management' })).gaps).toEqual([]);
    expect(log(entry('Assign somebody', { loggedByService: 'Entitlement Management' })).gaps).toHaveLength(1);
  });

  it('names the place of an entry that is none', () => {
    const page = log('entry', { ...activation, activityDateTime: 'yesterday' }, activation);
    expect(page.gaps.map(({ cause, detail }) => [cause, /\(at (.*)\)$/.exec(detail)?.[1]])).toEqual([
      ['malformed', '/value/0'],
      ['malformed', '/value/1/activityDateTime'],
    ]);
    expect(page.facts).toHaveLength(1);
  });
});

describe('the time that the log tells of whole', () => {
  const to = '2026-11-20T09:00:00.000Z';
  const spans = (value: readonly (JsonObject | string)[], args: JsonObject): readonly unknown[] =>
    Object.values(told(mapped('audit-log', 'DirectoryAudits', { value }, { ...logArgs, ...args }), 'log-span'));

  it('is from what was asked to two hours before it was, whichever page and service tells it', () => {
    const span = { source: 'entra:audit-log', sourceKind: 'provider-log', region: null, tells: 'changes' };
    const told = { ...span, from: '2026-10-22T09:00:00.000Z', to: '2026-11-20T07:00:00.000Z' };
    expect(spans([], { to })).toEqual([told]);
    expect(spans([activation], { to, service: 'Core Directory' })).toEqual([told]);
  });

  it.each([
    ['an entry is not known', [{ ...activation, activityDisplayName: 'One' }], { to }],
    ['an entry is none', ['entry'], { to }],
    ['it is not told until when it was asked', [activation], {}],
    ['it was asked about the last hour alone', [activation], { to: '2026-10-22T10:00:00.000Z' }],
  ])('is none where %s', (_, value, args) => {
    expect(spans(value, args)).toEqual([]);
  });
});
