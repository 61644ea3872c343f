import { describe, expect, it } from 'vitest';
import { azureCore } from '../../../../../connectors/microsoft/azure/core.ts';
import { azureCalls } from '../../../../../connectors/microsoft/azure/asks.ts';
import { activityTask } from '../../../../../connectors/microsoft/azure/surfaces/activity/calls.ts';
import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import type { LifeCycleEvent } from '../../../../../src/model/life-cycle.ts';
import { answersOf, ann, OWNER, prod, PROD, since, T } from './support/estate.ts';
import { event, OID } from './support/rows.ts';
import { callOf, mapOne, settingsOf, walk } from './support/walk.ts';

const PIM = '01fc33a7-78ba-4d2f-a4b7-768e336e890e';
const bob = '33333333-aaaa-4bbb-8ccc-00000000000b';

function read(value: readonly Json[], at: JsonObject = { tenant: T, subscription: PROD }, boundary = `azure:${PROD}`) {
  return mapOne('activity-log', 'activity', { value }, { ...at, since }, boundary);
}
function eventsOf(value: readonly Json[]): readonly LifeCycleEvent[] {
  return read(value).facts.flatMap((fact) => (fact.kind === 'life-cycle-event' ? [fact.value] : []));
}
function operation(name: string, more: JsonObject = {}): JsonObject {
  return event({ operationName: { value: `Microsoft.Authorization/${name}` }, ...more });
}
function request(of: 'Assignment' | 'Eligibility', sent: JsonObject, answered: JsonObject | null = { status: 'Provisioned' }): JsonObject {
  const properties = { principalId: ann, roleDefinitionId: OWNER, scope: prod, ...sent };
  return operation(`role${of}ScheduleRequests/write`, {
    properties: {
      requestbody: JSON.stringify({ Properties: properties }),
      ...(answered === null ? {} : { responseBody: JSON.stringify({ properties: answered }) }),
    },
  });
}

describe('an entry of the activity log', () => {
  it('tells of a role given past the broker, by whom, to whom and where', () => {
    expect(eventsOf([event()])).toEqual([
      {
        id: 'e1',
        type: 'granted',
        at: '2026-10-30T09:00:00.123Z',
        arrivedAt: null,
        succeeded: true,
        subject: `entra/${T}/${ann}`,
        about: [],
        actedBy: [{ kind: 'user-name', value: 'bob@contoso.test' }],
        from: null,
        source: 'azure:activity-log',
        sourceKind: 'provider-log',
        region: null,
        raw: null,
        actor: `entra/${T}/${bob}`,
        by: 'person',
        object: OWNER,
        scope: `azure:${PROD}`,
        until: null,
        what: 'assignment',
        outsideBroker: true,
        correlation: 'c1',
        justification: null,
        ticket: null,
        activity: 'Microsoft.Authorization/roleAssignments/write',
      },
    ]);
  });

  it.each([
    ['as the caller', { caller: PIM, claims: {} }],
    ['as the application of the token', { caller: null, claims: { appid: PIM.toUpperCase() } }],
  ])('does not hold against the broker what it does itself, told %s', (_, more) => {
    expect(eventsOf([event(more)])).toMatchObject([{ by: 'broker', outsideBroker: false, actor: null }]);
  });

  it('calls nothing outside the broker where it is not told who did it', () => {
    expect(eventsOf([event({ caller: null, claims: null })])).toMatchObject([{ by: 'unknown', actor: null, outsideBroker: false }]);
  });

  it('knows an application by its id', () => {
    expect(eventsOf([event({ caller: bob, claims: { appid: bob } })])).toMatchObject([
      { by: 'automation', actor: `entra/${T}/${bob}`, actedBy: [{ kind: 'app-id', value: bob }] },
    ]);
  });

  it('takes what was sent from another entry of the same request, in any order', () => {
    const begun = event({ eventDataId: 'e0', status: { value: 'Started' } });
    const ended = event({ eventDataId: 'e9', properties: { statusCode: 'Created' } });
    const stranger = event({ eventDataId: 'e8', correlationId: 'c2', operationId: 'o2', properties: null });
    const byId = (entries: readonly Json[]) => Object.fromEntries(eventsOf(entries).map((each) => [each.id, each]));
    const told = byId([ended, begun, stranger]);
    expect(told).toEqual(byId([stranger, begun, ended]));
    expect(told['e0']).toMatchObject({ type: 'requested', succeeded: true });
    expect(told['e9']).toMatchObject({ type: 'granted', subject: `entra/${T}/${ann}` });
    expect(told['e8']).toMatchObject({ type: 'granted', subject: null, object: null, scope: `azure:${PROD}` });
  });

  it('takes whose assignment was removed from the answer', () => {
    const removed = { properties: { principalId: ann, roleDefinitionId: `${prod}/x/${OWNER}`, scope: prod } };
    const [told] = eventsOf([operation('roleAssignments/delete', { properties: { responseBody: JSON.stringify(removed) } })]);
    expect(told).toMatchObject({ type: 'revoked', subject: `entra/${T}/${ann}`, object: OWNER, outsideBroker: false });
  });

  it('says what failed', () => {
    expect(eventsOf([event({ status: { value: 'Failed' } })])).toMatchObject([{ type: 'granted', succeeded: false }]);
  });

  it.each([
    ['SelfActivate', 'Provisioned', 'activated'],
    ['SelfActivate', 'PendingApproval', 'requested'],
    ['SelfActivate', 'AdminDenied', 'denied'],
    ['SelfDeactivate', 'Revoked', 'revoked'],
    ['AdminAssign', 'Provisioned', 'granted'],
    ['AdminRemove', 'Revoked', 'revoked'],
    ['AdminExtend', 'Provisioned', 'renewed'],
    ['SelfExtend', 'PendingAdminDecision', 'requested'],
  ])('of the request %s that is %s is %s', (requestType, status, type) => {
    expect(eventsOf([request('Assignment', { requestType }, { status })])).toMatchObject([
      { type, what: 'assignment', outsideBroker: false },
    ]);
  });

  it('tells what was typed in, and the end that follows from how long was asked for', () => {
    const sent = {
      requestType: 'SelfActivate',
      justification: 'incident 7',
      ticketInfo: { ticketNumber: 'INC-7', ticketSystem: 'desk' },
      scheduleInfo: { startDateTime: '2026-10-30T09:00:00Z', expiration: { type: 'AfterDuration', duration: 'PT8H', endDateTime: null } },
    };
    expect(eventsOf([request('Assignment', sent)])).toMatchObject([
      { type: 'activated', justification: 'incident 7', ticket: 'INC-7', until: '2026-10-30T17:00:00.000Z' },
    ]);
  });

  it('tells eligibility apart, and an end of the year 9999 as none', () => {
    const sent = {
      requestType: 'AdminAssign',
      scheduleInfo: { expiration: { type: 'NoExpiration', endDateTime: '9999-12-31T23:59:59.9999999Z' } },
    };
    expect(eventsOf([request('Eligibility', sent)])).toMatchObject([{ type: 'granted', what: 'eligibility', until: null }]);
  });

  it('tells when it arrived, and when what was asked for begins later', () => {
    const sent = { requestType: 'AdminAssign', scheduleInfo: { startDateTime: '2027-01-01T00:00:00Z' } };
    const later = { ...request('Assignment', sent), submissionTimestamp: '2026-10-30T09:04:00Z' };
    expect(eventsOf([later])).toMatchObject([{ from: '2027-01-01T00:00:00.000Z', arrivedAt: '2026-10-30T09:04:00.000Z' }]);
    const now = { requestType: 'AdminAssign', scheduleInfo: { startDateTime: '2026-10-30T08:59:59Z' } };
    expect(eventsOf([request('Assignment', now)])).toMatchObject([{ from: null }]);
  });

  it('of a type of request that is not known is a gap', () => {
    expect(read([request('Assignment', { requestType: 'SelfInvent' })])).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
  });

  it('of elevated access tells who got User Access Administrator at the root', () => {
    const entry = operation('elevateAccess/action', {
      properties: null,
      authorization: { scope: '/' },
      resourceId: '/providers/Microsoft.Authorization',
    });
    const { facts } = read([entry], { tenant: T }, `azure:${T}`);
    expect(facts).toMatchObject([
      {
        boundary: `azure:${T}`,
        value: {
          type: 'granted',
          subject: `entra/${T}/${bob}`,
          object: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
          scope: `azure:${T}`,
          outsideBroker: true,
        },
      },
    ]);
  });

  it('of a role definition or of a setting is a change of policy', () => {
    const at = `${prod}/providers/Microsoft.Authorization/roleDefinitions/${OWNER.toUpperCase()}`;
    expect(eventsOf([operation('roleDefinitions/write', { resourceId: at, properties: null })])).toMatchObject([
      { type: 'policy-changed', what: 'policy', object: OWNER, scope: `azure:${PROD}` },
    ]);
    expect(eventsOf([operation('roleManagementPolicies/write', { properties: null })])).toMatchObject([{ type: 'policy-changed' }]);
  });

  it('about anything else is no event of a right, and no gap', () => {
    expect(read([operation('policyAssignments/write'), operation('locks/write')])).toMatchObject({ facts: [], gaps: [] });
  });

  it.each([
    ['without an id', { eventDataId: null }],
    ['without a time', { eventTimestamp: 'today' }],
    ['without an operation', { operationName: null }],
    ['without a status', { status: null }],
  ])('%s is a gap', (_, more) => {
    expect(read([event(more)])).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
  });

  it('whose request was cut off by the log is told without it', () => {
    expect(eventsOf([event({ properties: { requestbody: '{"properties":{"principalId":"3333' } })])).toMatchObject([
      { subject: null, object: null },
    ]);
  });

  it.each([
    ['an array', '[1]'],
    ['a number', '7'],
    ['nested texts', '{"properties":{"principalId":{"a":1},"scope":5,"roleDefinitionId":[]}}'],
    ['an empty text', ''],
  ])('whose request is %s harms nothing', (_, requestbody) => {
    expect(eventsOf([event({ properties: { requestbody } })])).toMatchObject([{ type: 'granted', subject: null, object: null }]);
  });
});

describe('the activity log', () => {
  it('is asked of the tenant and of each subscription, from so many days before the scan, in one filter', () => {
    const asked = walk(settingsOf({ activityDays: 30 })).pages.filter(({ task }) => callOf(task) === 'activity');
    expect(asked.map(({ task }) => (task.args as JsonObject)['since'])).toEqual([since, since, since]);
    const call = azureCalls.find((each) => each.name === 'activity');
    expect(call?.path({ tenant: T, since })).toBe(
      `/providers/Microsoft.Insights/eventtypes/management/values?api-version=2015-04-01&$filter=${encodeURIComponent(`eventTimestamp ge '${since}' and resourceProvider eq 'Microsoft.Authorization'`)}`,
    );
  });

  const spans = (value: readonly Json[] | string, more: JsonObject): readonly unknown[] =>
    mapOne('activity-log', 'activity', { value }, { tenant: T, subscription: PROD, since, ...more }, `azure:${PROD}`).facts.flatMap(
      (fact) => (fact.kind === 'log-span' ? [fact.value] : []),
    );
  const to = '2026-11-22T12:00:00.000Z';

  it('tells of the time from what was asked to two hours before it was, where all of a page was understood', () => {
    const told = { source: 'azure:activity-log', sourceKind: 'provider-log', region: null, tells: 'changes' };
    expect(spans([], { to })).toEqual([{ ...told, from: since, to: '2026-11-22T10:00:00.000Z' }]);
    expect(spans([event()], { to })).toHaveLength(1);
  });

  it.each([
    ['an entry was not understood', [event({ eventTimestamp: 'today' })], { to }],
    ['the answer is no list', 'all', { to }],
    ['it is not known until when it was asked', [], {}],
    ['it was asked about the last hour alone', [], { to, since: '2026-11-22T11:00:00.000Z' }],
  ] as const)('tells of no time where %s', (_, value, more) => {
    expect(spans(value, more)).toEqual([]);
  });

  it('is asked anew from where it was told of whole, less two hours, and never of more than the days', () => {
    const span = (end: string, boundary = `azure:${PROD}`, source = 'azure:activity-log') =>
      ({ boundary, source, sourceKind: 'provider-log', region: null, from: since, to: end, tells: 'changes' }) as const;
    const from = (...all: readonly ReturnType<typeof span>[]): unknown =>
      (activityTask({ tenant: T, subscription: PROD }, to, 30, all).args as JsonObject)['since'];
    expect(from()).toBe('2026-10-23T12:00:00.000Z');
    expect(from(span('2026-11-20T08:30:00.000Z'), span('2026-11-19T08:30:00.000Z'))).toBe('2026-11-20T06:30:00.000Z');
    expect(from(span('2026-01-01T00:00:00.000Z'))).toBe('2026-10-23T12:00:00.000Z');
    // of another subscription, of another log, or of a time that has not come
    expect(from(span('2026-11-20T08:30:00.000Z', 'azure:other'))).toBe('2026-10-23T12:00:00.000Z');
    expect(from(span('2026-11-20T08:30:00.000Z', `azure:${PROD}`, 'entra:audit-log'))).toBe('2026-10-23T12:00:00.000Z');
    expect(from(span('2026-12-20T08:30:00.000Z'))).toBe('2026-10-23T12:00:00.000Z');
    const told = [span('2026-11-20T08:30:00.000Z'), span('2026-11-20T09:30:00.000Z', `azure:${T}`)];
    const anew = azureCore.logTasks?.(told, settingsOf({ tenant: T }), to) ?? [];
    expect(anew.map(({ boundary, args }) => [boundary, (args as JsonObject)['since']])).toEqual([
      [`azure:${PROD}`, '2026-11-20T06:30:00.000Z'],
      [`azure:${T}`, '2026-11-20T07:30:00.000Z'],
    ]);
    // which tenant a subscription is of is not known yet
    expect(azureCore.logTasks?.(told, settingsOf({}), to)).toEqual([]);
  });

  it('is not asked where no days are', () => {
    expect(walk(settingsOf({ activityDays: 0 }), answersOf).pages.filter(({ task }) => callOf(task) === 'activity')).toEqual([]);
  });

  it('has its claims read by their names', () => {
    expect(eventsOf([event({ claims: { [OID]: 'no guid', idtyp: 'app' }, caller: null })])).toMatchObject([
      { actor: null, by: 'automation' },
    ]);
  });
});
