import { describe, expect, it } from 'vitest';
import { azureCore } from '../../../../../connectors/microsoft/azure/core.ts';
import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import { answersOf, ann, assignment, corp, CUSTOM, definition, OWNER, payments, prod, PROD, robot, T, TEST } from './support/estate.ts';
import { callOf, mapOne, settingsOf, walk } from './support/walk.ts';

const inProd = { tenant: T, subscription: PROD };

function rows(value: readonly Json[], at: JsonObject = inProd, boundary = `azure:${PROD}`): Mapped {
  return mapOne('role-assignments', 'roleAssignments', { value }, at, boundary);
}
function attachments({ facts }: Mapped): readonly (readonly [string, unknown])[] {
  return facts.filter((each) => each.kind === 'attachment').map((each) => [each.boundary, each.value]);
}
function causes({ gaps }: Mapped): readonly string[] {
  return gaps.map((gap) => gap.cause);
}

describe('role assignments', () => {
  it('belong to what their scope lies in, whoever lists them, whatever the case of letters', () => {
    const found = rows([
      assignment('A', prod, ann.toUpperCase(), OWNER.toUpperCase()),
      assignment('mg', corp, ann, OWNER),
      assignment('r', '/', ann, OWNER),
    ]);
    expect(attachments(found).map(([boundary, value]) => [boundary, (value as JsonObject)['scope']])).toEqual([
      [`azure:${PROD}`, `azure:${PROD}`],
      [`azure:${T}`, `azure:${T}/corp`],
      [`azure:${T}`, `azure:${T}`],
    ]);
    expect(found.facts[0]).toMatchObject({
      key: `assignment|/subscriptions/${PROD}/providers/microsoft.authorization/roleassignments/a`,
      value: { principal: `entra/${T}/${ann}`, role: OWNER, toldBy: 'arm', condition: null, createdAt: null },
    });
    expect(found.gaps).toEqual([]);
  });

  it('are the same fact from the list of a management group and from that of a subscription below', () => {
    const row = assignment('mg', corp, ann, OWNER, { createdOn: '2026-01-02T03:04:05.1234567Z', createdBy: '' });
    const [below] = attachments(rows([row]));
    const [there] = attachments(rows([row], { tenant: T, group: 'corp' }, `azure:${T}`));
    expect(below).toEqual(there);
    expect(below?.[1]).toMatchObject({ createdAt: '2026-01-02T03:04:05.123Z', createdBy: null });
  });

  it.each([
    ['of another subscription', assignment('x', `/subscriptions/${TEST}`, ann, OWNER)],
    ['of a subscription whose id begins alike', assignment('x', `${prod}0/resourceGroups/a`, ann, OWNER)],
    ['at no scope', assignment('x', 'payments', ann, OWNER)],
    ['of a principal that is no GUID', assignment('x', prod, 'ann@contoso.test', OWNER)],
    ['of a role without an id', assignment('x', prod, ann, 'Owner')],
    ['without a time that can be read', assignment('x', prod, ann, OWNER, { createdOn: 'yesterday' })],
  ])('are a gap where a row is %s', (_, row) => {
    const found = rows([row, assignment('ok', prod, ann, OWNER)]);
    expect(causes(found)).toEqual(['malformed']);
    expect(attachments(found)).toHaveLength(1);
  });

  it('of a management group hold nothing of a subscription', () => {
    expect(causes(rows([assignment('x', prod, ann, OWNER)], { tenant: T, group: 'corp' }, `azure:${T}`))).toEqual(['malformed']);
  });

  it('are asked at every subscription and group, and below only of subscriptions', () => {
    const paths = walk()
      .pages.filter(({ task }) => callOf(task) === 'roleAssignments')
      .map(({ task }) => azureCore.asks?.(task).about);
    expect([...new Set(paths)].sort()).toEqual([
      'of management group 11111111-aaaa-4bbb-8ccc-000000000001',
      'of management group corp',
      `of subscription ${PROD}`,
      `of subscription ${TEST}`,
    ]);
  });
});

describe('a list of role assignments that holds nothing at or above the subscription', () => {
  const below = assignment('rg', payments, robot, CUSTOM);

  function askedRights(value: readonly Json[]): readonly string[] {
    const { pages } = walk(settingsOf(), (task) =>
      callOf(task) === 'roleAssignments' && task.boundary === `azure:${PROD}` ? [{ value: [...value] }] : answersOf(task),
    );
    return pages.filter(({ task }) => callOf(task) === 'callerRights').map(({ task }) => task.boundary);
  }

  it('has the caller’s own rights asked for', () => {
    expect(askedRights([below])).toEqual([`azure:${PROD}`, `azure:${TEST}`]);
    expect(askedRights([below, assignment('root', '/', ann, OWNER)])).toEqual([`azure:${TEST}`]);
  });

  it.each([
    [['*'], [], true],
    [['*/read'], [], true],
    [['Microsoft.Authorization/*/read'], [], true],
    [['microsoft.authorization/roleassignments/READ'], [], true],
    [['*'], ['Microsoft.Authorization/*/Delete', 'Microsoft.Authorization/*/Write'], true],
    [['*'], ['Microsoft.Authorization/*'], false],
    [['Microsoft.Authorization/roleDefinitions/read'], [], false],
    [[], [], false],
  ])('is believed of a caller with %j without %j: %s', (actions, notActions, believed) => {
    const body = { value: [{ actions, notActions }] };
    const found = mapOne('role-assignments', 'callerRights', body, inProd, `azure:${PROD}`);
    expect(causes(found)).toEqual(believed ? [] : ['denied']);
  });
});

describe('the root scope', () => {
  it('tells who is given a role above everything, and nothing below', () => {
    const body = { value: [assignment('root', '/', ann, OWNER), assignment('x', prod, ann, OWNER)] };
    const found = mapOne('root-assignments', 'rootAssignments', body, { tenant: T }, `azure:${T}`);
    expect(attachments(found)).toMatchObject([[`azure:${T}`, { scope: `azure:${T}`, role: OWNER }]]);
    expect(causes(found)).toEqual(['malformed']);
  });
});

describe('the index of role assignments', () => {
  it('is kept apart from what the lists tell', () => {
    const body = { data: [assignment('sub', prod, ann, OWNER)], resultTruncated: 'false' };
    const found = mapOne('assignment-index', 'assignmentIndex', body, { tenant: T }, `azure:${T}`);
    expect(found.facts).toMatchObject([
      { kind: 'observation', boundary: `azure:${T}`, value: { toldBy: 'resource-graph', scope: `azure:${PROD}` } },
    ]);
  });

  it('says so when it is cut short and cannot go on, and not when it can', () => {
    const cut = (more: JsonObject) =>
      causes(mapOne('assignment-index', 'assignmentIndex', { data: [], resultTruncated: 'true', ...more }, { tenant: T }, `azure:${T}`));
    expect(cut({})).toEqual(['unsupported']);
    expect(cut({ $skipToken: 'next' })).toEqual([]);
  });
});

describe('role definitions', () => {
  it('are the tenant’s, with their permissions as sets', () => {
    const body = { value: [definition(CUSTOM.toUpperCase(), 'CustomRole', ['b/read', 'a/read', 'b/read'])] };
    const found = mapOne('role-definitions', 'roleDefinitions', body, inProd, `azure:${PROD}`);
    expect(found.facts).toMatchObject([
      {
        boundary: `azure:${T}`,
        key: `role|${CUSTOM}`,
        value: { id: CUSTOM, custom: true, permissions: [{ actions: ['a/read', 'b/read'] }] },
      },
    ]);
  });

  it('tell of conditions of parts, that there are none, or nothing of it', () => {
    const parts = [{ actions: ['a'], condition: 'x' }, { actions: ['b'], condition: null }, { actions: ['c'] }];
    const body = { value: [{ id: CUSTOM, properties: { roleName: 'x', type: 'BuiltInRole', permissions: parts } }] };
    const { facts } = mapOne('role-definitions', 'roleDefinitions', body, inProd, `azure:${PROD}`);
    const [told] = facts.map(({ value }) => value as { readonly permissions: readonly object[] });
    expect(told?.permissions.map((each) => ('condition' in each ? each.condition : 'not told'))).toEqual(['x', null, 'not told']);
  });

  it.each([
    ['of an unknown sort', definition(CUSTOM, 'FutureRole', [])],
    ['without permissions', { id: CUSTOM, properties: { roleName: 'x', type: 'CustomRole' } }],
  ])('are a gap where one is %s', (_, row) => {
    const found = mapOne('role-definitions', 'roleDefinitions', { value: [row] }, inProd, `azure:${PROD}`);
    expect(found.facts).toEqual([]);
    expect(causes(found)).toEqual(['malformed']);
  });

  it('that are built in are asked once, of the tenant', () => {
    const asked = walk().pages.filter(({ task }) => callOf(task) === 'roleDefinitions');
    const bare = asked.filter(({ task }) => JSON.stringify(task.args) === JSON.stringify({ call: 'roleDefinitions', tenant: T }));
    expect(bare).toHaveLength(1);
    expect(asked).toHaveLength(5);
  });
});

describe('deny assignments', () => {
  it('name everyone, and whom they spare', () => {
    const [found] = walk().seen.ofKind('limiter');
    expect(found).toMatchObject({ boundary: `azure:${PROD}`, value: { principals: ['everyone'], excluded: [`entra/${T}/${robot}`] } });
  });

  it('are a gap where a party cannot be named', () => {
    const [body] = answersOf({ boundary: '', surface: '', args: { call: 'denyAssignments', subscription: PROD } });
    const text = JSON.stringify(body).replace('00000000-0000-0000-0000-000000000000', 'all');
    const found = mapOne('deny-assignments', 'denyAssignments', JSON.parse(text) as Json, inProd, `azure:${PROD}`);
    expect(found.facts).toEqual([]);
    expect(causes(found)).toEqual(['malformed']);
  });
});

describe('classic administrators', () => {
  it('that are retired are an answer, and a list without a value is none', () => {
    const map = (body: Json) => causes(mapOne('classic-administrators', 'classicAdministrators', body, inProd, `azure:${PROD}`));
    expect(map({ error: { code: 'InvalidResourceType', message: '' } })).toEqual([]);
    expect(map({})).toEqual(['malformed']);
  });

  it('are expected only where they are asked for', () => {
    expect(azureCore.expects(`azure:${PROD}`, settingsOf())).not.toContain('azure:classic-administrators');
    expect(azureCore.expects(`azure:${PROD}`, settingsOf({ surfaces: ['classic-administrators'] }))).toContain(
      'azure:classic-administrators',
    );
    expect(azureCore.expects('azure:signed-in', settingsOf())).toEqual([]);
  });
});
