import { describe, expect, it } from 'vitest';
import { azureCalls } from '../../../../../connectors/microsoft/azure/asks.ts';
import { azureCore } from '../../../../../connectors/microsoft/azure/core.ts';
import { azureSurfaceNames } from '../../../../../connectors/microsoft/azure/surface-names.ts';
import type { JsonObject } from '../../../../../src/base/json.ts';
import { PROD, T } from './support/estate.ts';
import { settingsOf, walk } from './support/walk.ts';

function roleOf(more: Parameters<typeof settingsOf>[0]): JsonObject {
  const [only, ...rest] = azureCore.permissions?.(settingsOf(more)) ?? [];
  expect(rest).toEqual([]);
  return only?.document as JsonObject;
}

describe('the calls', () => {
  it('have names of their own, of surfaces that are there, and read only', () => {
    expect(new Set(azureCalls.map((each) => each.name)).size).toBe(azureCalls.length);
    const declared = new Set(azureCore.surfaces.map((each) => each.id));
    for (const call of azureCalls) {
      const { surface, operation, permissions } = call;
      expect(declared).toContain(surface);
      expect(operation).toMatch(!('body' in call) ? /^GET / : /^POST \/providers\/Microsoft\.ResourceGraph\/resources$/);
      for (const each of permissions) expect(each).toMatch(/\/read$/);
    }
  });

  it('read every surface that can be asked for, and each task knows its call', () => {
    expect(new Set(azureCalls.map((each) => each.surface))).toEqual(new Set(azureSurfaceNames.map((each) => `azure:${each}`)));
    for (const { task } of walk().pages) {
      expect(azureCore.permissionOf?.(task).length).toBeGreaterThan(0);
      expect(azureCore.asks?.(task).operation).toMatch(/^(GET|POST) /);
    }
  });

  it('of a task that is not known say what it asked for, and need nothing', () => {
    const task = { boundary: 'azure:x', surface: 'azure:key-vaults', args: { call: 'roleAssignments', tenant: T } };
    expect(azureCore.asks?.(task)).toEqual({ operation: 'roleAssignments', about: '' });
    expect(azureCore.permissionOf?.(task)).toEqual([]);
    expect(azureCore.map(task, { value: [] })).toMatchObject({ facts: [], gaps: [{ cause: 'unsupported' }] });
  });

  it('of another boundary than their args tell are not understood', () => {
    const task = { boundary: 'azure:x', surface: 'azure:key-vaults', args: { call: 'vaults', tenant: T, subscription: PROD } };
    expect(azureCore.map(task, { value: [] })).toMatchObject({ facts: [], gaps: [{ cause: 'unsupported' }] });
  });
});

describe('the permissions', () => {
  it('are a custom role that only reads, at the root management group', () => {
    const role = roleOf({ tenant: T });
    const actions = role['Actions'] as readonly string[];
    expect(actions).toEqual([...new Set(actions)].toSorted());
    expect(actions.every((each) => each.endsWith('/read') && !each.includes('*'))).toBe(true);
    expect(actions).toContain('Microsoft.Authorization/roleEligibilityScheduleInstances/read');
    expect(actions).not.toContain('Microsoft.Authorization/classicAdministrators/read');
    expect(role).toMatchObject({
      IsCustom: true,
      AssignableScopes: [`/providers/Microsoft.Management/managementGroups/${T}`],
      DataActions: [],
    });
  });

  it('are cut to what is asked', () => {
    expect(roleOf({ surfaces: ['key-vaults'], subscriptions: [PROD] })).toMatchObject({
      Actions: ['Microsoft.KeyVault/vaults/read', 'Microsoft.Resources/subscriptions/read'],
      AssignableScopes: [`/subscriptions/${PROD}`],
    });
  });

  it('say where the tenant has to be put', () => {
    expect(JSON.stringify(roleOf({}))).toContain('<TENANT-ID>');
    expect(azureCore.permissions?.(settingsOf())[0]?.purpose).toContain('<TENANT-ID>');
  });
});

describe('history', () => {
  const history = azureCore.history;

  it('compares reads that asked as much', () => {
    const asks = (surface: string, now: Parameters<typeof settingsOf>[0], former: Parameters<typeof settingsOf>[0]) =>
      history?.asksAsMuch(`azure:${surface}`, settingsOf(now), settingsOf(former));
    expect(asks('role-assignments', {}, { subscriptions: [PROD] })).toBe(true);
    expect(asks('activity-log', { activityDays: 7 }, {})).toBe(false);
    expect(asks('activity-log', { activityDays: 90 }, {})).toBe(true);
    expect(asks('subscriptions', { subscriptions: [PROD] }, {})).toBe(false);
    expect(asks('subscriptions', {}, { subscriptions: [PROD] })).toBe(true);
    expect(asks('role-assignments', { cloud: 'china' }, {})).toBe(false);
    expect(asks('not-there', {}, {})).toBe(false);
  });

  it('keeps every fact as it is, finds it by what it names, and lets it stand without its principal', () => {
    const { seen } = walk();
    for (const fact of seen.ofKind('attachment')) {
      const kept = history?.kept(fact);
      expect(history?.whole({ value: kept?.value ?? null, passing: null, kind: fact.kind, key: fact.key, passingAt: null }, '')).toEqual(
        fact.value,
      );
      expect([...(history?.dependsOn(seen)(fact) ?? ['not asked'])]).toEqual([]);
    }
    const [instance] = [...seen.ofKind('attachment')].filter((fact) => fact.key.endsWith('/i1'));
    expect(instance === undefined ? [] : [...(history?.names(instance) ?? [])]).toContain(`azure:${PROD}`);
    expect(instance === undefined ? '' : history?.family(instance)).toBe('role-instance');
  });
});
