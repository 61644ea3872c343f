import { describe, expect, it } from 'vitest';
import { azureCore } from '../../../../../connectors/microsoft/azure/core.ts';
import type { Json, JsonObject } from '../../../../../src/base/json.ts';
import type { Mapped } from '../../../../../src/contract/connector.ts';
import type { Task } from '../../../../../src/model/page.ts';
import { answersOf, corp, node, PROD, subscriptionRow, T, TEST } from './support/estate.ts';
import { callOf, mapOne, settingsOf, walk } from './support/walk.ts';

const other = '11111111-aaaa-4bbb-8ccc-000000000002';

function listed(body: Json, args: JsonObject = {}): Mapped {
  return mapOne('subscriptions', 'subscriptions', body, args, 'azure:signed-in');
}
function groups(body: Json): Mapped {
  return mapOne('management-groups', 'descendants', body, { tenant: T }, `azure:${T}`);
}
function causes({ gaps }: Mapped): readonly string[] {
  return gaps.map((gap) => gap.cause);
}
function scopesOf(answers: (task: Task) => readonly Json[] = answersOf): readonly string[] {
  return [...(azureCore.scopes?.(walk(settingsOf(), answers).seen) ?? [])].map(({ scope, parent }) => `${scope} < ${parent}`);
}

describe('the list of subscriptions', () => {
  it('tells subscriptions, disabled ones among them, and their tenant as boundaries, in lower case', () => {
    const { facts, gaps } = listed({ value: [subscriptionRow(PROD, 'Production', 'Enabled'), subscriptionRow(TEST, 'Test', 'Disabled')] });
    const boundaries = facts.filter((each) => each.kind === 'boundary').map((each) => each.value);
    expect(boundaries).toEqual([
      { id: `azure:${PROD}`, kind: 'subscription', name: 'Production' },
      { id: `azure:${TEST}`, kind: 'subscription', name: 'Test' },
      { id: `azure:${T}`, kind: 'azure-tenant', name: null },
    ]);
    expect(gaps).toEqual([]);
  });

  it('says that an empty list proves nothing', () => {
    expect(causes(listed({ value: [] }))).toEqual(['denied']);
  });

  it('does not read a subscription of another tenant than the settings name, and names both', () => {
    const { facts, gaps } = listed({ value: [subscriptionRow(PROD, 'Production', 'Enabled', other)] }, { tenant: T });
    expect(facts).toEqual([]);
    expect(gaps).toMatchObject([{ boundary: `azure:${PROD}`, cause: 'denied' }]);
    expect(gaps[0]?.detail).toContain(other);
    expect(gaps[0]?.detail).toContain(T);
  });

  it('makes no boundary of what the settings leave out, and says how many that are', () => {
    const settings = settingsOf({ subscriptions: [PROD] });
    const { seen, pages } = walk(settings);
    expect([...seen.ofKind('boundary')].map((each) => each.boundary).sort()).toEqual([`azure:${T}`, `azure:${PROD}`]);
    expect(pages.filter(({ task }) => task.boundary === `azure:${TEST}`)).toEqual([]);
    expect(azureCore.leftOut?.(seen, settings)).toEqual([
      '1 other subscription of the tenant was not read: connectors.azure.subscriptions does not name it',
    ]);
  });

  it('asks for a subscription that the settings name and no list tells of', () => {
    const missing = '22222222-aaaa-4bbb-8ccc-000000000009';
    const { pages } = walk(settingsOf({ subscriptions: [PROD, missing] }), (task) =>
      callOf(task) === 'subscription' ? [subscriptionRow(missing, 'Late', 'Enabled')] : answersOf(task),
    );
    expect(pages.filter(({ task }) => task.boundary === `azure:${missing}`).length).toBeGreaterThan(10);
  });

  it('does not take the answer about one subscription for that about another', () => {
    const mapped = mapOne(
      'subscriptions',
      'subscription',
      subscriptionRow(TEST, 'Test', 'Enabled'),
      { subscription: PROD },
      `azure:${PROD}`,
    );
    expect(mapped.facts).toEqual([]);
    expect(causes(mapped)).toEqual(['malformed']);
  });

  it.each([
    ['a row that is no object', 'Production'],
    ['an id that is no GUID', { ...subscriptionRow(PROD, 'P', 'Enabled'), subscriptionId: '../other' }],
    ['no state', { ...subscriptionRow(PROD, 'P', 'Enabled'), state: null }],
    ['no tenant', { ...subscriptionRow(PROD, 'P', 'Enabled'), tenantId: '' }],
  ])('makes a gap of %s and keeps the rest', (_, row) => {
    const { facts, gaps } = listed({ value: [row, subscriptionRow(TEST, 'Test', 'Enabled')] });
    expect(gaps.map((gap) => gap.cause)).toEqual(['malformed']);
    expect(gaps[0]?.detail).toContain('/value/0');
    expect(facts.some((fact) => fact.boundary === `azure:${TEST}`)).toBe(true);
  });
});

describe('management groups', () => {
  it('hold each other and subscriptions, from the tenant down', () => {
    expect(scopesOf()).toEqual([
      `azure:${T}/${T} < azure:${T}`,
      `azure:${T}/corp < azure:${T}/${T}`,
      `azure:${PROD} < azure:${T}/corp`,
      `azure:${TEST} < azure:${T}`,
    ]);
  });

  it('leave a subscription in its tenant where they could not be read', () => {
    expect(scopesOf((task) => (callOf(task) === 'descendants' ? [] : answersOf(task)))).toEqual([
      `azure:${PROD} < azure:${T}`,
      `azure:${TEST} < azure:${T}`,
    ]);
  });

  it('that lead back to each other lie in the tenant', () => {
    const ring = [node(corp, 'Corp', 'Land'), node('/providers/Microsoft.Management/managementGroups/Land', 'Land', 'Corp')];
    const scopes = scopesOf((task) => (callOf(task) === 'descendants' ? [{ value: ring }] : answersOf(task)));
    expect(scopes).toContain(`azure:${T}/corp < azure:${T}`);
    expect(scopes).toContain(`azure:${T}/land < azure:${T}`);
  });

  it.each([
    ['a node of another sort', node('/providers/Microsoft.Billing/accounts/1', 'x', 'Corp')],
    [
      'a parent that is no group',
      { ...node(corp, 'Corp', T), properties: { displayName: 'Corp', parent: { id: `/subscriptions/${PROD}` } } },
    ],
    ['a group above itself', node(corp, 'Corp', 'corp')],
    ['a node without a parent', { id: corp, properties: { displayName: 'Corp', parent: null } }],
  ])('makes a gap of %s', (_, row) => {
    const mapped = groups({ value: [row] });
    expect(causes(mapped)).toEqual(['malformed']);
    expect(mapped.facts.map((each) => each.key)).toEqual([`parent|azure:${T}/${T}`]);
  });
});
