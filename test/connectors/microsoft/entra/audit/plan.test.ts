import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { callOf } from '../../../../../connectors/microsoft/entra/asks.ts';
import { entraCore } from '../../../../../connectors/microsoft/entra/core.ts';
import { auditTasks } from '../../../../../connectors/microsoft/entra/surfaces/audit/plan.ts';
import { entraSettings } from '../../../../../connectors/microsoft/entra/settings.ts';
import { buildFactIndex } from '../../../../../src/collect/facts.ts';
import type { JsonObject } from '../../../../../src/base/json.ts';
import { tenantPage } from '../applications/pages.ts';

function paths(settings: object, at: string | null, premium: boolean | null): readonly string[] {
  const seen = buildFactIndex([{ page: 'p', at, facts: tenantPage(premium).facts }]);
  const tasks = entraCore.plan?.(seen, 1, v.parse(entraSettings, settings)) ?? [];
  return tasks
    .filter(({ surface }) => surface === 'entra:audit-log')
    .map((each) => decodeURIComponent(callOf(each)?.path(each.args as JsonObject) ?? 'unknown'));
}

const at = '2026-11-20T09:00:00.000Z';

describe('what is asked of the audit log', () => {
  it('is each service since so many days before the tenant was read, the latest entries first', () => {
    const asked = paths({ auditDays: 20 }, at, true);
    expect(asked).toHaveLength(12);
    expect(asked[0]).toBe(
      "/auditLogs/directoryAudits?$filter=loggedByService eq 'PIM' and activityDateTime ge 2026-10-31T09:00:00.000Z&$top=999&$orderby=activityDateTime desc",
    );
    expect(asked[1]).toContain(
      "loggedByService eq 'Core Directory' and category eq 'RoleManagement' and activityDateTime ge 2026-10-31T09:00:00.000Z",
    );
  });

  it('is the very same again for the same page, whenever it is asked', () => {
    expect(paths({}, at, true)).toEqual(paths({}, at, true));
  });

  it.each([[false], [null]])(
    'goes back six days at most where a premium licence is %j, for the service refuses to be asked about more',
    (premium) => {
      expect(paths({ auditDays: 29 }, at, premium)[0]).toContain('ge 2026-11-14T09:00:00.000Z');
      expect(paths({ auditDays: 2 }, at, premium)[0]).toContain('ge 2026-11-18T09:00:00.000Z');
    },
  );

  it('is nothing where it is not known when the tenant was read', () => {
    expect(paths({}, null, true)).toEqual([]);
  });

  it('is nothing where the settings leave the log out', () => {
    expect(paths({ surfaces: ['users'] }, at, true)).toEqual([]);
  });
});

describe('what is asked anew of a log that was told of whole', () => {
  const tenant = { boundary: 'entra:t', at, isPremium: true } as const;
  const span = (to: string, boundary = 'entra:t', source = 'entra:audit-log') =>
    ({ boundary, source, sourceKind: 'provider-log', region: null, from: '2026-10-01T00:00:00.000Z', to, tells: 'changes' }) as const;
  const from = (since: readonly ReturnType<typeof span>[], isPremium = true): unknown => {
    const tasks = auditTasks({ ...tenant, isPremium }, since, { auditDays: 29 });
    expect(tasks).toHaveLength(12);
    const asked = tasks.map(({ args }) => args as JsonObject);
    expect(new Set(asked.map((each) => each['to']))).toEqual(new Set([at]));
    expect(new Set(asked.map((each) => each['from'])).size).toBe(1);
    return asked[0]?.['from'];
  };
  const all = '2026-10-22T09:00:00.000Z';

  it('begins two hours before its latest end', () => {
    expect(from([span('2026-11-18T08:00:00.000Z'), span('2026-11-19T08:00:00.000Z')])).toBe('2026-11-19T06:00:00.000Z');
  });

  it.each([
    ['nothing was told', [], all],
    ['that was longer ago than the settings ask', [span('2026-10-02T00:00:00.000Z')], all],
    ['it was of another tenant', [span('2026-11-19T08:00:00.000Z', 'entra:other')], all],
    ['it was of another source', [span('2026-11-19T08:00:00.000Z', 'entra:t', 'azure:activity-log')], all],
    ['it lies ahead', [span('2026-12-19T08:00:00.000Z')], all],
  ])('begins as far back as is asked where %s', (_, since, expected) => {
    expect(from(since)).toBe(expected);
  });

  it('never goes back further than the service keeps', () => {
    expect(from([span('2026-11-02T00:00:00.000Z')], false)).toBe('2026-11-14T09:00:00.000Z');
  });

  it('is asked before the tenant is read only where no licence decides how far back', () => {
    const anew = (to: string): readonly unknown[] =>
      (entraCore.logTasks?.([span(to)], v.parse(entraSettings, {}), at) ?? []).map(({ args }) => (args as JsonObject)['from']);
    expect(anew('2026-11-18T08:00:00.000Z')).toEqual(Array(12).fill('2026-11-18T06:00:00.000Z'));
    expect(anew('2026-11-12T08:00:00.000Z')).toEqual([]);
    expect(entraCore.logTasks?.([], v.parse(entraSettings, {}), at)).toEqual([]);
  });
});
